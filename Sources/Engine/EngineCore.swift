import ACD
import CallFlow
import Chronology
import Session

/// The engine's state. A struct, so that what happens for one input is one access to it.
struct EngineCore: ~Copyable {
  /// A queue visit of an answered call whose talk or wrap-up is not over.
  struct OpenVisit {
    var row: QueueVisitRow
    var talkIsOver = false
    var wrapUpSince: Instant?
  }

  var onStory: ((CallID, Instant, CallStory, String) -> Void)?
  var onNotice: ((Instant, EngineNotice) -> Void)?
  let log: any CallLog
  let wantsEvents: Bool
  let data: any DataSource
  let inbox: Mailbox
  let pins: any PinCheck
  let dialer: any Dialer

  var agenda = Agenda()
  var arrived: [(EngineInput, Instant)] = []
  var now: Instant
  var wallOffset = Duration.zero

  /// Every field of a free slot that holds something is nil. Not optional itself: to look at one field of an
  /// optional is to copy them all.
  var slots: [CallSlot] = []
  var freeSlots: [Int32] = []
  var slotByCall = CallTable()
  /// Calls that are over and whose record is still to be closed.
  var ended: [Int32] = []
  var callsTaken = 0
  var callsEnded = 0

  var registry = Registry()
  var definition = SiteDefinition(applications: [])
  var applications: [Application] = []
  let distributor: DistributorBox
  var openVisits: [AgentID: OpenVisit] = [:]
  var legs = LegBook()
  var legNumbers: SeededGenerator
  var makeLeg: (() -> LegID)?

  /// The lines on which agents sit.
  var desks: [AgentID: CallID] = [:]
  /// Talks of callers with agents on lines, by the caller's call.
  var rooms: [CallID: TalkRoom] = [:]
  /// In which talk a call has a seat.
  var seats: [CallID: TalkID] = [:]
  var lastTalk: UInt64 = 0
  var logins = LoginGuard()
  var loginSerial: UInt32 = 0
  var deskWork: [(CallID, DeskWork)] = []
  /// Telephones of agents that are rung.
  var ringing: [AgentID: LegID] = [:]
  /// Whose telephone has just arrived as a leg.
  var answering: AgentID?
  /// What runs on them, by the graph's id.
  var phones: [UInt64: Application] = [:]

  var isLoaded = false
  var isShuttingDown = false
  var isStopped = false
  var inputs = 0

  // Buffers, reused.
  var callEffects: [CallEffect] = []
  var distributorEffects: [DistributorEffect] = []
  private var context: EngineContext?

  /// Another walker than that of the graph: the seam is open to more than one kind.
  var makeWalker: ((PreparedGraph) -> any Walker)?

  init(
    log: any CallLog, data: any DataSource, pins: any PinCheck, seed: UInt64, start: Instant,
    inbox: Mailbox, dialer: any Dialer
  ) {
    (self.log, self.data, self.pins) = (log, data, pins)
    (self.inbox, self.dialer) = (inbox, dialer)
    legNumbers = SeededGenerator(seed: seed ^ 0x6C65_6773)
    wantsEvents = log.wantsEvents
    distributor = DistributorBox(Distributor(seed: seed))
    now = start
    inbox.publish(start)
  }

  /// On the wall clock.
  func wall(_ instant: Instant) -> Instant { instant + wallOffset }

  // MARK: Time

  mutating func takePosted() {
    inbox.take(into: &arrived)
    guard !arrived.isEmpty else { return }
    for (input, instant) in arrived { agenda.add(input, at: instant, input.order) }
    arrived.removeAll(keepingCapacity: true)
  }

  mutating func run(upTo limit: Instant) {
    takePosted()
    while let (input, instant) = agenda.take(upTo: limit) {
      advance(to: instant)
      handle(input, at: instant)
      takePosted()
    }
    advance(to: limit)
  }

  mutating func advance(to instant: Instant) {
    guard instant > now else { return }
    now = instant
    inbox.publish(instant)
  }

