import ACD
import CallFlow
import Chronology
import Session

/// Why a leg is rung.
enum LegPurpose {
  /// An operator asked for it: a call on that flow, to the person who answers.
  case asked(flow: String?, number: String, answer: @Sendable (DialFault?) -> Void)
  /// An agent without a line is offered a call.
  case agent(AgentID)
  /// A caller is transferred to it.
  case bridge(CallID)
  /// Somebody who wanted to be called back, by the id of the place that is kept for him.
  case callBack(CallID)
  /// An agent asks somebody elsewhere about that call.
  case consultation(CallID)
}

/// Legs by their ids: those that a PBX told of, those that are rung, those that may come back.
struct LegBook {
  /// Told of by `expect`. Two thousand a second for a minute, none of which comes, and a little more.
  var expected = LegTable<LegFacts>(lifetime: .seconds(60), limit: 150_000)
  /// What the PBX does next with legs that have ended.
  var ended = LegTable<NextHop>(lifetime: .minutes(5), limit: 150_000)
  /// Calls that left us for a number, by the leg on which they left.
  var away: [LegID: CallID] = [:]
  var live: [LegID: CallID] = [:]
  var rung: [LegID: (purpose: LegPurpose, timer: Agenda.Ticket)] = [:]
  /// What a line calls a call that came back on it.
  var renamed: [CallID: CallID] = [:]

  /// Rung and wanted no more, and why: whoever answers all the same is hung up.
  var stopped = LegTable<String>(lifetime: .minutes(2), limit: 10_000)

  static let awayLimit = 10_000
  /// A transferred call that has not come back by then never will.
  static let awayTime: Duration = .hours(1)
  /// A telephone that is rung answers in its time and this: the PBX has to connect it to us.
  static let ringSlack: Duration = .seconds(5)
}

extension EngineCore {
  // MARK: What a PBX tells and asks

  mutating func expect(_ leg: LegID, _ facts: LegFacts) -> EngineReply {
    if let call = legs.live[leg] { return .refused("\(leg) is here already: call \(call)") }
    if let back = facts.continues, legs.away[back.leg] == nil {
      return .refused("no call has left on \(back.leg), or its time to come back is over")
    }
    if let back = facts.continues,
      let other = legs.expected.first(at: now, where: { $0 != leg && $1.continues?.leg == back.leg })
    {
      return .refused("the call that left on \(back.leg) is expected back on \(other) already")
    }
    if let flow = facts.flow, !applications.contains(where: { $0.graph.flow(named: flow) != nil }) {
      let flows = applications.flatMap { $0.graph.content.flows.map(\.name) }
      return .refused("there is no flow '\(flow.prefix(40))'" + near(flow, flows))
    }
    for (name, text) in facts.fields.sorted(by: { $0.key < $1.key }) {
      if let problem = problem(withField: name, text) { return .refused(problem) }
    }
    legs.expected.expire(at: now)
    if legs.expected.isFull, legs.expected[leg] == nil {
      return .refused("\(legs.expected.count) legs are expected, as many as can be remembered")
    }
    return .expected(replaces: legs.expected.set(leg, facts, at: now))
  }

  private func near(_ name: String, _ names: [String]) -> String {
    Suggestions.nearest(name, among: names).map { "; did you mean \($0)?" } ?? ""
  }

  /// A value is never told: it may be a secret.
  private func problem(withField name: String, _ text: String) -> String? {
    let fields = applications.flatMap { application in
      application.graph.content.fields.map { ($0, application.prepared.zone) }
    }
    let own = fields.filter { $0.0.name == name }
    guard let (field, _) = own.first else {
      let names = fields.map(\.0.name)
      return "no flow declares a field '\(name.prefix(40))'"
        + (names.isEmpty ? "; write in a flow file: field \(name.prefix(40)) text" : near(name, names))
    }
    if own.contains(where: { FieldText.value(text, $0.0.type, zone: $0.1) != nil }) { return nil }
    return "'\(name)' is a \(field.type.rawValue): it takes \(FieldText.usage(field.type))"
  }

