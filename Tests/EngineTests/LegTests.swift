import ACD
import CallFlow
import Chronology
import Session
import Synchronization
import Testing
import Tones

@testable import Engine

/// An engine in virtual time behind a PBX: calls of a flow written as text, each on a leg.
struct Trunk {
  static let start = Instant(milliseconds: 1_772_500_000_000)
  let engine: Engine
  let log = MemoryLog()
  let line: FakeLine
  let dialer = FakeDialer()
  var now: Instant { engine.now }

  init(_ flow: String, maxCalls: Int? = nil) throws {
    engine = Engine(log: log, data: NoData(), seed: 1, start: Trunk.start, dialer: dialer)
    line = FakeLine("trunk", inbox: engine.inbox)
    let text = "callflow 1\nlanguage en default\n" + flow
    let compiled = Compiler.compile([SourceText(name: "t.callflow", text: text)])
    let graph = try #require(compiled.applications.first, "\(compiled.diagnostics)")
    engine.load(SiteDefinition(applications: [graph], maxCalls: maxCalls), at: Trunk.start)
  }

  static func leg(_ number: UInt64) -> LegID { LegID(high: 0xABCD, low: number) }

  @discardableResult func arrive(_ leg: LegID, ani: String? = nil, dnis: String? = nil) -> CallID {
    let id = engine.inbox.makeCallID(at: now)
    engine.schedule(
      .arrival(Arrival(line: line, ani: ani, dnis: dnis, leg: leg, flow: "main"), id), at: now)
    engine.run(upTo: now)
    return id
  }
  func hangUp(_ call: CallID) {
    engine.schedule(.line(call, .hungUp), at: now)
    engine.run(upTo: now)
  }
  func wait(_ duration: Duration) { engine.run(upTo: now + duration) }
  @discardableResult func expect(_ leg: LegID, _ facts: LegFacts) -> EngineReply {
    engine.perform(.expect(leg, facts))
  }
  func next(_ leg: LegID) -> EngineReply { engine.perform(.nextHop(leg)) }
}

/// Keeps what it was told.
final class FakeDialer: Dialer {
  enum Order: Equatable { case ring(LegID, String, Duration), cancel(LegID) }
  private let state = Mutex<(orders: [Order], failed: [LegID: @Sendable (DialFault) -> Void])>(([], [:]))
  var orders: [Order] { state.withLock { $0.orders } }
  func ring(
    _ leg: LegID, number: String, for ring: Duration, failed: @escaping @Sendable (DialFault) -> Void
  ) {
    state.withLock {
      $0.orders.append(.ring(leg, number, ring))
      $0.failed[leg] = failed
    }
  }
  func cancel(_ leg: LegID) { state.withLock { $0.orders.append(.cancel(leg)) } }
  func fail(_ leg: LegID, _ fault: DialFault) { state.withLock { $0.failed[leg] }?(fault) }
}

@Suite struct `A leg that a PBX has told of` {
  static let flow = """
    dial 1000 -> main
    dial 2000 -> other
    field vip flag = false
    field tier text
    field limit number
    field pin text

    flow main {
        do hello { log "main {caller.number} {call.vip} {call.tier}"; hangup }
    }
    flow other {
        do hello { log "other {caller.name}"; hangup }
    }
    """