  private mutating func handle(_ input: EngineInput, at instant: Instant) {
    switch input {
    case .arrival(let arrival, let id): arrive(arrival, id, at: instant)
    case .line(let lineCall, let event):
      let call = legs.renamed[lineCall] ?? lineCall
      // What comes late from a line that the call has left is another call's, or nobody's.
      guard let s = slotByCall[call], slots[Int(s)].lineCall == lineCall else { return }
      let isOpen = slots[Int(s)].ending == nil
      switch event {
      case .hungUp:
        slots[Int(s)].lineIsGone = true
        if slots[Int(s)].extra != nil { lineGone(call) }
      case .lost(let why):
        slots[Int(s)].lineIsGone = true
        if slots[Int(s)].extra != nil { lineGone(call) }
        if isOpen { tell(.farEndGone(why), of: Int(s), call, at: instant) }
      case .farEndGone(let reason):
        if slots[Int(s)].extra != nil { lineGone(call) }
        if isOpen { tell(.farEndGone("\(reason)"), of: Int(s), call, at: instant) }
      case .recorded(let path, let duration): recorded(path, duration, Int(s), call, at: instant)
      case .keyDown, .keyUp, .segmentStarted, .segmentFinished, .segmentFailed: break
      }
      if let event = CallEvent(event) { deliver(event, to: Int(s), at: instant) }
    case .callTimer(let call, let timer):
      guard let s = slotByCall[call] else { return }
      _ = slots[Int(s)].removeTimer(timer.serial)
      if timer.kind == .timed, let position = distributor.value.position(of: call, at: now) {
        deliver(.queued(position: position), to: Int(s), at: instant)
      }
      deliver(.timer(timer), to: Int(s), at: instant)
    case .distributorTimer(let timer): distribute(.timer(timer))
    case .lookupAnswered(let call, let serial, let answer):
      if let s = slotByCall[call] { deliver(.lookupAnswered(serial, answer), to: Int(s), at: instant) }
    case .saveAnswered(let call, let serial, let answer):
      if let s = slotByCall[call] { deliver(.saveAnswered(serial, answer), to: Int(s), at: instant) }
    case .transferAnswered(let call, let answer):
      if let s = slotByCall[call] { deliver(.transferred(answer), to: Int(s), at: instant) }
    case .dialEnded(let leg, let fault): dialEnded(leg, fault)
    case .ring(let number, let flow, let time, let answer):
      _ = ring(number, for: time, .asked(flow: flow, number: number, answer: answer))
    case .command(let command, let reply):
      let answer = perform(command)
      settle()
      reply?(refreshed(answer))
    case .snapshot(let reply): reply(snapshot())
    case .wallOffset(let offset): wallOffset = offset
    case .pinChecked(let call, let serial, let isRight): checked(call, serial, isRight)
    case .graceOver: cutShort()
    }
    settle()
    inputs &+= 1
    if inputs & 8191 == 0 { checkInvariants() }
  }

  /// What must always hold, looked at now and then while it costs nothing to speak of.
  private func checkInvariants() {
    guard let onNotice, distributor.value.checkingCost < 20_000 else { return }
    for fault in distributor.value.invariantFaults() + talkFaults() { onNotice(now, .warning(fault)) }
  }

  // MARK: Definitions

  mutating func load(_ new: SiteDefinition) {
    definition = new
    isLoaded = true
    var old: [ObjectIdentifier: Application] = [:]
    for application in applications { old[ObjectIdentifier(application.graph)] = application }
    applications = []
    for graph in new.applications {
      applications.append(
        old[ObjectIdentifier(graph)] ?? Application(graph, zone: new.zone, registry: &registry))
    }
    var queues: [QueueDefinition] = []
    var seen: Set<String> = []
    for application in applications {
      for item in application.graph.content.queues where seen.insert(item.name).inserted {
        queues.append(QueueDefinition(item, id: registry.queue(item.name)))
      }
    }
    var agents: [AgentDefinition] = []
    for agent in new.agents {
      var skills: [SkillID: Int] = [:]
      for (name, level) in agent.skills { skills[registry.skill(name)] = level }
      var definition = AgentDefinition(id: registry.agent(agent.name), name: agent.name, skills: skills)
      definition.isDialled = agent.phone != nil
      agents.append(definition)
    }
    distributor.value.explains = wantsEvents || onNotice != nil
    distributor.value.configure(queues: queues, agents: agents, at: now, into: &distributorEffects)
    settle()
  }

  // MARK: Calls

