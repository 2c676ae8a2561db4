import Testing

@testable import Tones

@Suite struct `Tones and messages joined` {
  @Test func `the documentation's table is there`() { #expect(JoiningRow.all.count >= 25) }

  @Test(arguments: JoiningRow.all) func `as the documentation's table says`(_ row: JoiningRow) {
    #expect(row.run() == row.told)
  }

  @Test func `a flood of messages is a flood of presses`() {
    var joiner = DigitJoiner()
    var downs = 0, ups = 0
    for _ in 0..<10_000 {
      joiner.message(.five, at: 0) { if case .down = $0 { downs += 1 } else { ups += 1 } }
    }
    #expect(downs == 10_000 && ups == 10_000)
  }

  @Test func `a copy joins as the original does`() {
    var joiner = DigitJoiner()
    joiner.toneBegan(.five, onset: 0, at: 280) { _ in }
    var copy = joiner
    var events: [DigitEvent] = []
    copy.message(.five, at: 900) { events.append($0) }
    joiner.message(.five, at: 900) { events.append($0) }
    #expect(events == [.up(.five, length: 900, at: 900), .up(.five, length: 900, at: 900)])
  }
}
