import Engine

/// In a script a PIN is written as it is entered.
final class ScriptPins: PinCheck {
  func check(_ pin: String, against hash: String?, answer: @escaping @Sendable (Bool) -> Void) {
    answer(pin == hash)
  }
}