  private mutating func arrive(_ arrival: Arrival, _ chosen: CallID?, at instant: Instant) {
    var (arrival, texts) = (arrival, [String: String]())
    guard recognise(&arrival, chosen, fields: &texts, at: instant) else { return }
    if let agent = answering.take() { return answered(agent, on: arrival, chosen, at: instant) }
    var id = chosen ?? inbox.makeCallID(at: wall(instant))
    if slotByCall[id] != nil { id = inbox.makeCallID(at: wall(instant)) }
    callsTaken += 1
    var facts = CallFacts(
      id: id.description, ani: arrival.ani, dnis: arrival.dnis, callerName: arrival.callerName,
      line: arrival.line.name, start: wall(instant))
    let rule = definition.lines[arrival.line.name]
    let flowName = arrival.flow ?? rule?.flow
    let application = application(named: arrival.application ?? rule?.application, having: flowName)
    let live = callsTaken - callsEnded - 1 - legs.away.count
    guard let application,
      let start = makeWalker == nil
        ? application.prepared.start(
          dnis: arrival.isFlowFixed ? nil : arrival.dnis, ani: arrival.ani, lineFlow: flowName)
        : (StateID(0), LanguageID(0)),
      !isShuttingDown, live < definition.maxCalls ?? .max
    else {
      refuse(id, arrival, facts, application, flowName ?? "", at: instant)
      return
    }
    facts.fields = values(texts, for: application)
    let graph = application.graph
    let flow = graph.flowName(of: start.state) ?? flowName ?? ""
    let language =
      graph.content.languages.indices.contains(start.language.index)
      ? graph.content.languages[start.language].tag : ""
    log.append(
      .callOpened(
        CallOpening(
          call: id, graph: application.graphID, flow: flow, line: facts.line, ani: facts.ani,
          dnis: facts.dnis, offered: facts.start)))
    let walker: any Walker =
      makeWalker?(application.prepared)
      ?? FlowWalker(application.prepared, start: start.state, language: start.language)
    let slot = CallSlot(
      id, on: arrival.line, facts, application, walker, language: language, at: instant)
    let s = take(slot, of: arrival)
    onNotice?(now, .callArrived(id, facts, graph, flow: flow, language: language))
    deliver(.answered, to: s, at: instant)
  }

  /// Gives a new call its place.
  mutating func take(_ slot: consuming CallSlot, of arrival: Arrival) -> Int {
    slot.leg = arrival.leg
    let id = slot.id
    if let leg = arrival.leg { legs.live[leg] = id }
    let s: Int
    if let free = freeSlots.popLast() {
      s = Int(free)
      slots[s] = slot
    } else {
      s = slots.count
      slots.append(slot)
    }
    slotByCall[id] = Int32(truncatingIfNeeded: s)
    return s
  }

  private func application(named name: String?, having flow: String?) -> Application? {
    if let name {
      return applications.first { $0.graph.name == name }
        ?? applications.first { $0.graph.name.hasSuffix("/" + name) }
    }
    guard let flow else { return applications.first }
    return applications.first { $0.graph.flow(named: flow) != nil } ?? applications.first
  }

  /// A record all the same: every call has one.
  private mutating func refuse(
    _ id: CallID, _ arrival: Arrival, _ facts: CallFacts, _ application: Application?, _ flow: String,
    at instant: Instant
  ) {
    callsEnded += 1
    log.append(
      .callOpened(
        CallOpening(
          call: id, graph: application?.graphID ?? "", flow: flow, line: facts.line, ani: facts.ani,
          dnis: facts.dnis, offered: facts.start)))
    onNotice?(now, .callArrived(id, facts, application?.graph, flow: flow, language: ""))
    if let leg = arrival.leg { legs.ended.set(leg, .fallback, at: now) }
    arrival.line.hangUp(id)
    log.append(
      .callClosed(
        CallClosing(
          call: id, language: "", answered: nil, ended: facts.start, endedBy: Party.system.rawValue,
          outcome: Outcome.refused.rawValue, ownOutcome: nil)))
    onNotice?(now, .callEnded(id, Ending(outcome: .refused, ownOutcome: nil, by: .system)))
  }

