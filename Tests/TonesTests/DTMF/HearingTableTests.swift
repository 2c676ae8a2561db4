import Foundation
import Testing

@testable import Tones

/// The documentation's table, row by row.
@Suite struct `What is heard as a digit` {
  typealias Sound = HearingRow.Sound
  typealias Gaps = `A gap in what the DTMF detector is fed`
  typealias Nearly = `A sound that is nearly a digit`
  typealias Echoing = `A line that echoes`

  @Test func `is documented by the rows that are tested`() {
    let documented = HearingRow.documented.map { $0.count == 5 ? [$0[0], $0[3], $0[4]] : $0 }
    #expect(documented == Self.rows.map(\.cells))
    // Each reason of a refusal has its row.
    #expect(Set(Self.rows.flatMap(\.reasons)) == Set(DTMFRefusal.Reason.allCases))
  }

  @Test(arguments: rows) func `follows the table`(_ row: HearingRow) {
    for sound in row.sounds {
      let events = sound.hear()
      let reasons = events.compactMap { if case .refused(let refusal) = $0 { refusal.reason } else { nil } }
      #expect(Gaps.keys(events) == sound.keys, "\(sound.name)")
      #expect(reasons == sound.reasons, "\(sound.name)")
    }
    // Each reason of the row is seen.
    #expect(Set(row.sounds.flatMap(\.reasons)) == Set(row.reasons))
  }

  private static func number(_ value: some BinaryFloatingPoint, _ places: Int = 1) -> String {
    String(format: "%.\(places)f", Double(value)).replacingOccurrences(of: "-", with: "−")
  }
  private static func percent(_ share: Float) -> String {
    number(share * 100).replacingOccurrences(of: ".0", with: "") + " %"
  }
  private static func milliseconds(_ samples: Int) -> String {
    number(Double(samples) / 8).replacingOccurrences(of: ".0", with: "") + " ms"
  }

  static let rows: [HearingRow] = tones + others + times

  /// Of the two tones themselves.
  private static let tones = [
    HearingRow(
      rule: "each tone's frequency", limit: "±\(number(DTMFRules.frequencyTolerance * 100, 2)) %",
      reasons: [.lowFrequency, .highFrequency],
      sounds: [(1.5, 1.5), (-1.5, -1.5), (1.5, -1.5), (-1.5, 1.5), (0, 1.5), (-1.5, 0)].map { errors in
        .all("\(errors) %") { Leg(errors: errors) }
      }
        + [3.5, -3.5].flatMap { error in
          [
            .refused("low \(error) %", .lowFrequency) { Nearly.pair(770 * (1 + error / 100), 1336) },
            .refused("high \(error) %", .highFrequency) { Nearly.pair(770, 1336 * (1 + error / 100)) },
          ]
        }),
    HearingRow(
      rule: "the low tone louder (normal twist)",
      limit: number(10 * log10(DTMFRules.normalTwist)) + " dB", reasons: [.normalTwist],
      sounds: [
        .all("8 dB") { Leg(twist: -8) },
        .refused("12 dB", .normalTwist) { Nearly.pair(level: (-8, -20)) },
      ]),
    HearingRow(
      rule: "the high tone louder (reverse twist)",
      limit: number(10 * log10(DTMFRules.reverseTwist)) + " dB", reasons: [.reverseTwist],
      sounds: [
        .all("4 dB") { Leg(twist: 4) }, .all("5.7 dB") { Leg(twist: 5.7) },
        .refused("10 dB", .reverseTwist) { Nearly.pair(level: (-18, -8)) },
      ]),
    HearingRow(
      rule: "each tone's level", limit: number(DTMFRules.leastLevel, 0) + " dBm0", reasons: [.tooWeak],
      sounds: [
        .all("0 dBm0") { Leg(level: 0) }, .all("−25 dBm0") { Leg(level: -25) },
        .refused("−39 dBm0", .tooWeak) { Nearly.pair(level: (-40, -39)) },
        .refused("−55 dBm0", nil) { Nearly.pair(level: (-55, -55)) },
      ]),
    HearingRow(
      rule: "length", limit: "both tones fill nearly the whole window", reasons: [.tooShort, .unsteady],
      sounds: [
        .all("40 ms") { Leg(on: 40, off: 60) },
        .none("23 ms, all keys") { Leg(on: 23, off: 60) },
        .refused("23 ms", .tooShort) { Nearly.pair(milliseconds: 23) },
        .refused("20 of every 28 ms", .unsteady) {
          Nearly.pair(milliseconds: 160).enumerated().map { $0 % 224 < 160 ? $1 : 0 }
        },
      ]),
  ]

