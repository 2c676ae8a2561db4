import Chronology
import Testing
import Tones

@testable import SoundCardLine

@Suite struct `The beginning and end of a call without a hook` {
  static let frame = 20
  static func power(_ dBm0: Double) -> Float {
    let peak = Float(Level.sinePeak(dBm0: dBm0))
    return peak * peak / 2
  }
  /// What happens on a line, one after the other.
  enum Sound: Sendable {
    case level(Double, milliseconds: Int)
    case key(Key, milliseconds: Int)
  }
  /// - Returns: what began or ended, and after how many milliseconds.
  static func hear(_ sounds: [Sound], _ watch: inout HookWatch) -> [String] {
    var changes: [String] = []
    var time = 0
    func frames(_ level: Double, _ milliseconds: Int) {
      for _ in 0..<(milliseconds / frame) {
        time += frame
        switch watch.frame(input: power(level), output: 0) {
        case nil: break
        case .begin(let cause):
          changes.append("\(cause) at \(time)")
          watch.callBegan()
        case .silent:
          changes.append("silent at \(time)")
          watch.callEnded()
        }
      }
    }
    for sound in sounds {
      switch sound {
      case .level(let level, let milliseconds): frames(level, milliseconds)
      case .key(let key, let milliseconds):
        watch.take(.down(key, by: .tone, onset: 0, at: 0))
        frames(-10, milliseconds)
        watch.take(.up(key, length: nil, at: 0))
      }
    }
    return changes
  }

  struct Case: Sendable {
    var rules: CallRules
    var sounds: [Sound]
    var changes: [String]
    init(_ rules: CallRules, _ sounds: [Sound], _ changes: [String]) {
      (self.rules, self.sounds, self.changes) = (rules, sounds, changes)
    }
  }
  static let voice = CallRules(key: nil, isVoiceOperated: true)
  static let command = CallRules(key: nil)
  static let quiet = CallRules(silence: .seconds(2))

  @Test(arguments: [
    Case(CallRules(), [.key(.hash, milliseconds: 980)], []),
    Case(CallRules(), [.key(.hash, milliseconds: 1000)], ["key at 1000"]),
    Case(CallRules(), [.key(.hash, milliseconds: 600), .key(.hash, milliseconds: 600)], []),
    Case(CallRules(), [.key(.star, milliseconds: 5000)], []),
    Case(CallRules(), [.key(.hash, milliseconds: 9000)], ["key at 1000"]),
    Case(
      CallRules(key: .init(.star, for: .milliseconds(300))), [.key(.star, milliseconds: 400)],
      ["key at 300"]),
    Case(CallRules(), [.level(-10, milliseconds: 5000)], []),
    Case(command, [.key(.hash, milliseconds: 5000), .level(-10, milliseconds: 5000)], []),
    // Speech begins a call, a click or what is soft does not, and no key does.
    Case(voice, [.level(-20, milliseconds: 280), .level(-60, milliseconds: 1000)], []),
    Case(voice, [.level(-20, milliseconds: 1000)], ["voice at 300"]),
    Case(voice, [.level(-40, milliseconds: 5000)], []),
    Case(voice, [.key(.five, milliseconds: 3000)], []),
    Case(
      voice,
      [.level(-20, milliseconds: 160), .level(-60, milliseconds: 160), .level(-20, milliseconds: 200)],
      ["voice at 460"]),
    // Both ways silent for so long, and not before.
    Case(
      quiet,
      [.key(.hash, milliseconds: 1000), .level(-60, milliseconds: 1980), .level(-20, milliseconds: 20)],
      ["key at 1000"]),
    Case(
      quiet, [.key(.hash, milliseconds: 1000), .level(-60, milliseconds: 2000)],
      ["key at 1000", "silent at 3000"]),
  ]) func `each way begins and ends calls as the site says`(_ given: Case) {
    var watch = HookWatch(given.rules)
    #expect(Self.hear(given.sounds, &watch) == given.changes)
  }

  @Test func `what goes on after a call begins no other`() {
    var watch = HookWatch(CallRules(isVoiceOperated: true))
    watch.callBegan()
    watch.callEnded()
    let tones: [Sound] = (0..<8).flatMap { _ in
      [Sound.level(-15, milliseconds: 500), .level(-60, milliseconds: 500)]
    }
    #expect(Self.hear(tones, &watch) == [])
    #expect(
      Self.hear([.level(-60, milliseconds: 2000), .level(-15, milliseconds: 500)], &watch) == [
        "voice at 2300"
      ])
    watch.callEnded()
    // The key that ended it is still down.
    #expect(Self.hear([.key(.hash, milliseconds: 3000)], &watch) == [])
    #expect(
      Self.hear([.level(-60, milliseconds: 500), .key(.hash, milliseconds: 1000)], &watch) == ["key at 1500"])
  }

  @Test func `what we play is no silence`() {
    var watch = HookWatch(Self.quiet)
    watch.callBegan()
    for _ in 0..<500 { #expect(watch.frame(input: 0, output: Self.power(-20)) == nil) }
    for _ in 0..<99 { #expect(watch.frame(input: 0, output: 0) == nil) }
    #expect(watch.frame(input: 0, output: 0) == .silent(.seconds(2)))
  }
}
