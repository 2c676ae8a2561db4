import ACD
import Chronology
import Control
import Engine
import Foundation
import Reports
import SQLiteStore

extension Command {
  static let events = Command(
    name: "events", usage: "", summary: "what happens to calls and agents, as it happens",
    details: """
      Prints events of the running ivrd, a line each: calls that arrive, wait, are offered, answered and end,
      agents' states, messages left, alerts. With --follow it goes on until it is ended. Each event has a
      number that is never used again, also over restarts: --since N gives what came after it, so that a
      program that was away misses nothing. The latest 10,000 are kept; it is told when others are lost.

      With --json each line is an object: n, kind, at (UTC), and what is known of call, from, to, queue, agent
      and, by kind:

        arrived                 text (the line)
        queued                  position
        offered                 notes
        offer-ended             reason: refused, missed, failed, withdrawn, or
                                paused, logged-out, line-gone: he went away;
                                interrupted: ivrd broke off, as of talk-ended, left
        answered                waited_ms, notes; reason handed-over where a colleague had the call before
        talk-ended              talk_ms, reason (who ended it)
        left                    waited_ms, reason: why it left the queue without an agent
        ended                   state (the outcome), reason (who ended it), text (its own outcome)
        agent                   state, reason (of a pause)
        disposed                disposition (the words of the code)
        message                 message (its number), length_ms, state, text
        alert, alert-over       reason (the figure), text

      Who is to be called back is told of as the call that ordered it. What a flow masks is masked.

        ivrctl events --follow
        ivrctl events --follow --json --agent kim --since 4711
      """,
    options: [
      Option("follow", nil, "go on with what happens"),
      Option(
        "since", "N", "what came after event N (default: all that is kept; with --follow only what is new)"),
      Option("agent", "NAME", "those of one agent"),
      json, socket,
    ],
    arguments: 0...0
  ) { arguments in
    let since = try arguments["since"].map { Int64(try Options.whole($0, "since")) }
    let live = try Live(arguments)
    let request = ControlRequest.events(
      since: since, agent: arguments["agent"], follow: arguments.has("follow"))
    var last = since
    var refusal: String?
    do throws(ControlError) {
      try live.client.send(request)
      reading: while let reply = try live.client.next(timeout: arguments.has("follow") ? nil : .seconds(10)) {
        switch reply.kind {
        case .event:
          last = reply.value["n"]?.integer ?? last
          printOut(arguments.has("json") ? reply.value.compact : EventLine.text(reply.value))
        case .done: return 0
        case .failed:
          refusal = reply.message ?? "ivrd refused"
          break reading
        }
      }
    } catch {
      throw Live.failure(error)
    }
    if let refusal { throw CommandError(refusal, status: 1) }
    let resume = last.map { "; go on with --since \($0)" } ?? ""
    throw CommandError("ivrd has closed the connection\(resume)", status: 3)
  }

  static let audit = Command(
    name: "audit", usage: "", summary: "who ordered what, and what became of it",
    details: """
      Every order to a running ivrd that changes something is written into the call log: when, which Unix
      user, in which role, what he ordered, and that it was done or why not. Reading is not written down.

        ivrctl audit --since 2026-03-01
        ivrctl audit --last 20 --json
      """,
    options: [
      .log,
      Option("since", "DAY", "on or after this day"),
      Option("last", "N", "the newest N only"),
      .shownZone,
      json, socket,
    ],
    arguments: 0...0
  ) { arguments in
    let path = try arguments["log"] ?? Options.liveLog(arguments)
    let rows = try Options.reader(path, arguments).audit(
      since: try Options.since(arguments), limit: try arguments["last"].map { try Options.whole($0, "last") })
    if arguments.has("json") {
      let records: [JSONValue] = rows.map { row in
        [
          "at_ms": .integer(row.at.milliseconds), "user": .integer(Int64(row.user)),
          "name": row.name.map { .text($0) } ?? .null, "role": .text(row.role), "act": .text(row.act),
          "result": .text(row.result),
        ]
      }
      printOut(JSONValue.list(records).pretty)
      return 0
    }
    let zone = try Options.zone(arguments)
    var table = TextTable([
      .init("when"), .init("who", shrinks: true), .init("role"), .init("act", shrinks: true),
      .init("result", shrinks: true),
    ])
    for row in rows {
      let (day, time) = zone.local(row.at)
      table.rows.append([
        "\(day) \(EventLine.clock(time))", row.name ?? String(row.user), row.role, row.act, row.result,
      ])
    }
    printOut(table.lines(width: OutputWidth.table).joined(separator: "\n"))
    return 0
  }
}
