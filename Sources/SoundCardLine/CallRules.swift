import Tones

/// How a call begins and ends on a line that has no hook. `ivrctl answer` and `ivrctl hangup` always do, and
/// tones of a far end that is gone always end one.
public struct CallRules: Hashable, Sendable {
  /// A key that begins a call when it is held.
  public struct HeldKey: Hashable, Sendable {
    public var key: Key
    public var length: Duration
    public init(_ key: Key, for length: Duration) { (self.key, self.length) = (key, length) }
  }
  public var key: HeldKey?
  /// Whether somebody who speaks begins a call.
  public var isVoiceOperated: Bool
  /// A call ends when nothing has been said or played for so long; nil: however long.
  public var silence: Duration?

  public init(
    key: HeldKey? = HeldKey(.hash, for: .seconds(1)), isVoiceOperated: Bool = false, silence: Duration? = nil
  ) {
    (self.key, self.isVoiceOperated, self.silence) = (key, isVoiceOperated, silence)
  }

  /// `# held 1 s, voice, command`
  public var startText: String {
    var ways: [String] = []
    if let key { ways.append("\(key.key.character) held \(CallRules.text(key.length))") }
    if isVoiceOperated { ways.append("voice") }
    return (ways + ["command"]).joined(separator: ", ")
  }
  /// `tones, silence 30 s, command`
  public var endText: String {
    (["tones"] + (silence.map { ["silence \(CallRules.text($0))"] } ?? []) + ["command"])
      .joined(separator: ", ")
  }

  private static func text(_ length: Duration) -> String {
    let (seconds, rest) = length.components
    let milliseconds = rest / 1_000_000_000_000_000
    return milliseconds == 0 ? "\(seconds) s" : "\(seconds * 1000 + milliseconds) ms"
  }
}
