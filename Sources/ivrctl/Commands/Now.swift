import Chronology
import Control
import Foundation
import Reports

extension Command {
  static let status = Command(
    name: "status", usage: "", summary: "whether ivrd runs, and how it is doing",
    details: """
      Prints the site, its calls, agents and call log.

        ivrctl status
        ivrctl status --json
      """,
    options: [json, socket], arguments: 0...0
  ) { arguments in
    let value = try Live(arguments).ask(.status)
    if arguments.has("json") {
      printOut(value.pretty)
      return 0
    }
    let most = value["max_calls"].map { $0 == .null ? "" : " of at most \($0.cell)" } ?? ""
    printOut(
      """
      ivrd \(value.cell("version")), site \(value.cell("site")), up \(clockText(seconds: value["uptime"]?.integer ?? 0))
      calls    \(value.cell("calls")) now\(most); \(value.cell("calls_taken")) taken, \(value.cell("calls_ended")) ended
      waiting  \(value.cell("waiting")) in queues
      agents   \(value.cell("agents")) logged in
      log      \(value.cell("log")), \(value.cell("log_waiting")) records not yet written
      """)
    let (expected, away) = (value["legs_expected"]?.integer ?? 0, value["calls_away"]?.integer ?? 0)
    if expected + away > 0 {
      printOut("pbx      \(expected) legs expected, \(away) calls transferred and not back")
    }
    for graph in value["graphs"]?.list ?? [] { printOut("flow     \(graph.cell)") }
    if let fault = value["log_fault"]?.text {
      let memory = value["log_in_memory"]?.integer ?? 0
      printOut("warning: the log cannot be written, \(memory) records are in memory alone: \(fault)")
    }
    if let fault = value["recording_fault"]?.text { printOut("warning: calls are not recorded: \(fault)") }
    return 0
  }

  static let queues = Command(
    name: "queues", usage: "", summary: "who waits, for how long, and which agents could help",
    details: """
      One row a queue: calls waiting, the longest wait, agents able to serve it and what they are doing,
      and the expected wait of a new caller (- with fewer than five departures in 15 minutes). Of 2+1k
      waiting, two could be offered and one more is at a key of the queue: he keeps his place, and is offered
      to nobody meanwhile. SL is the reports' SL-Genesys-Bs of the last half hour, A_T / (A + B - Bs), with
      the queue's own T. On wide screens also A, B, ASA, AHT, and occ, the occupancy of those agents in the
      last half hour, whatever queue their calls were of: handle time / (handle time + ready). Over a restart
      they go on by the log. Below stand the queues that are closed by hand, since when, and the alerts that
      are on, by the `alert` lines of the site.

        ivrctl queues
        ivrctl queues --json
      """,
    options: [json, socket], arguments: 0...0
  ) { arguments in
    let value = try Live(arguments).ask(.queues)
    if arguments.has("json") {
      printOut(value.pretty)
      return 0
    }
    let isWide = OutputWidth.columns >= 110
    var table = TextTable([
      .init("queue", shrinks: true), .init("waiting", .right), .init("longest", .right),
      .init("agents", .right), .init("ready", .right), .init("talk", .right), .init("wrap", .right),
      .init("pause", .right), .init("SL %", .right),
    ])
    if isWide {
      table.columns += [
        .init("A", .right), .init("B", .right), .init("ASA", .right), .init("AHT", .right),
        .init("occ %", .right),
      ]
    }
    table.columns.append(.init("exp.", .right))
    func time(_ value: JSONValue?) -> String { value?.integer.map { clockText(seconds: $0) } ?? "-" }
    for queue in value.list ?? [] {
      let states = queue["agents_by_state"]
      func count(_ state: String) -> String { states?[state]?.cell ?? "0" }
      let isGone = queue["gone"]?.flag == true
      var cells = [
        queue.cell("name") + (isGone ? " (gone)" : ""), LiveTables.waiting(in: queue),
        time(queue["longest_wait"]),
      ]
      cells += [queue.cell("agents"), count("ready"), count("talking"), count("wrap-up"), count("paused")]
      cells.append(queue["service_level"]?.number.map { "\(Int($0.rounded(.down)))" } ?? "-")
      if isWide {
        cells += [queue.cell("answered"), queue.cell("abandoned")]
        cells += [time(queue["average_wait"]), time(queue["average_handle_time"])]
        cells.append(queue["occupancy"]?.number.map { "\(Int($0.rounded(.down)))" } ?? "-")
      }
      cells.append(queue["expected_wait_minutes"]?.integer.map { "\($0) min" } ?? "-")
      table.rows.append(cells)
    }
    printOut(table.lines(width: OutputWidth.table).joined(separator: "\n"))
    if let name = value.list?.first?["service_level_name"]?.text {
      printOut("SL %: \(name)\(isWide ? ", A, B, ASA, AHT, occ" : "") of the last half hour")
    }
    for queue in value.list ?? [] {
      if let atKey = queue["at_key"]?.integer, atKey > 0 {
        printOut("\(queue.cell("name")): \(atKey) at a key of the queue, offered to nobody meanwhile")
      }
      let calls = (queue["call_backs"]?.list ?? []).compactMap(\.text)
      guard !calls.isEmpty else { continue }
      let shown = calls.prefix(5).joined(separator: ", ") + (calls.count > 5 ? ", …" : "")
      printOut(
        "\(queue.cell("name")): \(calls.count) of those who wait \(calls.count == 1 ? "is" : "are") to be called "
          + "back, by order of \(shown): ivrctl calls --callbacks")
    }
    for queue in value.list ?? [] where queue["closed_by_hand"]?.flag == true { printOut(closing(of: queue)) }
    for alert in try Live(arguments).ask(.alerts).list ?? [] { printOut(AlertLine.text(alert)) }
    return 0
  }

