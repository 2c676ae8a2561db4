import Chronology
import Foundation

extension Builtin {
  /// Calls the function with values that the checker found to fit.
  func call(_ a: [Expression], _ context: some EvaluationContext) throws(ExpressionFault) -> Value {
    guard a.count >= signature.required, a.count <= signature.most else { throw .wrongType }
    switch self {
    case .len: return .number(Decimal(try a[0].text(in: context).count))
    case .left:
      return .text(String(try a[0].text(in: context).prefix(Swift.max(0, try a[1].count(in: context)))))
    case .right:
      return .text(String(try a[0].text(in: context).suffix(Swift.max(0, try a[1].count(in: context)))))
    case .mid:
      let from = Swift.max(1, try a[1].count(in: context))
      let count = Swift.max(0, try a[2].count(in: context))
      return .text(String(try a[0].text(in: context).dropFirst(from - 1).prefix(count)))
    case .upper: return try Arithmetic.checked(a[0].text(in: context).uppercased())
    case .lower: return try Arithmetic.checked(a[0].text(in: context).lowercased())
    case .trim: return .text(BuiltinText.trimmed(try a[0].text(in: context)))
    case .digits: return .text(try a[0].text(in: context).filter { $0.isASCII && $0.isNumber })
    case .pad:
      let text = try a[0].text(in: context)
      let width = try a[1].count(in: context)
      let fill = a.count > 2 ? try a[2].text(in: context) : "0"
      return try BuiltinText.padded(text, to: width, with: fill)
    case .replace:
      return try BuiltinText.replaced(
        a[0].text(in: context), a[1].text(in: context), by: a[2].text(in: context))
    case .contains:
      let part = try a[1].text(in: context)
      let whole = try a[0].text(in: context)
      return .flag(part.isEmpty || whole.contains(part))
    case .starts: return .flag(try a[0].text(in: context).hasPrefix(a[1].text(in: context)))
    case .ends: return .flag(try a[0].text(in: context).hasSuffix(a[1].text(in: context)))
    case .text: return .text(try BuiltinText.text(a[0].known(in: context), context.zone))
    case .number:
      switch try a[0].known(in: context) {
      case .number(let number): return .number(number)
      case .text(let text):
        guard let number = NumberText.decimal(text) else { throw .unreadable }
        return .number(try Arithmetic.checked(number))
      default: throw .wrongType
      }
    case .round:
      let digits = a.count > 1 ? try a[1].count(in: context) : 0
      return .number(
        Arithmetic.rounded(try a[0].number(in: context), Swift.min(Swift.max(digits, -20), 20), .plain))
    case .floor: return .number(Arithmetic.rounded(try a[0].number(in: context), 0, .down))
    case .abs: return .number(try a[0].number(in: context).magnitude)
    case .min, .max:
      var best = try a[0].number(in: context)
      for other in a.dropFirst() {
        let number = try other.number(in: context)
        if self == .min ? number < best : number > best { best = number }
      }
      return .number(best)
    case .percent:
      let share = try Arithmetic.apply(.divide, a[0].number(in: context), a[1].number(in: context))
      return .number(try Arithmetic.apply(.multiply, share, 100))
    case .luhn: return .flag(CheckDigits.luhn(try a[0].text(in: context)))
    case .mod11:
      return .flag(CheckDigits.mod11(try a[0].text(in: context), weights: try a[1].text(in: context)))
    case .krBusinessNo: return .flag(CheckDigits.koreanBusinessNumber(try a[0].text(in: context)))
    case .now: return .instant(context.now)
    case .today: return .date(context.zone.local(context.now).day)
    case .timeNow: return .time(context.zone.local(context.now).time)
    case .date:
      switch try a[0].known(in: context) {
      case .instant(let instant): return .date(context.zone.local(instant).day)
      case .text(let text):
        guard let day = BuiltinText.day(text) else { throw .unreadable }
        return .date(day)
      default: throw .wrongType
      }
    case .time:
      switch try a[0].known(in: context) {
      case .instant(let instant): return .time(context.zone.local(instant).time)
      case .text(let text):
        guard let time = BuiltinText.time(text) else { throw .unreadable }
        return .time(time)
      default: throw .wrongType
      }
    case .year: return .number(Decimal(try day(a[0], context).year))
    case .month: return .number(Decimal(try day(a[0], context).month))
    case .day: return .number(Decimal(try day(a[0], context).day))
    case .weekday: return .number(Decimal(try day(a[0], context).weekday.rawValue + 1))
    case .hour: return .number(Decimal(try time(a[0], context).hour))
    case .minute: return .number(Decimal(try time(a[0], context).minute))
    case .add:
      guard case .duration(let duration) = try a[1].known(in: context) else { throw .wrongType }
      switch try a[0].known(in: context) {
      case .instant(let instant): return .instant(instant + duration)
      case .date(let day): return .date(day.adding(days: Int(duration.microseconds / 86_400_000_000)))
      default: throw .wrongType
      }
    case .daysBetween:
      let (from, to) = (try day(a[0], context), try day(a[1], context))
      return .number(Decimal(to.daysSince1970 - from.daysSince1970))
    case .age:
      let born = try day(a[0], context)
      let today = context.zone.local(context.now).day
      let isBefore = (today.month, today.day) < (born.month, born.day)
      return .number(Decimal(today.year - born.year - (isBefore ? 1 : 0)))
    }
  }

