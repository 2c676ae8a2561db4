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
    /// Among the live figures already, which the log of the run before has told.
    var isCounted = false
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
  var latestOfAgents = Instant(microseconds: 0)

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
  /// Agents that a reload took away, who may still talk: until they are gone they can be steered and are shown.
  var leavers: [SiteDefinition.Agent] = []
  var applications: [Application] = []
  let distributor: DistributorBox
  /// By serial, those that run.
  var distributorTimers: [UInt32: Agenda.Ticket] = [:]
  var openVisits: [AgentID: OpenVisit] = [:]
  var served = ServedCallers()
  /// Where supervisors send calls that leave a queue now.
  var moves: [CallID: TransferTarget] = [:]
  /// By queue.
  var windows: [String: QueueWindow] = [:]
  var agentWindows: [AgentID: AgentWindow] = [:]
  var lastTalks: [AgentID: LastTalk] = [:]
  /// By a supervisor, whatever their calendars say; by name.
  var closedQueues: [String: KeptQueue] = [:]
  /// Agents whose talks end since somebody else took their lines away.
  var endedByOrder: Set<AgentID> = []
  /// Agents whose telephones could not be rung the last time.
  var unreachable: [AgentID: Unreachable] = [:]
  /// Levels that a supervisor has changed, by agent and skill: they hold whatever the site says.
  var liveSkills: [String: [String: Int]] = [:]
  var legs = LegBook()
  var legNumbers: SeededGenerator
  var makeLeg: (() -> LegID)?
  /// Why no recording could be kept now, as far as is known; asked at the start of each.
  var recordingFault: (() -> String?)?
  let topics = TopicCounts()
  let switches = SwitchBoard()
  let messages = MessageBoard()
  /// Calls of messages that wait for agents, or are heard by one, by their numbers.
  var works: [Int: CallID] = [:]

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
  /// What a leg that has just arrived was rung for.
  var answering: LegPurpose?
  /// Callers for whom somebody is rung.
  var bridges: [CallID: Bridge] = [:]
  /// Orders to be called back, by the place that is kept.
  var callBacks: [CallID: CallBack] = [:]
  /// Calls of `slots` that are agents' lines.
  var agentLines = 0
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
  /// As the rows of a call have it.
  func wall(_ instant: Instant, of slot: Int32) -> Instant { instant + slots[Int(slot)].wallOffset }

  /// As rows of agents have it: a clock that is set back a little stands still for them until it has caught
  /// up, so that each state lasts until the next.
  mutating func wallForAgents() -> Instant {
    let instant = wall(now)
    if instant < latestOfAgents, latestOfAgents - instant < EngineCore.smallStep { return latestOfAgents }
    latestOfAgents = instant
    return instant
  }
  private static let smallStep: Duration = .minutes(1)

  /// The clock was set far, and each goes on in the state that he is in. In times that it never showed nobody was
  /// there, and what he did until it was set back ended then: a row lasts until the one written after it.
  private mutating func tellAgentsClock(setTo offset: Duration) {
    let present = definition.agents.compactMap { agent -> (name: String, state: AgentState)? in
      guard let id = registry.agents[agent.name], let state = distributor.value.state(of: id)?.state,
        state != .loggedOut
      else { return nil }
      return (agent.name, state)
    }
    let before = wallForAgents()
    for (name, _) in present {
      log.append(
        .agent(
          AgentEventRow(
            agent: name, at: before, state: AgentState.loggedOut.word, reason: AgentEventRow.clock)))
    }
    wallOffset = offset
    let after = wallForAgents()
    for (name, state) in present {
      let isHeld = state.call.flatMap { rooms[$0]?.isHeld } ?? false
      var reason = AgentEventRow.clock
      if case .paused(let why) = state { reason = why }
      log.append(
        .agent(
          AgentEventRow(
            agent: name, at: after, state: isHeld ? "held" : state.word, reason: reason, call: state.call)))
    }
  }

  /// The wall clock was set.
  private mutating func setClock(_ offset: Duration) {
    let step = offset - wallOffset
    if abs(step.microseconds) >= EngineCore.smallStep.microseconds {
      tellAgentsClock(setTo: offset)
    } else {
      wallOffset = offset
    }
    // Of a smaller step a timer that comes too early is set again.
    if step >= EngineCore.smallStep { for name in closedQueues.keys.sorted() { reopenInTime(name) } }
    guard let onNotice, abs(step.microseconds) >= EngineCore.smallStep.microseconds else { return }
    let seconds = abs(step.microseconds) / 1_000_000
    onNotice(
      now,
      .warning(
        "the machine's clock was set \(step > .zero ? "forward" : "back") by \(seconds) s: calls under way keep "
          + "the clock that they began with; hours and rows of agents go by the new one"))
  }

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
      guard let s = slotByCall[call], slots[Int(s)].lineCall == lineCall else {
        // But for a recording, which its line closes when the call is over.
        if case .recorded(let path, nil, let why) = event { lostRecording(path, why, call) }
        return
      }
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
      case .recorded(let path, let duration, let why)
      where !messageEnded(path, duration, why, Int(s), at: instant):
        recorded(path, duration, why, Int(s), call, at: instant)
      case .keyDown, .keyUp, .segmentStarted, .segmentFinished, .segmentFailed, .voice, .unheard, .recorded:
        break
      }
      if let event = CallEvent(event) { deliver(event, to: Int(s), at: instant) }
    case .callTimer(let call, let timer):
      guard let s = slotByCall[call] else { return }
      _ = slots[Int(s)].removeTimer(timer.serial)
      if timer.kind == .timed, let position = distributor.value.position(of: call, at: now) {
        deliver(.queued(position: position), to: Int(s), at: instant)
      }
      deliver(.timer(timer), to: Int(s), at: instant)
    case .distributorTimer(let timer):
      distributorTimers[timer.serial] = nil
      distribute(.timer(timer))
    case .lookupAnswered(let call, let serial, let answer):
      if let s = slotByCall[call] { deliver(.lookupAnswered(serial, answer), to: Int(s), at: instant) }
    case .saveAnswered(let call, let serial, let answer):
      if let s = slotByCall[call] { deliver(.saveAnswered(serial, answer), to: Int(s), at: instant) }
    case .transferAnswered(let call, let answer):
      if let s = slotByCall[call] { deliver(.transferred(answer), to: Int(s), at: instant) }
    case .dialEnded(let leg, let fault): dialEnded(leg, fault)
    case .callBackDue(let place, let isOver): callBackDue(place, isOver: isOver)
    case .queueReopens(let name, let until): queueReopens(name, until: until)
    case .ring(let number, let flow, let time, let answer):
      _ = ring(number, for: time, .asked(flow: flow, number: number, answer: answer))
    case .command(let command, let reply):
      let answer = perform(command)
      settle()
      reply?(refreshed(answer))
    case .snapshot(let reply): reply(snapshot())
    case .wallOffset(let offset): setClock(offset)
    case .topicsAsked(let times): topics.times.merge(times, uniquingKeysWith: +)
    case .workDue(let number, let isOver): workDue(number, isOver: isOver)
    case .noticeDue(let name): noticeDue(name)
    case .pinChecked(let call, let serial, let isRight): checked(call, serial, isRight)
    case .graceOver: cutShort()
    }
    settle()
    inputs &+= 1
    if inputs & 255 == 0 { checkInvariants() }
  }

  /// What must always hold, looked at now and then while it costs nothing to speak of: everything on a small
  /// site, a few calls and agents in turns on any.
  private func checkInvariants() {
    guard let onNotice else { return }
    var faults = invariantFaults(sample: inputs / 256)
    if inputs & 8191 == 0, distributor.value.checkingCost < 20_000 {
      faults += distributor.value.invariantFaults()
    }
    for fault in faults { onNotice(now, .warning(fault)) }
  }

  /// A few calls and agents, in turns, and the counts of calls.
  func invariantFaults(sample turn: Int) -> [String] {
    var faults = distributor.value.invariantFaults(sample: turn)
    guard !slots.isEmpty else { return faults }
    if turn % 32 == 0 {
      faults += talkFaults()
      // Every call that began and has not ended has its slot, and no other has one.
      var quiet = 0
      for s in slots.indices where slots[s].isQuiet && slots[s].hasBegun { quiet += 1 }
      let (live, open) = (slots.count - freeSlots.count, callsTaken - callsEnded + quiet)
      if live != open { faults.append("\(live) calls are under way, and the records of \(open) are open") }
    }
    let start = Int(truncatingIfNeeded: UInt(bitPattern: turn) &* 64 % UInt(slots.count))
    for n in 0..<min(64, slots.count) {
      let s = (start + n) % slots.count
      if slots[s].hasBegun, slotByCall[slots[s].id] != Int32(truncatingIfNeeded: s) {
        faults.append("call \(slots[s].id) is under way and not found by its id")
      }
    }
    return faults
  }

  mutating func deliver(_ event: CallEvent, to s: Int, at instant: Instant) {
    // Field by field: a copy of the slot would make the runtime copy its arrays.
    guard slots[s].ending == nil, let given = slots[s].given, let line = slots[s].line else { return }
    let (id, lineCall) = (slots[s].id, slots[s].lineCall)
    let instant = max(instant, slots[s].latest)
    slots[s].latest = instant
    let context =
      self.context
      ?? EngineContext(given, distributor, recordingFault, topics, switches, messages, dialer)
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
    case .fetch(let serial, let request):
      data.fetch(request) { [inbox] answer in
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
    case .message(let step): message(step, s, id, line)
    case .keepMessage(let order): keepMessage(order, s, id)
    case .dropMessage(let sound): onNotice?(now, .fileUnwanted(sound.path))
    case .transfer(let request): transfer(request, s, id, at: instant)
    case .endTransfer: endBridge(id)
    case .callBack(let order): orderCallBack(order, s, id)
    case .turn(let order): turn(order, by: id)
    case .unlock(let mailbox, let pin): deskWork.append((id, .unlock(mailbox: mailbox, pin: pin)))
    case .markMessage(let number, let state): _ = change(number, to: state)
    case .setNotice(let order): setNotice(order, by: id)
    case .login(let number, let pin): deskWork.append((id, .login(number: number, pin: pin)))
    case .desk(let act): deskWork.append((id, .act(act)))
    case .clicked: deskWork.append((id, .clicked))
    case .secretEnded(let isDone): deskWork.append((id, .secretEnded(isDone: isDone)))
    case .tell(let story): tell(story, of: s, id, at: instant)
    case .end(let ending):
      slots[s].ending = ending
      if slots[s].extra != nil { lineGone(id) }
      if slots[s].visit != nil {
        distribute(
          .callLeft(id, LeaveReason(endedBy: ending.by, isInterrupted: ending.outcome == .interrupted)))
      }
      ended.append(Int32(truncatingIfNeeded: s))
    }
  }

  mutating func tell(_ story: CallStory, of s: Int, _ id: CallID, at instant: Instant) {
    switch story {
    case .trace(.state(let name, _)):
      slots[s].state = name
      slots[s].stateSince = instant
    case .trace(.topic(let name, "chosen")): topics.times[name, default: 0] += 1
    case .language(let tag): slots[s].language = tag
    default: break  // the rest changes nothing that the engine shows
    }
    if wantsEvents, let row = story.row { write(row.kind, row.detail, of: s, id, at: instant) }
    if let onStory { onStory(id, instant, story, slots[s].state) }
  }

  mutating func write(_ kind: String, _ detail: String, of s: Int, _ id: CallID, at instant: Instant) {
    if slots[s].isQuiet { return }
    let number = slots[s].rows + 1
    slots[s].rows = number
    log.append(
      .event(
        CallEventRow(
          call: id, number: number, at: instant + slots[s].wallOffset, kind: kind,
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

  mutating func drainDistributor() {
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
    if let place = slots[s].extra?.callBack, callBacks[place]?.call == id {
      callBacks[place]?.rows = slots[s].rows
      keep(callBack: place)
    }
    closeLegs(of: s, ending.outcome == .interrupted ? .fallback : .hangUp)
    let closing = CallClosing(
      call: id, language: slots[s].language, answered: slots[s].arrived + slots[s].wallOffset,
      // A call that left and never came back was over for us when it left.
      ended: (ending.by == .transferred ? slots[s].awaySince ?? slots[s].latest : slots[s].latest)
        + slots[s].wallOffset,
      endedBy: ending.by.rawValue, outcome: ending.outcome.rawValue, ownOutcome: ending.ownOutcome)
    for timer in slots[s].timers { agenda.cancel(timer.ticket) }
    let facts = slots[s].given?.facts
    let work = slots[s].extra?.work
    slots[s].release()
    slotByCall[id] = nil
    freeSlots.append(Int32(truncatingIfNeeded: s))
    if slots[s].isAgentLine { agentLines -= 1 }
    line?.hangUp(lineCall)
    let isQuiet = slots[s].isQuiet
    if let work { workOver(work, of: id) }
    defer { onNotice?(now, .callEnded(id, ending)) }
    if isQuiet { return }
    if onNotice != nil, !slots[s].isAgentLine { publishEnd(id, ending, facts) }
    callsEnded += 1
    log.append(.callClosed(closing))
  }

}
