import Chronology
import Testing

@Suite struct `A list of holidays` {
  @Test func `is read line by line, with names and comments`() throws {
    let text =
      "\u{FEFF}// 대한민국 2026\r\n2026-01-01 신정\r\n\n  2026-03-01   삼일절  // 일요일\n2026-12-26\n2026-05-05 어린이날\n2026-05-05 단오\n2026-12-26 \n"
    let list = HolidayList.parse(text)
    #expect(list.faults == [])
    #expect(
      list.holidays == [
        try #require(Day("2026-01-01")): "신정", try #require(Day("2026-03-01")): "삼일절",
        try #require(Day("2026-12-26")): nil, try #require(Day("2026-05-05")): "어린이날, 단오",
      ])
  }

  @Test func `names each faulty line, and keeps the good ones`() throws {
    let list = HolidayList.parse("2026-02-29 x\n2026-03-01\n1/1/2026 New Year\n\n2026-3-1\n설날")
    #expect(list.holidays == [try #require(Day("2026-03-01")): nil])
    #expect(
      list.faults.map(\.description) == [
        "line 1: there is no day 2026-02-29",
        "line 3: '1/1/2026' is not a day; write it as 2026-03-01",
        "line 5: '2026-3-1' is not a day; write it as 2026-03-01",
        "line 6: '설날' is not a day; write it as 2026-03-01",
      ])
  }

  @Test func `may be empty`() {
    #expect(HolidayList.parse("") == HolidayList(holidays: [:], faults: []))
    #expect(HolidayList.parse("\n// nothing\n").faults == [])
  }
}
