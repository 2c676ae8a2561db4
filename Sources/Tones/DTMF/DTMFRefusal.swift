/// Something that was nearly a digit, and why it was taken for none.
public struct DTMFRefusal: Sendable, Equatable {
  /// Why. Of several reasons the first in this order is told.
  public enum Reason: UInt8, Sendable, Hashable, CaseIterable {
    case lowFrequency, highFrequency
    case normalTwist, reverseTwist
    case tooWeak
    case tooShort
    case unsteady
    case otherSound, soundBelow
    case gradual
    /// It was the echo of what we played: `EchoGuard`.
    case ownSound
  }

  /// The digit that it was nearest to.
  public var nearest: Key
  /// The sample near which it began, and its length in samples.
  public var onset: Int, length: Int
  /// How many samples were in when it was over.
  public var at: Int
  public var reason: Reason
  public var measure: DTMFMeasure

  public init(nearest: Key, onset: Int, length: Int, at: Int, reason: Reason, measure: DTMFMeasure) {
    self.nearest = nearest
    self.onset = onset
    self.length = length
    self.at = at
    self.reason = reason
    self.measure = measure
  }
}

extension DTMFRefusal: CustomStringConvertible {
  /// Why it was refused, in words, with the limit that was broken: `low tone 3.6 % above 697 Hz, at most 2.1 %`.
  public var description: String {
    let place = DTMFTones.place(of: nearest), tolerance = Double(DTMFRules.frequencyTolerance) * 100
    func off(_ name: String, _ error: Double, _ hertz: Double) -> String {
      "\(name) tone \(Self.text(abs(error))) % \(error < 0 ? "below" : "above") \(Int(hertz)) Hz, "
        + "at most \(Self.text(tolerance)) %"
    }
    func twist(_ name: String, _ other: String, _ limit: Float) -> String {
      "\(name) tone \(Self.text(abs(measure.twist))) dB louder than the \(other) one, "
        + "at most \(Self.text(10 * log10(Double(limit)))) dB"
    }
    switch reason {
    case .lowFrequency: return off("low", measure.lowError, DTMFTones.low[place.row])
    case .highFrequency: return off("high", measure.highError, DTMFTones.high[place.column])
    case .normalTwist: return twist("low", "high", DTMFRules.normalTwist)
    case .reverseTwist: return twist("high", "low", DTMFRules.reverseTwist)
    case .tooWeak:
      let name = measure.low < measure.high ? "low" : "high"
      return "\(name) tone at \(Self.text(min(measure.low, measure.high))) dBm0, "
        + "above \(Self.text(DTMFRules.leastLevel)) wanted"
    case .tooShort:
      return "\(length / 8) ms long, at least \(DTMFRules.shortTone / 8) wanted"
    case .otherSound:
      return "other sound with it: the tones have \(Int(measure.share * 100)) % of the energy, "
        + "more than \(Int(DTMFRules.leastShare * 100)) wanted, and nearly all if the rest is no noise"
    case .soundBelow:
      return "loud sound below 650 Hz with it, as a voice has: then the tones must be purer"
    case .gradual:
      return "came up gradually, as in a voice: a digit begins at once"
    case .unsteady:
      return "not steady: a tone swells, fades or breaks off within 30 ms"
    case .ownSound:
      return "our own sound: what was played in the last 320 ms explains it"
    }
  }
  /// One place after the point.
  private static func text(_ x: Double) -> String {
    guard x.isFinite, abs(x) < 1e6 else { return "-" }
    let tenths = Int((x * 10).rounded(.toNearestOrAwayFromZero)), size = abs(tenths)
    let whole = "\(size / 10)" + (size % 10 == 0 ? "" : ".\(size % 10)")
    return (tenths < 0 ? "-" : "") + whole
  }
}
