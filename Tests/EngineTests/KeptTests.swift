import ACD
import Chronology
import Session
import Testing

@testable import Engine

/// What the next run takes up again: two engines, the second with what the first one's log kept.
@Suite struct `State that survives` {
  static func next(_ centre: Centre, after pause: Duration = .seconds(60), keeping log: [KeptRow]? = nil)
    -> Centre
  {
    let again = Centre(at: centre.now + pause)
    again.engine.restore(log ?? centre.log.kept)
    return again
  }
  static func agent(_ centre: Centre, _ name: String) throws -> AgentSnapshot {
    try #require(centre.engine.snapshot().agents.first { $0.name == name })
  }

  /// A caller who waits.
  static func queued(_ centre: Centre) -> CallID {
    let call = centre.call()
    centre.wait(.seconds(2))
    centre.press(.one, call)
    return call
  }
  static func kinds(_ centre: Centre) -> [String] { centre.log.kept.map(\.kind).filter { $0 != "rules" } }

  @Test func `agents are what they were, and since when`() throws {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    centre.wait(.seconds(10))
    let since = centre.now
    centre.perform(.agentPause("kim", reason: "lunch \"with\" tea"))
    centre.wait(.seconds(100))
    let again = Self.next(centre)
    let kim = try Self.agent(again, "kim")
    #expect(kim.state == .paused(reason: "lunch \"with\" tea") && kim.since == since)
    #expect(try Self.agent(again, "lee").state == .loggedOut)
    // The report has the time between as logged out: its first row is of now.
    #expect(again.log.agents.map(\.at) == [again.now])
    #expect(again.log.kept.filter { $0.kind == "agent" } == centre.log.kept.filter { $0.kind == "agent" })
  }

  @Test func `who waits longest for a call is still the first`() throws {
    let centre = Centre()
    centre.perform(.agentLogin("lee"))
    centre.wait(.seconds(10))
    centre.perform(.agentLogin("kim"))
    centre.wait(.seconds(10))
    let again = Self.next(centre)
    _ = Self.queued(again)
    #expect(try Self.agent(again, "lee").state.word == "offered")
    #expect(try Self.agent(again, "kim").state == .ready)
  }

  @Test func `an offer is gone, a talk is in wrap-up, a wrap-up lasts as long as it would have`() throws {
    let centre = Centre(agents: ["kim": 3, "lee": 3, "park": 3]) { $0.wrapUp = .seconds(30) }
    for name in ["kim", "lee"] { centre.perform(.agentLogin(name)) }
    let first = Self.queued(centre)
    #expect(centre.state("kim") == .offered(first))
    centre.perform(.agentAnswer("kim"))
    centre.perform(.agentPause("kim", reason: "lunch"))
    let second = Self.queued(centre)
    centre.perform(.agentAnswer("lee"))
    centre.perform(.agentHangUp("lee"))
    #expect(centre.state("lee") == .wrapUp(second))
    centre.wait(.seconds(5))
    centre.perform(.agentLogin("park"))
    let third = Self.queued(centre)
    #expect(centre.state("park") == .offered(third))
    let again = Centre(at: centre.now + .seconds(5), agents: ["kim": 3, "lee": 3, "park": 3]) {
      $0.wrapUp = .seconds(30)
    }
    again.engine.restore(centre.log.kept)
    #expect(again.state("kim") == .wrapUp(first))
    #expect(again.state("lee") == .wrapUp(second))
    #expect(again.state("park") == .ready)
    // Of its 30 s nine or ten have passed.
    again.wait(.seconds(17))
    #expect(again.state("lee") == .wrapUp(second))
    again.wait(.seconds(5))
    #expect(again.state("lee") == .ready)
    again.wait(.seconds(10))
    // What he asked for while talking.
    #expect(again.state("kim") == .paused(reason: "lunch"))
    #expect(again.engine.snapshot().calls.isEmpty)
  }