  /// Of what else is on the line.
  private static let others = [
    HearingRow(
      rule: "other sound with it",
      limit:
        "\(percent(DTMFRules.leastShare)) of the energy and \(percent(DTMFRules.leastPurity)) of its band "
        + "(noise forgiven)",
      reasons: [.otherSound],
      sounds: [
        .all("noise 15 dB below") { Leg().noise(dBm0: -25, seed: 3) },
        .refused("a third tone", .otherSound) { Sound.over([(1060, -12)], Nearly.pair()) },
      ]),
    HearingRow(
      rule: "sound below the band", limit: "\(percent(DTMFRules.leastPurityOverSound)) of its band",
      reasons: [.soundBelow],
      sounds: [
        .all("dial tone as loud") {
          Leg(level: -15, on: 60, off: 60).over(Tone(hertz: [350, 440], levelDBm0: -12))
        },
        .refused("a voice's harmonics", .soundBelow) {
          Sound.over([(256, -8), (1050, -21.5)], Nearly.pair())
        },
      ]),
    HearingRow(
      rule: "beginning",
      limit: "\(number(-10 * log10(DTMFRules.absentShare), 0)) dB up within 40 ms, else "
        + "\(milliseconds(DTMFRules.gradualConfirmations * ToneBlocks.length)) more and "
        + "\(percent(DTMFRules.leastShareGradual)) of its band",
      reasons: [.gradual],
      sounds: [
        .all("at once") { Leg() },
        .refused("out of another tone", .gradual) {
          let samples = Nearly.pair(milliseconds: 300)
          var other = ToneGenerator(Tone([.init([.init(hertz: 1060, levelDBm0: -10)], milliseconds: nil)]))
          return zip(samples, other.next(samples.count)).enumerated().map { i, both in
            let share = i < 1600 || i > 4000 ? 0 : max(0.2, 1 - Double(i - 1600) / 1200)
            return Int16(clamping: Int(both.0) + Int(Int16(Double(both.1) * share)))
          }
        },
      ]),
    HearingRow(
      rule: "on a line that echoes: what the line itself plays",
      limit: "compared with what was played (`EchoGuard`)", reasons: [.ownSound],
      sounds: [
        Sound(name: "a key under a prompt", keys: "12345678") {
          var scene = EchoScene(
            EchoScene.speech(milliseconds: 5000, level: -10, seed: 4), path: EchoScene.hybrid, delay: 65,
            loss: 6)
          for i in 0..<8 { scene.press(Key.allCases[i + 1], at: 2500 + 300 * i, level: -20) }
          return Echoing.events(scene.played, scene.heard).filter { !$0.isRefusal }
        },
        Sound(name: "the prompt's echo", keys: "", reasons: [.ownSound]) {
          let scene = EchoScene(Echoing.digits([.five]) + Echoing.silence(300), delay: 20, loss: 10)
          return Echoing.events(scene.played, scene.heard)
        },
      ]),
    HearingRow(
      rule: "noise", limit: "", reasons: [],
      sounds: [.all("10 dB below") { Leg().noise(dBm0: -20, seed: 5) }]
        + Noise.Colour.allCases.map { colour in
          .none("\(colour)") {
            var noise = Noise(colour, dBm0: -12, seed: 6)
            return Leg((0..<40_000).map { _ in noise.next() })
          }
        }),
    HearingRow(
      rule: "dial tone and the network's other tones", limit: "350…480 Hz filtered out", reasons: [],
      sounds: [
        .all("dial tone 12 dB louder") {
          Leg(level: -22, on: 60, off: 60).over(Tone(hertz: [350, 440], levelDBm0: -7))
        }
      ]
        + CallProgress.allCases.map { kind in
          .none("\(kind)") {
            Leg(samples: ToneGenerator.samples(of: kind.tone(.northAmerica, levelDBm0: -10), limit: 2200))
          }
        }),
  ]

