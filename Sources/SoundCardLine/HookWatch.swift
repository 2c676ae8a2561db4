import Chronology
import Tones

/// Watches a line without a hook, a frame of 20 ms at a time, and says when a call begins and when it ends.
///
/// A key begins a call when it has been held without a break; voice does when 300 ms of the last 500 are
/// louder than −36 dBm0. After a call a key counts only once none has been down for 500 ms, and voice once
/// it has been quiet for 2 s: what ended a call, or goes on after it, begins no other.
struct HookWatch: Sendable {
  enum Change: Hashable, Sendable {
    case begin(Cause)
    /// Nothing was said or played for so long.
    case silent(Duration)
  }
  enum Cause: String, Hashable, Sendable { case key, voice }

  static let voiceDBm0 = -36.0
  static let quietDBm0 = -48.0
  private static let frame: Duration = .milliseconds(20)
  private static let voiceFrames = (window: 25, needed: 15)
  private static let keyRest = 25, voiceRest = 100

  private let voicePower = HookWatch.power(voiceDBm0), quietPower = HookWatch.power(quietDBm0)
  private let rules: CallRules
  private var isInCall = false
  /// The key that is down and for how many frames.
  private var held: (key: Key, frames: Int)?
  /// Frames without a key, and frames without sound, since the last call.
  private var keyless = HookWatch.keyRest, quiet = HookWatch.voiceRest
  private var isRested = (key: true, voice: true)
  /// A bit a frame, the newest lowest: whether it was loud.
  private var loud: UInt32 = 0
  private var silentFrames = 0

  init(_ rules: CallRules) { self.rules = rules }

  /// The key that began a call is still down: it is not meant for the flow.
  var isKeyDown: Bool { held != nil }

  mutating func take(_ event: DigitEvent) {
    switch event {
    case .down(let key, by: _, onset: _, at: _): held = (key, 0)
    case .up: held = nil
    }
  }

  mutating func callBegan() {
    isInCall = true
    silentFrames = 0
  }
  mutating func callEnded() {
    isInCall = false
    held = nil
    (keyless, quiet, loud) = (0, 0, 0)
    isRested = (false, false)
  }

  /// One frame is over.
  /// - Parameters:
  ///   - input: the mean square of what came; `output`: of what was played.
  mutating func frame(input: Float, output: Float) -> Change? {
    if held != nil { held?.frames += 1 }
    return isInCall ? call(input, output) : idle(input)
  }

  private mutating func call(_ input: Float, _ output: Float) -> Change? {
    silentFrames = input > quietPower || output > quietPower ? 0 : silentFrames + 1
    guard let limit = rules.silence, HookWatch.frame * silentFrames >= limit else { return nil }
    silentFrames = 0
    return .silent(limit)
  }

  private mutating func idle(_ input: Float) -> Change? {
    keyless = held == nil ? keyless + 1 : 0
    quiet = input > quietPower ? 0 : quiet + 1
    if keyless >= HookWatch.keyRest { isRested.key = true }
    if quiet >= HookWatch.voiceRest { isRested.voice = true }
    if let rule = rules.key, let held, isRested.key, held.key == rule.key,
      HookWatch.frame * held.frames >= rule.length
    {
      return .begin(.key)
    }
    guard rules.isVoiceOperated, isRested.voice else { return nil }
    // A key that is held is none.
    loud = loud << 1 & (1 << UInt32(HookWatch.voiceFrames.window) - 1)
    if input > voicePower, held == nil { loud |= 1 }
    return loud.nonzeroBitCount >= HookWatch.voiceFrames.needed ? .begin(.voice) : nil
  }

  /// The mean square of a sine of that level.
  private static func power(_ dBm0: Double) -> Float {
    let peak = Float(Level.sinePeak(dBm0: dBm0))
    return peak * peak / 2
  }
}