  @Test func `is that call: its numbers, its name and its fields`() throws {
    let trunk = try Trunk(Self.flow)
    let facts = LegFacts(
      ani: "201", dnis: "2000", callerName: "O'Neil; \"x\"\\", fields: ["vip": "yes", "pin": "1234"])
    #expect(trunk.expect(Trunk.leg(1), facts) == .expected(replaces: false))
    let call = trunk.arrive(Trunk.leg(1), ani: "999", dnis: "1000")
    trunk.wait(.seconds(1))
    #expect(trunk.log.opened.map { [$0.ani, $0.dnis, $0.flow] } == [["201", "2000", "other"]])
    #expect(
      trunk.log.events(call) == [
        "language en", "set call.vip = true", "set call.pin = ****", "state other.hello",
        "log other O'Neil; \"x\"\\", "move do -> hangup",
      ])
  }

  @Test func `begins with the flow that was told, whatever was dialled`() throws {
    let trunk = try Trunk(Self.flow)
    trunk.expect(Trunk.leg(1), LegFacts(ani: "201", flow: "main"))
    trunk.arrive(Trunk.leg(1), dnis: "2000")
    trunk.wait(.seconds(1))
    #expect(trunk.log.opened.map { [$0.dnis, $0.flow] } == [["2000", "main"]])
  }

  @Test func `told twice is the later one, and after a minute nobody`() throws {
    let trunk = try Trunk(Self.flow)
    trunk.expect(Trunk.leg(1), LegFacts(ani: "201"))
    trunk.wait(.seconds(59))
    #expect(trunk.expect(Trunk.leg(1), LegFacts(ani: "202")) == .expected(replaces: true))
    trunk.wait(.seconds(59))
    trunk.arrive(Trunk.leg(1))
    trunk.expect(Trunk.leg(2), LegFacts(ani: "203"))
    trunk.wait(.seconds(60))
    trunk.arrive(Trunk.leg(2))
    trunk.wait(.seconds(1))
    #expect(trunk.log.opened.map(\.ani) == ["202", nil])
    #expect(trunk.engine.snapshot().legs.neverCame == 1)
  }

  @Test(arguments: [
    (["vop": "1"], "no flow declares a field 'vop'; did you mean vip?"),
    (["vip": "maybe"], "'vip' is a flag: it takes true or false"),
    (["limit": "12;rm"], "'limit' is a number: it takes a number like 12 or -3.50"),
    (["tier": "a\nb"], "'tier' is a text: it takes a text of at most 256 characters, on one line"),
  ])
  func `is refused with a field that is not declared or not of its type`(
    fields: [String: String], problem: String
  ) throws {
    let trunk = try Trunk(Self.flow)
    #expect(trunk.expect(Trunk.leg(1), LegFacts(fields: fields)) == .refused(problem))
    #expect(
      trunk.expect(Trunk.leg(1), LegFacts(flow: "mian"))
        == .refused("there is no flow 'mian'; did you mean main?"))
    #expect(trunk.engine.snapshot().legs.expected == 0)
  }

  @Test func `in any number is remembered up to a limit, and a storm leaves nothing behind`() throws {
    let trunk = try Trunk(Self.flow)
    for n in 0..<150_000 {
      let reply = trunk.expect(Trunk.leg(UInt64(n)), LegFacts(ani: "1"))
      if reply != .expected(replaces: false) { Issue.record("\(n): \(reply)") }
    }
    #expect(trunk.expect(Trunk.leg(200_000), LegFacts()).problem?.contains("150000") == true)
    #expect(trunk.expect(Trunk.leg(5), LegFacts()) == .expected(replaces: true))
    trunk.wait(.seconds(61))
    #expect(trunk.expect(Trunk.leg(200_000), LegFacts()) == .expected(replaces: false))
    #expect(trunk.engine.snapshot().legs.expected == 1)
  }
}

@Suite struct `A leg that has ended` {
  static let flow = """
    flow main {
        set tries = 0
        menu first {
            say "Press a key."
            key 1 -> sales
            key 2 -> nowhere
        }
        transfer sales {
            say "One moment."
            to "20-1"
            done { log "talked {talk}"; -> bye }
            busy -> again
            no-answer { log "reason {reason}"; -> bye }
        }
        transfer nowhere { to text(1 + 1) + "x" }
        menu again { say "Busy."; key 1 -> sales }
        do bye { say "Bye."; hangup }
    }
    """
  static func press(_ trunk: Trunk, _ call: CallID, _ key: Key = .one) {
    trunk.engine.schedule(.line(call, .keyDown(key, cut: nil)), at: trunk.now)
    trunk.engine.schedule(.line(call, .keyUp(key)), at: trunk.now)
    trunk.wait(.seconds(3))
  }

