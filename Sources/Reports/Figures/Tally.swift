/// What the rows of one group add up to, for the figures that were asked for.
public struct Tally: Sendable {
  /// Shared by all groups of a report: what has to be gathered, and from which sets.
  final class Plan: Sendable {
    let leaves: [Formula]
    let masks: [UInt128]
    let places: [Formula: Int]
    init(_ formulas: [Formula]) {
      var leaves: [Formula] = []
      var places: [Formula: Int] = [:]
      for leaf in formulas.flatMap(\.leaves) where places[leaf] == nil {
        places[leaf] = leaves.count
        leaves.append(leaf)
      }
      (self.leaves, self.places) = (leaves, places)
      masks = leaves.map { leaf in leaf.sets.reduce(0) { $0 | RowSets($1).rawValue } }
    }
  }

  private let plan: Plan
  /// Counts, sums, maxima and running estimates, by the plan's places.
  private var numbers: [Int64]
  private var counts: [Int]
  private var values: [Int: [Int64]] = [:]
  private var numbersCalling: [Int: Set<String>] = [:]

  init(_ plan: Plan) {
    self.plan = plan
    numbers = Array(repeating: 0, count: plan.leaves.count)
    counts = numbers.map { _ in 0 }
  }
  public init(_ formulas: [Formula]) { self.init(Plan(formulas)) }

  /// Rows in none of the plan's sets change nothing.
  public mutating func add(_ fact: Fact) {
    for place in plan.masks.indices where plan.masks[place] & fact.sets.rawValue != 0 {
      counts[place] += 1
      switch plan.leaves[place] {
      case .sum(let measure, _): numbers[place] &+= fact[measure]
      case .maximum(let measure, _): numbers[place] = max(numbers[place], fact[measure])
      case .percentile(_, let measure, _): values[place, default: []].append(fact[measure])
      case .running(let measure, _):
        numbers[place] = (numbers[place] &* 3 &+ fact[measure] / 1000) >> 2
      case .callers:
        if let caller = fact.caller { numbersCalling[place, default: []].insert(caller) }
      case .count, .milliseconds, .plus, .minus, .over: break
      }
    }
  }

  /// Times in milliseconds; nil for a share or an extreme of nothing.
  public func value(_ formula: Formula) -> Double? {
    switch formula {
    case .milliseconds(let n): return Double(n)
    case .plus(let a, let b): return combine(a, b, +)
    case .minus(let a, let b): return combine(a, b, -)
    case .over(let a, let b):
      guard let part = value(a), let whole = value(b), whole != 0 else { return nil }
      return part / whole
    case .count, .callers, .sum, .maximum, .percentile, .running:
      guard let place = plan.places[formula] else { return nil }
      return leaf(formula, place)
    }
  }

  private func leaf(_ formula: Formula, _ place: Int) -> Double? {
    switch formula {
    case .count: return Double(counts[place])
    case .callers: return Double(numbersCalling[place]?.count ?? 0)
    case .sum: return Double(numbers[place])
    case .maximum: return counts[place] > 0 ? Double(numbers[place]) : nil
    case .running: return counts[place] > 0 ? Double(numbers[place] &* 1000) : nil
    case .percentile(let share, _, _):
      guard let sorted = values[place]?.sorted(), !sorted.isEmpty else { return nil }
      let rank = (sorted.count * min(max(share, 0), 100) + 99) / 100
      return Double(sorted[max(rank, 1) - 1])
    case .milliseconds, .plus, .minus, .over: return nil
    }
  }

  private func combine(_ a: Formula, _ b: Formula, _ with: (Double, Double) -> Double) -> Double? {
    guard let a = value(a), let b = value(b) else { return nil }
    return with(a, b)
  }
}
