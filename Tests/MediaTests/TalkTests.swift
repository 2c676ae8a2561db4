import ACD
import Chronology
import Engine
import Session
import Testing
import Tones

@testable import Media

/// One leg in a test: sends what it is told at its instants, keeps what it hears.
final class TestLeg {
  let leg: MediaLeg
  private(set) var heard: [Int16] = []
  private(set) var sent: [Int16] = []
  private(set) var keys: [Key] = []
  private(set) var messages = 0

  init(_ switchboard: Switchboard, clips: [String: Sound] = [:]) {
    leg = MediaLeg(voice: FlatVoice(), sounds: SoundStore(clips: clips), switchboard: switchboard)
  }
  func join(_ talk: UInt64, _ seat: TalkSeat) { leg.talk.join(TalkID(talk), as: seat) }

  func send(_ samples: [Int16], at microseconds: Int) {
    sent += samples
    leg.hear(samples.span, at: Instant(microseconds: Int64(microseconds))) { event in
      if case .keyDown(let key, _, _) = event.kind { keys.append(key) }
    }
  }
  func message(_ key: Key) {
    messages += 1
    leg.message(key.ascii) { event in
      if case .keyDown(let key, _, _) = event.kind { keys.append(key) }
    }
  }
  @discardableResult func tick(at microseconds: Int) -> [Int16] {
    var frame = [Int16](repeating: 0, count: 160)
    var span = frame.mutableSpan
    leg.pull(into: &span, at: Instant(microseconds: Int64(microseconds))) { _ in }
    heard += frame
    return frame
  }
  func play(_ clip: String) {
    leg.player.play(
      PlaybackID(1),
      [Segment(.clip(clip, fallback: nil), gate: .open, voice: VoiceChoice(language: "ko"))])
  }
}

/// Where `part` begins in `whole`, at the first place at which it lies bit for bit.
func place(of part: ArraySlice<Int16>, in whole: [Int16]) -> Int? {
  guard let first = part.first, part.count <= whole.count else { return nil }
  for start in 0...(whole.count - part.count) where whole[start] == first {
    if whole[start..<(start + part.count)].elementsEqual(part) { return start }
  }
  return nil
}

/// The largest step between neighbours: a click is a large one.
func largestStep(_ samples: some Sequence<Int16>) -> Int {
  var (last, largest) = (0, 0)
  for sample in samples {
    largest = max(largest, abs(Int(sample) - last))
    last = Int(sample)
  }
  return largest
}

@Suite struct `Two legs that talk` {
  static func noise(_ count: Int, peak: Int = 8000, seed: UInt64) -> [Int16] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Int16(Int.random(in: -peak...peak, using: &random)) }
  }
  static func sine(_ count: Int, hertz: Double = 300, levelDBm0: Double = -10) -> [Int16] {
    ToneGenerator.samples(
      of: Tone([Tone.Segment([Tone.Component(hertz: hertz, levelDBm0: levelDBm0)], milliseconds: count / 8)]),
      limit: count / 8)
  }

  /// Frames of 20 ms both ways for `frames` frames; each arrives at its phase, before the tick of its frame
  /// or behind it, and `late` later.
  static func run(
    _ a: TestLeg, _ b: TestLeg, frames: Int, from first: Int = 0, phases: (a: Int, b: Int) = (7000, 12_000),
    ticks: (a: Int, b: Int) = (0, 10_000), sound: (Int) -> (a: [Int16]?, b: [Int16]?)
  ) {
    var events: [(at: Int, order: Int, what: () -> Void)] = []
    for n in first..<(first + frames) {
      let sound = sound(n)
      if let samples = sound.a {
        events.append((n * 20_000 + phases.a, 0, { a.send(samples, at: n * 20_000 + phases.a) }))
      }
      if let samples = sound.b {
        events.append((n * 20_000 + phases.b, 1, { b.send(samples, at: n * 20_000 + phases.b) }))
      }
      events.append((n * 20_000 + ticks.a, 2, { a.tick(at: n * 20_000 + ticks.a) }))
      events.append((n * 20_000 + ticks.b, 3, { b.tick(at: n * 20_000 + ticks.b) }))
    }
    for event in events.sorted(by: { ($0.at, $0.order) < ($1.at, $1.order) }) { event.what() }
  }

  @Test(arguments: [0, 1000, 2900, 3100, 9000, 17_000, 19_999])
  func `hear each other bit for bit, a frame and the phase later at most`(phase: Int) throws {
    let switchboard = Switchboard()
    let (a, b) = (TestLeg(switchboard), TestLeg(switchboard))
    a.join(1, .caller)
    b.join(1, .agent)
    let (noiseA, noiseB) = (Self.noise(160 * 500, seed: 1), Self.noise(160 * 500, seed: 2))
    Self.run(a, b, frames: 500, phases: (phase, (phase + 11_000) % 20_000)) { n in
      (Array(noiseA[(160 * n)..<(160 * n + 160)]), Array(noiseB[(160 * n)..<(160 * n + 160)]))
    }
    // The first frames are spent on taking the seats, and on the fade.
    for (heard, sent, arrival, tick) in [
      (b.heard, noiseA, phase, 10_000), (a.heard, noiseB, (phase + 11_000) % 20_000, 0),
    ] {
      let skipped = 160 * 4
      let at = try #require(place(of: sent[skipped..<(160 * 490)], in: heard))
      let delay = (at - skipped) / 160 * 20_000 + tick - arrival
      #expect((at - skipped) % 160 == 0)
      #expect(delay >= 0 && delay < 23_000, "\(delay) us")
    }
  }

  @Test func `hear nothing of anybody else, before, after or beside`() {
    let switchboard = Switchboard()
    let legs = (0..<4).map { _ in TestLeg(switchboard) }
    legs[0].join(1, .caller)
    legs[1].join(1, .agent)
    legs[2].join(2, .caller)
    for n in 0..<20 {
      for (k, leg) in legs.enumerated() {
        leg.send(Self.noise(160, seed: UInt64(10 * n + k)), at: n * 20_000)
      }
      for leg in legs { leg.tick(at: n * 20_000 + 10_000) }
    }
    #expect(legs[0].heard.contains { $0 != 0 } && legs[1].heard.contains { $0 != 0 })
    #expect(legs[2].heard.allSatisfy { $0 == 0 } && legs[3].heard.allSatisfy { $0 == 0 })
    #expect(switchboard.talksNow == 2)
    for leg in legs { leg.leg.talk.leave() }
    #expect(switchboard.talksNow == 0)
    for leg in legs { leg.tick(at: 400_000) }
    for leg in legs { #expect(leg.tick(at: 420_000).allSatisfy { $0 == 0 }) }
  }

  @Test func `a leg that is gone leaves its seat`() {
    let switchboard = Switchboard()
    let a = TestLeg(switchboard)
    a.join(1, .caller)
    do {
      let b = TestLeg(switchboard)
      b.join(1, .agent)
      #expect(switchboard.talksNow == 1)
      a.leg.talk.leave()
      #expect(switchboard.talksNow == 1)
    }
    #expect(switchboard.talksNow == 0)
  }
}
