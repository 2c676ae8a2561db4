import ACD
import CallFlow
import Chronology
import Control
import Engine
import LiveView
import Session
import SoundCardLine

/// Answers the requests of `ivrctl`. Runs on the control socket's thread; the engine answers later.
final class ControlHandler: Sendable {
  private let daemon: Daemon
  private let live: LiveCalls
  private let legs: LegRequests
  private let messages: MessageRequests
  init(daemon: Daemon) {
    self.daemon = daemon
    legs = LegRequests(daemon: daemon)
    messages = MessageRequests(daemon: daemon)
    live = LiveCalls(daemon: daemon)
  }

  func handle(_ request: ControlRequest, _ sink: ControlSink) {
    guard request.version == ControlProtocol.version else {
      return sink.fail(
        "ivrctl speaks version \(request.version) of the control socket, ivrd \(ControlProtocol.version); "
          + "use programs of one release")
    }
    let person = daemon.roles.person(sink.peer)
    let rule = RequestRule(request)
    let plain = sink
    var sink = sink
    if let act = rule.act {
      sink = sink.told { [daemon] problem in
        if problem != nil || !rule.isRoutine { daemon.audit(person, act, problem) }
        guard rule.isKept, problem == nil, daemon.logStatus.isInMemoryAlone else { return }
        plain.event(
          .text(
            "warning: done, but it cannot be kept now: neither the call log nor its spool can be written, and a "
              + "restart of ivrd will not know of it"))
      }
    }
    if let refusal = rule.refusal(of: person) { return sink.fail(refusal) }
    if let problem = RequestTexts.problem(with: request) { return sink.fail(problem) }
    answer(request, person, sink)
  }

  private func answer(_ request: ControlRequest, _ person: Person, _ sink: ControlSink) {
    let sight = Sight(person)
    switch request.command {
    case "status": status(person, sink)
    case "events": events(request, sink)
    case "lines": lines(request, sink)
    case "queues":
      snapshot(sink, sight) { s in
        let callBacks = Dictionary(grouping: s.callBacks, by: \.queue)
        return .list(
          s.queues.map { queue in
            JSONValue(queue: queue, callBacks: (callBacks[queue.name] ?? []).compactMap(\.call))
          })
      }
    case "alerts":
      snapshot(sink, sight) { [daemon] s in
        .list(sight.narrowed(daemon.alerts.current).map { JSONValue(alert: $0, now: s.at) })
      }
    case "figures":
      snapshot(sink, sight) { [daemon] s in daemon.figures(s, alerts: sight.narrowed(daemon.alerts.current)) }
    case "agents": snapshot(sink, sight) { s in .list(s.agents.map { JSONValue(agent: $0, now: s.at) }) }
    case "calls": snapshot(sink, sight) { s in .list(s.calls.map { JSONValue(call: $0, now: s.at) }) }
    case "callbacks":
      snapshot(sink, sight) { s in .list(s.callBacks.map { JSONValue(callBack: $0, now: s.at) }) }
    case "agent": agent(request, sink)
    case "monitor": monitor(request, sink)
    case "hangup": hangUp(request, sink)
    case "explain": explain(request, sink)
    case "priority": priority(request, sink)
    case "queue": queue(request, sink)
    case "skill": skill(request, sink)
    case "move":
      guard let call = call(in: request, sink) else { return }
      guard let target = request["to"]?.text else {
        return sink.fail("a move request needs 'call' and 'to': a queue or an agent")
      }
      perform(.move(call, to: target), sink)
    case "dispose":
      guard let name = request["name"]?.text, let code = request["code"]?.text else {
        return sink.fail("a dispose request needs 'name' and 'code'")
      }
      guard request["call"] != nil else { return perform(.dispose(agent: name, code: code), sink) }
      guard let call = call(in: request, sink) else { return }
      perform(.dispose(agent: name, code: code, call: call), sink)
    case "switch": turn(request, sink)
    case "switches":
      snapshot(sink, sight) { snapshot in
        .list(
          snapshot.switches.map { item in
            [
              "switch": .text(item.name), "position": .text(item.position.rawValue),
              "turned": .flag(item.isTurned),
              "until": item.until.map { .integer($0.milliseconds) } ?? .null,
            ]
          })
      }
    case "answer": answer(request, sink)
    case "reload":
      daemon.reload { result in
        for text in result.found { sink.event(.text(text)) }
        result.isDone ? sink.finish(.text(result.message)) : sink.fail(result.message)
      }
    case "log": sink.finish(.text(daemon.logPath))
    case "call.live": live.handle(request, sink)
    default:
      if legs.handle(request, sink) || messages.handle(request, person, sink) { return }
      sink.fail("ivrd knows no request '\(request.command.prefix(40))'; is ivrctl newer than ivrd?")
    }
  }

