import Chronology

/// All queues and agents of a site: who waits, who is free, who is offered what. A value; time comes in
/// with each event, chance from a seed.
///
/// One order for all queues: an agent takes the call with the highest effective priority (its own, what age
/// has added, its queue's weight) among those whose needs he meets now, then the one that has waited
/// longest, then the one that came first. A call takes the fittest free agent, then the ablest, then the one
/// that its queue's strategy picks, then the first by name.
///
/// Calls that are alike in needs, queue and priority wait in one group in the order of arrival, since age
/// never changes their order; free agents who are equally fit stand in one tier. A decision compares the
/// heads of the groups, or takes the head of the first tier. What every event touches are plain numbers;
/// names, texts and lists lie apart.
///
/// Small questions that a decision asks are inlined always: a call from a mutating function would copy all
/// of this value for each. What belongs together is written by one access, since each asks whether the list is
/// shared.
public struct Distributor: Sendable {
  struct Queue: Sendable {
    var definition: QueueDefinition
    var isKnown = false
    var isOpen = true
    /// Not connected yet: waiting, deciding or offered.
    var waiting = 0
    var estimate = WaitEstimate()
    /// Groups of its calls, empty ones too.
    var groups: [Int32] = []
    /// Plans that its calls have had, the usual ones first.
    var plans: [Int32] = []
  }
  /// How priority grows in a queue.
  struct Ageing: Sendable {
    var perMicrosecond = 0.0
    var most = 0.0
    var weight = 0.0
  }

  struct Agent: Sendable {
    enum Phase: Sendable {
      case loggedOut, ready, offered, talking, wrapUp, paused, notAnswering, lineGone
    }
    var phase = Phase.loggedOut
    /// Whether there is such an agent at all, and whether the site has him still.
    var isKnown = false
    var isDefined = false
    /// Asked for while talking; why he pauses is in his facts.
    var leavesAfter = false
    var pausesAfter = false
    /// His telephone has to be dialled; or rings for a time of his own, which is in his facts.
    var isDialled = false
    var ringsOtherwise = false
    /// Offers missed in a row.
    var misses: UInt8 = 0
    /// Whether his profile counts him as available.
    var isCounted = false
    /// Whether he stands in the tiers of free agents.
    var isIdle = false
    /// Calls that wait for him alone.
    var hasReserved = false
    var profile: Int32 = 0
    /// The call that he is offered or talks to.
    var slot: Int32 = -1
    /// Where what his profile meets and is able to lies; kept here since a decision begins with it.
    var reach = Reach.Span()
    var since = Instant(microseconds: 0)
    var idleSince = Instant(microseconds: 0)
    /// The timer that counts: ring or wrap-up.
    var timer: UInt32 = 0
    var calls: Int32 = 0
    /// Place in the order of names.
    var nameRank: Int32 = 0
    /// Microseconds of talk.
    var talk: Int64 = 0
    var lastOffered: Int64 = 0

    var isFree: Bool { phase == .ready }
    mutating func enter(_ phase: Phase, at instant: Instant) { (self.phase, since) = (phase, instant) }
    mutating func startIdle(at instant: Instant) { (timer, idleSince) = (0, instant) }
    mutating func take(_ slot: Int32, offer: Int64, timer: UInt32) {
      (self.slot, lastOffered, self.timer) = (slot, offer, timer)
    }
    /// Logged in, and calls may be expected to reach him sooner or later.
    var isAvailable: Bool {
      switch phase {
      case .loggedOut, .notAnswering, .lineGone: false
      case .ready, .offered, .talking, .wrapUp, .paused: isDefined && !leavesAfter
      }
    }
  }
  /// What is seldom asked of an agent.
  struct AgentFacts: Sendable {
    var definition: AgentDefinition
    var skills: SkillSet
    var pauseReason = ""
    /// The call that he wraps up.
    var wrapsUp = CallID(0)
    /// Place in the order in which the site defines agents.
    var place: Int32 = 0
    /// Asked for while talking.
    var pauseAfter: String?
    /// Slots of calls that wait for him alone, in no order.
    var reserved: [Int32] = []
  }