  @Test(arguments: [(1, 29, 30), (20, 5, 25), (120, 0, 30)])
  func `a wrap-up that a restart falls into is counted in full, as long as it lasted`(
    _ pause: Int, _ left: Int, _ counted: Int
  ) throws {
    let centre = Centre(agents: ["kim": 3]) { $0.wrapUp = .seconds(30) }
    centre.perform(.agentLogin("kim"))
    let call = Self.queued(centre)
    centre.perform(.agentAnswer("kim"))
    centre.wait(.seconds(60))
    centre.perform(.agentHangUp("kim"))
    let again = Centre(at: centre.now + .seconds(pause), agents: ["kim": 3]) { $0.wrapUp = .seconds(30) }
    again.engine.restore(centre.log.kept)
    if left > 0 {
      #expect(again.state("kim") == .wrapUp(call) && again.log.visits == [])
      again.wait(.seconds(left))
      again.perform(.agentReady("kim"))
    }
    #expect(again.state("kim") == .ready)
    var stay = try #require(centre.log.visits.last)
    #expect(stay.call == call && stay.wrapUp == .zero && stay.talk == .seconds(60))
    stay.wrapUp = .seconds(counted)
    #expect(again.log.visits == [stay])
  }

  @Test func `skills and closings by hand hold over a reload and a restart, until they are taken back`()
    throws
  {
    let centre = Centre()
    centre.perform(.agentLogin("kim"))
    #expect(centre.perform(.setSkill(agent: "kim", skill: "billing", level: 0)) == .done)
    #expect(centre.perform(.setQueue("billing", isOpen: false)) == .done)
    #expect(Self.kinds(centre) == ["agent", "queue", "skill"])
    centre.perform(.reload(Centre.site(id: 0xdef)))
    for isAfterRestart in [false, true] {
      let run = isAfterRestart ? Self.next(centre) : centre
      #expect(run.perform(.agentReady("kim")).problem == nil)
      let waiting = Self.queued(run)
      #expect(run.log.visits.map(\.how) == ["closed"])
      #expect(run.perform(.setQueue("billing", isOpen: true)) == .done)
      let next = Self.queued(run)
      #expect(run.log.visits.map(\.how) == ["closed", "no-agents"])
      #expect(run.perform(.setSkill(agent: "kim", skill: "billing", level: 3)) == .done)
      _ = Self.queued(run)
      #expect(run.state("kim")?.word == "offered")
      run.perform(.agentLogout("kim"))
      #expect(Self.kinds(run) == ["agent"], "\(waiting) \(next)")
      // As it was, for the second round.
      run.perform(.agentLogin("kim"))
      run.perform(.setSkill(agent: "kim", skill: "billing", level: 0))
      run.perform(.setQueue("billing", isOpen: false))
    }
  }

  @Test func `a closing with an end opens by itself, over a restart and a clock that is set too`() throws {
    let centre = Centre()
    func isClosed(_ centre: Centre) -> Bool { centre.engine.snapshot().queues[0].isClosed }
    let end = centre.now + .minutes(30)
    #expect(centre.perform(.setQueue("billing", isOpen: false, until: centre.now)).problem != nil)
    #expect(centre.perform(.setQueue("billing", isOpen: false, until: end)) == .done)
    #expect(centre.engine.snapshot().queues[0].closed?.until == end)
    let kept = centre.log.kept
    centre.wait(.minutes(29))
    #expect(isClosed(centre))
    centre.wait(.minutes(1))
    #expect(!isClosed(centre) && Self.kinds(centre) == [])
    // With a message; the next run is there before its end, the one after it is not.
    centre.perform(.closeQueue("billing", message: "Closed.", until: centre.now + .minutes(30)))
    let again = Self.next(centre)
    #expect(again.engine.snapshot().queues[0].closed?.message == "Closed." && isClosed(again))
    again.wait(.minutes(29))
    #expect(!isClosed(again))
    #expect(!isClosed(Self.next(centre, after: .minutes(31), keeping: kept)))
    // The clock goes on in an hour's steps, and back.
    let set = Centre()
    set.perform(.setQueue("billing", isOpen: false, until: set.now + .minutes(90)))
    set.engine.schedule(.wallOffset(.hours(1)), at: set.now)
    set.wait(.minutes(29))
    #expect(isClosed(set))
    set.wait(.minutes(1))
    #expect(!isClosed(set))
    set.engine.schedule(.wallOffset(.zero), at: set.now)
    set.wait(.seconds(1))
    set.perform(.setQueue("billing", isOpen: false, until: set.now + .minutes(10)))
    set.engine.schedule(.wallOffset(.zero - .hours(1)), at: set.now)
    set.wait(.minutes(69))
    #expect(isClosed(set))
    // Closed again, without an end.
    set.perform(.setQueue("billing", isOpen: false))
    set.wait(.minutes(5))
    #expect(isClosed(set))
  }