  mutating func deliver(_ event: CallEvent, to s: Int, at instant: Instant) {
    // Field by field: a copy of the slot would make the runtime copy its arrays.
    guard slots[s].ending == nil, let given = slots[s].given, let line = slots[s].line else { return }
    let (id, lineCall) = (slots[s].id, slots[s].lineCall)
    let instant = max(instant, slots[s].latest)
    slots[s].latest = instant
    let context = self.context ?? EngineContext(given, distributor)
    self.context = context
    context.fill(now: wall(instant), engineTime: now, given: given)
    var effects: [CallEffect] = []
    swap(&effects, &callEffects)
    slots[s].runtime?.handle(event, at: instant, in: context, into: &effects)
    // Taken from the end, so that each is moved out and none copied.
    effects.reverse()
    while let effect = effects.popLast() { carryOut(effect, for: s, id, line, lineCall, at: instant) }
    swap(&effects, &callEffects)
  }

  private mutating func carryOut(
    _ effect: consuming CallEffect, for s: Int, _ id: CallID, _ line: any Line, _ lineCall: CallID,
    at instant: Instant
  ) {
    switch effect {
    case .play(let playback, let segments): line.play(playback, segments, for: lineCall)
    case .stop(let playback): line.stop(playback, for: lineCall)
    case .start(let timer, let due):
      slots[s].timers.append((timer.serial, agenda.add(.callTimer(id, timer), at: due, .timer)))
    case .cancel(let timer):
      if let ticket = slots[s].removeTimer(timer.serial) { agenda.cancel(ticket) }
    case .lookup(let serial, let request):
      data.lookup(request) { [inbox] answer in
        inbox.post(.lookupAnswered(id, serial, answer), at: inbox.now)
      }
    case .save(let serial, let request):
      data.save(request) { [inbox] answer in
        inbox.post(.saveAnswered(id, serial, answer), at: inbox.now)
      }
    case .enqueue(let request): enqueue(request, s, id)
    case .queueDeciding: distribute(.callDeciding(id))
    case .queueResumed: distribute(.callResumed(id))
    case .leaveQueue(let reason): distribute(.callLeft(id, reason))
    case .record(let step): record(step, s, id, line, at: instant)
    case .transfer(let request): transfer(request, s, id, at: instant)
    case .login(let number, let pin): deskWork.append((id, .login(number: number, pin: pin)))
    case .desk(let act): deskWork.append((id, .act(act)))
    case .clicked: deskWork.append((id, .clicked))
    case .secretEnded(let isDone): deskWork.append((id, .secretEnded(isDone: isDone)))
    case .tell(let story): tell(story, of: s, id, at: instant)
    case .end(let ending):
      slots[s].ending = ending
      if slots[s].extra != nil { lineGone(id) }
      if slots[s].visit != nil {
        let caller = ending.by == .caller || ending.by == .line
        distribute(
          .callLeft(id, ending.outcome == .interrupted ? .interrupted : caller ? .abandoned : .moved))
      }
      ended.append(Int32(truncatingIfNeeded: s))
    }
  }

  private mutating func enqueue(_ request: QueueRequest, _ s: Int, _ id: CallID) {
    let queue = request.contact.queue
    let number = slots[s].visits + 1
    slots[s].visits = number
    slots[s].visit = CallSlot.Visit(name: request.queueName, number: number, enqueued: now)
    if !request.notes.isEmpty {
      makeExtra(s).notes = request.notes.map {
        OfferFacts.Note(name: $0.name, text: $0.value.shown($0.privacy))
      }
    }
    if request.isClosed {
      distributorEffects.append(.left(id, queue, .closed, waited: .zero))
    } else {
      distribute(.enqueued(id, request.contact))
    }
  }

  mutating func tell(_ story: CallStory, of s: Int, _ id: CallID, at instant: Instant) {
    switch story {
    case .trace(.state(let name, _)):
      slots[s].state = name
      slots[s].stateSince = instant
    case .language(let tag): slots[s].language = tag
    default: break  // the rest changes nothing that the engine shows
    }
    if wantsEvents, let row = story.row { write(row.kind, row.detail, of: s, id, at: instant) }
    if let onStory { onStory(id, instant, story, slots[s].state) }
  }

