/// What a built-in function takes and gives.
struct BuiltinSignature {
  /// The types that each value may have; a function that takes more repeats the last.
  var parameters: [Set<ValueType>]
  /// Values that must be given.
  var required: Int
  /// Values that may be given.
  var most: Int
  var result: ValueType

  init(_ parameters: [Set<ValueType>], required: Int? = nil, most: Int? = nil, _ result: ValueType) {
    self.parameters = parameters
    self.required = required ?? parameters.count
    self.most = most ?? parameters.count
    self.result = result
  }
  func types(_ index: Int) -> Set<ValueType> {
    parameters.isEmpty ? [] : parameters[min(index, parameters.count - 1)]
  }
}

extension Builtin {
  var signature: BuiltinSignature {
    typealias S = BuiltinSignature
    let text: Set<ValueType> = [.text]
    let number: Set<ValueType> = [.number]
    switch self {
    case .len: return S([text], .number)
    case .left, .right: return S([text, number], .text)
    case .mid: return S([text, number, number], .text)
    case .upper, .lower, .trim, .digits, .keypad: return S([text], .text)
    case .pad: return S([text, number, text], required: 2, .text)
    case .replace: return S([text, text, text], .text)
    case .contains, .starts, .ends: return S([text, text], .flag)
    case .text: return S([[.flag, .number, .text, .date, .time, .instant, .duration]], .text)
    case .number: return S([[.text, .number]], .number)
    case .round: return S([number, number], required: 1, .number)
    case .floor, .abs: return S([number], .number)
    case .min, .max: return S([number], required: 2, most: 16, .number)
    case .percent: return S([number, number], .number)
    case .luhn, .krBusinessNo: return S([text], .flag)
    case .mod11: return S([text, text], .flag)
    case .now: return S([], .instant)
    case .today: return S([], .date)
    case .timeNow: return S([], .time)
    case .date: return S([[.text, .instant]], .date)
    case .time: return S([[.text, .instant]], .time)
    case .year, .month, .day, .weekday: return S([[.date, .instant]], .number)
    case .hour, .minute: return S([[.time, .instant]], .number)
    case .add: return S([[.instant, .date], [.duration]], .instant)
    case .daysBetween: return S([[.date, .instant], [.date, .instant]], .number)
    case .age: return S([[.date]], .number)
    }
  }
}
