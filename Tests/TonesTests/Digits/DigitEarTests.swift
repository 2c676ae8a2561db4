import Testing

@testable import Tones

@Suite struct `A leg's ear` {
  @Test func `takes sixteen bytes for keys and ignores the others`() {
    var ear = DigitEar()
    var keys: [Key] = []
    for byte in UInt8.min...UInt8.max {
      ear.message(byte) { if case .down(let key, .message, _, _) = $0 { keys.append(key) } }
    }
    // A to D also in small letters.
    #expect(keys.text == "#*0123456789ABCDABCD")
    #expect(ear.strangeMessages == 256 - 20)
  }

  @Test func `tells a key that is down at the call's end as up`() {
    var ear = DigitEar()
    var events: [DigitEvent] = []
    ear.feed(ToneGenerator.samples(of: .dtmf([.five], milliseconds: 100, pause: 0))) { events.append($0) }
    #expect(events.count == 1)
    ear.finish { events.append($0) }
    guard case .up(.five, let length?, 800) = events.last else {
      Issue.record("no end: \(events)")
      return
    }
    #expect(events.count == 2 && abs(length - 800) < 100)
  }

  @Test func `counts lost samples and stays what it is for strange numbers of them`() {
    var ear = DigitEar()
    ear.gap(-5) { _ in }
    ear.gap(0) { _ in }
    #expect(ear.position == 0)
    ear.gap(1234) { _ in }
    ear.feed([Int16](repeating: .min, count: 77)) { _ in }
    #expect(ear.position == 1311)
  }

  @Test(arguments: [1, 7, 50, 64, 128, 441]) func `on a line that echoes takes pieces of any length`(
    length: Int
  ) {
    let silence = [Int16](repeating: 0, count: 800)
    let tone = ToneGenerator.samples(of: .dtmf([.five], milliseconds: 60, pause: 1000))
    let samples = silence + tone
    let nothing = [Int16](repeating: 0, count: length)
    var ear = DigitEar(canEcho: true)
    var keys: [Key] = []
    for at in stride(from: 0, to: samples.count, by: length) {
      let piece = samples[at..<min(at + length, samples.count)]
      ear.played(nothing.span.extracting(first: piece.count))
      ear.feed(Array(piece)) { if case .down(let key, _, _, _) = $0 { keys.append(key) } }
      #expect(ear.position == at + piece.count)
    }
    #expect(keys == [.five])
  }

  @Test(arguments: [false, true]) func `a lost packet in the middle of a digit is bridged`(canEcho: Bool) {
    let tone = ToneGenerator.samples(of: .dtmf([.seven], milliseconds: 60, pause: 0))
    let silence = [Int16](repeating: 0, count: 1600)
    var ear = DigitEar(canEcho: canEcho)
    var events: [DigitEvent] = []
    for samples in [silence, Array(tone[..<160]), [], Array(tone[320...]), silence] {
      ear.played(silence.span.extracting(first: samples.isEmpty ? 160 : samples.count))
      if samples.isEmpty {
        ear.gap(160) { events.append($0) }
      } else {
        ear.feed(samples) { events.append($0) }
      }
    }
    guard events.count == 2, case .down(.seven, .tone, let onset, _) = events[0],
      case .up(.seven, let length?, _) = events[1]
    else {
      Issue.record("\(events)")
      return
    }
    // Tones that were made up tell the beginning less exactly.
    #expect(abs(onset - 1600) <= 120)
    #expect(abs(length - 480) <= 80)
  }

  @Test(arguments: RandomLeg.Habit.allCases) func `tells exactly the presses, however they come`(
    _ habit: RandomLeg.Habit
  ) {
    let seed = UInt64.random(in: 0..<1_000_000)
    var chance = Xorshift(seed: seed)
    for _ in 0..<4 {
      let leg = RandomLeg(habit, &chance)
      let told = leg.told()
      #expect(told == leg.presses, "seed \(seed), \(habit): \(leg)")
    }
  }
}
