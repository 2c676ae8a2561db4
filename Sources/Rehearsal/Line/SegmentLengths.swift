import Session

/// How long segments would sound if they were spoken: an estimate, so that no synthesiser is needed.
public struct SegmentLengths: Sendable {
  /// Characters a second.
  public static let korean = 7
  public static let other = 14
  /// Real lengths of recorded clips, by path or language and path; nil when no clip was looked for, and
  /// each is estimated by its text.
  public var clips: [String: Duration]?
  public var missingClips: Set<String> = []
  /// Every spoken segment fails.
  public var speechFails = false
  /// Every spoken segment lasts that long: for measurements of everything but the estimate.
  public var fixed: Duration?
  public init(clips: [String: Duration]? = nil) { self.clips = clips }

  public enum Answer: Hashable, Sendable {
    case length(Duration)
    case endless
    case fault(CallFault)
  }

  public func answer(_ segment: Segment) -> Answer {
    switch segment.content {
    case .speech(let pieces):
      if speechFails { return .fault(.speech) }
      if let fixed { return .length(fixed) }
      let text = segment.written
      if !text.isEmpty { return .length(estimate(text, segment.voice.language)) }
      return .length(pieces.reduce(.zero) { $0 + estimate($1.text, segment.voice.language) })
    case .clip(let path, let fallback):
      let language = segment.voice.language
      if !missingClips.contains(path), !missingClips.contains("\(language)/\(path)") {
        guard let clips else { return .length(estimate(segment.written, language)) }
        if let length = clips["\(language)/\(path)"] ?? clips[path] { return .length(length) }
      }
      guard let fallback else { return .fault(.audio) }
      if fallback.isEmpty { return .length(.zero) }
      if speechFails { return .fault(.speech) }
      return .length(fallback.reduce(.zero) { $0 + estimate($1.text, language) })
    case .silence(let length): return .length(max(.zero, length))
    case .tone: return .length(.milliseconds(250))
    case .music: return .endless
    case .message(_, let length, _): return .length(length)
    }
  }

  /// Of words that a person says.
  func spoken(_ segment: Segment) -> Duration { estimate(segment.written, segment.voice.language) }

  /// In whole milliseconds.
  private func estimate(_ text: String, _ language: String) -> Duration {
    var characters = 0
    for byte in text.utf8 where byte & 0xC0 != 0x80 { characters += 1 }
    let rate = language == "ko" ? SegmentLengths.korean : SegmentLengths.other
    return .milliseconds((characters * 1000 + rate / 2) / rate)
  }
}
