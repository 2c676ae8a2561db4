import Chronology
import Engine
import Foundation
import Testing
import Tones

@testable import Media

@Suite struct `Three in a talk` {
  let switchboard = Switchboard()
  typealias Pair = `Two legs that talk`

  /// Each says a tone of its own; who hears whom is told by the tones in what each hears.
  static let hertz = [400.0, 900, 1700]

  /// Frames of 20 ms; all arrive 8 ms before they are needed.
  func run(_ legs: [TestLeg], frames: Range<Int>, levelDBm0: Double = -20) {
    let sounds = Self.hertz.map { Pair.sine(160 * frames.upperBound, hertz: $0, levelDBm0: levelDBm0) }
    for n in frames {
      for (leg, sound) in zip(legs, sounds) {
        leg.send(Array(sound[(160 * n)..<(160 * n + 160)]), at: n * 20_000 - 8000)
      }
      for leg in legs { leg.tick(at: n * 20_000) }
    }
  }
  /// In dBm0, of the last `count` samples.
  func level(of hertz: Double, in sound: [Int16], last count: Int = 4000) -> Double {
    var (imaginary, real) = (0.0, 0.0)
    let part = sound.suffix(count)
    for (i, sample) in part.enumerated() {
      let angle = 2 * .pi * hertz * Double(i) / 8000
      imaginary += Double(sample) * sin(angle)
      real += Double(sample) * cos(angle)
    }
    let peak = 2 * (imaginary * imaginary + real * real).squareRoot() / Double(part.count)
    return peak < 1 ? -120 : Level.dBm0(rms: peak / 2.0.squareRoot())
  }
  /// The legs that each hears, as `hears[listener][speaker]`.
  func audible(_ legs: [TestLeg]) -> [[Bool]] {
    legs.map { leg in Self.hertz.map { level(of: $0, in: leg.heard) > -30 } }
  }

  @Test(arguments: [
    (TalkSeat.Voice.nobody, [[false, true, false], [true, false, false], [true, true, false]]),
    (.agent, [[false, true, false], [true, false, true], [true, true, false]]),
    (.everybody, [[false, true, true], [true, false, true], [true, true, false]]),
  ])
  func `hear whom they are meant to`(voice: TalkSeat.Voice, expected: [[Bool]]) {
    let legs = (0..<3).map { _ in TestLeg(switchboard) }
    legs[0].join(1, .caller)
    legs[1].join(1, .agent)
    run(legs, frames: 1..<50)
    #expect(audible(legs) == [[false, true, false], [true, false, false], [false, false, false]])
    legs[2].join(1, .supervisor(voice))
    run(legs, frames: 50..<100)
    #expect(audible(legs) == expected)
    legs[2].leg.talk.leave()
    run(legs, frames: 100..<150)
    #expect(audible(legs) == [[false, true, false], [true, false, false], [false, false, false]])
  }

