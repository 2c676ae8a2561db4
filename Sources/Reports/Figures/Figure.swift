/// A figure: its exact name, its formula, and with that the rows behind it. Every number that a report
/// prints is one of `Figure.all`.
public struct Figure: Hashable, Sendable {
  public enum Unit: String, Hashable, Sendable {
    case count = "", percent = "%", seconds = "s", perHour = "per h", ratio = ": 1", score = "of 5",
      perOrder = "per order"
  }
  public var name: String
  /// Over a column of a terminal.
  public var title: String
  /// For programs.
  public var key: String
  public var unit: Unit
  public var formula: Formula
  /// What the name does not say: choices made, whose variant it is.
  public var note: String
  /// What stands where there is no value.
  public var absence: String?

  init(
    _ name: String, title: String? = nil, key: String? = nil, _ unit: Unit, _ formula: Formula,
    _ note: String = "", absence: String? = nil
  ) {
    self.name = name
    let suffix = [.percent: " %", .seconds: " s"][unit] ?? ""
    self.title = (title ?? name) + suffix
    let ending = [.percent: "_percent", .seconds: "_seconds"][unit] ?? ""
    let plain = String(name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    self.key = (key ?? plain) + ending
    (self.unit, self.formula, self.note, self.absence) = (unit, formula, note, absence)
  }

  /// Nil for a share of nothing: it is never NaN and never 0 by default.
  public func value(in tally: Tally) -> Double? {
    guard let value = tally.value(formula) else { return nil }
    switch unit {
    case .count, .ratio, .score, .perOrder: return value
    case .percent: return value * 100
    case .seconds: return value / 1000
    // Counts per millisecond.
    case .perHour: return value * 3_600_000
    }
  }

  func cell(_ tally: Tally) -> ReportCell {
    let value = value(in: tally)
    if value == nil, let absence { return .missing(absence) }
    switch unit {
    case .count: return .count(value.map { Int($0) })
    case .percent: return .percent(value)
    case .seconds:
      // A log from outside may hold any times; no duration is longer than a thousand centuries.
      let duration = value.flatMap {
        abs($0) < 3e12 ? Duration.microseconds(Int64(($0 * 1_000_000).rounded())) : nil
      }
      // An agent's times are hours: tenths would only take room.
      return rows == .agents ? .wholeSeconds(duration) : .seconds(duration)
    case .perHour, .ratio, .score, .perOrder: return .number(value)
    }
  }

  /// The kind of row it counts.
  public var rows: RowSet.Rows { formula.sets.first?.rows ?? .calls }

  /// By its name, its key or its column's title, in any case.
  public static func named(_ text: String) -> Figure? {
    let wanted = text.lowercased()
    return all.first { $0.name.lowercased() == wanted } ?? all.first { $0.key == wanted }
      ?? all.first { $0.title.lowercased() == wanted || $0.title.lowercased().hasPrefix(wanted + " ") }
  }

  public static let all: [Figure] =
    queue + customer + agent + flow + selfService + policy + survey + told
}
