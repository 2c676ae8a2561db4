import Foundation

/// Something that can be measured.
protocol Bench: Sendable {
  static var name: String { get }
  /// For the help.
  static var summary: String { get }
  static var usualRuns: Int { get }
  static func run(_ options: BenchOptions) throws -> BenchReport
}

/// What was asked for on the command line.
struct BenchOptions {
  /// How often each is measured; nil: as often as usual.
  var runs: Int?
  /// What the made sounds are made from.
  var seed: UInt64 = 1
  /// How much noise to listen to, of each kind.
  var hours: Double?
  /// How many calls at once; nil: as many as usual.
  var calls: Int?
  /// A program to measure beside the ear; a folder of sounds with labels; the program that judges them.
  var peer: String?
  var corpus: String?
  var score: String?
}

struct BenchFault: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// What one bench found: facts about the work, and figures that were measured.
struct BenchReport: Codable {
  var name: String
  /// What was done, in words.
  var work: String
  var figures: [Figure]
  /// Beside what others do; nil where nothing is compared.
  var comparison: ComparisonTable?
  /// What else was said.
  var notes: [String]?

  var text: String {
    var lines = ["\(name): \(work)"]
    if let comparison, !comparison.rows.isEmpty { lines.append(comparison.text) }
    let width = figures.map(\.name.count).max() ?? 0
    for figure in figures {
      lines.append("  \(figure.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(figure.text)")
    }
    lines += notes ?? []
    return lines.joined(separator: "\n")
  }
}

/// One figure over all runs.
struct Figure: Codable {
  var name: String
  var unit: String
  var minimum: Double
  var median: Double
  var maximum: Double
  var runs: Int

  init(_ name: String, _ unit: String, _ values: [Double]) {
    let sorted = values.sorted()
    (self.name, self.unit, runs) = (name, unit, sorted.count)
    minimum = sorted.first ?? 0
    median = sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    maximum = sorted.last ?? 0
  }

  var text: String {
    guard minimum != maximum else { return "\(Figure.shown(median)) \(unit)" }
    return "\(Figure.shown(median)) \(unit)  "
      + "(\(Figure.shown(minimum)) to \(Figure.shown(maximum)), \(runs) runs)"
  }

  static func shown(_ value: Double) -> String {
    let decimals = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 3
    return String(format: "%.\(decimals)f", value)
  }
}

/// Wall time and this process's user time between two moments, in seconds.
struct Stopwatch {
  private let wall = ContinuousClock.now
  private let user = Stopwatch.userTime

  var elapsed: (wall: Double, user: Double) {
    let wall = (ContinuousClock.now - wall) / .seconds(1)
    return (wall, Stopwatch.userTime - user)
  }

  private static var userTime: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
  }
}

/// Steps through all numbers of its range in a scattered order, the same each time.
struct Scatter {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  /// 0 ..< bound
  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, bound)))
  }
}
