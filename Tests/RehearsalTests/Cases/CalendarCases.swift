import Testing

/// Case 40: opening hours to the minute.
@Suite struct `When a caller asks whether we are open` {
  static func flow(_ calendar: String) -> String {
    """
    calendar office { \(calendar) }
    flow main {
      hours h { calendar office; open -> opened; closed -> shut; holiday -> feast; lunch -> noon }
      do opened { say "open"; hangup }
      do shut { say "closed"; hangup }
      do feast { say "holiday"; hangup }
      do noon { say "lunch"; hangup }
    }
    """
  }
  static let office = """
    timezone "Asia/Seoul"; open mon-fri 09:00-18:00; lunch 12:00-13:00
    closed 2026-03-05 "a feast"; open 2026-03-07 10:00-11:00
    """
  @Test(arguments: [
    ("2026-03-03 08:59:59", "shut"), ("2026-03-03 09:00", "opened"), ("2026-03-03 17:59:59", "opened"),
    ("2026-03-03 18:00", "shut"), ("2026-03-03 12:00", "noon"), ("2026-03-03 13:00", "opened"),
    ("2026-03-07 10:30", "opened"), ("2026-03-07 11:00", "shut"), ("2026-03-08 10:00", "shut"),
  ]) func `40 at the exact minutes`(at: String, state: String) {
    passes(Self.flow(Self.office), "at \(at) \"Asia/Seoul\"\ncaller 1 dials 1\nexpect state \(state) at +0s")
  }
  @Test(arguments: [
    // 2026-03-29 01:00 UTC: clocks in Berlin go from 02:00 to 03:00.
    ("2026-03-29 00:59", "opened"), ("2026-03-29 01:00", "shut"), ("2026-03-29 01:30", "shut"),
    // 2026-10-25 01:00 UTC: clocks go back from 03:00 to 02:00.
    ("2026-10-24 23:30", "opened"), ("2026-10-25 00:30", "shut"), ("2026-10-25 01:00", "shut"),
  ]) func `40 when the clocks change`(utc: String, state: String) {
    passes(
      Self.flow("timezone \"Europe/Berlin\"; open sun 01:00-02:00"),
      "at \(utc)\ncaller 1 dials 1\nexpect state \(state) at +0s")
  }
  @Test(arguments: [
    ("2026-03-02 21:59", "shut"), ("2026-03-02 22:00", "opened"), ("2026-03-03 05:59:59", "opened"),
    ("2026-03-03 06:00", "shut"), ("2026-03-07 05:00", "opened"), ("2026-03-07 23:00", "shut"),
  ]) func `40 hours that cross midnight`(at: String, state: String) {
    passes(
      Self.flow("timezone \"UTC\"; open mon-fri 22:00-06:00"),
      "at \(at)\ncaller 1 dials 1\nexpect state \(state)")
  }
  @Test(arguments: [
    ("2026-03-03", "feast"), ("2026-03-04", "opened"),
  ]) func `40 holidays of a table are the rows that the script gives`(day: String, state: String) {
    passes(
      "table closed_days (day date key)\n" + Self.flow(Self.office + "; holidays from closed_days.day"),
      """
      at \(day) 10:15 "Asia/Seoul"
      data closed_days { (day = 2026-03-03) }
      caller 1 dials 1
      expect state \(state)
      """)
  }
  @Test func `40 a calendar that the script replaces`() {
    passes(
      Self.flow(Self.office),
      "at 2026-03-08 03:00\nreplace calendar office open\ncaller 1 dials 1\nexpect state opened")
  }
}
