import Chronology

/// All queues and agents of a site: who waits, who is free, who is offered what. A value; time comes in
/// with each event, chance from a seed.
///
/// One order for all queues: an agent takes the call with the highest effective priority among those whose
/// needs he meets now, then the one that has waited longest. A call takes the fittest free agent, then the
/// one that its queue's strategy picks, then the first by name.
///
/// Calls that are alike in needs, queue and priority wait in one group in the order of arrival, since age
/// never changes their order; free agents of the same skills stand in one group, longest idle first. A
/// decision compares the heads of the groups.
public struct Distributor: Sendable {
  struct Queue: Sendable {
    var definition: QueueDefinition
    var isOpen = true
    /// Not connected yet: waiting, deciding or offered.
    var waiting = 0
    var estimate = WaitEstimate()
    /// Groups of its calls, empty ones too.
    var groups: [Int32] = []
  }

  struct Agent: Sendable {
    var definition: AgentDefinition
    /// Place in the order of names, and in the order in which the site defines agents.
    var nameRank = 0
    var place = 0
    var profile: Int32
    var isDefined = true
    var state = AgentState.loggedOut
    var since: Instant
    var idleSince: Instant
    /// Changes whenever he stops being free.
    var version: UInt32 = 0
    /// The timer that counts: ring or wrap-up.
    var timer: UInt32 = 0
    var slot: Int32 = -1
    /// Offers missed in a row.
    var misses = 0
    var calls = 0
    var talk: Duration = .zero
    var lastOffered: UInt64 = 0
    /// Asked for while talking.
    var pauseAfter: String?
    var leavesAfter = false
    /// Whether his profile counts him as available.
    var isCounted = false

    var isFree: Bool { if case .ready = state { true } else { false } }
    /// Logged in, and calls may be expected to reach him sooner or later.
    var isAvailable: Bool {
      switch state {
      case .loggedOut, .notAnswering, .lineGone: false
      case .ready, .offered, .talking, .wrapUp, .paused: isDefined && !leavesAfter
      }
    }
  }

  struct Call: Sendable {
    enum State: Sendable { case unused, waiting, deciding, offered, talking }
    var id: CallID
    var state = State.unused
    var queue: Int32 = 0
    var plan: Int32 = 0
    var step: Int32 = 0
    var priority = 0
    var enqueued = Instant(microseconds: 0)
    /// Order of arrival, for calls of one instant.
    var order: Int64 = 0
    /// Changes whenever the call leaves its group.
    var version: UInt32 = 0
    var group: Int32 = -1
    /// Agents whose telephones ring for it.
    var offers: [Int32] = []
    /// Whom it talks to.
    var agent: Int32 = -1
    /// Who has just missed or refused it.
    var avoids: Int32 = -1
    var talkStart = Instant(microseconds: 0)
    var maxWaitTimer: UInt32 = 0
    var wideningTimer: UInt32 = 0
    /// 0 when it does not run.
    var noAgentsTimer: UInt32 = 0
    /// Why it leaves as soon as nothing keeps it: an offer rings out, the caller has decided.
    var isDue: LeaveReason?
    /// Between agents: nobody waits in a queue for it.
    var isInternal = false
  }

  struct GroupKey: Hashable {
    var needs: Int32
    var queue: Int32
    var priority: Int
  }
  struct Group: Sendable {
    var key: GroupKey
    var calls = OrderedHeap()
    /// Its place in the list of its needs, while not empty.
    var place: Int32 = -1
  }

  var queues: [Queue?] = []
  var agents: [Agent?] = []
  var calls: [Call] = []
  var freeSlots: [Int32] = []
  var slots: [CallID: Int32] = [:]
  var groups: [Group] = []
  var groupByKey: [GroupKey: Int32] = [:]
  var directory = SkillDirectory()
  var generator: SeededGenerator
  var serial: UInt32 = 0
  var arrivals: Int64 = 0
  var offersMade: UInt64 = 0
  /// Needs of which the number of available agents became zero, or stopped being zero.
  var supplyChanged = false

  /// Whether `decided` is told.
  public var explains = true

  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Replaces the definitions; running state stays. Agents no longer defined are logged out when free;
  /// queues no longer defined keep those who wait in them and take nobody else.
  public mutating func configure(
    queues newQueues: [QueueDefinition], agents newAgents: [AgentDefinition], at instant: Instant,
    into effects: inout [DistributorEffect]
  ) {
    for i in queues.indices { queues[i]?.isOpen = false }
    for definition in newQueues where Distributor.isUsable(definition.id.number) {
      let i = definition.id.number
      while queues.count <= i { queues.append(nil) }
      if queues[i] == nil { queues[i] = Queue(definition: definition) }
      queues[i]?.definition = definition
      queues[i]?.isOpen = true
    }
    for i in agents.indices { agents[i]?.isDefined = false }
    for (place, definition) in newAgents.enumerated() where Distributor.isUsable(definition.id.number) {
      let i = definition.id.number
      while agents.count <= i { agents.append(nil) }
      let profile = directory.profile(SkillSet(definition.skills))
      if agents[i] == nil {
        agents[i] = Agent(definition: definition, profile: profile, since: instant, idleSince: instant)
      }
      agents[i]?.definition = definition
      agents[i]?.profile = profile
      agents[i]?.isDefined = true
      agents[i]?.place = place
    }
    regroupAgents()
    for i in agents.indices {
      guard let agent = agents[i], !agent.isDefined else { continue }
      if case .talking = agent.state { continue }
      logOut(i, at: instant, into: &effects)
    }
    for i in agents.indices where agents[i]?.isFree == true {
      offerCall(to: Int32(i), at: instant, into: &effects)
    }
    checkSupply(at: instant, into: &effects)
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
    case .agentHungUp(let id):
      if let i = index(id) { hangUp(i, at: instant, into: &effects) }
    case .agentLineGone(let id):
      if let i = index(id) { loseLine(i, at: instant, into: &effects) }
    case .agentPassedOn(let id):
      if let i = index(id) { endTalk(i, by: .transfer, at: instant, into: &effects) }
    case .callHandedOver(let call, let id):
      if let slot = slots[call], let i = index(id) { handOver(slot, to: i, at: instant, into: &effects) }
    case .queueOpened(let id):
      if queues.indices.contains(id.number) { queues[id.number]?.isOpen = true }
    case .queueClosed(let id):
      if queues.indices.contains(id.number) { queues[id.number]?.isOpen = false }
    case .timer(let timer): fire(timer, at: instant, into: &effects)
    }
    if supplyChanged { checkSupply(at: instant, into: &effects) }
  }

  private mutating func fire(
    _ timer: DistributorTimer, at instant: Instant, into effects: inout [DistributorEffect]
  ) {
    switch timer.kind {
    case .ring(let id):
      guard let i = index(id), agents[i]?.timer == timer.serial else { return }
      declineOffer(i, .missed, at: instant, into: &effects)
    case .wrapUp(let id):
      guard let i = index(id), agents[i]?.timer == timer.serial, case .wrapUp? = agents[i]?.state
      else { return }
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
    }
  }

  /// Ids come from a registry that counts from 0; anything far beyond is no id of ours.
  private static func isUsable(_ number: Int) -> Bool { (0..<1_000_000).contains(number) }

  func index(_ id: AgentID) -> Int? {
    agents.indices.contains(id.number) && agents[id.number] != nil ? id.number : nil
  }

  mutating func nextSerial() -> UInt32 {
    serial = serial == .max ? 1 : serial + 1
    return serial
  }
}
