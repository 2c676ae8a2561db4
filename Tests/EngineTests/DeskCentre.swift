import ACD
import CallFlow
import Chronology
import Session
import Synchronization
import Testing
import Tones

@testable import Engine

/// An engine in virtual time with flows of callers and of agents on lines of their own.
struct DeskCentre {
  static let bank = """
    callflow 1
    language en default
    dial 1000 -> main
    dial 2000 -> second
    skill billing
    skill sales
    queue billing { need billing 2; wrap-up 30s; number 70 }
    queue sales { need sales; wrap-up 0s; number 71 }
    flow main {
      route to_billing {
        queue billing
        note account = "12"
        talked -> rate
        overflow -> bye
      }
      do rate { say "You talked to {agent}."; outcome talked; -> bye }
      do bye { say "Goodbye."; hangup }
    }
    flow second { do start { say "Second."; outcome second; hangup } }
    flow card gives ok flag {
      set ok = false
      collect enter into card_pin { say "Card number."; digits 4; done { set ok = true; -> leave } }
      do leave { return }
    }
    """
  static func desk(_ lines: String = "") -> String {
    """
    callflow 1
    language en default
    flow agent_desk {
      desk at { number 3; pin 4; secret card; \(lines)
        done -> bye }
      do bye { hangup }
    }
    """
  }

  let engine: Engine
  let log = MemoryLog()
  let line: FakeLine
  let desks: FakeLine
  var now: Instant { engine.now }

  init(
    bank: String = bank, desk: String = "", dialer: any Dialer = NoDialer(), phones: [String: String] = [:],
    maxCalls: Int? = nil
  ) throws {
    engine = Engine(
      log: log, data: NoData(), seed: 1, start: Centre.start, pins: PlainPins(),
      dialer: dialer)
    line = FakeLine("trunk", inbox: engine.inbox)
    desks = FakeLine("agents", inbox: engine.inbox)
    var site = try DeskCentre.site(bank: bank, desk: desk)
    site.maxCalls = maxCalls
    for index in site.agents.indices { site.agents[index].phone = phones[site.agents[index].name] }
    engine.load(site, at: Centre.start)
  }

  static func site(bank: String = bank, desk: String = "") throws -> SiteDefinition {
    let graphs = try [("bank.callflow", bank), ("desk.callflow", self.desk(desk))].map { name, text in
      let compiled = Compiler.compile([SourceText(name: name, text: text)])
      return try #require(compiled.applications.first, "\(compiled.diagnostics)")
    }
    let skills = ["kim": ["billing": 3], "lee": ["billing": 3, "sales": 2], "park": [:]]
    var site = SiteDefinition(
      applications: graphs,
      agents: ["kim", "lee", "park"].enumerated().map { index, name in
        SiteDefinition.Agent(
          name: name, number: "20\(index + 1)", pin: "\(index + 1)234", skills: skills[name] ?? [:])
      },
      lines: ["trunk": .init(flow: "main"), "agents": .init(flow: "agent_desk")])
    site.recordings = "recordings"
    return site
  }

  // MARK: Callers and lines

  func call(_ ani: String = "0212345678") -> CallID { arrive(line, ani) }
  func callFrom(_ ani: String?) -> CallID { arrive(line, ani) }
  func sitDown() -> CallID { arrive(desks, nil) }
  private func arrive(_ line: FakeLine, _ ani: String?) -> CallID {
    let id = engine.inbox.makeCallID(at: now)
    engine.schedule(.arrival(Arrival(line: line, ani: ani), id), at: now)
    engine.run(upTo: now + .seconds(1))
    return id
  }
  /// A telephone that was rung is answered: it arrives as that leg.
  func answer(_ leg: LegID) -> CallID {
    let id = engine.inbox.makeCallID(at: now)
    engine.schedule(.arrival(Arrival(line: desks, leg: leg), id), at: now)
    engine.run(upTo: now)
    return id
  }
  /// An agent at a line, logged in.
  func agent(_ name: String) -> CallID {
    let leg = sitDown()
    let index = ["kim", "lee", "park"].firstIndex(of: name) ?? 0
    press("20\(index + 1)#\(index + 1)234#", leg)
    return leg
  }
  func press(_ keys: String, _ call: CallID) {
    for key in keys.compactMap({ Key($0) }) {
      engine.schedule(.line(call, .keyDown(key, cut: nil)), at: now)
      engine.schedule(.line(call, .keyUp(key)), at: now)
      engine.run(upTo: now)
    }
  }
  /// Hang-ups of one instant, in that order.
  func hangUp(_ calls: CallID...) {
    for call in calls { engine.schedule(.line(call, .hungUp), at: now) }
    engine.run(upTo: now)
  }
  func wait(_ seconds: Int) { engine.run(upTo: now + .seconds(Int64(seconds))) }
  @discardableResult func perform(_ command: EngineCommand) -> EngineReply { engine.perform(command) }

  // MARK: What is seen

  func explained(_ call: CallID) -> [String] {
    if case .explained(let lines) = perform(.explainCall(call)) { lines } else { [] }
  }

  func state(_ agent: String) -> String {
    engine.snapshot().agents.first { $0.name == agent }?.state.word ?? "?"
  }
  func orders(_ call: CallID) -> [FakeLine.Order] { line.orders(call) + desks.orders(call) }
  /// What was played to a leg, without tones and silences.
  func said(_ call: CallID) -> [String] {
    orders(call).compactMap { if case .play(let text) = $0 { text } else { nil } }
  }
  func seats(_ call: CallID) -> [FakeLine.Order] {
    orders(call).filter {
      switch $0 {
      case .join, .leaveTalk: true
      case .play, .stop, .hangUp, .record: false
      }
    }
  }
  /// The seat that a leg has now.
  func seat(_ call: CallID) -> FakeLine.Order? {
    if case .join(let talk, let seat)? = seats(call).last { .join(talk, seat) } else { nil }
  }
  func hearsMusic(_ call: CallID) -> Bool { orders(call).last { $0 != .leaveTalk } == .play("") }
  /// Nobody is in a talk that is over, every call is closed once.
  func checkAfterAll(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(engine.core.talkFaults() == [], sourceLocation: sourceLocation)
    #expect(engine.core.distributor.value.invariantFaults() == [], sourceLocation: sourceLocation)
    let opened = log.opened.map(\.call).sorted(), closed = log.closed.map(\.call).sorted()
    #expect(opened == closed, sourceLocation: sourceLocation)
    for call in opened { #expect(seat(call) == nil, sourceLocation: sourceLocation) }
  }
}

/// PINs that are their own hashes.
final class PlainPins: PinCheck {
  func check(_ pin: String, against hash: String?, answer: @escaping @Sendable (Bool) -> Void) {
    answer(pin == hash)
  }
}
