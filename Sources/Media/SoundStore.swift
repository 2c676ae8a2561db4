import Engine
import Session
import Synchronization
import Tones

/// Where players find recorded sound. Read by many threads at once; nothing in it is opened or made while
/// a call waits.
public protocol SoundLibrary: AnyObject, Sendable {
  /// A clip as flows write it; nil when it is missing or broken.
  func clip(_ path: String, language: String) -> Sound?
  /// A named tone of the line's country; nil for an unknown name.
  func tone(_ name: String) -> Sound?
  /// Music on hold, not empty; nil asks for the built-in music, which also stands in for a missing clip.
  func music(_ path: String?) -> Sound
  /// What a caller said, when it is in memory; else it is read from its file.
  func message(_ path: String) -> Sound?
}

extension SoundLibrary {
  public func message(_ path: String) -> Sound? { nil }
}

/// Clips, tones and music, all in memory and shared by every leg.
public final class SoundStore: SoundLibrary {
  private let clips: [String: Sound]
  private let tones: [String: Sound]
  private let builtInMusic: Sound
  private let ringback: Sound
  private let messages = Mutex<[String: Sound]>([:])

  /// - Parameters:
  ///   - clips: by path, or by language and path, `ko/welcome.wav`, which is looked for first.
  ///   - country: whose call-progress tones.
  public init(clips: [String: Sound] = [:], country: CallProgress.Country = .korea) {
    self.clips = clips
    var tones: [String: Sound] = [:]
    for progress in CallProgress.allCases {
      // One that goes on until it is stopped is said once through in a prompt.
      let tone = progress.tone(country)
      tones[progress.rawValue] = Sound(
        ToneGenerator.samples(of: tone, limit: min(tone.milliseconds ?? 2000, 10_000)))
    }
    // On the lines of agents: a key of a caller that must not be heard, and a sign of life.
    tones["click"] = Sound(
      ToneGenerator.samples(of: Tone(hertz: [1200], cadence: [20], levelDBm0: -25, repeats: false), limit: 20)
    )
    tones["soft"] = Sound(
      ToneGenerator.samples(
        of: Tone(hertz: [440], cadence: [400], levelDBm0: -28, repeats: false), limit: 400))
    self.tones = tones
    let ringback = CallProgress.ringback.tone(country)
    let cycle = ringback.segments.reduce(0) { $0 + ($1.milliseconds ?? 0) }
    self.ringback = Sound(ToneGenerator.samples(of: ringback, limit: min(max(cycle, 1000), 10_000)))
    builtInMusic = BuiltInMusic.sound()
  }

  public func clip(_ path: String, language: String) -> Sound? {
    clips["\(language)/\(path)"] ?? clips[path]
  }
  /// Of a house that writes no files.
  public func keep(_ message: Sound, as path: String) { messages.withLock { $0[path] = message } }
  public func message(_ path: String) -> Sound? { messages.withLock { $0[path] } }

  public func tone(_ name: String) -> Sound? { tones[name] }
  public func music(_ path: String?) -> Sound {
    if path == Segment.ringback { return ringback }
    guard let path, let clip = clips[path], !clip.samples.isEmpty else { return builtInMusic }
    return clip
  }
}