  private static func closing(of queue: JSONValue) -> String {
    let zone = Zone(TimeZone.current.identifier) ?? .utc
    let since = queue["closed_since"]?.integer.map { milliseconds in
      let local = zone.local(Instant(milliseconds: milliseconds))
      return " since \(local.day) \(CallReport.clock(local.time))"
    }
    let until = queue["closed_until"]?.integer.map { milliseconds in
      let local = zone.local(Instant(milliseconds: milliseconds))
      return " until \(local.day) \(CallReport.clock(local.time))"
    }
    let name = queue.cell("name")
    let told = queue["closed_message"]?.text.map { "; callers hear \"\($0)\"" } ?? ""
    return
      "\(name) is closed by hand\(since ?? "")\(until ?? "")\(told); to open it: ivrctl queue \(name) open"
  }

  static let agents = Command(
    name: "agents", usage: "", summary: "each agent's state, since when, and with which call",
    details: """
      One row an agent of the site.

        ivrctl agents
        ivrctl agents --json
      """,
    options: [json, socket], arguments: 0...0
  ) { arguments in
    let value = try Live(arguments).ask(.agents)
    if arguments.has("json") {
      printOut(value.pretty)
      return 0
    }
    var table = TextTable([
      .init("agent", shrinks: true), .init("name", shrinks: true), .init("state", shrinks: true),
      .init("since", .right), .init("call", shrinks: true), .init("line", shrinks: true),
      .init("note", shrinks: true),
    ])
    for agent in value.list ?? [] { table.rows.append(row(ofAgent: agent)) }
    printOut(table.lines(width: OutputWidth.table).joined(separator: "\n"))
    return 0
  }

  private static func row(ofAgent agent: JSONValue) -> [String] {
    [
      agent.cell("name") + (agent["gone"]?.flag == true ? " (gone)" : ""), agent.cell("full_name"),
      agent.cell("state"),
      clockText(seconds: agent["seconds"]?.integer ?? 0), agent.cell("call"), agent.cell("line"),
      agentNote(agent),
    ]
  }

  static let agent = Command(
    name: "agent", usage: "NAME ACT [REASON]", summary: "what an agent does: login, answer, hang up, pause …",
    details: """
      Acts for an agent of the running site. ACT is one of

        login            logs in, ready for calls
        ready            back from a pause, wrap-up or missed calls
        pause REASON     takes no calls; while talking, after the call
        answer           takes the call that is offered
        refuse           leaves the offered call to another agent
        hangup           ends the talk
        logout           logs out; while talking, after the call
        dispose CODE     files the talk, now or just over, by a code of its queue;
                         with --call, that call and no other
        skill NAME N     has the skill at level N from now on, 0 for not at all: over
                         reloads and restarts, until it is what the site says again
        pin              asks for a new PIN and prints its line for the site file

        ivrctl agent kim login
        ivrctl agent kim pause lunch
        ivrctl agent kim dispose 2 --call 1hmfrvkr3rs
        ivrctl agent kim skill billing 4
      """,
    options: [Option("call", "CALL", "dispose: refused if it is not the agent's last"), json, socket],
    arguments: 2...4
  ) { arguments in
    if arguments.words[1] == "skill" { return try setSkill(arguments) }
    if arguments.words[1] == "dispose" { return try dispose(arguments) }
    if arguments["call"] != nil { throw CommandError("--call goes with dispose alone") }
    guard arguments.words.count < 4 else { throw CommandError("too many words: '\(arguments.words[3])'") }
    if arguments.words[1] == "pin" { return try newPin(of: arguments.words[0]) }
    let acts = ["login", "ready", "pause", "answer", "refuse", "hangup", "logout", "dispose", "skill", "pin"]
    guard acts.contains(arguments.words[1]) else {
      throw CommandError(
        "an agent cannot '\(arguments.words[1])'", hint: "acts are \(acts.joined(separator: ", "))")
    }
    if arguments.words[1] == "pause", arguments.words.count < 3 {
      throw CommandError("a pause needs its reason", hint: "ivrctl agent \(arguments.words[0]) pause lunch")
    }
    let value = try Live(arguments).ask(
      .agent(
        arguments.words[0], arguments.words[1], reason: arguments.words.count > 2 ? arguments.words[2] : nil))
    if arguments.has("json") {
      printOut(value.pretty)
    } else {
      let call = value["call"]?.text.map { " with call \($0)" } ?? ""
      let message = value["message"]?.integer.map { "; hear it: ivrctl messages \($0) play" } ?? ""
      printOut("\(value.cell("name")) is \(value.cell("state"))\(call)\(message)")
    }
    return 0
  }

