import Chronology
import Testing

@Suite struct `Days` {
  @Test func `come back from their number, in order, from the year 1 to 9999`() throws {
    let first = try #require(Day(year: 1, month: 1, day: 1))
    let last = try #require(Day(year: 9999, month: 12, day: 31))
    #expect(Day(daysSince1970: .min) == first)
    #expect(Day(daysSince1970: .max) == last)
    var previous = first
    // A step that is prime to weeks, years and eras meets every kind of day.
    for number in stride(from: first.daysSince1970 + 1, through: last.daysSince1970, by: 37) {
      let day = Day(daysSince1970: number)
      #expect(day.daysSince1970 == number)
      #expect(Day(year: day.year, month: day.month, day: day.day) == day)
      #expect(previous < day)
      previous = day
    }
  }

  @Test func `know their weekday`() throws {
    #expect(try #require(Day("1970-01-01")).weekday == .thursday)
    #expect(try #require(Day("2026-03-01")).weekday == .sunday)
    #expect(try #require(Day("0001-01-01")).weekday == .monday)
    #expect(try #require(Day("9999-12-31")).weekday == .friday)
  }

  @Test(arguments: [
    "2026-02-29", "2100-02-29", "2026-13-01", "2026-04-31", "0000-01-01", "2026-1-01",
    "2026-03-01 ", "+026-03-01", "", "--", "２０２６-03-01",
  ])
  func `that do not exist are not read`(text: String) {
    #expect(Day(text) == nil)
  }

  @Test func `are added to over leap days, and stop at the ends`() throws {
    #expect(try #require(Day("2028-02-28")).adding(days: 1) == Day("2028-02-29"))
    #expect(try #require(Day("2026-12-31")).adding(days: 60) == Day("2027-03-01"))
    #expect(try #require(Day("2026-12-31")).adding(days: .max) == Day("9999-12-31"))
    #expect(try #require(Day("2026-12-31")).adding(days: .min) == Day("0001-01-01"))
  }

  @Test func `and clock times are read as they are written`() {
    #expect(
      ["00:00", "09:05", "23:59:59", "24:00"].map { ClockTime($0)?.description }
        == ["00:00", "09:05", "23:59:59", "24:00"])
    #expect(["24:01", "9:00", "12:60", "12", "12:00:60", "-1:00", ""].compactMap { ClockTime($0) } == [])
  }
}