  struct Call: Sendable {
    enum State: Sendable { case unused, waiting, deciding, offered, talking }
    var id: CallID
    var state = State.unused
    /// Between agents: nobody waits in a queue for it.
    var isInternal = false
    /// Its caller has to be dialled first.
    var isAbsent = false
    /// It waits for as long as it takes.
    var isPatient = false
    /// Somebody has just missed or refused it.
    var avoidsSomebody = false
    var isDirectOnly = false
    /// It had to wait for an agent.
    var stoodInLine = false
    /// Absences in force when it was last put among those that wait.
    var mask: UInt8 = 0
    /// Why it leaves as soon as nothing keeps it: an offer rings out, the caller has decided.
    var isDue: LeaveReason?
    var queue: Int32 = 0
    var plan: Int32 = 0
    var step: Int32 = 0
    var group: Int32 = -1
    var priority = 0
    var enqueued = Instant(microseconds: 0)
    /// Order of arrival, for calls of one instant.
    var order: Int64 = 0
    /// Whose telephone rings for it; several when more than one does.
    var offer: Int32 = Call.nobody
    /// Whom it talks to.
    var agent: Int32 = -1
    /// Who alone may take it.
    var reservedFor: Int32 = -1
    var talkStart = Instant(microseconds: 0)
    var maxWaitTimer: UInt32 = 0
    var wideningTimer: UInt32 = 0
    /// 0 when it does not run.
    var noAgentsTimer: UInt32 = 0
    var reserveTimer: UInt32 = 0
    var againTimer: UInt32 = 0

    static let nobody: Int32 = -1
    static let several: Int32 = -2
  }
  /// An agent who has missed or refused a call is left alone with it for a while.
  struct Avoidance: Sendable {
    var agent: Int32
    var until: Instant
  }

  struct GroupKey: Hashable, Sendable {
    var needs: Int32
    var queue: Int32
    var priority: Int
  }
  struct Group: Sendable {
    var key: GroupKey
    var calls = OrderedLine()
    var live = 0
    /// Of its head in the list of its needs, while not empty.
    var place: Int32 = -1
  }

  /// By number of queue and agent.
  var queues: [Queue] = []
  var ageing: [Ageing] = []
  var agents: [Agent] = []
  var facts: [AgentFacts] = []
  /// Agents in the order in which the site defines them.
  var byPlace: [Int] = []
  /// By agent and by slot: changes whenever he or it leaves the tiers or the group.
  var agentVersions: [UInt32] = []
  var callVersions: [UInt32] = []

  var calls: [Call] = []
  var freeSlots: [Int32] = []
  var slots = CallTable()
  /// By slot, of calls whose `offer` is `several`.
  var severalOffers: [Int32: [Int32]] = [:]
  var avoidances: [Int32: [Avoidance]] = [:]

  var groups: [Group] = []
  var groupByKey: [GroupKey: Int32] = [:]
  var directory = SkillDirectory()
  var generator: SeededGenerator
  var serial: UInt32 = 0
  var arrivals: Int64 = 0
  var offersMade: Int64 = 0
  /// The number of available agents became zero for some needs, or stopped being zero.
  var supplyChanged = false

