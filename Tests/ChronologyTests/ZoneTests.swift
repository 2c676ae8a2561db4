import Chronology
import Testing

@Suite struct `Zones` {
  private func utc(_ day: String, _ time: String) throws -> Instant {
    Zone.utc.instant(try #require(Day(day)), try #require(ClockTime(time)))
  }
  private func instant(_ zone: String, _ day: String, _ time: String) throws -> Instant {
    try #require(Zone(zone)).instant(try #require(Day(day)), try #require(ClockTime(time)))
  }

  @Test func `with unknown names are refused`() {
    #expect(Zone("Asia/Soul") == nil)
    #expect(Zone("") == nil)
  }

  @Test func `without daylight saving`() throws {
    #expect(try instant("Asia/Seoul", "2026-03-01", "09:00") == utc("2026-03-01", "00:00"))
    #expect(try instant("Asia/Kathmandu", "2026-03-01", "05:45") == utc("2026-03-01", "00:00"))
    #expect(try instant("Asia/Seoul", "2026-02-28", "24:00") == utc("2026-02-28", "15:00"))
  }

  @Test func `skip an hour in spring: a time in the gap is as much later`() throws {
    #expect(try instant("Europe/Berlin", "2026-03-29", "01:59:59") == utc("2026-03-29", "00:59:59"))
    #expect(try instant("Europe/Berlin", "2026-03-29", "02:30") == utc("2026-03-29", "01:30"))
    #expect(try instant("Europe/Berlin", "2026-03-29", "03:00") == utc("2026-03-29", "01:00"))
    #expect(try instant("America/New_York", "2026-03-08", "02:30") == utc("2026-03-08", "07:30"))
    #expect(try instant("America/New_York", "2026-03-08", "03:00") == utc("2026-03-08", "07:00"))
  }

  @Test func `reach a skipped time at the change itself`() throws {
    let berlin = try #require(Zone("Europe/Berlin"))
    let day = try #require(Day("2026-03-29"))
    for time in ["02:00", "02:30", "02:59:59", "03:00"] {
      #expect(berlin.firstInstant(day, try #require(ClockTime(time))) == (try utc("2026-03-29", "01:00")))
    }
    // Samoa had no 30 December 2011.
    let apia = try #require(Zone("Pacific/Apia"))
    #expect(
      apia.firstInstant(try #require(Day("2011-12-30")), try #require(ClockTime("13:00")))
        == (try utc("2011-12-30", "10:00")))
  }

  @Test func `have an hour twice in autumn: the first counts`() throws {
    #expect(try instant("Europe/Berlin", "2026-10-25", "02:30") == utc("2026-10-25", "00:30"))
    #expect(try instant("Europe/Berlin", "2026-10-25", "03:00") == utc("2026-10-25", "02:00"))
    #expect(try instant("America/New_York", "2026-11-01", "01:30") == utc("2026-11-01", "05:30"))
    #expect(try instant("America/New_York", "2026-11-01", "02:00") == utc("2026-11-01", "07:00"))
  }

  @Test(arguments: ["Europe/Berlin", "America/New_York", "Asia/Seoul", "Australia/Lord_Howe"])
  func `give every quarter of an hour of a year its own local time`(name: String) throws {
    let zone = try #require(Zone(name))
    var now = try utc("2026-01-01", "00:00")
    let end = try utc("2027-01-01", "00:00")
    while now < end {
      let (day, time) = zone.local(now)
      let back = zone.instant(day, time)
      // Of a time that comes twice, the first.
      #expect(back == now || back < now && zone.local(back) == (day, time))
      now += .minutes(15)
    }
  }
}
