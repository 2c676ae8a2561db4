import Testing
import Tones

@Suite struct `What an ear has counted` {
  static func counted(_ tones: [Key], messages: [UInt8]) -> DigitCounts {
    var ear = DigitEar()
    for key in tones {
      ear.feed(ToneGenerator.samples(of: .dtmf([key], milliseconds: 100, pause: 0))) { _ in }
      ear.feed([Int16](repeating: 0, count: 400)) { _ in }
      for message in messages { ear.message(message) { _ in } }
      ear.feed([Int16](repeating: 0, count: 4000)) { _ in }
    }
    ear.finish { _ in }
    return ear.counts
  }

  @Test func `presses by their way, and those that came both ways`() {
    var expected = DigitCounts()
    expected.byTone = 2
    #expect(Self.counted([.one, .two], messages: []) == expected)
    expected.joined = 1
    expected.byTone = 1
    #expect(Self.counted([.one], messages: [0x31]) == expected)
    expected.byMessage = 1
    expected.joined = 0
    // Another key is another press.
    #expect(Self.counted([.one], messages: [0x32]) == expected)
  }

  @Test func `a tone that comes after its message is joined with it`() {
    var ear = DigitEar()
    ear.feed([Int16](repeating: 0, count: 800)) { _ in }
    ear.message(0x37) { _ in }
    ear.feed([Int16](repeating: 0, count: 400)) { _ in }
    ear.feed(ToneGenerator.samples(of: .dtmf([.seven], milliseconds: 60, pause: 0))) { _ in }
    ear.feed([Int16](repeating: 0, count: 4000)) { _ in }
    #expect((ear.counts.byTone, ear.counts.byMessage, ear.counts.joined) == (0, 1, 1))
  }

  @Test func `what was nearly a key, by its reason`() {
    var ear = DigitEar()
    for _ in 0..<3 {
      // 25 ms are too short.
      ear.feed(ToneGenerator.samples(of: .dtmf([.five], milliseconds: 25, pause: 0))) { _ in }
      ear.feed([Int16](repeating: 0, count: 8000)) { _ in }
    }
    ear.finish { _ in }
    #expect(ear.counts.refused[.tooShort] == 3 && ear.counts.refused.total == 3)
    #expect(ear.counts.byTone == 0)
  }
}
