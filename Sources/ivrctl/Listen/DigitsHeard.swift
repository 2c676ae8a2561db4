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
  /// Of what was refused for its frequencies, so many at most.
  private(set) var offFrequency: [FrequencyFault.Error] = []
  private static let mostOffFrequency = 1000
  /// A day of digits is no more than this.
  private static let mostKeys = 100_000

  private var lowErrors = 0.0, highErrors = 0.0
  /// How far all tones together are from their frequencies, in percent, when low and high ones are equally
  /// far: tones of a keypad are not, those of a wrong sample rate are.
  var error: Double? {
    guard count > 1, abs(lowErrors - highErrors) < FrequencyFault.same * Double(count) else { return nil }
    return (lowErrors + highErrors) / 2 / Double(count)
  }

  mutating func add(_ key: Key, _ measure: DTMFMeasure) {
    count += 1
    lowErrors += measure.lowError
    highErrors += measure.highError
    if count <= Self.mostKeys { keys.append(key.character) }
  }
  mutating func add(_ refusal: DTMFRefusal) {
    refused[refusal.reason, default: Refused()].add(refusal)
    if [.lowFrequency, .highFrequency].contains(refusal.reason), offFrequency.count < Self.mostOffFrequency {
      offFrequency.append((refusal.measure.lowError, refusal.measure.highError))
    }
  }

  /// Seconds of all that was refused.
  var refusedSeconds: Double {
    refused.values.reduce(0) { $0 + $1.milliseconds * Double($1.count) / 1000 }
  }
  var refusals: Int { refused.values.reduce(0) { $0 + $1.count } }
  /// What most refusals have in common; nil when they disagree, as those of speech do.
  var commonFault: LineFault? {
    let least = max(1, Int((Double(refusals) * 0.6).rounded(.up)))
    if offFrequency.count >= least {
      return FrequencyFault(offFrequency).map { .frequency($0, offFrequency.count) }
    }
    if let one = DTMFRefusal.Reason.allCases.lazy.compactMap({ reason in
      refused[reason].flatMap { $0.count >= least ? LineFault.reason(reason, $0) : nil }
    }).first {
      return one
    }
    // Tones in pieces are too short, or not steady where two pieces are in a window.
    guard var pieces = refused[.unsteady], let short = refused[.tooShort] else { return nil }
    pieces.count += short.count
    return pieces.count >= least ? .reason(.unsteady, pieces) : nil
  }
}

/// What is wrong with most of what was nearly a digit.
enum LineFault {
  case frequency(FrequencyFault, Int)
  case reason(DTMFRefusal.Reason, DigitsHeard.Refused)

  var count: Int {
    switch self {
    case .frequency(_, let count): count
    case .reason(_, let refused): refused.count
    }
  }
  /// Speech and music are refused for these as well, so that they say little of the line.
  var isOfVoices: Bool {
    switch self {
    case .frequency: false
    case .reason(let reason, _):
      [.otherSound, .soundBelow, .gradual, .ownSound, .unsteady].contains(reason)
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
