import Testing

/// Case 39: in a queue.
@Suite struct `When a caller waits for an agent` {
  static func flow(_ queue: String, priority: String = "") -> String {
    """
    skill billing
    skill ko
    skill vip
    calendar office { timezone "UTC"; open mon-fri 09:00-18:00 }
    queue q { \(queue) }
    flow main {
      menu m { say "a"; key 1 -> agent; key 2 -> urgent }
      route agent {
        queue q
        talked -> rate
        overflow closed -> closed
        overflow no-agents -> nobody
        overflow full -> full
        overflow timeout -> late
      }
      route urgent { queue q; priority 5; talked -> rate; overflow -> late }
      do rate { say "rate us"; hangup }
      do closed { say "closed"; hangup }
      do nobody { say "nobody"; hangup }
      do full { say "full"; hangup }
      do late { say "late"; hangup }
      do left { say "left"; hangup }
    }
    """
  }
  static let enter = "caller 1 dials 1\nwait 1s\npress 1\n"

  @Test func `39 need and prefer`() {
    passes(
      Self.flow("need billing 2; prefer ko 3"),
      """
      agent ann skills billing 3, ko 1
      agent bob skills billing 2, ko 4
      agent cid skills billing 1, ko 9
      \(Self.enter)expect queue q position 1 needs billing 2 prefers ko 3
      agent bob answers after 4s
      expect connected bob at +5s
      agent bob hangs up after 30s
      expect say "rate us" at +35s
      expect hangup by system
      expect log outcome=agent queue=q agent=bob waited=4s..4s talk=30s
      """)
  }
  @Test func `a flow that leads straight back to a queue without agents ends the call, and holds up nobody`()
  {
    let round = """
      skill billing
      queue q { need billing 1 }
      flow main {
        menu m { say "a"; key 1 -> agent }
        route agent { queue q; talked -> bye; overflow -> again }
        do again { log "once more"; -> agent }
        do bye { say "bye"; hangup }
      }
      """
    passes(
      round,
      """
      caller 1 dials 1
      wait 1s
      press 1
      expect event limit.turns
      expect hangup by system
      expect log outcome=error
      """)
    // Nor when its handler leads there again.
    passes(
      round.replacing("flow main {", with: "defaults { on limit.turns -> main.agent }\nflow main {"),
      """
      caller 1 dials 1
      wait 1s
      press 1
      expect hangup by system
      expect log outcome=error
      """)
  }
  @Test func `39 a missed offer goes to the next agent`() {
    passes(
      Self.flow("need billing; ring 10s"),
      """
      agent ann skills billing 3
      agent bob skills billing 2
      \(Self.enter)agent ann misses
      agent bob answers after 1s
      expect connected bob at +12s
      """)
    passes(
      Self.flow("need billing; ring 10s"),
      """
      agent ann skills billing 3
      agent bob skills billing 2
      \(Self.enter)agent ann refuses after 2s
      agent bob answers
      expect connected bob at +3s
      """)
  }
  @Test func `39 an application's own words tell the position`() {
    passes(
      Self.flow("need billing; announce position every 60s")
        + "\nprompt queue_position (n number) { ko \"앞에 {n}명\"; en \"You are number {n} in line.\" }",
      """
      agent ann skills billing 3 away
      agent bob skills billing 3 busy until +10m
      \(Self.enter)expect say "You are number 1 in line." at +16s
      expect say queue_position at +76s
      """)
  }
  @Test func `39 a route's notes are told, the masked ones masked`() {
    let result = rehearse(
      """
      skill billing
      queue q { need billing }
      flow main {
        collect ask into account { say "a"; digits 8; mask 4; done -> agent }
        route agent { queue q; note why = "fees"; note account = account; talked -> bye; overflow -> bye }
        do bye { say "bye"; hangup }
      }
      """,
      """
      agent ann skills billing 3
      caller 1 dials 1
      press 12345678
      expect queue q
      """)
    #expect(result.passed == 1)
    let notes = result.transcript.split(separator: "\n").filter { $0.contains("note") }
    #expect(notes.map { $0.dropFirst(10) } == ["note   why=fees", "note   account=****5678"])
  }
  @Test func `39 what nobody can do is not asked for, until somebody comes who can`() {
    passes(
      Self.flow("need billing; need ko 3; without ko 3 drop ko"),
      """
      agent ann skills billing 1
      \(Self.enter)agent ann answers
      expect connected ann at +1s
      """)
    passes(
      Self.flow("need billing; need ko 3; without ko 3 drop ko"),
      """
      agent ann skills billing 1
      agent bob skills billing 1, ko 3 busy until +40s
      \(Self.enter)agent bob answers
      expect connected bob at +40s
      """)
  }
  @Test func `39 a need for some callers only`() {
    let flow = """
      skill billing
      skill vip
      queue q { need billing }
      flow main {
        collect ask into code { say "a"; digits 2; done -> agent }
        route agent { queue q; need vip 2 when code == "77"; talked -> bye; overflow -> bye }
        do bye { say "bye"; hangup }
      }
      """
    for (code, agent) in [("11", "ann"), ("77", "bob")] {
      passes(
        flow,
        """
        agent ann skills billing 3
        agent bob skills billing 3, vip 2 busy until +20s
        caller 1 dials 1
        press \(code)
        agent \(agent) answers
        expect connected \(agent)
        """)
    }
  }
  @Test func `39 an agent by name, and the one who knows the caller`() {
    let flow = """
      skill billing
      queue q { need billing; last-agent 1d for 30s; wrap-up 5s }
      flow main {
        collect ask into who { say "a"; digits 1; done -> choose_way }
        do choose_way { if who == "1" -> named else if who == "2" -> only else -> anybody }
        route named { queue q; agent "bob" for 20s; talked -> bye; overflow -> bye }
        route only { queue q; agent "nobody" only; talked -> bye; overflow no-agents -> none_there; overflow -> bye }
        route anybody { queue q; talked -> again; overflow -> bye }
        route again { queue q; talked -> bye; overflow -> bye }
        do none_there { say "not there"; hangup }
        do bye { say "bye"; hangup }
      }
      """
    passes(
      flow,
      """
      agent ann skills billing 3
      agent bob skills billing 1 busy until +10s
      caller 1 dials 1
      press 1
      agent bob answers
      expect connected bob within 15s
      """)
    passes(
      flow,
      """
      agent ann skills billing 3
      caller 1 dials 1
      press 2
      expect say "not there"
      """)
    // Ann wraps up when the caller is back; bob is free, and ann knows him.
    passes(
      flow,
      """
      agent ann skills billing 3
      agent bob skills billing 1
      caller 1 dials 1
      press 3
      agent ann answers
      expect connected ann
      agent ann hangs up after 10s
      agent ann answers after 1s
      expect connected ann within 30s
      """)
  }
  @Test func `39 widening at 60 s`() {
    passes(
      Self.flow("need billing 2; after 60s need billing 1"),
      """
      agent ann skills billing 1
      agent bob skills billing 2 busy until +1h
      \(Self.enter)agent ann answers
      expect connected ann at +61s
      """)
  }
  @Test func `39 overflow by each reason`() {
    passes(
      Self.flow("need billing; calendar office"),
      "at 2026-03-03 20:00\nagent ann skills billing 1\n\(Self.enter)expect state closed at +1s")
    passes(
      Self.flow("need billing"), "agent ann skills billing 1 away\n\(Self.enter)expect state nobody at +1s")
    passes(
      Self.flow("need billing; max-wait 90s"),
      "agent ann skills billing 1 busy until +1h\n\(Self.enter)expect state late within 2m at +91s")
    passes(
      Self.flow("need billing; max-callers 1"),
      """
      agent ann skills billing 1 busy until +1h
      caller first { caller 1 dials 1; wait 1s; press 1; expect queue q position 1; wait 10s; hang up }
      caller second { wait 3s; caller 2 dials 1; wait 1s; press 1; expect state full at +1s }
      """)
    passes(
      Self.flow("need billing; no-agents 20s"),
      """
      agent ann skills billing 1 busy until +1h
      \(Self.enter)expect queue q
      agent ann logs out after 9s
      expect state nobody at +30s
      """)
  }
  @Test func `39 a key leaves the queue`() {
    passes(
      Self.flow("need billing; key 7 -> main.left"),
      """
      agent ann skills billing 1 busy until +1h
      \(Self.enter)expect queue q
      wait 20s
      press 7
      expect state left
      expect log left=key
      """)
  }
  @Test func `39 the higher priority first, then the longer wait`() {
    passes(
      Self.flow("need billing; wrap-up 0s"),
      """
      agent ann skills billing 1 busy until +30s
      caller early { caller 1 dials 1; wait 1s; press 1; expect connected ann within 2m at +50s }
      caller later { wait 2s; caller 2 dials 1; wait 1s; press 1; expect connected ann within 2m at +58s }
      caller urgent { wait 4s; caller 3 dials 1; wait 1s; press 2; expect connected ann within 2m at +36s }
      agent ann answers after 10s
      agent ann hangs up after 5s
      agent ann answers after 5s
      agent ann hangs up after 5s
      agent ann answers after 5s
      """)
  }
  @Test func `39 age lifts a priority`() {
    passes(
      Self.flow("need billing; wrap-up 0s; age 1 per 1s"),
      """
      agent ann skills billing 1 busy until +30s
      caller early { caller 1 dials 1; wait 1s; press 1; expect connected ann within 2m at +30s }
      caller urgent { wait 10s; caller 3 dials 1; wait 1s; press 2; expect queue q; wait 1m; hang up }
      agent ann answers
      """)
  }
}