  /// Whether `decided` is told.
  public var explains = true
  /// On a site of no more agents each decision tells of every one of them.
  public static let toldAgents = 40
  /// How long an agent who missed or refused a call is not offered it again.
  public static let secondThoughts: Duration = .seconds(5)

  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Replaces the definitions; running state stays. Agents no longer defined are logged out when free;
  /// queues no longer defined keep those who wait in them and take nobody else.
  public mutating func configure(
    queues newQueues: [QueueDefinition], agents newAgents: [AgentDefinition], at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    for q in queues.indices { queues[q].isOpen = false }
    for definition in newQueues where Distributor.isUsable(definition.id.number) {
      let q = definition.id.number
      while queues.count <= q {
        queues.append(Queue(definition: QueueDefinition(id: QueueID(queues.count))))
        ageing.append(Ageing())
      }
      queues[q].definition = definition
      (queues[q].isKnown, queues[q].isOpen) = (true, true)
      ageing[q] = Ageing(definition)
    }
    for i in agents.indices { agents[i].isDefined = false }
    for (place, definition) in newAgents.enumerated() where Distributor.isUsable(definition.id.number) {
      let i = definition.id.number
      while agents.count <= i { addAgent() }
      let skills = SkillSet(definition.skills)
      facts[i].definition = definition
      facts[i].skills = skills
      if !agents[i].isKnown { (agents[i].since, agents[i].idleSince) = (instant, instant) }
      (agents[i].isKnown, agents[i].isDefined) = (true, true)
      agents[i].profile = directory.profile(skills)
      facts[i].place = Int32(place)
      (agents[i].isDialled, agents[i].ringsOtherwise) = (definition.isDialled, definition.ring != nil)
    }
    regroupAgents()
    weighHeads()
    for i in agents.indices where agents[i].isKnown && !agents[i].isDefined {
      guard agents[i].phase != .talking else { continue }
      logOut(i, at: instant, into: &effects)
    }
    for i in agents.indices where agents[i].isFree && !agents[i].isIdle {
      offerCall(to: Int32(i), at: instant, into: &effects)
    }
    checkSupply(at: instant, into: &effects)
  }

  private mutating func addAgent() {
    let id = AgentID(agents.count)
    agents.append(Agent())
    facts.append(
      AgentFacts(definition: AgentDefinition(id: id, name: "", skills: [:]), skills: SkillSet([:])))
    agentVersions.append(0)
  }

  public mutating func handle(
    _ event: DistributorEvent, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    switch event {
    case .enqueued(let call, let request): enqueue(call, request, at: instant, into: &effects)
    case .callLeft(let call, let reason):
      if let slot = slots[call] { leave(slot, reason, at: instant, into: &effects) }
    case .callDeciding(let call):
      if let slot = slots[call] { decide(slot, at: instant, into: &effects) }
    case .callResumed(let call):
      if let slot = slots[call] { resume(slot, at: instant, into: &effects) }
    case .priorityChanged(let call, let priority):
      if let slot = slots[call] { setPriority(slot, priority) }
    case .agentLoggedIn(let id, let reason):
      if let i = index(id) { logIn(i, paused: reason, at: instant, into: &effects) }
    case .agentReady(let id):
      if let i = index(id) { makeReady(i, at: instant, into: &effects) }
    case .agentPaused(let id, let reason):
      if let i = index(id) { pause(i, reason: reason, at: instant, into: &effects) }
    case .agentLoggedOut(let id):
      if let i = index(id) { logOut(i, at: instant, into: &effects) }
    case .agentAnswered(let id):
      if let i = index(id) { answer(i, at: instant, into: &effects) }
    case .agentRefused(let id):
      if let i = index(id) { declineOffer(i, .refused, at: instant, into: &effects) }
    case .agentMissed(let id):
      if let i = index(id) { declineOffer(i, .missed, at: instant, into: &effects) }
    case .agentUnreachable(let id, let isLast):
      if let i = index(id) { declineOffer(i, .failed, isLast: isLast, at: instant, into: &effects) }
    case .agentHungUp(let id):
      if let i = index(id) { hangUp(i, at: instant, into: &effects) }
    case .agentLineGone(let id):
      if let i = index(id) { loseLine(i, at: instant, into: &effects) }
    case .agentPassedOn(let id):
      if let i = index(id) { endTalk(i, by: .transfer, at: instant, into: &effects) }
    case .callHandedOver(let call, let id):
      if let slot = slots[call], let i = index(id) { handOver(slot, to: i, at: instant, into: &effects) }
    case .callAbsent(let call, let id):
      if let slot = slots[call] { makeAbsent(slot, as: id, at: instant, into: &effects) }
    case .callPresent(let call, let id):
      if let slot = slots[call] { makePresent(slot, as: id, at: instant, into: &effects) }
    case .skillChanged(let id, let skill, let level):
      if let i = index(id) { setSkill(i, skill, level, at: instant, into: &effects) }
    case .queueOpened(let id):
      if queues.indices.contains(id.number) { queues[id.number].isOpen = queues[id.number].isKnown }
    case .queueClosed(let id):
      if queues.indices.contains(id.number) { queues[id.number].isOpen = false }
    case .timer(let timer): fire(timer, at: instant, into: &effects)
    }
    if supplyChanged { checkSupply(at: instant, into: &effects) }
  }

