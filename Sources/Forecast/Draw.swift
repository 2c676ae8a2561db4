import ACD
import Chronology
import Foundation

/// Numbers by chance, from a seed.
public struct Draw: Sendable {
  private var generator: SeededGenerator
  /// - Parameter stream: numbers of another kind from the same seed.
  public init(seed: UInt64, stream: UInt64 = 0) {
    // Begun at far places: from seeds in a row, or such a multiple of them, the generator gives the same
    // numbers, one later.
    var place = SeededGenerator(seed: seed)
    var further = SeededGenerator(seed: place.next() ^ stream)
    generator = SeededGenerator(seed: further.next())
  }

  /// Over 0, at most 1: its logarithm is finite.
  public mutating func unit() -> Double { Double((generator.next() >> 11) + 1) * 0x1p-53 }

  /// Exponential, seconds.
  public mutating func exponential(mean: Double) -> Double { -log(unit()) * mean }

  /// Log-normal with a deviation as large as its mean, like the exponential's, but with few very short ones.
  public mutating func logNormal(mean: Double) -> Double {
    let normal = (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit())
    let spread = log(2.0)
    return exp(log(mean) - spread / 2 + spread.squareRoot() * normal)
  }

  /// One of them; nil of none.
  public mutating func one<Element>(of list: [Element]) -> Element? {
    list.isEmpty ? nil : list[Int(generator.next() % UInt64(list.count))]
  }
}

extension Duration {
  /// Whole milliseconds, the unit of the log; what is no time is none.
  static func rounded(seconds: Double) -> Duration {
    guard seconds.isFinite, seconds > 0 else { return .zero }
    return .milliseconds(Int64((min(seconds, 1e9) * 1000).rounded()))
  }
}
