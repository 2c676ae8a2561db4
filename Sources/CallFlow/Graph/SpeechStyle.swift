/// How a part of a prompt differs from the language's own voice.
public struct SpeechStyle: Hashable, Sendable {
  /// Percent of the usual speed, 20…400.
  public var rate = 100
  /// dB over the usual level, -100…12; -100 is silence.
  public var volume = 0
  /// Points over the usual pitch, on the voice's scale of 0 to 99.
  public var pitch = 0
  /// Another language's tag; nil for the language that the prompt is spoken in.
  public var language: String?
  public init() {}

  /// Takes an attribute of SSML's `prosody`; false for one that is not known.
  ///
  /// Names and numbers as in SSML 1.1: a rate is a percentage or a factor, a volume in dB, a pitch in
  /// percent of the voice's own or in semitones (a twelfth of an octave). A mark inside another changes what
  /// the other has set.
  mutating func change(_ name: String, to value: String) -> Bool {
    switch name {
    case "rate":
      let names = ["x-slow": 50, "slow": 75, "medium": 100, "default": 100, "fast": 130, "x-fast": 170]
      guard let percent = names[value] ?? Self.percent(value) ?? Self.factor(value),
        (20...400).contains(percent)
      else { return false }
      rate = max(20, min(400, rate * percent / 100))
    case "volume":
      let names = [
        "silent": -100, "x-soft": -12, "soft": -6, "medium": 0, "default": 0, "loud": 4, "x-loud": 8,
      ]
      guard let level = names[value] ?? Self.decibels(value), (-100...12).contains(level) else {
        return false
      }
      volume = max(-100, min(12, volume + level))
    case "pitch":
      let names = ["x-low": -30, "low": -15, "medium": 0, "default": 0, "high": 15, "x-high": 30]
      guard let points = names[value] ?? Self.points(value), (-99...99).contains(points) else { return false }
      pitch = max(-99, min(99, pitch + points))
    default: return false
    }
    return true
  }

  /// The levels of SSML's `emphasis`; false for another.
  mutating func emphasise(_ level: String) -> Bool {
    switch level {
    case "strong": (rate, volume, pitch) = (max(20, rate * 85 / 100), min(12, volume + 4), min(99, pitch + 8))
    case "moderate":
      (rate, volume, pitch) = (max(20, rate * 92 / 100), min(12, volume + 2), min(99, pitch + 4))
    case "none": break
    case "reduced": volume = max(-100, volume - 4)
    default: return false
    }
    return true
  }

  /// `80%`, `+20%`, `-20%`: of the usual.
  private static func percent(_ text: String) -> Int? {
    guard text.hasSuffix("%"), let number = Double(text.dropLast()), abs(number) <= 1000 else { return nil }
    let isChange = text.first == "+" || text.first == "-"
    return Int(number.rounded()) + (isChange ? 100 : 0)
  }
  private static func factor(_ text: String) -> Int? {
    guard text.first != "+", let number = Double(text), (0...10).contains(number) else { return nil }
    return Int((number * 100).rounded())
  }
  /// `+6dB`, `-3.5dB`.
  private static func decibels(_ text: String) -> Int? {
    guard text.lowercased().hasSuffix("db"), let number = Double(text.dropLast(2)), abs(number) <= 100
    else { return nil }
    return Int(number.rounded())
  }
  /// 50 is the voice's own pitch, so that half as high again is 25 more; a semitone is 6 %.
  private static func points(_ text: String) -> Int? {
    if text.hasSuffix("%") { return percent(text).map { ($0 - 100) / 2 } }
    guard text.hasSuffix("st"), let number = Double(text.dropLast(2)), abs(number) <= 24 else { return nil }
    return Int((number * 3).rounded())
  }
}
