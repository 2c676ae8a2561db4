import ACD
import CallFlow
import Chronology
import Session

/// What a supervisor does with queues and calls at once.
extension EngineCore {
  mutating func closeQueue(
    _ name: String, _ message: String, _ language: String?, keepsWaiting: Bool, until: Instant?
  ) -> EngineReply {
    guard let queue = registry.queues[name] else { return unknownQueue(name) }
    if let until, until <= wall(now) { return .refused("the time until which it is to be closed has passed") }
    guard !message.isEmpty, message.unicodeScalars.count <= 1000 else {
      return .refused("a message has 1 to 1000 characters, this one \(message.unicodeScalars.count)")
    }
    if let language,
      !applications.contains(where: { app in
        app.graph.content.languages.contains { $0.tag == language }
      })
    {
      let spoken = Set(applications.flatMap { $0.graph.content.languages.map(\.tag) }).sorted()
      return .refused("no application speaks '\(language)'" + Suggestions.known(language, among: spoken))
    }
    var kept = closedQueues[name] ?? KeptQueue(since: wall(now).milliseconds)
    if let language {
      kept.messages = (kept.messages ?? [:]).merging([language: message]) { $1 }
    } else {
      kept.message = message
    }
    kept.until = until?.milliseconds
    closedQueues[name] = kept
    keep(queue: name)
    reopenInTime(name)
    distribute(.queueClosed(queue))
    guard !keepsWaiting else { return .done }
    for call in slotByCall.calls.sorted() {
      guard let s = slotByCall[call], let visit = slots[Int(s)].visit, visit.name == name,
        visit.agent == nil, language == nil || slots[Int(s)].language == language
      else { continue }
      distribute(.callLeft(call, .closed))
    }
    return .done
  }

  /// Closed, it lets nobody in: callers leave with `closed`. Those who wait go on waiting.
  mutating func setQueue(_ name: String, isOpen: Bool, until: Instant? = nil) -> EngineReply {
    guard let queue = registry.queues[name] else { return unknownQueue(name) }
    if let until, !isOpen, until <= wall(now) {
      return .refused("the time until which it is to be closed has passed")
    }
    let since = closedQueues[name]?.since ?? wall(now).milliseconds
    closedQueues[name] = isOpen ? nil : KeptQueue(since: since, until: until?.milliseconds)
    keep(queue: name)
    reopenInTime(name)
    distribute(isOpen ? .queueOpened(queue) : .queueClosed(queue))
    return .done
  }

  /// A queue that is closed for a time opens by itself.
  mutating func reopenInTime(_ name: String) {
    guard let until = closedQueues[name]?.until else { return }
    let left = Instant(milliseconds: until) - wall(now)
    agenda.add(.queueReopens(name, until: until), at: now + max(.zero, left), .timer)
  }

  /// The end of a closing as it was ordered then has come, unless the clock was set meanwhile.
  mutating func queueReopens(_ name: String, until: Int64) {
    guard closedQueues[name]?.until == until else { return }
    guard wall(now).milliseconds >= until else { return reopenInTime(name) }
    _ = setQueue(name, isOpen: true)
  }

  func unknownQueue(_ name: String) -> EngineReply {
    .refused("there is no queue \(name)" + Suggestions.known(name, among: registry.queueNames))
  }

  mutating func move(_ call: CallID, to name: String) -> EngineReply {
    if let place = waitingCallBack(of: call) { return move(callBack: place, to: name) }
    guard let s = slotByCall[call] else { return .unknownCall(call) }
    guard let visit = slots[Int(s)].visit, let application = slots[Int(s)].given?.application else {
      return .refused("call \(call) is in no queue, so it cannot be moved")
    }
    let target: TransferTarget
    let shown: String
    let queue = visit.agent == nil ? visit.name : nil
    switch destination(name, of: call, in: application, from: queue, talksTo: visit.agent) {
    case .refused(let reply): return reply
    case .found(let found, let itsName): (target, shown) = (found, itsName)
    }
    if visit.agent != nil {
      guard let room = rooms[call], !room.isSecret else {
        return .refused("call \(call) talks: only the talk of an agent at a desk line can be moved")
      }
      note(call, "moved") { _ in "to \(shown)" }
      passOn(call, to: target)
    } else {
      note(call, "moved") { _ in "to \(shown)" }
      moves[call] = target
      distribute(.callLeft(call, .moved))
    }
    return .done
  }

  /// Where a call goes that is moved.
  enum Destination {
    /// With the name of the queue or agent.
    case found(TransferTarget, String)
    case refused(EngineReply)
  }
  /// - Parameters:
  ///   - queue: in which it waits.
  ///   - other: with whom it talks.
  mutating func destination(
    _ name: String, of call: CallID, in application: Application, from queue: String?,
    talksTo other: AgentID? = nil
  ) -> Destination {
    if let target = application.graph.content.queues.firstIndex(where: { $0.name == name }) {
      guard name != queue else { return .refused(.refused("call \(call) waits in queue \(name) already")) }
      guard closedQueues[name] == nil else {
        return .refused(
          .refused(
            "queue \(name) is closed by hand, call \(call) would be sent away: open it first, or move the call "
              + "to another"))
      }
      return .found(.queue(QueueIndex(target)), name)
    }
    if let agent = definition.agents.first(where: { $0.name == name || $0.number == name }) {
      let id = registry.agent(agent.name)
      if let problem = other == id ? "they talk already" : absence(of: id) {
        return .refused(.refused("call \(call) cannot be moved to \(agent.name): \(problem)"))
      }
      return .found(.agent(id), agent.name)
    }
    let names = application.graph.content.queues.map(\.name) + definition.agents.map(\.name)
    return .refused(
      .refused("there is no queue or agent \(name) for call \(call)" + Suggestions.known(name, among: names)))
  }

  /// Ends a call, or the call-back that one which is over has ordered.
  mutating func hangUp(_ call: CallID) -> EngineReply {
    guard let s = slotByCall[call] else {
      guard let place = callBack(of: call) else { return .unknownCall(call) }
      return cancel(callBack: place)
    }
    lineGone(call, isOrdered: true)
    deliver(.hungUp(by: .system), to: Int(s), at: now)
    return .done
  }

  static let priorities = -1_000_000...1_000_000

  mutating func setPriority(_ call: CallID, _ priority: Int) -> EngineReply {
    guard EngineCore.priorities.contains(priority) else {
      return .refused("a priority is -1000000 to 1000000, not \(priority); queues have 0 to 1000")
    }
    if let place = waitingCallBack(of: call) {
      setPriority(callBack: place, priority)
      return .done
    }
    guard let s = slotByCall[call] else { return .unknownCall(call) }
    guard let visit = slots[Int(s)].visit, visit.agent == nil else {
      return .refused("call \(call) waits in no queue, so it has no priority")
    }
    note(call, "priority") { _ in "\(priority)" }
    distribute(.priorityChanged(call, priority))
    let weight = registry.queues[visit.name].flatMap { distributor.value.definition(of: $0) }?.weight ?? 0
    slots[Int(s)].visit?.base = priority + weight
    makeExtra(Int(s)).priority = priority
    return .done
  }

  /// Why a call would not reach an agent.
  private func absence(of agent: AgentID) -> String? {
    switch distributor.value.state(of: agent)?.state {
    case .loggedOut, .lineGone, nil: return "he is not logged in"
    case .notAnswering: return "he does not answer; any key or command of his brings him back"
    case .ready, .offered, .talking, .wrapUp, .paused: return nil
    }
  }
}
