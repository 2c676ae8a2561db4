import Tones

/// The digits that were heard, and sums over what was refused.
struct DigitsHeard {
  /// What the refusals of one reason have in common.
  struct Refused {
    var count = 0
    private var low = 0.0, high = 0.0, lowError = 0.0, highError = 0.0, length = 0.0
    mutating func add(_ refusal: DTMFRefusal) {
      count += 1
      low += refusal.measure.low
      high += refusal.measure.high
      lowError += refusal.measure.lowError
      highError += refusal.measure.highError
      length += Double(refusal.length) / 8
    }
    private func mean(_ sum: Double) -> Double { sum / Double(max(1, count)) }
    /// Means: dBm0, percent, milliseconds.
    var levels: (low: Double, high: Double) { (mean(low), mean(high)) }
    var errors: (low: Double, high: Double) { (mean(lowError), mean(highError)) }
    var milliseconds: Double { mean(length) }
  }
  private(set) var keys = ""
  private(set) var count = 0
  private(set) var refused: [DTMFRefusal.Reason: Refused] = [:]
  /// A day of digits is no more than this.
  private static let mostKeys = 100_000

  private var errors = 0.0
  /// How far all tones together are from their frequencies, in percent; tones of a keypad are not all off.
  var error: Double { count == 0 ? 0 : errors / Double(count) }

  mutating func add(_ key: Key, _ measure: DTMFMeasure) {
    count += 1
    errors += (measure.lowError + measure.highError) / 2
    if count <= Self.mostKeys { keys.append(key.character) }
  }
  mutating func add(_ refusal: DTMFRefusal) { refused[refusal.reason, default: Refused()].add(refusal) }

  var refusals: Int { refused.values.reduce(0) { $0 + $1.count } }
  var commonest: (reason: DTMFRefusal.Reason, refused: Refused)? {
    // Of equal ones the first in the order of reasons.
    DTMFRefusal.Reason.allCases.compactMap { reason in refused[reason].map { (reason, $0) } }
      .reduce(nil) { best, next in
        if let best, best.refused.count >= next.1.count { return best }
        return (reason: next.0, refused: next.1)
      }
  }
}

extension DTMFRefusal.Reason {
  /// For a summary: `wrong frequency`.
  var words: String {
    switch self {
    case .lowFrequency, .highFrequency: "wrong frequency"
    case .normalTwist: "low tone too loud"
    case .reverseTwist: "high tone too loud"
    case .tooWeak: "too weak"
    case .tooShort: "too short"
    case .otherSound, .soundBelow: "other sound with it"
    case .ownSound: "echo of what was played"
    case .gradual: "came up gradually"
    case .unsteady: "not steady"
    }
  }
}
