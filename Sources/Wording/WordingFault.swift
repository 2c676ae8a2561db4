/// Why a value cannot be said in a form. It never holds the value, which may be a secret.
public enum WordingFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// A value of that type is never said in that form.
  case unfit(type: String, form: Form)
  /// A text, or a number that is none, where a number is needed.
  case notANumber(Form)
  case notWhole(Form)
  case negative(Form)
  case notADay(Form)
  case notATime(Form)
  /// Digits, and something else that the form would leave out.
  case notOnlyDigits(Form)
  /// Nothing of the text would be heard, like letters in a telephone number.
  case nothingToSay(Form)

  public var description: String {
    switch self {
    case .unfit(let type, let form): "a \(type) cannot be said as \(form)"
    case .notANumber(let form): "the value is not a number, so it cannot be said as \(form)"
    case .notWhole(let form): "the number is not whole, so it cannot be said as \(form)"
    case .negative(let form): "the number is negative, so it cannot be said as \(form)"
    case .notADay(.instant), .notATime(.instant):
      "the value is not a day and a time such as 2026-03-01 09:30, so it cannot be said as instant"
    case .notOnlyDigits(let form):
      "the value has something in it that is no digit, so it cannot be said as \(form)"
    case .notADay(let form): "the value is not a day such as 2026-03-01, so it cannot be said as \(form)"
    case .nothingToSay(let form): "nothing in the value can be said as \(form)"
    case .notATime(let form): "the value is not a time such as 09:30, so it cannot be said as \(form)"
    }
  }
}