  mutating func write(_ kind: String, _ detail: String, of s: Int, _ id: CallID, at instant: Instant) {
    let number = slots[s].rows + 1
    slots[s].rows = number
    log.append(
      .event(
        CallEventRow(
          call: id, number: number, at: wall(instant), kind: kind,
          state: slots[s].state, detail: detail)))
  }

  /// Carries out what the distributor wants until it wants nothing more, then closes what has ended.
  mutating func settle() {
    while !distributorEffects.isEmpty || !deskWork.isEmpty || !ended.isEmpty {
      drainDistributor()
      if !deskWork.isEmpty {
        drainDesks()
        continue
      }
      guard !ended.isEmpty else { break }
      close(Int(ended.removeFirst()))
    }
    if isShuttingDown, !isStopped, callsTaken == callsEnded { stop() }
  }

  private mutating func drainDistributor() {
    var next = 0
    while next < distributorEffects.count {
      carryOut(distributorEffects[next])
      next += 1
    }
    distributorEffects.removeAll(keepingCapacity: true)
  }

  private mutating func close(_ s: Int) {
    guard let ending = slots[s].ending else { return }
    let id = slots[s].id
    let line = slots[s].lineIsGone ? nil : slots[s].line
    let lineCall = slots[s].lineCall
    closeLegs(of: s, ending.outcome == .interrupted ? .fallback : .hangUp)
    let closing = CallClosing(
      call: id, language: slots[s].language, answered: wall(slots[s].arrived),
      // A call that left and never came back was over for us when it left.
      ended: wall(ending.by == .transferred ? slots[s].awaySince ?? slots[s].latest : slots[s].latest),
      endedBy: ending.by.rawValue, outcome: ending.outcome.rawValue, ownOutcome: ending.ownOutcome)
    for timer in slots[s].timers { agenda.cancel(timer.ticket) }
    slots[s].release()
    slotByCall[id] = nil
    freeSlots.append(Int32(truncatingIfNeeded: s))
    callsEnded += 1
    line?.hangUp(lineCall)
    log.append(.callClosed(closing))
    onNotice?(now, .callEnded(id, ending))
  }

  // MARK: Stopping

  mutating func shutDown(grace: Duration) {
    guard !isShuttingDown else { return }
    isShuttingDown = true
    agenda.add(.graceOver, at: now + grace, .timer)
    for call in slotByCall.calls.sorted() {
      guard let s = slotByCall[call] else { continue }
      if slots[Int(s)].awayTimer != nil {
        deliver(.transferred(.gone), to: Int(s), at: now)
      } else {
        deliver(.ended(.system), to: Int(s), at: now)
      }
    }
  }

  /// The grace is over: whatever a flow still wanted, the record is closed.
  private mutating func cutShort() {
    for call in slotByCall.calls.sorted() {
      guard let s = slotByCall[call], slots[Int(s)].ending == nil else { continue }
      slots[Int(s)].ending = Ending(outcome: .interrupted, ownOutcome: nil, by: .system)
      lineGone(call)
      if slots[Int(s)].visit != nil { distribute(.callLeft(call, .interrupted)) }
      ended.append(s)
    }
  }

  private mutating func stop() {
    isStopped = true
    for number in registry.agentNames.indices { distribute(.agentLoggedOut(AgentID(number))) }
    drainDistributor()
    onNotice?(now, .stopped)
  }
}

extension FlowGraph {
  fileprivate func flowName(of state: StateID) -> String? {
    guard content.states.indices.contains(state.index) else { return nil }
    let flow = content.states[state.index].flow.index
    return content.flows.indices.contains(flow) ? content.flows[flow].name : nil
  }
}

extension CallEvent {
  /// Nil for what a runtime has nothing to do with.
  init?(_ event: LineEvent) {
    switch event {
    case .keyDown(let key, let cut): self = .keyDown(key, cut: cut)
    case .keyUp(let key): self = .keyUp(key)
    case .segmentStarted(let playback, let index): self = .segmentStarted(playback, index)
    case .segmentFinished(let playback, let index): self = .segmentFinished(playback, index)
    case .segmentFailed(let playback, let index, let fault): self = .segmentFailed(playback, index, fault)
    case .hungUp: self = .hungUp(by: .caller)
    case .farEndGone, .lost: self = .hungUp(by: .line)
    case .recorded: return nil
    }
  }
}
