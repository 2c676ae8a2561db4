/// What is measured of a row, in milliseconds.
public enum Measure: String, Hashable, Sendable, CaseIterable {
  /// From enqueueing to the answer or to leaving; of a customer, from the first enqueueing to the first talk.
  case wait
  /// Talk + hold + wrap-up.
  case handle
  case talk, hold
  case wrapUp = "wrap-up"
  /// Of an agent's state.
  case time
  /// What was promised or told.
  case limit
  /// An answer to a survey's question; no time.
  case score
  /// How often somebody was dialled for a call-back; what the menus had noted for the agent, and what they
  /// note for that queue at all. No times.
  case dials, notes
  case notesKnown = "notes known"
}

/// How a figure is computed from sets of rows. What is printed as its formula is this very value.
public indirect enum Formula: Hashable, Sendable {
  case count(RowSet)
  /// Different numbers calling; withheld ones are left out.
  case callers(RowSet)
  case sum(Measure, RowSet)
  case maximum(Measure, RowSet)
  /// The smallest value that at least so many percent of the rows do not exceed (nearest rank).
  case percentile(Int, Measure, RowSet)
  /// Asterisk's running estimate in whole seconds, a quarter of each new value, in the rows' order.
  case running(Measure, RowSet)
  /// Milliseconds that are given from outside the log.
  case milliseconds(Int64)
  case plus(Formula, Formula)
  case minus(Formula, Formula)
  case over(Formula, Formula)

  /// `A_T / (A + B - Bs)`, `sum wait(A) / A`.
  public var text: String {
    switch self {
    case .count(let set): set.symbol
    case .callers(let set): "callers(\(set.symbol))"
    case .sum(let measure, let set): "sum \(measure.rawValue)(\(set.symbol))"
    case .maximum(let measure, let set): "max \(measure.rawValue)(\(set.symbol))"
    case .percentile(let share, let measure, let set): "p\(share) \(measure.rawValue)(\(set.symbol))"
    case .running(let measure, let set): "running \(measure.rawValue)(\(set.symbol))"
    case .milliseconds(let n): "\(n / 1000) s"
    case .plus(let a, let b): "\(a.text) + \(b.text)"
    case .minus(let a, .plus(let b, let c)): "\(a.text) - (\(b.text) + \(c.text))"
    case .minus(let a, .minus(let b, let c)): "\(a.text) - (\(b.text) - \(c.text))"
    case .minus(let a, let b): "\(a.text) - \(b.text)"
    case .over(let a, let b): "\(a.bracketed) / \(b.bracketed)"
    }
  }
  private var bracketed: String {
    switch self {
    case .plus, .minus, .over: "(\(text))"
    default: text
    }
  }

  /// What has to be gathered from the rows.
  var leaves: [Formula] {
    switch self {
    case .milliseconds: []
    case .plus(let a, let b), .minus(let a, let b), .over(let a, let b): a.leaves + b.leaves
    default: [self]
    }
  }

  /// Every set it counts.
  public var sets: [RowSet] {
    leaves.compactMap {
      switch $0 {
      case .count(let set), .callers(let set), .sum(_, let set), .maximum(_, let set),
        .percentile(_, _, let set), .running(_, let set):
        set
      default: nil
      }
    }
  }

  public static func + (a: Formula, b: Formula) -> Formula { .plus(a, b) }
  public static func - (a: Formula, b: Formula) -> Formula { .minus(a, b) }
  public static func / (a: Formula, b: Formula) -> Formula { .over(a, b) }
}
