import ACD
import Chronology
import Control
import Engine
import Foundation
import Reports
import SQLiteStore
import Site

extension Command {
  static let calls = Command(
    name: "calls", usage: "", summary: "calls under way, or those of a call log",
    details: """
      Without --log, the calls that a running ivrd has now; "(at a key)" behind a queue is a caller who is at
      a key of it: he keeps his place and is offered to nobody meanwhile. Below stand the call-backs that wait,
      each by the call that ordered it: explain, move, priority and hangup take its id. With --log, the calls
      of a call log, newest last; narrowed by --since, --queue, --agent and --outcome.

        ivrctl calls
        ivrctl calls --callbacks --json
        ivrctl calls --log var/calls.sqlite --since 2026-03-01 --outcome abandoned
      """,
    options: [
      Option("log", "FILE", "read this call log instead of asking ivrd"),
      Option("since", "DAY", "calls offered on or after this day"),
      Option("queue", "NAME", "calls that were in this queue"),
      Option("agent", "NAME", "calls that this agent took"),
      Option("outcome", "WORD", "calls that ended so"),
      Option("last", "N", "the newest N only"),
      .shownZone,
      Option("all", nil, "the lines of agents too"),
      Option("callbacks", nil, "only the call-backs that wait now"),
      Option("ids", nil, "print the ids only"),
      json, socket,
    ],
    arguments: 0...0
  ) { arguments in
    guard let path = arguments["log"] else { return try LiveTables.calls(arguments) }
    var filter = CallFilter()
    filter.isOfCallers = !arguments.has("all")
    filter.since = try Options.since(arguments)
    (filter.queue, filter.agent, filter.outcome) = (
      arguments["queue"], arguments["agent"], arguments["outcome"]
    )
    filter.limit = try arguments["last"].map { try Options.whole($0, "last") }
    let rows = try Options.reader(path, arguments).calls(filter)
    if arguments.has("ids") {
      for row in rows { printOut(row.opening.call.description) }
    } else if arguments.has("json") {
      printText(CallReport.records(rows).json())
    } else {
      printText(CallReport.table(rows, zone: try Options.zone(arguments)).text())
    }
    return 0
  }

  static let show = Command(
    name: "show", usage: "CALL", summary: "one call: its record and its timeline",
    details: """
      Prints a call's record, its stays in queues and everything that happened in it, from the call log.
      Without --log, the log of the running ivrd is read.

        ivrctl show 1hmfrvkr3rs --log var/calls.sqlite
      """,
    options: [
      .log, .shownZone,
      json, socket,
    ],
    arguments: 1...1
  ) { arguments in
    guard let call = CallID(arguments.words[0]) else {
      throw CommandError(
        "'\(arguments.words[0])' is no call's id", hint: "ids are in the first column of: ivrctl calls")
    }
    let path = try arguments["log"] ?? Options.liveLog(arguments)
    guard let timeline = try Options.reader(path, arguments).timeline(of: call) else {
      throw CommandError("there is no call \(call) in \(path)", status: 1)
    }
    printOut(
      arguments.has("json")
        ? CallTimelineText.json(timeline).pretty
        : CallTimelineText.text(timeline, zone: try Options.zone(arguments), width: Terminal.width))
    return 0
  }
}

/// Values of options, checked.
enum Options {
  /// Tells what the log does not hold yet, too.
  static func reader(_ path: String, _ arguments: Arguments) throws -> CallLogReader {
    do {
      let reader = try CallLogReader(path: path)
      Unwritten.tell(of: reader, arguments)
      return reader
    } catch {
      var found = stat()
      guard stat(path, &found) == 0, access(path, R_OK) != 0 else { throw CommandError("\(error)") }
      let group = getgrgid(found.st_gid).map { String(cString: $0.pointee.gr_name) } ?? "\(found.st_gid)"
      throw CommandError(
        "\(path): may not be read by this user",
        hint: "figures, calls and the audit are read from the log itself, by its owner"
          + (found.st_mode & S_IRGRP != 0 ? " and by group \"\(group)\"" : "")
          + "; the site names a group with: control \"…\" group \"NAME\"")
    }
  }

  /// The log that a running `ivrd` writes.
  static func liveLog(_ arguments: Arguments) throws -> String {
    do {
      guard let path = try Live(arguments).ask(ControlRequest("log")).text else {
        throw CommandError("ivrd names no log", hint: "name one with --log FILE")
      }
      return path
    } catch let error as CommandError where error.status == 3 {
      throw CommandError(error.message, hint: "or name the log: --log var/calls.sqlite", status: 3)
    }
  }

  static func whole(_ text: String, _ option: String) throws -> Int {
    guard let n = Int(text), (0...1_000_000_000).contains(n) else {
      throw CommandError("--\(option) takes a whole number, not '\(text)'")
    }
    return n
  }

  static func zone(_ arguments: Arguments) throws -> Zone {
    guard let name = arguments["zone"] else { return Zone(TimeZone.current.identifier) ?? .utc }
    guard let zone = Zone(name) else {
      throw CommandError("there is no time zone '\(name)'", hint: "for example: --zone Asia/Seoul")
    }
    return zone
  }

  /// `--at "2026-03-03 10:15 [ZONE]"`, or another option of that sort; without it, now.
  static func moment(_ arguments: Arguments, of option: String = "at") throws -> (start: Instant, zone: Zone)
  {
    let here = try zone(arguments)
    guard let text = arguments[option] else {
      return (Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000), here)
    }
    let words = text.split(separator: " ").map(String.init)
    let zone = words.count == 3 ? Zone(words[2]) : here
    guard (2...3).contains(words.count), let zone, let day = Day(words[0]), let time = ClockTime(words[1])
    else {
      throw CommandError(
        "--\(option) \"\(text)\" is no day and time",
        hint: "for example: --\(option) \"2026-03-03 10:15 Asia/Seoul\"")
    }
    // A time that does not exist there is the moment of the change, as in calendars.
    return (zone.firstInstant(day, time), zone)
  }

  static func since(_ arguments: Arguments) throws -> Instant? {
    guard let text = arguments["since"] else { return nil }
    guard let day = Day(text) else {
      throw CommandError("--since takes a day, not '\(text)'", hint: "for example: --since 2026-03-01")
    }
    return try zone(arguments).instant(day, .midnight)
  }
}
