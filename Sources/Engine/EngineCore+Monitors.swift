import ACD
import Chronology
import Session

/// Supervisors on lines of their own.
extension EngineCore {
  func voice(of leg: CallID) -> TalkSeat {
    switch extra(leg)?.voice ?? .listen {
    case .listen: .supervisor(.nobody)
    case .whisper: .supervisor(.agent)
    case .join: .supervisor(.everybody)
    }
  }

  /// - Parameters:
  ///   - target: an agent's name, or a call's id.
  ///   - voice: nil ends it.
  mutating func monitor(_ target: String, by name: String, _ voice: DeskNews.Monitor?) -> EngineReply {
    guard definition.agents.contains(where: { $0.name == name }) else { return unknownAgent(name) }
    let supervisor = registry.agent(name)
    guard let leg = desks[supervisor], let extra = extra(leg) else {
      return .refused("\(name) sits on no line; he logs in on a desk line first")
    }
    guard let voice else {
      guard extra.monitors != nil else { return .refused("\(name) listens to nobody") }
      monitoringOver(leg)
      return .done
    }
    let call: CallID
    if definition.agents.contains(where: { $0.name == target }) {
      guard let (found, _) = room(of: registry.agent(target)) else {
        return .refused(
          "\(target) talks to nobody on a line of his own: `ivrctl agents` shows who does")
      }
      call = found
    } else {
      guard let id = CallID(target), slotByCall[id] != nil else {
        return .refused(
          "there is neither an agent nor a call \(target): `ivrctl agents` and `ivrctl calls` show them")
      }
      guard rooms[id] != nil else {
        return .refused(
          "call \(target) talks to no agent on a line: `ivrctl calls` shows who talks")
      }
      call = id
    }
    guard let room = rooms[call], room.agent != supervisor else {
      return .refused("\(name) has that call himself")
    }
    let untold = untold(call)
    if let untold, untold.isForbidden {
      return .refused("\(untold.words), and profile kr wants that (LISTEN-NOTICE)")
    }
    switch distributor.value.state(of: supervisor)?.state {
    case .paused: break
    case .ready, .wrapUp:
      extra.wasReady = true
      distribute(.agentPaused(supervisor, reason: EngineCore.supervision))
    case .loggedOut, .offered, .talking, .notAnswering, .lineGone, nil:
      return .refused(
        "\(name) has a call of his own, or is not ready: he ends it, or says `ivrctl agent \(name) ready`")
    }
    if let other = room.supervisor, other != leg {
      return .refused(
        "\(sitter(other).map(registry.name) ?? "another") listens already: `ivrctl monitor \(target) on NAME leave` ends that"
      )
    }
    if extra.monitors != call { stopMonitoring(leg) }
    extra.monitors = call
    rooms[call]?.supervisor = leg
    speak(leg, extra, voice, in: room, call)
    return untold.map { .remarked($0.words) } ?? .done
  }

  /// The caller came to where he is without being told that a supervisor may listen, as far as his flow shows.
  private func untold(_ call: CallID) -> (words: String, isForbidden: Bool)? {
    guard let s = slotByCall[call], let graph = slots[Int(s)].given?.application.graph else { return nil }
    let state = slots[Int(s)].state
    let entries = Set(definition.lines.values.compactMap(\.flow))
    guard graph.routesWithoutListeningNotice(entryFlows: entries).contains(state) else { return nil }
    let words =
      "nobody tells callers that a supervisor may listen before they come to \(state): say it there, barge-in hold"
    return (words, (graph.content.profile ?? definition.profile) == .kr)
  }

  private mutating func speak(
    _ leg: CallID, _ extra: LegExtra, _ voice: DeskNews.Monitor, in room: TalkRoom, _ call: CallID
  ) {
    extra.voice = voice
    rooms[call]?.asksForSupervisor = false
    seat(leg, in: room.id, as: self.voice(of: leg))
    if let agent = extra.agent { note(call, "supervisor") { "\($0.name(agent)) \(voice.rawValue)" } }
    tell(leg: leg, .monitoring(voice))
  }

  private static let supervision = "supervision"

  /// He listens to nobody any more, and is what he was before.
  mutating func monitoringOver(_ leg: CallID) {
    stopMonitoring(leg)
    extra(leg)?.monitors = nil
    tell(leg: leg, .monitoring(nil))
    guard let extra = extra(leg), extra.wasReady, let agent = extra.agent else { return }
    extra.wasReady = false
    // Unless he has paused for a reason of his own.
    if case .paused(reason: EngineCore.supervision)? = distributor.value.state(of: agent)?.state {
      distribute(.agentReady(agent))
    }
  }

  mutating func stopMonitoring(_ leg: CallID) {
    guard let extra = extra(leg), let call = extra.monitors else { return }
    extra.monitors = nil
    rooms[call]?.supervisor = nil
    unseat(leg)
    if let agent = extra.agent { note(call, "supervisor") { "\($0.name(agent)) leave" } }
  }

  /// The supervisor's key: at his own line the next voice, at an agent's a call for help.
  mutating func supervisor(_ agent: AgentID, _ leg: CallID) {
    if let extra = extra(leg), let call = extra.monitors, let room = rooms[call] {
      let all = DeskNews.Monitor.allCases
      let next = all[((all.firstIndex(of: extra.voice) ?? 0) + 1) % all.count]
      return speak(leg, extra, next, in: room, call)
    }
    guard let (call, _) = room(of: agent) else { return tell(leg: leg, .failed(.notNow)) }
    rooms[call]?.asksForSupervisor = true
    note(call, "supervisor") { "\($0.name(agent)) asks" }
    tell(leg: leg, .supervisorAsked)
  }
}
