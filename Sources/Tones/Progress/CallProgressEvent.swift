/// What a `CallProgressDetector` heard. Positions count samples from the first one fed; `at` is when it was
/// sure.
public enum CallProgressEvent: Sendable, Equatable, CustomStringConvertible {
  case toneBegan(HeardTone)
  /// Its last burst ended at `end`.
  case toneEnded(HeardTone, end: Int, at: Int)
  /// Something sounds, tone, voice or noise, at this level over its first 50 ms.
  case sound(since: Int, at: Int, levelDBm0: Double)
  /// Nothing sounds any more.
  case silence(since: Int, at: Int)
  /// Sound that is no tone came where ringback was: somebody, or a machine, has answered.
  case answer(since: Int, at: Int)

  /// When it was sure.
  public var at: Int {
    switch self {
    case .toneBegan(let tone): tone.at
    case .toneEnded(_, end: _, let at), .sound(since: _, let at, levelDBm0: _): at
    case .silence(since: _, let at), .answer(since: _, let at): at
    }
  }
  /// When it happened.
  public var since: Int {
    switch self {
    case .toneBegan(let tone): tone.since
    case .toneEnded(_, let end, at: _): end
    case .sound(let since, at: _, levelDBm0: _), .silence(let since, at: _), .answer(let since, at: _): since
    }
  }

  /// In plain words, without the time.
  public var description: String {
    switch self {
    case .toneBegan(let tone): "\(tone)"
    case .toneEnded(let tone, let end, at: _):
      "\(tone.kind.rawValue) ended after \(Self.seconds(end - tone.since)) s, "
        + (tone.bursts == 1 ? "1 burst" : "\(tone.bursts) bursts")
    case .sound(since: _, at: _, let level): "sound, \(Int(level.rounded())) dBm0"
    case .silence: "silence"
    case .answer: "answered: sound that is no tone after ringback"
    }
  }
  private static func seconds(_ samples: Int) -> String {
    let tenths = max(0, samples) / (Telephony.sampleRate / 10)
    return "\(tenths / 10).\(tenths % 10)"
  }
}