  @Test func `a supervisor goes from listening to whispering to joining and back without a click`() {
    let legs = (0..<3).map { _ in TestLeg(switchboard) }
    legs[0].join(1, .caller)
    legs[1].join(1, .agent)
    var n = 1
    for voice in [TalkSeat.Voice.nobody, .agent, .everybody, .nobody, .everybody] {
      legs[2].join(1, .supervisor(voice))
      run(legs, frames: n..<(n + 40))
      n += 40
      let heard = audible(legs)
      #expect(heard[0] == [false, true, voice == .everybody], "\(voice)")
      #expect(heard[1] == [true, false, voice != .nobody], "\(voice)")
      #expect(heard[2] == [true, true, false], "\(voice)")
    }
    let sine = Pair.sine(8000, hertz: Self.hertz[2], levelDBm0: -20)
    for leg in legs { #expect(largestStep(leg.heard) <= 3 * largestStep(sine)) }
    #expect(switchboard.talksNow == 1)
  }

  @Test func `who takes a seat that was taken has it alone`() {
    let legs = (0..<3).map { _ in TestLeg(switchboard) }
    legs[0].join(1, .caller)
    legs[1].join(1, .agent)
    legs[2].join(1, .agent)
    run(legs, frames: 1..<50)
    #expect(audible(legs) == [[false, false, true], [false, false, false], [true, false, false]])
    #expect(legs[1].leg.talk.seat == nil)
    legs[2].leg.talk.leave()
    legs[1].join(1, .agent)
    run(legs, frames: 50..<100)
    #expect(audible(legs) == [[false, true, false], [true, false, false], [false, false, false]])
  }

  @Test func `loud voices together are limited, not wrapped`() {
    let legs = (0..<3).map { _ in TestLeg(switchboard) }
    legs[0].join(1, .caller)
    legs[1].join(1, .agent)
    legs[2].join(1, .supervisor(.everybody))
    for n in 0..<10 {
      for leg in legs { leg.send(Array(repeating: n < 5 ? 30_000 : -30_000, count: 160), at: n * 20_000) }
      for leg in legs { leg.tick(at: n * 20_000 + 10_000) }
    }
    for leg in legs {
      #expect(Set(leg.heard[640...].filter { abs(Int($0)) > 32_000 }) == [32_767, -32_768])
      #expect(leg.heard[480..<800].allSatisfy { $0 == 32_767 })
      #expect(leg.heard[1120...].allSatisfy { $0 == -32_768 })
    }
  }
}

@Suite struct `What is played in a talk` {
  typealias Pair = `Two legs that talk`
  let switchboard = Switchboard()
  static let clip = Sound(Array(repeating: 4000, count: 8000))

  @Test func `is heard by its leg alone, over the other who is 12 dB lower meanwhile`() {
    let a = TestLeg(switchboard, clips: ["whisper.wav": Self.clip])
    let b = TestLeg(switchboard)
    a.join(1, .agent)
    b.join(1, .caller)
    func run(_ frames: Range<Int>) {
      for n in frames {
        b.send(Array(repeating: 1024, count: 160), at: n * 20_000)
        a.send(Array(repeating: 512, count: 160), at: n * 20_000)
        a.tick(at: n * 20_000 + 10_000)
        b.tick(at: n * 20_000 + 10_000)
      }
    }
    run(0..<10)
    a.play("whisper.wav")
    run(10..<80)
    for i in 0..<40 { #expect(Int(a.heard[1600 + i]) == 4000 + 1024 * (256 - 192 * i / 40) / 256) }
    #expect(a.heard[1700..<9500].allSatisfy { $0 == 4256 })
    #expect(a.heard[9800...].allSatisfy { $0 == 1024 })
    #expect(b.heard[200...].allSatisfy { $0 == 512 })
  }

  @Test func `goes on when its leg takes a seat or leaves it, and nothing clicks`() {
    let sine = Sound(Pair.sine(40_000, hertz: 300, levelDBm0: -16))
    let a = TestLeg(switchboard, clips: ["tone.wav": sine])
    let b = TestLeg(switchboard)
    let other = Pair.sine(160 * 200, hertz: 500, levelDBm0: -20)
    b.join(1, .agent)
    for n in 0..<200 {
      if n == 20 { a.play("tone.wav") }
      if n == 50 || n == 120 { a.join(1, .caller) }
      if n == 80 || n == 160 { a.leg.talk.leave() }
      if n == 140 { b.leg.talk.leave() }
      if n == 150 { b.join(1, .agent) }
      a.send(Array(other[(160 * n)..<(160 * n + 160)]), at: n * 20_000)
      b.send(Array(other[(160 * n)..<(160 * n + 160)]), at: n * 20_000)
      a.tick(at: n * 20_000 + 10_000)
      b.tick(at: n * 20_000 + 10_000)
    }
    #expect(a.heard[(20 * 160)..<(50 * 160)].elementsEqual(sine.samples[..<4800]))
    #expect(a.heard[(81 * 160)..<(120 * 160)].elementsEqual(sine.samples[(61 * 160)..<(100 * 160)]))
    let usual = largestStep(sine.samples) + largestStep(other)
    #expect(largestStep(a.heard) <= usual && largestStep(b.heard) <= usual)
  }
}

@Suite struct `Keys in a talk` {
  typealias Pair = `Two legs that talk`
  let switchboard = Switchboard()