  private mutating func fire(
    _ timer: DistributorTimer, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    switch timer.kind {
    case .ring(let id):
      guard let i = index(id), agents[i].timer == timer.serial else { return }
      declineOffer(i, .missed, at: instant, into: &effects)
    case .wrapUp(let id):
      guard let i = index(id), agents[i].timer == timer.serial, agents[i].phase == .wrapUp else { return }
      finishWrapUp(i, at: instant, into: &effects)
    case .maxWait(let call):
      guard let slot = slots[call], calls[Int(slot)].maxWaitTimer == timer.serial else { return }
      leaveWhenPossible(slot, .timeout, at: instant, into: &effects)
    case .noAgents(let call):
      guard let slot = slots[call], calls[Int(slot)].noAgentsTimer == timer.serial else { return }
      calls[Int(slot)].noAgentsTimer = 0
      guard !isSupplied(slot) else { return }
      leaveWhenPossible(slot, .noAgents, at: instant, into: &effects)
    case .widening(let call):
      guard let slot = slots[call], calls[Int(slot)].wideningTimer == timer.serial else { return }
      widen(slot, at: instant, into: &effects)
    case .reserve(let call):
      guard let slot = slots[call], calls[Int(slot)].reserveTimer == timer.serial else { return }
      endReserve(slot, at: instant, into: &effects)
    case .again(let call):
      guard let slot = slots[call], calls[Int(slot)].againTimer == timer.serial else { return }
      forgive(slot, at: instant, into: &effects)
    }
  }

  /// Ids come from a registry that counts from 0; anything far beyond is no id of ours.
  private static func isUsable(_ number: Int) -> Bool { (0..<1_000_000).contains(number) }

  @inline(__always) func index(_ id: AgentID) -> Int? {
    agents.indices.contains(id.number) && agents[id.number].isKnown ? id.number : nil
  }

  mutating func nextSerial() -> UInt32 {
    serial = serial == .max ? 1 : serial + 1
    return serial
  }

  /// The agent's state as the world knows it.
  @inline(__always) func state(_ i: Int) -> AgentState {
    switch agents[i].phase {
    case .loggedOut: .loggedOut
    case .ready: .ready
    case .offered: .offered(calls[Int(agents[i].slot)].id)
    case .talking: .talking(calls[Int(agents[i].slot)].id)
    case .wrapUp: .wrapUp(facts[i].wrapsUp)
    case .paused: .paused(reason: facts[i].pauseReason)
    case .notAnswering: .notAnswering
    case .lineGone: .lineGone
    }
  }
}

extension Distributor.Ageing {
  init(_ definition: QueueDefinition) {
    weight = Double(min(max(definition.weight, -1_000_000), 1_000_000))
    guard definition.age > 0, definition.agePeriod > .zero else { return }
    perMicrosecond = Double(definition.age) / Double(max(1, definition.agePeriod.microseconds))
    most = Double(min(max(0, definition.ageMax ?? 1_000_000_000), 1_000_000_000))
  }
}
