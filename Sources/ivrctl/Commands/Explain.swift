import ACD
import Chronology
import Control
import Reports
import SQLiteStore

extension Command {
  static let explain = Command(
    name: "explain", usage: "CALL", summary: "why a call was given to whom, or an agent gets nothing",
    details: """
      For a call, under way or over: each decision of its routing with the time after its arrival, from the
      call log, and why each of the others was passed over; on a site of more than 40 agents those with the
      same reason are counted, and the nearest of the free named. For one that waits now also where it
      stands, what it asks for and what keeps each agent from it.

      With --agent: what an agent is doing, and what keeps the calls that wait from him.

        ivrctl explain 1hmfrvkr3rs
        ivrctl explain 1hmfrvkr3rs --log var/calls.sqlite
        ivrctl explain --agent kim
      """,
    options: [
      Option("agent", "NAME", "an agent instead of a call"),
      .log, json, socket,
    ],
    arguments: 0...1
  ) { arguments in
    if let agent = arguments["agent"] {
      guard arguments.words.isEmpty else { throw CommandError("a call or an agent, not both") }
      return print(try Live(arguments).ask(.explain(agent: agent)), arguments)
    }
    guard let word = arguments.words.first else {
      throw CommandError("a call is missing", hint: "ids are in the first column of: ivrctl calls")
    }
    guard let call = CallID(word) else {
      throw CommandError("'\(word)' is no call's id", hint: "ids are in the first column of: ivrctl calls")
    }
    let path = try arguments["log"] ?? Options.liveLog(arguments)
    // Asked first: a call that is there may not be in the log yet.
    let now = arguments["log"] == nil ? try? Live(arguments).ask(.explain(call: word)).list : nil
    let timeline = try Options.reader(path, arguments).timeline(of: call)
    guard timeline != nil || now != nil else {
      throw CommandError("there is no call \(call) in \(path)", status: 1)
    }
    let start = timeline?.call.opening.offered ?? Instant(microseconds: 0)
    var lines = (timeline?.events ?? []).filter { routingKinds.contains($0.kind) }.map { event in
      "\(stamp(event.at - start)) \(event.kind.padded(to: 11)) \(event.detail)"
    }
    if lines.isEmpty { lines.append("it was in no queue") }
    if let timeline, let broken = cutOff(timeline) {
      lines.append("\(stamp(broken.at - start)) \("unknown".padded(to: 11)) \(broken.what)")
    }
    if let now, timeline?.call.closing == nil || now.first?.text?.hasPrefix("is to be called back") == true {
      lines += ["now"] + now.compactMap(\.text)
    }
    return print(.list(lines.map { .text($0) }), arguments)
  }

  /// What a crash cut off: nobody knows how it went on.
  private static func cutOff(_ timeline: CallTimeline) -> (at: Instant, what: String)? {
    guard timeline.call.isEndEstimated, timeline.call.closing?.outcome == "interrupted",
      let last = timeline.events.last,
      let step = timeline.events.last(where: { ["queue", "connect", "talk", "leave"].contains($0.kind) })
    else { return nil }
    let name = step.detail.prefix { $0 != " " }
    return switch step.kind {
    case "connect": (last.at, "the log breaks off in the talk with \(name): how long it was is not known")
    case "queue": (last.at, "the log breaks off while it waits in \(name)")
    default: nil
    }
  }

  /// What a call's timeline says about its routing.
  private static let routingKinds: Set<String> = [
    "ask", "queue", "widen", "ease", "reserve", "release", "priority", "decide", "passed", "offer", "phone",
    "offer-ended", "connect", "turn", "leave", "moved", "talk",
    "callback",
  ]

  private static func stamp(_ duration: Duration) -> String {
    let tenths = duration.milliseconds / 100
    return "\(clockText(seconds: tenths / 10)).\(tenths % 10)"
  }

  private static func print(_ value: JSONValue, _ arguments: Arguments) -> Int32 {
    if arguments.has("json") {
      printOut(value.pretty)
    } else {
      printOut((value.list ?? []).map(\.cell).joined(separator: "\n"))
    }
    return 0
  }

  static let priority = Command(
    name: "priority", usage: "CALL N", summary: "gives a waiting call another priority",
    details: """
      From now on the call has this priority in place of that of its route or queue, in other queues that it
      comes into as well; what it has gained by waiting and its queue's weight are added to it. A call-back that waits is named by the call that
      ordered it.

        ivrctl priority 1hmfrvkr3rs 5
      """,
    options: [socket], arguments: 2...2
  ) { arguments in
    guard let number = Int64(arguments.words[1]) else {
      throw CommandError("a priority is a whole number, not '\(arguments.words[1])'")
    }
    _ = try Live(arguments).ask(.priority(call: arguments.words[0], number))
    printOut("call \(arguments.words[0]) has priority \(number)")
    return 0
  }