  mutating func nextHop(of leg: LegID) -> EngineReply {
    legs.ended.expire(at: now)
    if let hop = legs.ended[leg] { return .nextHop(hop) }
    if let call = legs.live[leg] { return .refused("the leg has not ended: call \(call) is on it") }
    return .refused("no leg \(leg) has been here in the last minutes")
  }

  /// The caller of a leg is gone, as the PBX says: a call that is away is over, any other is hung up.
  mutating func hangUp(_ leg: LegID) -> EngineReply {
    if let call = legs.away[leg], let s = slotByCall[call] {
      deliver(.transferred(.gone), to: Int(s), at: now)
      return .done
    }
    guard let call = legs.live[leg], let s = slotByCall[call] else {
      return .refused("no call is on leg \(leg)")
    }
    lineGone(call)
    deliver(.hungUp(by: .caller), to: Int(s), at: now)
    return .done
  }

  // MARK: Arrivals

  /// What is known of a leg that arrives goes into its arrival.
  /// - Returns: false when it is a call that came back, and has been handed its new line.
  mutating func recognise(
    _ arrival: inout Arrival, _ chosen: CallID?, fields: inout [String: String], at instant: Instant
  ) -> Bool {
    guard let leg = arrival.leg else { return true }
    _ = legs.ended.take(leg, at: now)
    if let rung = legs.rung.removeValue(forKey: leg) {
      agenda.cancel(rung.timer)
      // Its name is by chance: what a line reads in it, one time in 160, is no number.
      (arrival.ani, arrival.dnis) = (nil, nil)
      answered(rung.purpose, &arrival)
    }
    if let why = legs.stopped.take(leg, at: now) {
      late(arrival, chosen, why)
      return false
    }
    guard let facts = legs.expected.take(leg, at: now) else { return true }
    if let back = facts.continues, let call = legs.away[back.leg], let s = slotByCall[call], let chosen {
      comeBack(call, Int(s), from: back.leg, on: arrival.line, as: chosen, leg, back.answer, at: instant)
      return false
    }
    arrival.ani = facts.ani ?? arrival.ani
    arrival.dnis = facts.dnis ?? arrival.dnis
    arrival.callerName = facts.callerName ?? arrival.callerName
    if let flow = facts.flow { (arrival.flow, arrival.isFlowFixed) = (flow, true) }
    fields = facts.fields
    return true
  }

  private mutating func answered(_ purpose: LegPurpose, _ arrival: inout Arrival) {
    switch purpose {
    case .asked(let flow, let number, let answer):
      arrival.dnis = number
      if let flow { (arrival.flow, arrival.isFlowFixed) = (flow, true) }
      answer(nil)
    case .agent(let agent):
      ringing[agent] = nil
      answering = purpose
    case .bridge, .callBack, .consultation: answering = purpose
    }
  }

  /// Typed values for the fields that the application has.
  func values(_ texts: [String: String], for application: Application) -> [String: Value] {
    guard !texts.isEmpty else { return [:] }
    var values: [String: Value] = [:]
    for field in application.graph.content.fields {
      guard let text = texts[field.name] else { continue }
      values[field.name] = FieldText.value(text, field.type, zone: application.prepared.zone)
    }
    return values
  }

  // MARK: Away and back

  /// Sends a call to a number by the PBX it came from: it asks where to.
  mutating func transfer(_ request: TransferRequest, _ s: Int, _ id: CallID, at instant: Instant) {
    guard request.mode == .blind else { return bridge(request, s, id) }
    guard let leg = slots[s].leg, let line = slots[s].line, !slots[s].lineIsGone else {
      tell(.warning("line \(slots[s].given?.facts.line ?? "?") cannot transfer"), of: s, id, at: instant)
      agenda.add(.transferAnswered(id, .failed(.route)), at: now, .other)
      return
    }
    legs.ended.set(leg, .transfer(to: request.number), at: now)
    legs.live[leg] = nil
    line.hangUp(slots[s].lineCall)
    slots[s].lineIsGone = true
    slots[s].awaySince = instant
    guard legs.away.count < LegBook.awayLimit else {
      agenda.add(.transferAnswered(id, .gone), at: now, .other)
      return
    }
    legs.away[leg] = id
    slots[s].awayTimer = agenda.add(.transferAnswered(id, .gone), at: now + LegBook.awayTime, .timer)
  }

