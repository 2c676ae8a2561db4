import ACD
import CallFlow
import Chronology
import Session

/// What people order and ask.
extension EngineCore {
  mutating func perform(_ command: EngineCommand) -> EngineReply {
    switch command {
    case .agentLogin(let name, let reason):
      return order(name, { .agentLoggedIn($0, paused: reason) }) { state in
        switch state {
        case .loggedOut, .lineGone, .notAnswering, .talking: nil
        case .ready, .offered, .wrapUp, .paused: "is logged in already"
        }
      }
    case .agentReady(let name):
      return order(name, { .agentReady($0) }) { $0.isOut ? "is not logged in" : nil }
    case .agentPause(let name, let reason):
      return order(name, { .agentPaused($0, reason: reason) }) { $0.isOut ? "is not logged in" : nil }
    case .agentAnswer(let name):
      return order(name, { .agentAnswered($0) }) { state in
        if case .offered = state { nil } else { "is not being offered a call" }
      }
    case .agentRefuse(let name):
      return order(name, { .agentRefused($0) }) { state in
        if case .offered = state { nil } else { "is not being offered a call" }
      }
    case .agentMiss(let name):
      return order(name, { .agentMissed($0) }) { state in
        if case .offered = state { nil } else { "is not being offered a call" }
      }
    case .agentHangUp(let name):
      return order(name, { .agentHungUp($0) }) { state in
        if case .talking = state { nil } else { "is not talking" }
      }
    case .agentLogout(let name):
      return order(name, { .agentLoggedOut($0) }) { state in
        if case .loggedOut = state { "is not logged in" } else { nil }
      }
    case .monitor(let target, let name, let voice): return monitor(target, by: name, voice)
    case .setPriority(let call, let priority):
      return setPriority(call, priority)
    case .setSkill(let agent, let skill, let level): return setSkill(agent, skill, level)
    case .turn(let order): return setSwitch(order)
    case .setQueue(let name, let isOpen, let until): return setQueue(name, isOpen: isOpen, until: until)
    case .closeQueue(let name, let message, let language, let keeps, let until):
      return closeQueue(name, message, language, keepsWaiting: keeps, until: until)
    case .move(let call, let name): return move(call, to: name)
    case .dispose(let name, let code, let call): return dispose(name, code, of: call)
    case .messages(let queue):
      let all = messages.messages.values.filter { queue == nil || $0.queue == queue }
      // Those of a queue that the site has no more are still there.
      if let queue, all.isEmpty, !registry.queueNames.contains(queue) { return unknownQueue(queue) }
      return .messages(all.sorted { $0.number < $1.number }, folder: messages.folder)
    case .setNotice(let name, let notice): return order(notice: name, notice)
    case .notices: return .notices(noticeList, folder: messages.folder)
    case .markMessage(let number, let state): return change(number, to: state)
    case .explainCall(let call): return explain(call: call)
    case .explainAgent(let name): return explain(agent: name)
    case .hangUpCall(let call): return hangUp(call)
    case .hangUpLeg(let leg): return hangUp(leg)
    case .expect(let leg, let facts): return expect(leg, facts)
    case .nextHop(let leg): return nextHop(of: leg)
    case .reload(let definition):
      load(definition)
      return .done
    case .shutdown(let grace):
      shutDown(grace: grace)
      return .done
    }
  }

  private mutating func order(
    _ name: String, _ event: (AgentID) -> DistributorEvent, problem: (AgentState) -> String?
  ) -> EngineReply {
    guard let agent = agent(named: name) else { return unknownAgent(name) }
    if isStopped { return .stopped }
    let id = registry.agent(name)
    guard let now = snapshot(of: agent) else { return .unknownAgent(name, near: []) }
    if let problem = problem(now.state) {
      return .wrongState(now, problem: "\(name) \(problem), he is \(now.state.word)")
    }
    distribute(event(id))
    // What he asked for while talking changes no state yet.
    if case .talking = now.state { keep(id) }
    return .agent(now)
  }

  func unknownAgent(_ name: String) -> EngineReply {
    let near = Suggestions.nearest(name, among: definition.agents.map(\.name))
    return .unknownAgent(name, near: near.map { [$0] } ?? [])
  }

  /// The reply with the agent as he is now that everything has settled.
  func refreshed(_ reply: EngineReply) -> EngineReply {
    guard case .agent(let before) = reply,
      let agent = (definition.agents + leavers).first(where: { $0.name == before.name }),
      let after = snapshot(of: agent)
    else { return reply }
    return .agent(after)
  }