  static let queue = Command(
    name: "queue", usage: "NAME open|close|message TEXT",
    summary: "closes a queue now, whatever its calendar says",
    details: """
      A closed queue lets nobody in: callers go where their route says for `overflow closed`. With `close`
      those who wait go on waiting. With `message` callers hear the text first, and those who wait hear it and
      go as well, unless --keep is given. --language says it to callers in that language alone; texts for
      other languages stay. It stays so over reloads and restarts, until it is opened, or until the time of
      --until: a time of day, at most a day off, a day and time, or how long.

        ivrctl queue billing close
        ivrctl queue billing close --until 18:00
        ivrctl queue billing close --until 90m
        ivrctl queue billing message "We are closed because of a power cut." --language en
        ivrctl queue billing open
      """,
    options: [
      Option("language", "TAG", "to callers in this language alone"),
      Option("keep", nil, "those who wait go on waiting"),
      Option("until", "TIME", "then it opens by itself: 18:00, \"2026-03-03 18:00\", 90m"),
      Option("zone", "ZONE", "the clocks of --until (default: this machine's)"), socket,
    ], arguments: 2...3
  ) { arguments in
    let (name, act) = (arguments.words[0], arguments.words[1])
    guard ["open", "close", "message"].contains(act) else {
      throw CommandError("a queue cannot '\(act)'", hint: "acts are open, close, message")
    }
    guard (act == "message") == (arguments.words.count == 3) else {
      throw CommandError(
        act == "message" ? "the message is missing" : "too many words: '\(arguments.words[2])'",
        hint: "ivrctl queue \(name) message \"We are closed today.\"")
    }
    guard act != "open" || arguments["until"] == nil else {
      throw CommandError(
        "--until is for a closing", hint: "ivrctl queue \(name) close --until \(arguments["until"] ?? "")")
    }
    let until = try arguments["until"].map {
      try Options.end($0, try Options.zone(arguments), from: .wallNow)
    }
    let request =
      act == "message"
      ? ControlRequest.closeQueue(
        name, message: arguments.words[2], language: arguments["language"], keep: arguments.has("keep"),
        until: until?.milliseconds)
      : .queue(name, act, until: until?.milliseconds)
    _ = try Live(arguments).ask(request)
    let local = try until.map { try Options.zone(arguments).local($0) }
    let end = local.map { " until \($0.day) \(CallReport.clock($0.time))" } ?? ""
    printOut("queue \(name) is \(act == "open" ? "open" : "closed")\(end)")
    return 0
  }

  static let move = Command(
    name: "move", usage: "CALL QUEUE|AGENT", summary: "sends a call to another queue or to an agent",
    details: """
      A call that waits goes to another queue of its application, as old as it is, or to an agent, whatever
      he is able to: it is offered to him at once when he is free. When he is busy it waits for him alone,
      for two minutes, and then for anybody, as old as it is. A call in talk with an agent at a desk line
      goes there from the talk. A call-back that waits is named by the call that ordered it: it is made when
      its turn comes in the other queue, or when that agent is free, and counts as ordered in the first.

        ivrctl move 1hmfrvkr3rs cards
        ivrctl move 1hmfrvkr3rs kim
      """,
    options: [socket], arguments: 2...2
  ) { arguments in
    _ = try Live(arguments).ask(.move(call: arguments.words[0], to: arguments.words[1]))
    printOut("call \(arguments.words[0]) goes to \(arguments.words[1])")
    return 0
  }

  static func dispose(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.count == 3 else {
      throw CommandError("a code is missing", hint: "ivrctl agent \(arguments.words[0]) dispose 1")
    }
    let told = try Live(arguments).ask(
      .dispose(agent: arguments.words[0], arguments.words[2], call: arguments["call"]))
    printOut(told.list?.first?.text ?? "the talk is filed")
    return 0
  }

  static func setSkill(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.count == 4, let level = Int64(arguments.words[3]) else {
      throw CommandError(
        "a skill and its level are missing", hint: "ivrctl agent \(arguments.words[0]) skill billing 4")
    }
    _ = try Live(arguments).ask(.skill(agent: arguments.words[0], arguments.words[2], level: level))
    printOut(
      "\(arguments.words[0]) has \(arguments.words[2]) at level \(level) until it is changed back; the site file is not changed"
    )
    return 0
  }
}
