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
    case .keypad: return .text(BuiltinText.keys(of: try a[0].text(in: context)))
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