  @Test func `sends its caller home, or to where the flow has transferred him`() throws {
    let trunk = try Trunk(Self.flow)
    let call = trunk.arrive(Trunk.leg(1))
    #expect(trunk.next(Trunk.leg(1)).problem?.contains("has not ended") == true)
    trunk.wait(.seconds(2))
    Self.press(trunk, call)
    #expect(trunk.next(Trunk.leg(1)) == .nextHop(.transfer(to: "201")))
    #expect(trunk.line.orders(call).last == .hangUp)
    #expect(trunk.engine.snapshot().calls == [] && trunk.engine.snapshot().legs.away == 1)
    let other = trunk.arrive(Trunk.leg(2))
    trunk.hangUp(other)
    #expect(trunk.next(Trunk.leg(2)) == .nextHop(.hangUp))
    #expect(trunk.next(Trunk.leg(3)).problem?.contains("no leg") == true)
    trunk.wait(.minutes(6))
    #expect(trunk.next(Trunk.leg(2)).problem?.contains("no leg") == true)
  }

  @Test func `of a call that was not taken sends its caller to the fallback`() throws {
    let trunk = try Trunk(Self.flow, maxCalls: 1)
    trunk.arrive(Trunk.leg(1))
    trunk.arrive(Trunk.leg(2))
    #expect(trunk.next(Trunk.leg(2)) == .nextHop(.fallback))
  }

  @Test func `and comes back goes on where it was, as one record`() throws {
    let trunk = try Trunk(Self.flow, maxCalls: 1)
    let call = trunk.arrive(Trunk.leg(1), ani: "0101")
    trunk.wait(.seconds(2))
    Self.press(trunk, call)
    // While it is away another call has room.
    let other = trunk.arrive(Trunk.leg(7))
    trunk.hangUp(other)
    let back = LegFacts(continues: .init(of: Trunk.leg(1), .failed(.busy)))
    #expect(trunk.expect(Trunk.leg(2), back) == .expected(replaces: false))
    // One call comes back on one leg; said again, the later word holds.
    #expect(trunk.expect(Trunk.leg(4), back).problem?.contains("is expected back on") == true)
    #expect(trunk.expect(Trunk.leg(2), back) == .expected(replaces: true))
    let second = trunk.arrive(Trunk.leg(2))
    trunk.wait(.seconds(2))
    #expect(trunk.line.orders(second) == [.play("Busy.")])
    #expect(trunk.engine.snapshot().calls.map(\.id) == [call])
    // A word of the old line says nothing any more.
    trunk.hangUp(call)
    #expect(trunk.engine.snapshot().calls.map(\.id) == [call])
    Self.press(trunk, second)
    #expect(trunk.next(Trunk.leg(2)) == .nextHop(.transfer(to: "201")))
    trunk.wait(.seconds(93))
    let talked = LegFacts(continues: .init(of: Trunk.leg(2), .ended(talk: .seconds(93))))
    #expect(trunk.expect(Trunk.leg(3), talked) == .expected(replaces: false))
    let third = trunk.arrive(Trunk.leg(3))
    trunk.wait(.seconds(5))
    #expect(trunk.line.orders(third) == [.play("Bye."), .hangUp])
    #expect(trunk.next(Trunk.leg(3)) == .nextHop(.hangUp))
    let closed = trunk.log.closed.filter { $0.call == call }
    #expect(closed.map(\.outcome) == ["transferred"] && trunk.log.opened.count == 2)
    #expect(
      trunk.log.events(call).filter { $0.hasPrefix("transfer") || $0.hasPrefix("log") } == [
        "transfer 201", "transfer failed busy", "transfer 201", "transfer ended talk 93.0s",
        "log talked 1 minute 33 seconds",
      ])
  }

  @Test func `and does not come back is closed as transferred, at once when the PBX says so`() throws {
    let trunk = try Trunk(Self.flow)
    for leg in [1, 2] {
      let call = trunk.arrive(Trunk.leg(UInt64(leg)))
      trunk.wait(.seconds(2))
      Self.press(trunk, call)
    }
    let left = trunk.now
    trunk.wait(.minutes(1))
    #expect(trunk.engine.perform(.hangUpLeg(Trunk.leg(2))) == .done)
    #expect(trunk.log.closed.map(\.outcome) == ["transferred"])
    #expect(
      trunk.expect(Trunk.leg(9), LegFacts(continues: .init(of: Trunk.leg(2), .failed(.busy)))).problem != nil)
    trunk.wait(.hours(1))
    #expect(trunk.log.closed.map(\.outcome) == ["transferred", "transferred"])
    #expect(trunk.log.closed.map(\.endedBy) == ["transferred", "transferred"])
    #expect(trunk.log.closed.allSatisfy { $0.ended <= left })
    #expect(trunk.engine.snapshot().legs == LegCounts())
  }

  @Test func `a number that is none, and a line without a PBX, throw an error`() throws {
    let trunk = try Trunk(Self.flow)
    let call = trunk.arrive(Trunk.leg(1))
    trunk.wait(.seconds(2))
    Self.press(trunk, call, .two)
    #expect(trunk.log.events(call).contains("event error.transfer.route 1"))
    let plain = trunk.engine.inbox.makeCallID(at: trunk.now)
    trunk.engine.schedule(.arrival(Arrival(line: trunk.line, flow: "main"), plain), at: trunk.now)
    trunk.wait(.seconds(2))
    Self.press(trunk, plain)
    #expect(trunk.log.events(plain).contains("event error.transfer.route 1"))
  }
}

