import Foundation

/// What several runs say of one figure: their mean, and how far off it may be.
public struct Estimate: Hashable, Sendable {
  public var mean: Double
  /// Half the width of the interval that holds the true mean in 95 of 100 cases; nil of a single run.
  public var margin: Double?
  public var runs: Int

  /// Nil when no run has a value.
  public init?(_ values: [Double?]) {
    let values = values.compactMap { $0 }.filter(\.isFinite)
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    (self.mean, runs) = (mean, values.count)
    guard values.count > 1 else { return }
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    margin = Estimate.quantile(values.count - 1) * (variance / count).squareRoot()
  }

  public func holds(_ value: Double) -> Bool { margin.map { abs(value - mean) <= $0 } ?? false }

  /// Student's t for 97.5 %, by degrees of freedom.
  static func quantile(_ freedom: Int) -> Double {
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
      2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048,
      2.045, 2.042,
    ]
    guard freedom > 0 else { return .infinity }
    // Beyond the table within a thousandth: Cornish and Fisher's first term.
    return freedom <= table.count ? table[freedom - 1] : 1.96 + 2.37 / Double(freedom)
  }
}