  private func snapshot(
    _ sink: ControlSink, _ sight: Sight, _ value: @escaping @Sendable (EngineSnapshot) -> JSONValue
  ) {
    daemon.runner.post(.snapshot { sink.finish(value(sight.narrowed($0))) }, at: daemon.runner.now)
  }

  /// All lines, or a named one with its calls.
  private func lines(_ request: ControlRequest, _ sink: ControlSink) {
    let lines = daemon.lines
    guard let name = request["name"]?.text else { return sink.finish(.list(lines.shown)) }
    guard let legs = lines.shownLegs(of: name, now: daemon.runner.now),
      case .object(let line)? = lines.shown.first(where: { $0["line"]?.text == name })
    else {
      let names = lines.names.joined(separator: ", ")
      return sink.fail(
        "there is no line '\(name.prefix(40))'; the site has \(names.isEmpty ? "none" : names)")
    }
    sink.finish(.object(line.merging(["legs": .list(legs)]) { $1 }))
  }

  private func events(_ request: ControlRequest, _ sink: ControlSink) {
    if let agent = request["agent"]?.text, !daemon.agents.contains(agent) {
      return sink.fail(
        "there is no agent '\(agent.prefix(40).shownPlain)'" + Suggestions.known(agent, among: daemon.agents))
    }
    daemon.events.serve(
      since: request["since"]?.integer, agent: request["agent"]?.text,
      follows: request["follow"]?.flag == true, sink)
  }

  private func status(_ person: Person, _ sink: ControlSink) {
    let daemon = daemon
    // Counts of the house, which everybody may know.
    daemon.runner.post(
      .snapshot { sink.finish(ControlHandler.status(of: daemon, $0, person)) }, at: daemon.runner.now)
  }

  private static func status(of daemon: Daemon, _ snapshot: EngineSnapshot, _ person: Person) -> JSONValue {
    let log = daemon.logStatus
    return [
      "role": person.role.map { .text($0.name) } ?? .null,
      "version": .text(Version.text), "site": .text(daemon.sitePath),
      "uptime": .integer((daemon.runner.now - daemon.started).milliseconds / 1000),
      "graphs": .list(daemon.graphs().map { .text($0) }),
      "calls": .integer(Int64(snapshot.calls.count)),
      "max_calls": snapshot.maxCalls.map { .integer(Int64($0)) } ?? .null,
      "calls_taken": .integer(Int64(snapshot.callsTaken)),
      "calls_ended": .integer(Int64(snapshot.callsEnded)),
      "waiting": .integer(Int64(snapshot.queues.reduce(0) { $0 + $1.waiting })),
      "agents": .integer(Int64(snapshot.agents.count { $0.state != .loggedOut })),
      "legs_expected": .integer(Int64(snapshot.legs.expected)),
      "legs_never_came": .integer(Int64(snapshot.legs.neverCame)),
      "legs_ringing": .integer(Int64(snapshot.legs.ringing)),
      "calls_away": .integer(Int64(snapshot.legs.away)),
      "log": .text(daemon.logPath), "log_waiting": .integer(Int64(log.waiting + log.spooled)),
      "log_in_memory": .integer(Int64(log.waiting)),
      "log_in_memory_alone": .flag(log.isInMemoryAlone),
      "recording_fault": daemon.recordings.fault.map { .text($0) } ?? .null,
      "log_lost": .integer(Int64(log.lost)), "log_fault": log.fault.map { .text($0) } ?? .null,
    ]
  }

  private func agent(_ request: ControlRequest, _ sink: ControlSink) {
    guard let name = request["name"]?.text, let act = request["act"]?.text else {
      return sink.fail("an agent request needs 'name' and 'act'")
    }
    let command: EngineCommand
    switch act {
    case "login": command = .agentLogin(name, paused: request["reason"]?.text)
    case "ready": command = .agentReady(name)
    case "pause": command = .agentPause(name, reason: request["reason"]?.text ?? "pause")
    case "answer": command = .agentAnswer(name)
    case "refuse": command = .agentRefuse(name)
    case "hangup": command = .agentHangUp(name)
    case "logout": command = .agentLogout(name)
    default:
      return sink.fail(
        "an agent cannot '\(act.prefix(40))'; login, ready, pause, answer, refuse, hangup, logout")
    }
    perform(command, sink)
  }