  private func snapshot(of agent: SiteDefinition.Agent) -> AgentSnapshot? {
    guard let id = registry.agents[agent.name], let (state, since) = distributor.value.state(of: id)
    else { return nil }
    var snapshot = AgentSnapshot(
      name: agent.name, fullName: agent.fullName, state: state, since: wall(since), call: state.call)
    snapshot.fault = fault(ofPhoneOf: id)
    guard let leg = desks[id], let s = slotByCall[leg] else {
      snapshot.message = state.call.flatMap { slotByCall[$0] }.flatMap { slots[Int($0)].extra?.work }
      return snapshot
    }
    snapshot.line = slots[Int(s)].given?.facts.line
    if let extra = slots[Int(s)].extra, let call = extra.monitors {
      (snapshot.monitor, snapshot.call) = (extra.voice.rawValue, call)
    }
    if let (_, room) = room(of: id) {
      (snapshot.isHeld, snapshot.asksForSupervisor) = (room.isHeld, room.asksForSupervisor)
    }
    return snapshot
  }

  func snapshot() -> EngineSnapshot {
    var out = EngineSnapshot()
    out.at = wall(now)
    (out.callsTaken, out.callsEnded, out.maxCalls) = (callsTaken, callsEnded, definition.maxCalls)
    out.legs = legCounts
    out.switches = switchSnapshots
    out.agents = definition.agents.compactMap { snapshot(of: $0) }
    let standings = distributor.value.standings()
    func fill(_ queue: inout QueueSnapshot, _ id: QueueID) {
      queue.waiting = distributor.value.waiting(id)
      guard standings.indices.contains(id.number) else { return }
      queue.atKey = standings[id.number].deciding
      queue.longestWait = standings[id.number].first.map { now - $0 }
    }
    let workTimes = agentWindows.mapValues { $0.times(at: now) }
    var seen: Set<String> = []
    for application in applications {
      for (index, item) in application.graph.content.queues.enumerated()
      where seen.insert(item.name).inserted {
        let id = application.queues[index]
        var queue = QueueSnapshot(name: item.name)
        fill(&queue, id)
        queue.recent = windows[item.name]?.figures(at: now) ?? RecentFigures()
        (queue.within, queue.goal) = (item.serviceWithin, item.serviceLevel)
        queue.closed = closedQueues[item.name].map { closed in
          QueueSnapshot.Closing(
            since: closed.since.map { Instant(milliseconds: $0) }, message: closed.shownMessage,
            until: closed.until.map { Instant(milliseconds: $0) })
        }
        queue.expectedWait = distributor.value.expectedWait(id, now)?.roundedUpToMinutes
        var times = AgentTimes()
        for agent in out.agents {
          guard let agentID = registry.agents[agent.name],
            distributor.value.isAble(agentID, application.requirements[index])
          else { continue }
          queue.agentsByState[agent.state.word, default: 0] += 1
          if agent.state != .loggedOut { queue.agents += 1 }
          if let his = workTimes[agentID] { times += his }
        }
        queue.occupancy = times.occupancy
        out.queues.append(queue)
      }
    }
    out.agents += presentLeavers.compactMap { leaver in
      var agent = snapshot(of: leaver)
      agent?.isGone = true
      return agent
    }
    // Queues that a reload took away stay as long as somebody waits in them.
    for call in slotByCall.calls.sorted() {
      guard let s = slotByCall[call], let name = slots[Int(s)].visit?.name, let id = registry.queues[name],
        distributor.value.waiting(id) > 0, seen.insert(name).inserted
      else { continue }
      var queue = QueueSnapshot(name: name)
      fill(&queue, id)
      queue.isGone = true
      out.queues.append(queue)
    }
    for call in slotByCall.calls.sorted() {
      guard let s = slotByCall[call] else { continue }
      let slot = slots[Int(s)]
      // What is elsewhere is no call here.
      guard let facts = slot.given?.facts, slot.awayTimer == nil, !slot.isQuiet else { continue }
      var shown = CallSnapshot(
        id: call, line: facts.line, ani: facts.ani, dnis: facts.dnis, language: slot.language,
        arrived: wall(slot.arrived), state: slot.state, stateSince: wall(slot.stateSince),
        queue: slot.visit?.name,
        agent: (slot.visit?.agent ?? slot.extra?.agent).map { registry.name($0) },
        supervisor: rooms[call]?.supervisor.flatMap { sitter($0) }.map { registry.name($0) })
      (shown.enqueued, shown.segment) = (slot.visit.map { wall($0.enqueued) }, slot.visit?.segment)
      shown.isAtKey = distributor.value.isDeciding(call)
      out.calls.append(shown)
    }
    out.callBacks = callBackSnapshots
    out.messages = messages.messages.values.filter { $0.state == .new && $0.heardAt == nil }
      .sorted { $0.number < $1.number }
      .map { MessageSnapshot(queue: $0.queue, segment: $0.segment, left: Instant(milliseconds: $0.at)) }
    return out
  }
}