  @Test func `an agent whom the site has no longer, and rows of another version, are let go`() throws {
    let centre = Centre()
    let rows = [
      KeptRow("agent", "nobody", at: centre.now, "{}"), KeptRow("agent", "kim", at: centre.now, "what"),
      KeptRow("queue", "billing", at: centre.now, "?"), KeptRow("skill", "kim", at: centre.now, "3"),
      KeptRow("skill", "kim billing", at: centre.now, "77"), KeptRow("callback", "x", at: centre.now, "{}"),
      KeptRow("callback", "1hmfrvkr3rs", at: centre.now, "{}"), KeptRow("else", "1", at: centre.now, "{}"),
    ]
    centre.engine.restore(rows)
    #expect(centre.state("kim") == .loggedOut)
    #expect(centre.engine.snapshot().queues.map(\.waiting) == [0])
    #expect(centre.perform(.agentLogin("kim")).problem == nil)
  }

  @Test func `a house that ends keeps its agents as they were, those on lines without them`() throws {
    let centre = try DeskCentre()
    _ = centre.agent("kim")
    centre.perform(.agentLogin("lee"))
    centre.engine.schedule(.command(.shutdown(grace: .seconds(2)), reply: nil), at: centre.now)
    centre.wait(5)
    #expect(centre.engine.isStopped)
    let again = try DeskCentre()
    again.engine.restore(centre.log.kept)
    #expect(again.state("lee") == "ready")
    #expect(["line-gone", "logged-out"].contains(again.state("kim")), "\(again.state("kim"))")
    // After a crash nobody has told that his line is gone.
    let crashed = try DeskCentre()
    _ = crashed.agent("kim")
    let third = try DeskCentre()
    third.engine.restore(crashed.log.kept)
    #expect(third.state("kim") == "line-gone")
    // In wrap-up, his line ends that too.
    let busy = try DeskCentre()
    let desk = busy.agent("kim")
    let call = busy.call()
    busy.press("1", desk)
    busy.wait(60)
    busy.hangUp(call)
    #expect(busy.state("kim") == "wrap-up")
    let fourth = try DeskCentre()
    fourth.wait(Int((busy.now - fourth.now).milliseconds / 1000) + 7)
    fourth.engine.restore(busy.log.kept)
    #expect(fourth.state("kim") == "line-gone")
    #expect(fourth.log.visits.map(\.wrapUp) == [.seconds(7)])
  }
}

@Suite struct `Call-backs that survive` {
  static let bank = """
    callflow 1
    language en default
    skill billing
    queue billing { need billing 2; after 120s need billing 1; wrap-up 0s; key 1 -> main.call_me }
    flow main {
      set account = "none"
      set amount = 0
      do hello { set account = "471"; set amount = 12.5; -> ask }
      collect ask into card_pin { digits 4; timeout 10m; done -> to_billing }
      route to_billing {
        queue billing
        priority 2
        note account = account
        talked -> rate
        overflow -> bye
      }
      callback call_me { to caller.number; within 1h; attempts 3 every 5m; done -> promised }
      do promised { say "We will call you."; hangup }
      do rate { log "account {account as digits} amount {amount as number} agent {agent}"; hangup }
      do bye { say "Goodbye."; hangup }
    }
    """
  /// Kim talks, so that others wait.
  static func busy() throws -> DeskCentre {
    let centre = try DeskCentre(bank: bank, dialer: FakeDialer())
    centre.perform(.agentLogin("kim"))
    let call = centre.callFrom("0299999999")
    centre.press("8642", call)
    centre.wait(1)
    centre.perform(.agentAnswer("kim"))
    return centre
  }
  static func order(_ centre: DeskCentre, _ ani: String) -> CallID {
    let call = centre.callFrom(ani)
    centre.press("8642", call)
    centre.wait(20)
    centre.press("1", call)
    centre.wait(10)
    return call
  }

