import Testing
import Tones

/// The table of `FarEndWatch`, row by row.
@Suite struct `A far end that is gone` {
  struct Row: Sendable, CustomTestStringConvertible {
    var what: String
    var samples: @Sendable () -> [Int16]
    /// What the reason's text begins with, and when it must be told: milliseconds from the sound's begin.
    var reason: String?
    var within: ClosedRange<Int> = 0...0
    var rule = FarEndWatch.Rule()
    var testDescription: String { what }
  }

  static func tone(_ kind: CallProgress, _ country: CallProgress.Country, _ milliseconds: Int) -> [Int16] {
    ToneGenerator.samples(of: kind.tone(country, levelDBm0: -18), limit: milliseconds)
  }
  static func rule(_ change: (inout FarEndWatch.Rule) -> Void) -> FarEndWatch.Rule {
    var rule = FarEndWatch.Rule()
    change(&rule)
    return rule
  }
  static let quiet = [Int16](repeating: 0, count: 8000 * 30)

  static let rows: [Row] = [
    Row(what: "busy", samples: { tone(.busy, .korea, 9000) }, reason: "busy tone", within: 3500...3700),
    Row(what: "busy, 3 bursts", samples: { tone(.busy, .korea, 2900) }),
    Row(
      what: "busy, 3 bursts are enough", samples: { tone(.busy, .korea, 9000) }, reason: "busy tone",
      within: 2500...2700, rule: rule { $0.bursts = 3 }),
    Row(
      what: "congestion", samples: { tone(.congestion, .northAmerica, 9000) }, reason: "congestion tone",
      within: 1750...1900),
    Row(
      what: "dial", samples: { tone(.dial, .europe, 9000) }, reason: "dial tone, 425 Hz", within: 4000...4100),
    Row(what: "dial for 3 s", samples: { tone(.dial, .europe, 3000) }),
    Row(
      what: "dial of Italy", samples: { tone(.dial, .italy, 9000) }, reason: "dial tone", within: 2400...3900),
    Row(
      what: "special information", samples: { tone(.sit, .europe, 2000) }, reason: "special information tone",
      within: 800...1000),
    Row(
      what: "special information, not taken", samples: { tone(.sit, .europe, 2000) },
      rule: rule { $0.specialInformation = false }),
    Row(
      what: "howler",
      samples: { ToneGenerator.samples(of: CallProgress.howler.tone(levelDBm0: -8), limit: 5000) },
      reason: "howler", within: 1000...2500),
    Row(
      what: "silence", samples: { quiet }, reason: "silence for 20 s", within: 20_000...20_020,
      rule: rule { $0.silenceMilliseconds = 20_000 }),
    Row(what: "silence without a limit", samples: { quiet }),
    Row(what: "ringback", samples: { tone(.ringback, .northAmerica, 30_000) }),
    Row(what: "ringback of Britain", samples: { tone(.ringback, .unitedKingdom, 20_000) }),
    Row(what: "voice", samples: { `Call-progress tones`.voice(20) }),
    Row(
      what: "a held note that dies away",
      samples: {
        tone(.dial, .france, 6000).enumerated().map { Int16(Double($1) * (1 - Double($0) / 50_000)) }
      }),
    Row(
      what: "digits",
      samples: {
        ToneGenerator.samples(of: .dtmf([Key](repeating: .five, count: 20), milliseconds: 400, pause: 400))
      }),
    Row(
      what: "busy, interrupted each time",
      samples: {
        let once = tone(.busy, .korea, 3000) + `Call-progress tones`.voice(1)
        return once + once + once
      }),
  ]

  @Test(arguments: rows) func `is noticed by the table`(row: Row) throws {
    let before = 1000
    let samples = [Int16](repeating: 0, count: before) + row.samples() + [Int16](repeating: 0, count: 8000)
    // Silence counts from the first sample.
    let start = row.what == "silence" ? 0 : before
    var watch = FarEndWatch(row.rule)
    var told: [(FarEndWatch.Reason, Int)] = []
    var at = 0
    while at + 160 <= samples.count {
      if let reason = watch.feed(Array(samples[at..<at + 160]).span) { told.append((reason, at + 160)) }
      at += 160
    }
    #expect(told.count == (row.reason == nil ? 0 : 1), "\(told)")
    guard let reason = row.reason else { return }
    let first = try #require(told.first)
    #expect("\(first.0)".hasPrefix(reason))
    #expect(row.within.contains((first.1 - start) / 8), "\((first.1 - start) / 8) ms")
    #expect(watch.reason == first.0)
  }
}