  private mutating func comeBack(
    _ call: CallID, _ s: Int, from old: LegID, on line: any Line, as lineCall: CallID, _ leg: LegID,
    _ answer: TransferAnswer, at instant: Instant
  ) {
    legs.away[old] = nil
    legs.live[leg] = call
    legs.renamed[slots[s].lineCall] = nil
    legs.renamed[lineCall] = call
    if let timer = slots[s].awayTimer { agenda.cancel(timer) }
    slots[s].comeBack(on: line, as: lineCall, leg)
    deliver(.transferred(answer), to: s, at: instant)
  }

  /// The call is over: nothing is known of its legs but where the PBX sends the caller.
  mutating func closeLegs(of s: Int, _ hop: NextHop) {
    if let timer = slots[s].awayTimer { agenda.cancel(timer) }
    if slots[s].lineCall != slots[s].id { legs.renamed[slots[s].lineCall] = nil }
    guard let leg = slots[s].leg else { return }
    if legs.away.removeValue(forKey: leg) == nil, legs.live.removeValue(forKey: leg) != nil {
      legs.ended.set(leg, hop, at: now)
    }
  }

  var legCounts: LegCounts {
    var counts = LegCounts()
    (counts.expected, counts.neverCame) = (legs.expected.count, legs.expected.expired)
    (counts.ringing, counts.away) = (legs.rung.count, legs.away.count)
    return counts
  }

  // MARK: Ringing

  /// Has a telephone rung; whoever answers arrives as that leg.
  mutating func ring(_ number: String, for ring: Duration, _ purpose: LegPurpose) -> LegID {
    let leg = makeLegID()
    let timer = agenda.add(.dialEnded(leg, .noAnswer), at: now + ring + LegBook.ringSlack, .timer)
    legs.rung[leg] = (purpose, timer)
    dialer.ring(leg, number: number, for: ring) { [inbox] fault in
      inbox.post(.dialEnded(leg, fault), at: inbox.now)
    }
    return leg
  }

  /// Nobody is wanted any more: the telephone stops ringing, and nobody is told.
  mutating func stopRinging(_ leg: LegID) {
    guard let rung = legs.rung.removeValue(forKey: leg) else { return }
    agenda.cancel(rung.timer)
    dialer.cancel(leg)
    remember(leg, rung.purpose)
  }

  /// Whoever answers a telephone that rings no more is nobody's caller.
  private mutating func remember(_ leg: LegID, _ purpose: LegPurpose) {
    switch purpose {
    case .asked: break
    case .agent(let agent): legs.stopped.set(leg, "telephone of \(registry.name(agent))", at: now)
    case .bridge(let call): legs.stopped.set(leg, "transfer of call \(call)", at: now)
    case .callBack: legs.stopped.set(leg, "call-back", at: now)
    case .consultation(let call): legs.stopped.set(leg, "consultation about call \(call)", at: now)
    }
  }

  /// Nobody will come.
  mutating func dialEnded(_ leg: LegID, _ fault: DialFault) {
    guard let rung = legs.rung.removeValue(forKey: leg) else { return }
    agenda.cancel(rung.timer)
    if fault == .noAnswer {
      dialer.cancel(leg)
      remember(leg, rung.purpose)
    }
    if case .broken(let why) = fault { onNotice?(now, .warning("dial: \(why)")) }
    switch rung.purpose {
    case .asked(_, _, let answer): answer(fault)
    case .agent(let agent):
      ringing[agent] = nil
      if case .offered(let call)? = distributor.value.state(of: agent)?.state {
        note(call, "phone") { "\($0.name(agent)) \(fault.told)" }
      }
      if case .broken(let why) = fault { return unreachable(agent, why) }
      unreachable[agent] = nil
      // A telephone that is busy would else be rung again at once, and again.
      distribute(.agentMissed(agent))
    case .bridge(let call): bridgeFailed(call, fault)
    case .callBack(let place): callBackFailed(place, fault)
    case .consultation(let call): outsideFailed(call, fault)
    }
  }

  private mutating func makeLegID() -> LegID {
    if let makeLeg { return makeLeg() }
    return LegID(high: legNumbers.next(), low: legNumbers.next())
  }
}