  @Test func `under a flow that has lost their state are told of at the reload, and when they are given up`()
    throws
  {
    let centre = try Self.busy()
    let anna = Self.order(centre, "0211111111")
    var told: [String] = []
    func hear(_ engine: Engine) {
      engine.onNotice = { _, notice in
        if case .warning(let text) = notice { told.append(text) }
        if case .centre(let event) = notice, event.kind == .left {
          told.append("left \(event.queue ?? "") \(event.reason ?? "")")
        }
      }
    }
    hear(centre.engine)
    let renamed = Self.bank.replacing("to_billing", with: "to_accounts")
    #expect(centre.perform(.reload(try DeskCentre.site(bank: renamed))) == .done)
    #expect(
      told == [
        "1 call-back waits for state main.to_billing, which is gone: until a restart, which has to give them up"
      ])
    told = []
    let again = try DeskCentre(bank: renamed, dialer: FakeDialer())
    hear(again.engine)
    again.engine.restore(centre.log.kept)
    #expect(
      told == [
        "the call-back that call \(anna) ordered is given up: the state that it goes on in, main.to_billing, is there no longer",
        "left billing unreached",
      ])
  }

  @Test func `with everything collected and their places in the order`() throws {
    let centre = try Self.busy()
    let first = Self.order(centre, "0211111111")
    let second = Self.order(centre, "0222222222")
    // Written again when the calls that ordered them are over.
    for call in [first, second] { #expect(centre.perform(.setPriority(call, 2)) == .done) }
    let kept = centre.log.kept
    // Rows that come behind the last one that is kept, before ivrd is killed.
    centre.wait(120)
    let written = centre.log.numbers(first)
    #expect(centre.log.events(first).contains { $0.hasPrefix("widen") }, "\(centre.log.events(first))")
    #expect(kept.filter { $0.kind == "callback" }.count == 2)
    // A secret is in no file.
    #expect(!kept.contains { $0.value?.contains("8642") == true }, "\(kept)")

    let dialer = FakeDialer()
    let again = try DeskCentre(bank: Self.bank, dialer: dialer)
    again.engine.restore(kept)
    #expect(again.engine.snapshot().queues.first { $0.name == "billing" }?.waiting == 2)
    #expect(again.state("kim") == "wrap-up" || again.state("kim") == "ready")
    // The first is dialled first, whoever calls now.
    guard case .ring(let leg, "0211111111", _)? = dialer.orders.first else {
      throw CallBackRestart(description: "\(dialer.orders)")
    }
    let back = again.answer(leg)
    again.wait(2)
    again.press("1", back)
    again.wait(1)
    #expect(again.state("kim") == "offered")
    again.perform(.agentAnswer("kim"))
    again.wait(1)
    again.perform(.agentHangUp("kim"))
    again.wait(3)
    #expect(
      again.log.events(back).contains("log account 471 amount 12.5 agent kim"), "\(again.log.events(back))")
    #expect(
      again.log.events(first).filter { $0.hasPrefix("callback") } == [
        "callback taken up again after a restart", "callback dialled 0211111111, attempt 1",
        "callback answered: call \(back)", "callback connected: call \(back)",
      ])
    #expect(Set(written).isDisjoint(with: again.log.numbers(first)), "a row of that number is there")
    #expect(again.log.events(second).first == "callback taken up again after a restart")
    guard case .ring(_, "0222222222", _)? = dialer.orders.last else {
      throw CallBackRestart(description: "\(dialer.orders)")
    }
    #expect(again.log.kept.filter { $0.kind == "callback" }.count == 1)
  }

  @Test func `those whose time is over, or whose flow is there no longer, are given up and say so`() throws {
    let centre = try DeskCentre(bank: Self.bank, dialer: FakeDialer())
    centre.perform(.agentLogin("kim"))
    centre.perform(.agentPause("kim", reason: "lunch"))
    let call = Self.order(centre, "0211111111")
    let late = try DeskCentre(bank: Self.bank, dialer: FakeDialer())
    late.wait(3700)
    late.engine.restore(centre.log.kept)
    #expect(late.log.events(call) == ["callback its time is over, given up"])
    let other = try DeskCentre(
      bank: Self.bank.replacing("to_billing", with: "to_somebody"), dialer: FakeDialer())
    other.engine.restore(centre.log.kept)
    #expect(
      other.log.events(call) == [
        "callback the state that it goes on in, main.to_billing, is there no longer, given up"
      ])
    for run in [late, other] {
      #expect(run.engine.snapshot().queues.allSatisfy { $0.waiting == 0 })
      #expect(!run.log.kept.contains { $0.kind == "callback" })
    }
  }
}

struct CallBackRestart: Error { var description: String }