  /// Why he is paused, and what his talk is like.
  private static func agentNote(_ agent: JSONValue) -> String {
    var notes: [String] = []
    if let reason = agent["reason"]?.text { notes.append(reason) }
    if let monitor = agent["monitor"]?.text { notes.append(monitor) }
    if agent["held"] == .flag(true) { notes.append("held") }
    if agent["asks_for_supervisor"] == .flag(true) { notes.append("asks for a supervisor") }
    return notes.isEmpty ? "-" : notes.joined(separator: ", ")
  }

  static let monitor = Command(
    name: "monitor", usage: "CALL|AGENT on SUPERVISOR ACT",
    summary: "a supervisor listens to a talk, whispers, joins or leaves",
    details: """
      Lets a supervisor hear a talk. He sits at a desk line himself, logged in like an agent; he is paused
      meanwhile. The talk is that of an agent, or of a call by its id, and the agent in it sits on a line of
      his own. Callers are to be told before that a supervisor may listen: where the flow of a call does not,
      this says so, and under profile kr refuses. ACT is one of

        listen           hears both, is heard by nobody
        whisper          is heard by the agent
        join             is heard by both
        leave            ends it

        ivrctl monitor kim on park listen
        ivrctl monitor kim on park leave
      """,
    options: [socket], arguments: 4...4
  ) { arguments in
    let words = arguments.words
    guard words[1] == "on" else {
      throw CommandError("'on' was expected, not '\(words[1])'", hint: "ivrctl monitor kim on park listen")
    }
    let acts = ["listen", "whisper", "join", "leave"]
    guard acts.contains(words[3]) else {
      throw CommandError(
        "a supervisor cannot '\(words[3])'", hint: "acts are \(acts.joined(separator: ", "))")
    }
    let reply = try Live(arguments).ask(.monitor(words[0], by: words[2], words[3]))
    if let remark = reply["remark"]?.text { printError("ivrctl: \(remark)") }
    printOut(words[3] == "leave" ? "\(words[2]) listens no longer" : "\(words[2]): \(words[3])")
    return 0
  }

  static let hangUp = Command(
    name: "hangup", usage: "CALL", summary: "ends a call",
    details: """
      Ends a call under way, by its id as `ivrctl calls` shows it. Its hang-up handlers run, its record is
      closed. Of a call that is over and has ordered a call-back, it cancels the call-back.

        ivrctl hangup 1hmfrvkr3rs

      A PBX names it by its leg's UUID: the caller is gone. Of a call that was transferred it says that it
      will not come back, so that its record is closed at once and not after an hour.

        ivrctl hangup 40325ec2-5efd-4bd3-805f-53576e581d13
      """,
    options: [AGI.option, socket], arguments: 1...1
  ) { arguments in
    try AGI.run(arguments) { agi in
      let told = try Live(arguments).ask(.hangUp(call: arguments.words[0]))
      if agi == nil { printOut(told.list?.first?.text ?? "call \(arguments.words[0]) is being hung up") }
      return [:]
    }
  }

  static let answer = Command(
    name: "answer", usage: "LINE", summary: "begins a call on a sound-card line",
    details: """
      A line on a sound card has no hook: a call begins by a key that is held, by voice, as the site says,
      or by this command.

        ivrctl answer desk
      """,
    options: [socket], arguments: 1...1
  ) { arguments in
    let value = try Live(arguments).ask(.answer(line: arguments.words[0]))
    printOut("call \(value.cell("call")) begins on line \(arguments.words[0])")
    return 0
  }

  static let reload = Command(
    name: "reload", usage: "", summary: "loads the site and its flows again",
    details: """
      Has ivrd load its site again. Calls under way keep the flow they began with; agents and waiting calls
      keep their state. A site or flow with faults changes nothing: look with `ivrctl check`.

        ivrctl reload
      """,
    options: [socket], arguments: 0...0
  ) { arguments in
    // What was found comes first: faults, or warnings of a site that is loaded all the same.
    // It compiles and checks every flow before it answers.
    printOut(try Live(arguments).ask(.reload, timeout: .seconds(30)) { printError($0.cell) }.cell)
    return 0
  }
}