  private func day(_ value: Expression, _ context: some EvaluationContext) throws(ExpressionFault) -> Day {
    switch try value.known(in: context) {
    case .date(let day): return day
    case .instant(let instant): return context.zone.local(instant).day
    default: throw .wrongType
    }
  }
  private func time(
    _ value: Expression, _ context: some EvaluationContext
  ) throws(ExpressionFault) -> ClockTime {
    switch try value.known(in: context) {
    case .time(let time): return time
    case .instant(let instant): return context.zone.local(instant).time
    default: throw .wrongType
    }
  }
}

/// What the built-in functions do with texts.
enum BuiltinText {
  static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// Filled up on the left.
  static func padded(_ text: String, to width: Int, with fill: String) throws(ExpressionFault) -> Value {
    let missing = width - text.count
    guard missing > 0, let character = fill.first else { return .text(text) }
    guard missing <= Arithmetic.textLimit else { throw .overflow }
    return try Arithmetic.checked(String(repeating: character, count: missing) + text)
  }

  static func replaced(
    _ text: String, _ old: String, by new: String
  ) throws(ExpressionFault) -> Value {
    guard !old.isEmpty else { return .text(text) }
    let pieces = text.split(separator: old, omittingEmptySubsequences: false)
    guard text.utf8.count + pieces.count * new.utf8.count <= Arithmetic.textLimit * 2 else { throw .overflow }
    return try Arithmetic.checked(pieces.joined(separator: new))
  }

  static func text(_ value: Value, _ zone: Zone) throws(ExpressionFault) -> String {
    switch value {
    case .text(let text): return text
    case .number(let number): return number.description
    case .flag(let flag): return flag ? "true" : "false"
    case .date(let day): return day.description
    case .time(let time): return time.description
    case .instant(let instant):
      let local = zone.local(instant)
      return "\(local.day) \(local.time)"
    case .duration(let duration): return written(duration)
    case .none: throw .noneUsed
    case .undefined: throw .undefined
    case .row: throw .wrongType
    }
  }

  /// `1h30m`, `0s`, as the language writes it, to the millisecond.
  static func written(_ duration: Duration) -> String {
    var rest = duration.milliseconds.magnitude
    var out = ""
    for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)]
      as [(String, UInt64)]
    {
      if rest >= size { out += "\(rest / size)\(unit)" }
      rest %= size
    }
    return out.isEmpty ? "0s" : (duration < .zero ? "-" : "") + out
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } && text.utf8.count <= 4 ? Int(text) : nil
  }

  /// `2026-03-01` or `20260301`.
  static func day(_ text: String) -> Day? {
    var parts = text.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 1, text.utf8.count == 8, text.utf8.allSatisfy({ $0 < 0x80 }) {
      parts = [text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2)]
    }
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = number(parts[0]), let month = number(parts[1]),
      let day = number(parts[2])
    else { return nil }
    return Day(year: year, month: month, day: day)
  }

  /// `09:30`, `09:30:00` or `0930`.
  static func time(_ text: String) -> ClockTime? {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 1, text.utf8.count == 4, text.utf8.allSatisfy({ $0 < 0x80 }) {
      parts = [text.prefix(2), text.suffix(2)]
    }
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }),
      let hour = number(parts[0]),
      let minute = number(parts[1]), let second = parts.count == 3 ? number(parts[2]) : 0
    else { return nil }
    return ClockTime(hour: hour, minute: minute, second: second)
  }
}

/// Check digits of numbers that callers type; false for a text that has anything but digits.
enum CheckDigits {
  private static func digits(_ text: String) -> [Int]? {
    let all = text.utf8.map { (0x30...0x39).contains($0) ? Int($0) - 0x30 : -1 }
    return all.isEmpty || all.contains(-1) ? nil : all
  }

  /// ISO/IEC 7812-1, annex B: payment cards.
  static func luhn(_ text: String) -> Bool {
    guard let digits = digits(text), digits.count > 1 else { return false }
    var sum = 0
    for (i, digit) in digits.reversed().enumerated() {
      sum += i % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2
    }
    return sum % 10 == 0
  }

  /// The last digit is 11 − (weighted sum of the others mod 11), where 11 is written 0 and 10 fits no digit.
  ///
  /// - Parameter weights: a digit for each but the last, `234567`, or numbers with commas, `10,9,8`.
  static func mod11(_ text: String, weights: String) -> Bool {
    guard let digits = digits(text), let last = digits.last else { return false }
    let factors: [Int]
    if weights.contains(",") {
      let numbers = weights.split(separator: ",").map { Int(BuiltinText.trimmed(String($0))) }
      factors = numbers.compactMap { $0.flatMap { (0...99).contains($0) ? $0 : nil } }
      guard factors.count == numbers.count else { return false }
    } else {
      guard let list = self.digits(weights) else { return false }
      factors = list
    }
    guard factors.count == digits.count - 1 else { return false }
    let sum = zip(digits, factors).reduce(0) { $0 + $1.0 * $1.1 }
    return (11 - sum % 11) % 11 == last
  }

  /// The Korean business registration number: ten digits, weights 1 3 7 1 3 7 1 3 5 (National Tax Service).
  static func koreanBusinessNumber(_ text: String) -> Bool {
    guard let d = digits(text.filter { $0 != "-" }), d.count == 10 else { return false }
    let sum = zip(d, [1, 3, 7, 1, 3, 7, 1, 3, 5]).reduce(0) { $0 + $1.0 * $1.1 } + d[8] * 5 / 10
    return (10 - sum % 10) % 10 == d[9]
  }
}
