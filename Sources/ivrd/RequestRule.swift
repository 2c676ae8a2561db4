import Chronology
import Control
import Engine
import Foundation

/// What a request needs, and how it is written down.
struct RequestRule {
  var role: Role
  /// An agent may ask it for himself.
  var agent: String?
  /// Agents ask it for themselves alone, though viewers may for everybody.
  var isAgentsOwn = false
  /// Of callers, whoever they talk to: no agent's business.
  var isOfCallers = false
  /// As typed; nil for what is only looked at.
  var act: String?
  /// Done, it is not written down: what a PBX orders of each of its calls, and what a keypad caller does.
  var isRoutine = false
  /// What is ordered holds over restarts, as far as the call log can be written.
  var isKept = false

  init(_ request: ControlRequest) {
    func text(_ name: String) -> String {
      switch request[name] {
      case .text(let text)?: String(text.shownPlain.prefix(200))
      case .integer(let number)?: String(number)
      default: ""
      }
    }
    func words(_ names: String...) -> String {
      ([request.command] + names.map(text)).filter { !$0.isEmpty }.joined(separator: " ")
    }
    switch request.command {
    case "status", "queues", "agents", "calls", "calendars", "alerts", "log", "figures":
      role = .viewer
    case "lines": (role, isOfCallers) = (.viewer, request["name"] != nil)
    case "callbacks": (role, isOfCallers) = (.viewer, true)
    case "events", "explain":
      (role, isAgentsOwn) = (.viewer, true)
      agent = request["agent"]?.text
    case "agent":
      (role, agent) = (.supervisor, request["name"]?.text)
      act = words("name", "act", "reason")
      isKept = true
    case "dispose":
      (role, agent) = (.supervisor, request["name"]?.text)
      act = words("name", "call", "code")
    case "skill":
      role = .supervisor
      act = "agent \(text("name")) skill \(text("skill")) \(text("level"))"
      isKept = true
    case "monitor":
      role = .supervisor
      act = words("target", "by", "act")
    case "switches", "messages", "notices": role = .viewer
    // Of his own work also an agent, as is seen where the message is known.
    case "message":
      role = request["act"]?.text == "delete" ? .supervisor : .agent
      act = words("number", "act")
    case "message.sound":
      role = .agent
      // Once for all its parts.
      act = request["offset"]?.integer == 0 ? words("number") : nil
    case "notice":
      role = .supervisor
      act = words("name", "act", "text", "language")
      isKept = true
      if case .integer(let end)? = request["until"] { act = "\(act ?? "") until \(RequestRule.shown(end))" }
    case "notice.part":
      (role, isRoutine) = (.supervisor, true)
      act = words()
    case "switch":
      role = .supervisor
      act = words("name", "position")
      isKept = true
      if case .integer(let end)? = request["until"] { act = "\(act ?? "") until \(RequestRule.shown(end))" }
    case "queue":
      role = .supervisor
      act = words("name", "act", "language", "message")
      isKept = true
      if case .integer(let end)? = request["until"] { act = "\(act ?? "") until \(RequestRule.shown(end))" }
    case "priority":
      role = .supervisor
      act = words("call", "priority")
    case "move":
      role = .supervisor
      act = words("call", "to")
    case "hangup":
      role = .supervisor
      act = words("call")
      isRoutine = request["call"]?.text.flatMap { LegID($0) } != nil
    case "answer":
      role = .supervisor
      act = words("line")
    case "expect":
      (role, isRoutine) = (.supervisor, true)
      act = words("leg", "from", "to", "name", "flow", "continues")
    case "next-hop":
      (role, isRoutine) = (.supervisor, true)
      act = words("leg")
    case "call.live":
      (role, isRoutine) = (.supervisor, true)
      // A key that comes after the call is no order that was refused.
      act = request["act"]?.text == "open" ? words("line", "from", "to") : nil
    case "ring":
      role = .supervisor
      act = words("number", "flow")
    // What is not known here is for those who may do everything.
    default:
      role = .admin
      act = words("name", "act")
    }
  }

  /// - Returns: nil when he may; else which role he needs.
  func refusal(of person: Person) -> String? {
    guard let own = person.role else {
      return
        "\(shown(person)) has no role here: this needs \(role.name); the site's `role` lines say who has one"
    }
    if own >= role, person.seesOthers || !isAgentsOwn && !isOfCallers { return nil }
    if let agent, own >= .agent, person.agents.contains(agent) { return nil }
    if isAgentsOwn, own == .agent {
      return "\(shown(person)) is agent here: he may ask this for himself alone, with --agent NAME"
    }
    if isOfCallers, own == .agent {
      return "\(shown(person)) is agent here: this is of other people's calls, and needs viewer or supervisor"
    }
    let himself =
      agent.map { own == .agent ? "; as an agent he may act for himself alone, and is not \($0)" : "" } ?? ""
    return "\(shown(person)) is \(own.name) here: this needs \(role.name)\(himself)"
  }
  /// On the machine's clock: `2026-11-22 18:00 Asia/Seoul`.
  private static func shown(_ milliseconds: Int64) -> String {
    let zone = Zone(TimeZone.current.identifier) ?? .utc
    let local = zone.local(Instant(milliseconds: milliseconds))
    return "\(local.day) \(local.time) \(zone.name)"
  }
  private func shown(_ person: Person) -> String { person.name ?? "user \(person.user)" }
}
