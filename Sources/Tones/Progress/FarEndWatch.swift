/// Notices that the far end of a line without signalling is gone: an analogue line, a sound card, or a leg
/// behind a transfer tells it by tones alone.
///
/// | what is heard | gone when |
/// |---|---|
/// | busy tone | 4 bursts |
/// | congestion tone | 4 bursts |
/// | dial tone, steady | 4 s of it |
/// | dial tone with a cadence | twice through |
/// | special information tone | once |
/// | howler | 1 s of it in 2 s |
/// | silence | longer than the line allows; no limit unless one is set |
/// | ringback, voice, music, noise, digits | never |
///
/// Bursts count only while the cadence is kept: with anything between them they begin anew.
public struct FarEndWatch: Sendable {
  /// What a line takes for the end.
  public struct Rule: Sendable, Equatable {
    /// Bursts of busy or congestion; at least 3, below which the detector is not sure.
    public var bursts = 4
    public var dialMilliseconds = 4000
    public var specialInformation = true
    public var howler = true
    /// Nil: a caller may be silent as long as he likes.
    public var silenceMilliseconds: Int?
    public init() {}
  }

  /// Why the far end is taken to be gone.
  public enum Reason: Sendable, Hashable, CustomStringConvertible {
    case tone(HeardTone)
    case silence(milliseconds: Int)

    /// `busy tone, 480 + 620 Hz, -20 dBm0 (kr us tw ph)`, `silence for 60 s`
    public var description: String {
      switch self {
      case .tone(let tone): "\(tone)"
      case .silence(let milliseconds): "silence for \(milliseconds / 1000) s"
      }
    }
  }

  public private(set) var detector: CallProgressDetector
  public private(set) var reason: Reason?
  private let rule: Rule

  public init(_ rule: Rule = Rule(), country: CallProgress.Country? = nil) {
    self.rule = rule
    detector = CallProgressDetector(country: country)
  }

  /// Hears samples.
  /// - Parameter report: what the detector hears in them.
  /// - Returns: the reason, once, when the far end is found to be gone.
  public mutating func feed(_ samples: Span<Int16>, _ report: (CallProgressEvent) -> Void = { _ in })
    -> Reason?
  {
    detector.feed(samples, report)
    guard reason == nil else { return nil }
    reason = judge()
    return reason
  }

  /// So many samples did not come; they count as silence.
  public mutating func gap(_ samples: Int, _ report: (CallProgressEvent) -> Void = { _ in }) -> Reason? {
    detector.gap(samples, report)
    guard reason == nil else { return nil }
    reason = judge()
    return reason
  }

  private func judge() -> Reason? {
    if let tone = detector.tone {
      switch tone.kind {
      case .busy, .congestion: return tone.bursts >= rule.bursts ? .tone(tone) : nil
      case .dial where tone.bursts > 1: return .tone(tone)
      case .dial:
        let length = Telephony.samples(milliseconds: rule.dialMilliseconds)
        return detector.position - tone.since >= length ? .tone(tone) : nil
      case .sit: return rule.specialInformation ? .tone(tone) : nil
      case .howler: return rule.howler ? .tone(tone) : nil
      case .ringback, .beep: return nil
      }
    }
    guard let limit = rule.silenceMilliseconds, let since = detector.silentSince else { return nil }
    let silent = detector.position - since
    return silent >= Telephony.samples(milliseconds: limit)
      ? .silence(milliseconds: Telephony.milliseconds(samples: silent)) : nil
  }
}
