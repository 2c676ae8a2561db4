/// How often something was nearly a digit, by the reason for which it was none. A plain value that fits in
/// registers: counting allocates nothing.
public struct DTMFRefusalCounts: Hashable, Sendable {
  private var counts = SIMD16<UInt32>()
  public init() {}

  public subscript(reason: DTMFRefusal.Reason) -> Int { Int(counts[Int(reason.rawValue)]) }
  public var total: Int { DTMFRefusal.Reason.allCases.reduce(0) { $0 + self[$1] } }

  public mutating func count(_ reason: DTMFRefusal.Reason) { counts[Int(reason.rawValue)] &+= 1 }
  public static func += (sum: inout Self, more: Self) { sum.counts &+= more.counts }
}

extension DTMFRefusal.Reason {
  /// For tables and programs: `low-frequency`.
  public var word: String {
    switch self {
    case .lowFrequency: "low-frequency"
    case .highFrequency: "high-frequency"
    case .normalTwist: "normal-twist"
    case .reverseTwist: "reverse-twist"
    case .tooWeak: "too-weak"
    case .tooShort: "too-short"
    case .unsteady: "unsteady"
    case .otherSound: "other-sound"
    case .soundBelow: "sound-below"
    case .gradual: "gradual"
    case .ownSound: "own-sound"
    }
  }

  /// What was wrong with it, for people.
  public var explanation: String {
    switch self {
    case .lowFrequency: "the low tone was off its frequency"
    case .highFrequency: "the high tone was off its frequency"
    case .normalTwist: "the low tone was too much louder than the high one"
    case .reverseTwist: "the high tone was too much louder than the low one"
    case .tooWeak: "a tone was too weak"
    case .tooShort: "too short"
    case .unsteady: "a tone swelled, faded or broke off"
    case .otherSound: "too much other sound with it"
    case .soundBelow: "sound below the tones, as a voice has"
    case .gradual: "came up gradually, as in a voice"
    case .ownSound: "our own sound, carried back"
    }
  }
}
