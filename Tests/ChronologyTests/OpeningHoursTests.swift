import struct ACD.SeededGenerator
import Chronology
import Testing

@Suite struct `Opening hours` {
  private let seoul = Zone("Asia/Seoul") ?? .utc
  private let berlin = Zone("Europe/Berlin") ?? .utc

  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  private func hours(_ text: String) throws -> [OpeningHours.Period] {
    try text.split(separator: " ").map { period in
      let ends = period.split(separator: "-")
      return .init(from: try #require(ClockTime(ends[0])), to: try #require(ClockTime(ends[1])))
    }
  }

  private func at(_ text: String, _ zone: Zone) throws -> Instant {
    let parts = text.split(separator: " ")
    return zone.instant(try #require(Day(parts[0])), try #require(ClockTime(parts[1])))
  }

  /// Monday to Friday 09:00-18:00, Saturday 09:00-13:00, in Seoul.
  private func office() throws -> OpeningHours {
    var weekly: [Weekday: [OpeningHours.Period]] = [:]
    for weekday in Weekday.allCases.prefix(5) { weekly[weekday] = try hours("09:00-18:00") }
    weekly[.saturday] = try hours("09:00-13:00")
    return OpeningHours(zone: seoul, weekly: weekly)
  }

  @Test func `open at the exact minute and close at the exact minute`() throws {
    let office = try office()
    let opening = try at("2026-03-02 09:00", seoul)
    let closing = try at("2026-03-02 18:00", seoul)
    #expect(office.status(at: opening - .microseconds(1)) == .closed)
    #expect(office.status(at: opening) == .open)
    #expect(office.status(at: closing - .microseconds(1)) == .open)
    #expect(office.status(at: closing) == .closed)
    #expect(office.nextOpening(after: opening - .microseconds(1)) == opening)
    #expect(try office.nextOpening(after: opening) == at("2026-03-03 09:00", seoul))
    #expect(office.nextChange(after: opening) == closing)
    #expect(try office.nextChange(after: closing) == at("2026-03-03 09:00", seoul))
    #expect(try office.nextOpening(after: at("2026-03-07 13:00", seoul)) == at("2026-03-09 09:00", seoul))
  }

  @Test func `have one-off hours before closures, closures before holidays, holidays before the week`() throws
  {
    var office = try office()
    let noon = try at("2026-03-02 12:00", seoul)
    office.holidays = [try day("2026-03-02"): "삼일절 대체 공휴일", try day("2026-03-03"): nil]
    #expect(office.status(at: noon) == .holiday("삼일절 대체 공휴일"))
    #expect(try office.status(at: at("2026-03-02 03:00", seoul)) == .holiday("삼일절 대체 공휴일"))
    #expect(office.isHoliday(try day("2026-03-02")))
    #expect(try office.status(at: at("2026-03-03 12:00", seoul)) == .holiday(nil))
    #expect(try office.nextOpening(after: at("2026-03-01 12:00", seoul)) == at("2026-03-04 09:00", seoul))
    #expect(try office.nextChange(after: noon) == at("2026-03-03 00:00", seoul))

    office.closures = [.init(try day("2026-03-02")...day("2026-03-06"), name: "이사")]
    #expect(office.status(at: noon) == .closed)
    #expect(office.closure(on: try day("2026-03-06"))?.name == "이사")
    #expect(try office.nextOpening(after: noon) == at("2026-03-07 09:00", seoul))

    office.exceptions = [try day("2026-03-02"): try hours("11:00-15:00")]
    #expect(office.status(at: noon) == .open)
    #expect(try office.status(at: at("2026-03-02 10:59:59", seoul)) == .closed)
    #expect(try office.status(at: at("2026-03-02 15:00", seoul)) == .closed)
    #expect(!office.isHoliday(try day("2026-03-02")))

    office.exceptions = [try day("2026-03-09"): []]
    #expect(try office.status(at: at("2026-03-09 12:00", seoul)) == .closed)
  }

  @Test func `have lunch between two hours of a day`() throws {
    var office = try office()
    office.weekly[.monday] = try hours("09:00-12:30 13:30-18:00")
    office.lunch = try hours("12:30-13:30")
    #expect(try office.status(at: at("2026-03-02 12:29", seoul)) == .open)
    #expect(try office.status(at: at("2026-03-02 12:30", seoul)) == .lunch)
    #expect(try office.status(at: at("2026-03-02 13:30", seoul)) == .open)
    #expect(try office.status(at: at("2026-03-01 12:45", seoul)) == .closed)
  }

  @Test func `have lunch only inside open time`() throws {
    var office = try office()
    office.lunch = try hours("12:30-13:30")
    #expect(try office.status(at: at("2026-03-02 12:29:59", seoul)) == .open)
    #expect(try office.status(at: at("2026-03-02 12:30", seoul)) == .lunch)
    #expect(try office.status(at: at("2026-03-02 13:30", seoul)) == .open)
    #expect(try office.status(at: at("2026-03-07 12:45", seoul)) == .lunch)
    #expect(try office.status(at: at("2026-03-07 13:00", seoul)) == .closed)
    #expect(try office.status(at: at("2026-03-08 12:45", seoul)) == .closed)
    #expect(try office.nextOpening(after: at("2026-03-02 12:30", seoul)) == at("2026-03-02 13:30", seoul))
    #expect(try office.nextChange(after: at("2026-03-07 12:30", seoul)) == at("2026-03-07 13:00", seoul))
    #expect(try office.nextOpening(after: at("2026-03-07 12:45", seoul)) == at("2026-03-09 09:00", seoul))
  }

  @Test func `belong to the day they begin on when they cross midnight`() throws {
    var bar = OpeningHours(
      zone: seoul, weekly: [.friday: try hours("22:00-02:00"), .saturday: try hours("22:00-02:00")])
    #expect(try bar.status(at: at("2026-03-06 21:59:59", seoul)) == .closed)
    #expect(try bar.status(at: at("2026-03-06 22:00", seoul)) == .open)
    #expect(try bar.status(at: at("2026-03-07 00:00", seoul)) == .open)
    #expect(try bar.status(at: at("2026-03-07 01:59:59", seoul)) == .open)
    #expect(try bar.status(at: at("2026-03-07 02:00", seoul)) == .closed)
    #expect(try bar.status(at: at("2026-03-06 01:00", seoul)) == .closed)
    #expect(try bar.nextChange(after: at("2026-03-06 22:00", seoul)) == at("2026-03-07 02:00", seoul))
    #expect(try bar.nextOpening(after: at("2026-03-06 23:00", seoul)) == at("2026-03-07 22:00", seoul))
    // The night that began on Friday runs on into a closed Saturday.
    bar.holidays = [try day("2026-03-07"): "쉬는 날"]
    #expect(try bar.status(at: at("2026-03-07 01:00", seoul)) == .open)
    #expect(try bar.status(at: at("2026-03-07 02:00", seoul)) == .holiday("쉬는 날"))
    #expect(try bar.status(at: at("2026-03-07 22:00", seoul)) == .holiday("쉬는 날"))
    #expect(try bar.status(at: at("2026-03-08 01:00", seoul)) == .closed)
  }

  @Test func `last the whole day without a change at midnight`() throws {
    let all = try hours("00:00-24:00")
    let always = OpeningHours(
      zone: berlin, weekly: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, all) }))
    #expect(try always.status(at: at("2026-03-29 00:00", berlin)) == .open)
    #expect(try always.nextChange(after: at("2026-03-01 12:00", berlin)) == nil)
    #expect(try always.nextOpening(after: at("2026-03-01 12:00", berlin)) == nil)
    let night = OpeningHours(zone: berlin, weekly: [.monday: try hours("00:00-00:00")])
    #expect(try night.status(at: at("2026-03-02 23:59:59", berlin)) == .open)
    #expect(try night.nextChange(after: at("2026-03-02 12:00", berlin)) == at("2026-03-03 00:00", berlin))
  }

  @Test func `follow the local clock over the change in spring`() throws {
    let office = OpeningHours(
      zone: berlin, weekly: [.saturday: try hours("22:00-03:00"), .sunday: try hours("09:00-17:00")])
    // 02:00 becomes 03:00: the night is four hours long and ends at the change.
    let opening = try at("2026-03-28 22:00", berlin)
    let closing = opening + .hours(4)
    #expect(office.status(at: closing - .microseconds(1)) == .open)
    #expect(office.status(at: closing) == .closed)
    #expect(office.nextChange(after: opening) == closing)
    #expect(
      try office.nextOpening(after: closing)
        == Zone.utc.instant(day("2026-03-29"), #require(ClockTime("07:00"))))
    // Hours that begin in the skipped hour begin at the change; hours wholly inside it do not happen.
    let early = OpeningHours(zone: berlin, weekly: [.sunday: try hours("02:30-04:00")])
    #expect(early.nextOpening(after: opening) == closing)
    #expect(early.nextChange(after: closing) == closing + .hours(1))
    let skipped = OpeningHours(zone: berlin, exceptions: [try day("2026-03-29"): try hours("02:10-02:50")])
    #expect(skipped.nextOpening(after: opening) == nil)
    #expect(skipped.status(at: closing) == .closed)
  }

  @Test func `follow the local clock over the change in autumn`() throws {
    let office = OpeningHours(
      zone: berlin, weekly: [.saturday: try hours("22:00-03:00"), .sunday: try hours("09:00-17:00")])
    let opening = try at("2026-10-24 22:00", berlin)
    #expect(office.nextChange(after: opening) == opening + .hours(6))
    #expect(
      try office.nextOpening(after: opening)
        == Zone.utc.instant(day("2026-10-25"), #require(ClockTime("08:00"))))
    // 02:30 comes twice; the first ends the hours, and they do not begin again.
    let night = OpeningHours(zone: berlin, weekly: [.sunday: try hours("01:00-02:30")])
    let begin = try at("2026-10-25 01:00", berlin)
    #expect(night.nextChange(after: begin) == begin + .minutes(90))
    #expect(night.status(at: begin + .minutes(149)) == .closed)
    #expect(try night.nextOpening(after: begin) == at("2026-11-01 01:00", berlin))
  }

  @Test func `that never come are known as such`() throws {
    #expect(OpeningHours(zone: seoul).isNeverOpen)
    #expect(
      OpeningHours(zone: seoul, weekly: [.monday: []], exceptions: [try day("2026-03-02"): []]).isNeverOpen)
    #expect(try !office().isNeverOpen)
    #expect(try OpeningHours(zone: seoul).nextOpening(after: at("2026-03-02 12:00", seoul)) == nil)
    #expect(try OpeningHours(zone: seoul).nextChange(after: at("2026-03-02 12:00", seoul)) == nil)
    let far = OpeningHours(zone: seoul, exceptions: [try day("2028-01-01"): try hours("09:00-10:00")])
    #expect(!far.isNeverOpen)
    #expect(try far.nextOpening(after: at("2026-03-02 12:00", seoul)) == nil)
    #expect(try far.nextOpening(after: at("2027-06-01 12:00", seoul)) == at("2028-01-01 09:00", seoul))
  }

  @Test func `agree with themselves at random`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      var calendar = OpeningHours(zone: Bool.random(using: &random) ? berlin : seoul)
      func period() throws -> OpeningHours.Period {
        .init(
          from: try #require(
            ClockTime(hour: .random(in: 0...23, using: &random), minute: .random(in: 0...59, using: &random))),
          to: try #require(
            ClockTime(hour: .random(in: 0...23, using: &random), minute: .random(in: 0...59, using: &random)))
        )
      }
      for weekday in Weekday.allCases where Int.random(in: 0...2, using: &random) > 0 {
        calendar.weekly[weekday] = [try period(), try period()]
      }
      if Bool.random(using: &random) { calendar.lunch = [try period()] }
      calendar.holidays = [try day("2026-03-30"): "x"]
      calendar.closures = [.init(try day("2026-10-26")...day("2026-10-27"))]
      var now = try at(Bool.random(using: &random) ? "2026-03-28 00:00" : "2026-10-24 00:00", calendar.zone)
      let end = now + .hours(96)
      // Between two changes the status is the same, and the next opening is the first change to open.
      while now < end {
        let status = calendar.status(at: now)
        guard let change = calendar.nextChange(after: now) else { break }
        #expect(calendar.status(at: change) != status, "seed \(seed)")
        var probe = now
        while probe < change {
          if calendar.status(at: probe) != status { Issue.record("changed unseen, seed \(seed)"); return }
          probe += .minutes(7)
        }
        if calendar.status(at: change) == .open {
          #expect(calendar.nextOpening(after: now) == change, "seed \(seed)")
        }
        now = change
      }
    }
  }
}