@Suite struct `A telephone that is rung` {
  static let flow = "flow main { menu first { say \"Hello.\"; key 1 -> first } }"
  final class Answer: Sendable {
    let value = Mutex<[DialFault?]>([])
  }
  static func ring(_ trunk: Trunk) throws -> (LegID, Answer) {
    let answer = Answer()
    trunk.engine.schedule(
      .ring("202", flow: nil, for: .seconds(20)) { fault in answer.value.withLock { $0.append(fault) } },
      at: trunk.now)
    trunk.wait(.milliseconds(1))
    guard case .ring(let leg, "202", .seconds(20))? = trunk.dialer.orders.last else {
      throw FlowFault("\(trunk.dialer.orders)")
    }
    return (leg, answer)
  }
  struct FlowFault: Error {
    init(_ text: String) {}
  }

  @Test func `and answered is a call to that number`() throws {
    let trunk = try Trunk(Self.flow)
    let (leg, answer) = try Self.ring(trunk)
    trunk.arrive(leg)
    #expect(answer.value.withLock { $0 } == [nil])
    #expect(trunk.log.opened.map(\.dnis) == ["202"])
    trunk.wait(.minutes(1))
    #expect(trunk.dialer.orders.count == 1 && trunk.engine.snapshot().legs.ringing == 0)
  }

  @Test func `and answered is no call to what its name reads like`() throws {
    let trunk = try Trunk(Self.flow)
    let (leg, _) = try Self.ring(trunk)
    trunk.arrive(leg, ani: "861", dnis: "73419")
    #expect(trunk.log.opened.map { [$0.ani, $0.dnis] } == [[nil, "202"]])
  }

  @Test func `and busy is told once`() throws {
    let trunk = try Trunk(Self.flow)
    let (leg, answer) = try Self.ring(trunk)
    trunk.dialer.fail(leg, .busy)
    trunk.dialer.fail(leg, .broken("late"))
    trunk.wait(.minutes(1))
    #expect(answer.value.withLock { $0 } == [.busy])
  }

  @Test func `and never answered is taken back`() throws {
    let trunk = try Trunk(Self.flow)
    let (leg, answer) = try Self.ring(trunk)
    trunk.wait(.seconds(26))
    #expect(answer.value.withLock { $0 } == [.noAnswer])
    #expect(trunk.dialer.orders.last == .cancel(leg))
    // Whoever comes now is a caller like any other.
    trunk.arrive(leg)
    #expect(trunk.engine.snapshot().calls.count == 1)
  }
}
