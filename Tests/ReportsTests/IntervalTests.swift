import ACD
import Chronology
import Engine
import Testing

@testable import Reports

@Suite struct `Intervals on a zone's clock` {
  private func day(_ text: String, _ zone: String, _ length: Intervals.Length) throws -> Intervals {
    let zone = try #require(Zone(zone))
    let day = try #require(Day(text))
    return Intervals(
      length, zone: zone, since: zone.instant(day, .midnight),
      until: zone.instant(day.adding(days: 1), .midnight))
  }

  @Test(
    arguments: [
      ("2026-03-08", "America/New_York", 23), ("2026-11-01", "America/New_York", 25),
      ("2026-06-01", "America/New_York", 24), ("2026-03-29", "Europe/Berlin", 23),
      ("2026-10-25", "Europe/Berlin", 25), ("2026-03-08", "Asia/Seoul", 24),
    ])
  func `a day has as many as its hours`(_ text: String, _ zone: String, _ hours: Int) throws {
    #expect(try day(text, zone, .minutes(60)).starts.count == hours)
    #expect(try day(text, zone, .minutes(30)).starts.count == hours * 2)
    #expect(try day(text, zone, .minutes(15)).starts.count == hours * 4)
    let whole = try day(text, zone, .day)
    #expect(whole.starts.count == 1)
    #expect(whole.end - whole.starts[0] == .hours(hours))
  }

  @Test func `the hour that occurs twice is two`() throws {
    let intervals = try day("2026-10-25", "Europe/Berlin", .minutes(60))
    #expect(
      (1...4).map { intervals.label($0) } == [
        "2026-10-25 01:00 +02:00", "2026-10-25 02:00 +02:00", "2026-10-25 02:00 +01:00",
        "2026-10-25 03:00 +01:00",
      ])
    #expect(Set(intervals.starts.indices.map { intervals.label($0) }).count == 25)
  }

  @Test func `an instant on the border belongs to the later one`() throws {
    let intervals = try day("2026-03-02", "Asia/Seoul", .minutes(30))
    let border = intervals.starts[21]
    #expect(intervals.label(21) == "2026-03-02 10:30")
    #expect(intervals.place(of: border) == 21)
    #expect(intervals.place(of: border - .milliseconds(1)) == 20)
    #expect(intervals.place(of: intervals.end) == nil)
    #expect(intervals.place(of: intervals.end - .microseconds(1)) == 47)
    #expect(intervals.place(of: intervals.starts[0] - .microseconds(1)) == nil)
  }

  @Test(arguments: ["15", "30", "60", "day"])
  func `touch one another and hold what was asked for`(_ length: String) throws {
    let length = try #require(Intervals.Length(length))
    for name in ["UTC", "Asia/Seoul", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"] {
      let zone = try #require(Zone(name))
      var seed: UInt64 = 7
      for _ in 0..<20 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1
        let since = Instant(milliseconds: 1_760_000_000_000 + Int64(seed >> 40) * 2000)
        let until = since + .seconds(Int(seed >> 30 & 0xFFFFF))
        let intervals = Intervals(length, zone: zone, since: since, until: until)
        let starts = intervals.starts
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 })
        #expect(starts[0] <= since && intervals.end(of: 0) > since && intervals.end >= until)
        #expect(starts.count == 1 || starts[starts.count - 1] < until)
        for (place, start) in starts.enumerated() {
          #expect(intervals.place(of: start) == place)
          #expect(intervals.place(of: intervals.end(of: place) - .microseconds(1)) == place)
        }
      }
    }
  }

  @Test func `a call across midnight: the stay counts on the day on which it began`() throws {
    let zone = try #require(Zone("Asia/Seoul"))
    let midnight = zone.instant(try #require(Day("2026-03-03")), .midnight)
    let intervals = Intervals(.day, zone: zone, since: midnight - .hours(24), until: midnight + .hours(24))
    let row = VisitRow(
      QueueVisitRow(
        call: CallID(1), number: 1, queue: "billing", enqueued: midnight - .seconds(10),
        left: midnight + .seconds(5), how: "answered", agent: "kim", talk: .seconds(100)))
    func days(_ assignment: ReportRules.Assignment) -> [String] {
      var report = FigureReport(by: [.interval], QueueReport.named(["queued"]), intervals: intervals)
      if let fact = Fact(row, ReportRules(by: assignment)) { report.add(fact) }
      return report.table().rows.map { $0[0].shown }
    }
    #expect(days(.enqueue) == ["2026-03-02"])
    #expect(days(.answer) == ["2026-03-03"])
    #expect(days(.end) == ["2026-03-03"])
    // An agent's time is told apart there.
    let states = AgentFacts.facts(
      [AgentEventRow(agent: "kim", at: midnight - .seconds(30), state: "ready")], since: midnight - .hours(1),
      until: midnight + .seconds(45), cuts: intervals.starts)
    #expect(states.map(\.time) == [30_000, 45_000])
  }
}