  private func monitor(_ request: ControlRequest, _ sink: ControlSink) {
    guard let target = request["target"]?.text, let by = request["by"]?.text, let act = request["act"]?.text,
      act == "leave" || DeskNews.Monitor(rawValue: act) != nil
    else {
      return sink.fail("a monitor request needs 'target', 'by' and 'act': listen, whisper, join, leave")
    }
    perform(.monitor(target, by: by, DeskNews.Monitor(rawValue: act)), sink)
  }

  private func hangUp(_ request: ControlRequest, _ sink: ControlSink) {
    if let leg = request["call"]?.text.flatMap({ LegID($0) }) { return perform(.hangUpLeg(leg), sink) }
    guard let text = request["call"]?.text else {
      return sink.fail("a hang-up needs 'call', as `ivrctl calls` shows it")
    }
    guard let call = CallID(text) else {
      return sink.fail(
        "'\(text.prefix(40).shownPlain)' is no call: `ivrctl calls` shows their ids; nor is it a leg's UUID")
    }
    perform(.hangUpCall(call), sink)
  }

  /// Nil, with the sink told why, when the request names none.
  private func call(in request: ControlRequest, _ sink: ControlSink) -> CallID? {
    guard let text = request["call"]?.text else {
      sink.fail("a request for one call needs 'call', as `ivrctl calls` shows it")
      return nil
    }
    if let call = CallID(text) { return call }
    sink.fail("'\(text.prefix(40).shownPlain)' is no call: `ivrctl calls` shows their ids")
    return nil
  }

  private func answer(_ request: ControlRequest, _ sink: ControlSink) {
    let name = request["line"]?.text ?? ""
    let lines = daemon.lines.soundCards
    guard let line = lines[name] else {
      let names = lines.keys.sorted().joined(separator: ", ")
      return sink.fail(
        "there is no sound-card line '\(name.prefix(40))'; the site has \(names.isEmpty ? "none" : names)")
    }
    do throws(SoundCardLine.Refusal) {
      sink.finish(["call": .text(try line.answer().description)])
    } catch {
      sink.fail(error.description)
    }
  }

  private func perform(_ command: EngineCommand, _ sink: ControlSink) {
    let now = daemon.runner.now
    daemon.runner.perform(command) { reply in
      if let problem = reply.problem { return sink.fail(problem) }
      if case .remarked(let remark) = reply { return sink.finish(["remark": .text(remark)]) }
      if case .agent(let agent) = reply { return sink.finish(JSONValue(agent: agent, now: now)) }
      if case .explained(let lines) = reply { return sink.finish(.list(lines.map { .text($0) })) }
      sink.finish()
    }
  }

  private func explain(_ request: ControlRequest, _ sink: ControlSink) {
    if let name = request["agent"]?.text { return perform(.explainAgent(name), sink) }
    guard let call = call(in: request, sink) else { return }
    perform(.explainCall(call), sink)
  }

  private func priority(_ request: ControlRequest, _ sink: ControlSink) {
    guard let call = call(in: request, sink) else { return }
    guard let number = request["priority"]?.integer else {
      return sink.fail("a priority request needs 'call' and 'priority'")
    }
    perform(.setPriority(call, Int(clamping: number)), sink)
  }

  private func queue(_ request: ControlRequest, _ sink: ControlSink) {
    guard let name = request["name"]?.text, let act = request["act"]?.text,
      ["open", "close", "message"].contains(act)
    else { return sink.fail("a queue request needs 'name' and 'act': open, close, message") }
    let until = request["until"]?.integer.map { Instant(milliseconds: $0) }
    if act == "message" {
      guard let message = request["message"]?.text else { return sink.fail("a queue's message is missing") }
      return perform(
        .closeQueue(
          name, message: message.shownPlain, language: request["language"]?.text,
          keepsWaiting: request["keep"]?.flag == true, until: until), sink)
    }
    perform(.setQueue(name, isOpen: act == "open", until: until), sink)
  }

  private func turn(_ request: ControlRequest, _ sink: ControlSink) {
    guard let name = request["name"]?.text,
      let position = request["position"]?.text.flatMap({ SwitchItem.Position(rawValue: $0) })
    else { return sink.fail("a switch request needs 'name' and 'position': on, off, auto") }
    let until = request["until"]?.integer.map { Instant(milliseconds: $0) }
    perform(.turn(SwitchOrder(name: name, position: position, until: until)), sink)
  }

  private func skill(_ request: ControlRequest, _ sink: ControlSink) {
    guard let name = request["name"]?.text, let skill = request["skill"]?.text,
      let level = request["level"]?.integer
    else { return sink.fail("a skill request needs 'name', 'skill' and 'level'") }
    perform(.setSkill(agent: name, skill: skill, level: Int(clamping: level)), sink)
  }
}
