import CALSA
import Foundation

/// A sound device as ALSA names it, with a word on whether to use it for a line.
public struct SoundCardName: Hashable, Sendable {
  public var name: String
  /// What the library says of it, in one line.
  public var about: String
  public var canPlay: Bool
  public var canRecord: Bool
  public var hint: String

  /// All that the library offers here; those that can be recommended first.
  public static func all() -> [SoundCardName] {
    calsa_quiet()
    var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    guard snd_device_name_hint(-1, "pcm", &hints) == 0, let hints else { return [] }
    defer { snd_device_name_free_hint(hints) }
    var found: [SoundCardName] = []
    var at = 0
    while let hint = hints[at] {
      func value(_ key: String) -> String? {
        guard let text = snd_device_name_get_hint(hint, key) else { return nil }
        defer { free(text) }
        return String(cString: text)
      }
      at += 1
      guard let name = value("NAME") else { continue }
      let direction = value("IOID")
      let about = (value("DESC") ?? "").split(separator: "\n").joined(separator: ", ")
      found.append(
        SoundCardName(
          name: name, about: about, canPlay: direction != "Input", canRecord: direction != "Output"))
    }
    return found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element)
  }

  init(name: String, about: String, canPlay: Bool, canRecord: Bool) {
    (self.name, self.about, self.canPlay, self.canRecord) = (name, about, canPlay, canRecord)
    (hint, rank) = SoundCardName.advice(name, both: canPlay && canRecord)
  }
  /// Whether a line could be on it at all.
  public var isOfUse: Bool { rank < 4 }
  /// The lower, the better for a line.
  private let rank: Int

  private static func advice(_ name: String, both: Bool) -> (String, Int) {
    let kind = name.prefix { $0 != ":" }
    switch kind {
    case "null": return ("swallows sound; no line", 5)
    case "hw": return both ? ("the bare device; nobody else can use it meanwhile", 2) : ("one way only", 3)
    case "plughw":
      return both ? ("good for a line; nobody else can use it meanwhile", 0) : ("one way only", 3)
    case "default", "sysdefault", "pulse", "pipewire":
      return ("good to try first; shared with other programs", 0)
    case "front", "surround21", "surround40", "surround41", "surround50", "surround51", "surround71",
      "iec958",
      "hdmi", "usbstream", "lavrate", "samplerate", "speexrate", "upmix", "vdownmix", "jack", "oss", "speex",
      "dmix", "dsnoop":
      return ("of no use for a line", 4)
    default: return (both ? "a name of this machine's own" : "one way only: pair it by: in \"…\"", 1)
    }
  }
}
