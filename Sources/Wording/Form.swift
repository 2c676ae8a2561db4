/// The form of a value in a text (LANGUAGE 3.7).
public enum Form: Hashable, Sendable {
  case digits, number, ordinal
  case count(String?)
  case currency(String)
  case date(short: Bool)
  case time, instant, duration, phone, spell, text
}