  /// Of pauses, gaps and messages: what is one press and what are two.
  private static let times = [
    HearingRow(
      rule: "a pause between two of a key",
      limit: milliseconds(DTMFRules.releaseBlocks * ToneBlocks.length), reasons: [],
      sounds: [
        Sound(name: "40 ms", keys: Key.allCases.flatMap { [$0, $0] }.text) {
          DTMFEvent.heard(
            Leg(Key.allCases.flatMap { [$0, $0] }, on: 60, off: 40, jitter: false).samples)
        }
      ]
        + [1, 5, 10, 20].map { hole in
          .all("\(hole) ms is one") {
            var leg = Leg(on: 100, off: 60, jitter: false)
            for n in 0..<16 { leg.silence(from: (203 + n * 160 + 37) * 8 + n * 5, milliseconds: hole) }
            return leg
          }
        }),
    HearingRow(
      rule: "the same key behind itself, weaker: two presses",
      limit: "\(number(-10 * log10(DTMFRules.presentShare), 0)) dB within "
        + milliseconds(DTMFRules.echoBlocks * ToneBlocks.length), reasons: [],
      sounds: [60, 100, 150].flatMap { delay in
        [10, 15, 20].map { loss in
          Sound(name: "an echo \(delay) ms late and \(loss) dB down", keys: Key.allCases.text) {
            let dry = Leg(on: 80, off: 220, jitter: false).samples
            let share = pow(10, -Double(loss) / 20)
            return DTMFEvent.heard(
              dry.indices.map { i in
                let echo = i < delay * 8 ? 0 : Double(dry[i - delay * 8]) * share
                return Int16(clamping: Int((Double(dry[i]) + echo).rounded()))
              })
          }
        }
      }
        + [
          Sound(name: "pressed again into the echo", keys: Key.allCases.flatMap { [$0, $0] }.text) {
            let dry = Leg(Key.allCases.flatMap { [$0, $0] }, on: 80, off: 80, jitter: false).samples
            return DTMFEvent.heard(
              dry.indices.map { i in i < 800 ? dry[i] : Int16(clamping: Int(dry[i]) + Int(dry[i - 800]) / 6) }
            )
          },
          Sound(name: "a step of 10 dB within a press", keys: "5") {
            let press = Nearly.pair(milliseconds: 160)
            return DTMFEvent.heard(
              press.indices.map { i in i < press.count / 2 ? press[i] : Int16(Double(press[i]) * 0.316) })
          },
        ]),
    HearingRow(
      rule: "a gap told before a key is sure", limit: milliseconds(DTMFDetector.bridged), reasons: [],
      sounds: Key.allCases.flatMap { key -> [Sound] in
        [
          .pieces("in the middle of 60 ms", [key].text) {
            Gaps.without(1160..<1320, Gaps.digit(key, milliseconds: 60))
          },
          .pieces("behind 23 ms", "") { Gaps.without(1184..<1344, Gaps.digit(key, milliseconds: 23)) },
        ]
      }),
    HearingRow(
      rule: "a gap told in a key, its tones on both sides: two presses",
      limit: milliseconds(DTMFDetector.bridgedInDigit), reasons: [],
      sounds: Key.allCases.flatMap { key -> [Sound] in
        // The second begins where the gap is over: nothing else parts the two.
        [(480, [key]), (240, [key]), (160, [key]), (481, [key, key]), (800, [key, key])].map { gap, told in
          .pieces("\(key), \(gap) samples", told.text) {
            let tone = Gaps.digit(key, milliseconds: 100)
            return [.samples(Array(tone[..<1800])), .gap(gap), .samples(Array(tone[1000...]))]
          }
        }
      }),
    HearingRow(
      rule: "a message behind a tone of its key: two presses", limit: milliseconds(DigitJoiner.skew),
      reasons: [],
      sounds: [(0, "5"), (140, "5"), (170, "55"), (400, "55")].map { behind, told in
        Sound(name: "\(behind) ms behind its end", keys: told) {
          var ear = DigitEar()
          var events: [DTMFEvent] = []
          func report(_ event: DigitEvent) {
            if case .down(let key, _, let onset, let at) = event {
              events.append(.down(key, onset: onset, at: at))
            }
          }
          let tone = ToneGenerator.samples(of: .dtmf([.five], milliseconds: 120, pause: behind))
          ear.feed(Leg.silence(milliseconds: 100) + tone, report)
          ear.message(0x35, report)
          ear.feed(Leg.silence(milliseconds: 400), report)
          ear.finish(report)
          return events
        }
      }),
  ]
}
