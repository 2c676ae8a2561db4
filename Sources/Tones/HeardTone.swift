/// A call-progress tone that has been recognised.
public struct HeardTone: Sendable, Hashable, CustomStringConvertible {
  public var kind: CallProgress
  /// Whose tone it may be; empty for a busy tone of no country in the table, as private exchanges have.
  public var countries: CallProgress.Countries
  /// The sample at which its first burst began, as near as can be told.
  public var since: Int
  /// The sample by which it was recognised.
  public var at: Int
  /// One or two frequencies; the second is 0 when there is one. Of a special information tone the first two
  /// of its three.
  public var hertz: SIMD2<Float>
  /// Of all its frequencies together.
  public var levelDBm0: Double
  /// Bursts heard so far; 1 for a steady tone.
  public var bursts: Int
  /// What a special information tone of North America says.
  public var cause: SpecialInformation?

  /// `busy tone, 480 + 620 Hz, -20 dBm0 (kr us tw ph)`
  public var description: String {
    let name =
      switch kind {
      case .sit: "special information tone"
      case .ringback, .dial, .busy, .congestion: "\(kind.rawValue) tone"
      case .howler, .beep: kind.rawValue
      }
    var text = name
    if hertz.x > 0 { text += ", \(Int(hertz.x.rounded()))" }
    if hertz.y > 0 { text += " + \(Int(hertz.y.rounded()))" }
    if hertz.x > 0 { text += " Hz" }
    text += ", \(Int(levelDBm0.rounded())) dBm0"
    if let cause { text += " (\(cause.rawValue))" }
    if !countries.isEmpty { text += " (\(countries))" }
    return text
  }
}

/// Why a call failed, by the frequencies of North America's special information tone (Bellcore SR-2275).
public enum SpecialInformation: String, Sendable, Hashable {
  case intercept
  case vacantCode = "vacant code"
  case reorder
  case noCircuit = "no circuit"
}

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
