import ACD
import Chronology

/// State that outlives the program: written as it changes, taken up again by the next run.
extension EngineCore {
  var keepsState: Bool { log.keepsState && !isStopped }

  mutating func keep(_ agent: AgentID) {
    guard keepsState, let memory = distributor.value.memory(of: agent) else { return }
    let name = registry.name(agent)
    guard definition.agents.contains(where: { $0.name == name }) else {
      return log.append(.kept(KeptRow("agent", name, at: wall(now), nil)))
    }
    let queue = openVisits[agent]?.row.queue ?? memory.state.call.flatMap { visit(of: $0) }
    let clock = wallOffset
    let stay = openVisits[agent].flatMap { $0.talkIsOver ? KeptStay($0.row) : nil }
    let kept = KeptAgent(
      memory, queue: queue, onLine: desks[agent] != nil, lastTalk: lastTalks[agent], stay: stay
    ) { $0 + clock }
    log.append(.kept(KeptRow("agent", name, at: wall(memory.since), KeptText.encode(kept))))
  }

  private func visit(of call: CallID) -> String? {
    slotByCall[call].flatMap { slots[Int($0)].visit?.name }
  }

  func keep(skill: String, of agent: String) {
    guard keepsState else { return }
    let level = liveSkills[agent]?[skill]
    log.append(.kept(KeptRow("skill", "\(agent) \(skill)", at: wall(now), level.map { "\($0)" })))
  }

  func keep(queue name: String) {
    guard keepsState else { return }
    log.append(
      .kept(KeptRow("queue", name, at: wall(now), closedQueues[name].map { KeptText.encode($0) })))
  }

  /// Once, after the first definitions and before anything else.
  mutating func restore(_ rows: [KeptRow]) {
    for row in rows where row.kind == "skill" { restore(skill: row) }
    for row in rows where row.kind == "queue" {
      guard let queue: KeptQueue = KeptText.decode(row.value) else { continue }
      closedQueues[row.name] = queue
      if let until = queue.until, wall(now).milliseconds >= until {
        queueReopens(row.name, until: until)
        continue
      }
      reopenInTime(row.name)
      distribute(.queueClosed(registry.queue(row.name)))
    }
    for row in rows where row.kind == "switch" { restore(switch: row) }
    for row in rows where row.kind == "served" {
      guard let agent = row.value, definition.agents.contains(where: { $0.name == agent }) else { continue }
      served.serve(row.name, registry.agent(agent), at: engine(row.at))
    }
    for row in rows where row.kind == "agent" { restore(agent: row) }
    // In the order in which they were waiting, so that those of one instant keep it.
    let callBacks = rows.filter { $0.kind == "callback" }
      .compactMap { row in (KeptText.decode(row.value) as KeptCallBack?).map { (row, $0) } }
      .sorted { ($0.1.enqueued, $0.1.order) < ($1.1.enqueued, $1.1.order) }
    for (row, _) in callBacks { restore(callBack: row) }
    restore(messages: rows)
    restoreWork()
  }

  /// On the engine's timeline, never to come.
  func engine(_ wall: Instant) -> Instant { min(now, wall - wallOffset) }

  private mutating func restore(skill row: KeptRow) {
    let words = row.name.split(separator: " ").map(String.init)
    guard words.count == 2, let level = row.value.flatMap({ Int($0) }), (0...9).contains(level) else {
      return
    }
    liveSkills[words[0], default: [:]][words[1]] = level
    guard let agent = registry.agents[words[0]] else { return }
    distribute(.skillChanged(agent, registry.skill(words[1]), level))
  }

  private mutating func restore(agent row: KeptRow) {
    guard definition.agents.contains(where: { $0.name == row.name }), let id = registry.agents[row.name],
      let kept: KeptAgent = KeptText.decode(row.value),
      let memory = kept.memory(since: engine(row.at), at: now)
    else {
      // Nobody is called so any more.
      if keepsState { log.append(.kept(KeptRow("agent", row.name, at: wall(now), nil))) }
      return
    }
    lastTalks[id] = kept.lastTalk
    var wrapUp = Duration.zero
    if let name = kept.queue, let length = wrapUpLength(of: name) {
      wrapUp = if case .wrapUp = memory.state { memory.since + length - now } else { length }
      if let stay = kept.stay { restore(stay, of: id, since: engine(row.at), length, memory.state) }
    }
    let distributor = distributor
    distributor.value.restore(id, memory, wrapUp: wrapUp, at: now, into: &distributorEffects)
  }

  /// His wrap-up goes on, and is counted in full when it is over; it lasted no longer than its queue has it where
  /// it ended, or his line went, while nobody was there to see it.
  private mutating func restore(
    _ stay: KeptStay, of agent: AgentID, since: Instant, _ length: Duration, _ state: AgentState
  ) {
    var open = OpenVisit(row: stay.row, talkIsOver: true, wrapUpSince: since, isCounted: true)
    let lasted = min(now - since, length)
    if case .wrapUp = state, lasted < length {
      openVisits[agent] = open
    } else {
      open.row.wrapUp = lasted
      log.append(.queueVisit(open.row))
    }
  }

  private func wrapUpLength(of queue: String) -> Duration? {
    for application in applications {
      if let item = application.graph.content.queues.first(where: { $0.name == queue }) { return item.wrapUp }
    }
    return nil
  }
}
