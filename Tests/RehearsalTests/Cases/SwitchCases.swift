import Testing

@Suite struct `A switch` {
  private let flow = """
    switch storm auto
    calendar office { timezone "Asia/Seoul"; open mon-fri 09:00-18:00; switch storm }
    flow main {
      hours ask { calendar office; open { say "Open."; -> m }; closed { say "Closed."; -> m } }
      menu m {
        if is_on(storm) { say "It is on." }
        key 1 { turn storm on; -> ask }
        key 2 { turn storm off until add(now, 1h); -> ask }
        key 3 { turn storm auto; -> ask }
        key 9 { hangup }
      }
    }
    """

  @Test func `outranks the hours of its calendar, for all calls`() {
    passes(
      flow,
      """
      at 2026-03-03 20:00 "Asia/Seoul"
      caller 1 dials 1
      expect say "Closed."
      press 1
      expect say "Open."
      expect say "It is on."
      press 9
      expect hangup by system
      caller 2 dials 1
      expect say "Open."
      press 3
      expect say "Closed."
      hang up
      """)
  }

  @Test func `stands where it began when its time has come`() {
    passes(
      flow,
      """
      at 2026-03-03 10:00 "Asia/Seoul"
      caller 1 dials 1
      expect say "Open."
      press 2
      expect say "Closed."
      press 9
      expect hangup by system
      wait 59m
      caller 1 dials 1
      expect say "Closed."
      press 9
      wait 2m
      caller 1 dials 1
      expect say "Open."
      hang up
      """)
  }

  @Test func `begins where the script says`() {
    passes(flow, "replace switch storm on\ncaller 1 dials 1\nexpect say \"Open.\"\nexpect say \"It is on.\"")
  }
}