  /// What the caller hears while the agent presses a key for that long; the tone's samples that got through.
  func leak(milliseconds: Int, phase: Int, from seat: TalkSeat) -> (leaked: Int, keys: [Key], heard: [Int16])
  {
    let speaker = TestLeg(switchboard)
    let listener = TestLeg(switchboard)
    let talk = UInt64(phase + 100_000 * milliseconds)
    speaker.join(talk, seat)
    listener.join(talk, seat == .caller ? .agent : .caller)
    let silence = [Int16](repeating: 0, count: 1600)
    let tone = ToneGenerator.samples(of: .dtmf([.seven], levelDBm0: -8, milliseconds: milliseconds, pause: 0))
    let sound = silence + tone + silence + silence
    for n in 0..<(sound.count / 160) {
      let (arrival, tick) = (n * 20_000 + phase, n * 20_000)
      if phase == 0 { speaker.send(Array(sound[(160 * n)..<(160 * n + 160)]), at: arrival) }
      listener.tick(at: tick)
      if phase > 0 { speaker.send(Array(sound[(160 * n)..<(160 * n + 160)]), at: arrival) }
    }
    return (listener.heard.count { abs(Int($0)) > 30 }, speaker.keys, listener.heard)
  }

  @Test func `of the agent do not reach the caller but for their beginning`() {
    var worst = 0
    for phase in stride(from: 0, to: 20_000, by: 1000) {
      let result = leak(milliseconds: 200, phase: phase, from: .agent)
      #expect(result.keys == [.seven])
      worst = max(worst, result.leaked)
      // It ends by a fade.
      #expect(
        largestStep(result.heard)
          <= largestStep(
            ToneGenerator.samples(of: .dtmf([.seven], levelDBm0: -8, milliseconds: 200, pause: 0))))
    }
    #expect(worst <= Telephony.samples(milliseconds: 40))
  }

  @Test func `of the caller pass`() {
    let result = leak(milliseconds: 200, phase: 10_000, from: .caller)
    #expect(result.keys == [.seven])
    let tone = ToneGenerator.samples(of: .dtmf([.seven], levelDBm0: -8, milliseconds: 200, pause: 0))
    #expect(place(of: tone[...], in: result.heard) != nil)
  }

  @Test func `of the caller that come as messages are heard as tones, the agent's are not`() {
    for (seat, other, expected) in [
      (TalkSeat.caller, TalkSeat.agent, [Key.one, .two, .hash]), (.agent, .caller, []),
      (.supervisor(.everybody), .caller, []),
    ] {
      let speaker = TestLeg(switchboard)
      let listener = TestLeg(switchboard)
      speaker.join(5, seat)
      listener.join(5, other)
      listener.tick(at: 0)
      for n in 1..<40 {
        if n == 3 { for key in [Key.one, .two] { speaker.message(key) } }
        if n == 20 { speaker.message(.hash) }
        listener.tick(at: n * 20_000)
      }
      let ear = TestLeg(switchboard)
      ear.send(listener.heard, at: 0)
      #expect(ear.keys == expected)
      if expected.isEmpty { #expect(listener.heard.allSatisfy { $0 == 0 }) }
      #expect(speaker.keys == [.one, .two, .hash])
      speaker.leg.talk.leave()
      listener.leg.talk.leave()
    }
  }

  @Test func `a voice is heard again after a key, and each ear hears its own side only`() {
    let a = TestLeg(switchboard)
    let b = TestLeg(switchboard)
    a.join(1, .agent)
    b.join(1, .caller)
    let tone = ToneGenerator.samples(of: .dtmf([.star, .one], milliseconds: 100, pause: 100))
    let sound = Pair.noise(3200, peak: 3000, seed: 4)
    let all = [Int16](repeating: 0, count: 1600) + tone + [Int16](repeating: 0, count: 1600) + sound
    for n in 0..<(all.count / 160) {
      a.send(Array(all[(160 * n)..<(160 * n + 160)]), at: n * 20_000)
      b.send([Int16](repeating: 0, count: 160), at: n * 20_000)
      a.tick(at: n * 20_000 + 10_000)
      b.tick(at: n * 20_000 + 10_000)
    }
    #expect(a.keys == [.star, .one] && b.keys.isEmpty)
    #expect(place(of: sound[..<2800], in: b.heard) != nil)
  }
}
