import Chronology
import Control
import Engine
import Reports
import SQLiteStore

/// One call's record and timeline, for people and for programs.
enum CallTimelineText {
  /// - Parameter width: lines are broken there; nil leaves them whole, for programs that read them.
  static func text(_ timeline: CallTimeline, zone: Zone, width: Int?) -> String {
    let call = timeline.call
    let start = call.opening.offered
    func time(_ instant: Instant?) -> String {
      guard let instant else { return "-" }
      let local = zone.local(instant)
      return "\(local.day) \(CallReport.clock(local.time))"
    }
    var lines = [
      "call      \(call.opening.call)",
      "from      \(call.opening.ani ?? "(withheld)") to \(call.opening.dnis ?? "-") on line \(call.opening.line)",
      "flow      \(call.opening.flow), graph \(call.opening.graph)",
      "offered   \(time(start)) (\(zone.name))",
    ]
    if let closing = call.closing {
      lines.append(
        "ended     \(time(closing.ended)) by \(closing.endedBy), after \(seconds(closing.ended - start))")
      lines.append(
        "outcome   \(closing.outcome)\(closing.ownOutcome.map { ", \($0)" } ?? "")"
          + (call.isEndEstimated ? " (the end was not seen)" : ""))
      lines.append("language  \(closing.language)")
    } else {
      lines.append("ended     not yet")
    }
    for visit in timeline.visits {
      let agent =
        visit.agent.map { agent in
          isTalkUnknown(visit, of: call)
            ? " by \(agent), talk unknown"
            : " by \(agent), talk \(seconds(visit.talk)), wrap-up \(seconds(visit.wrapUp))"
        } ?? ""
      lines.append(
        "queue     \(visit.queue): \(visit.how) after \(seconds(visit.left - visit.enqueued))\(agent)")
    }
    lines.append("")
    for event in timeline.events {
      let at = event.at - start
      lines.append("\(stamp(at)) \(event.kind.padded(to: 9)) \(event.detail)")
    }
    // What callers and tables gave could move the cursor, or pass for a line of its own.
    lines = lines.map(DisplayWidth.printable)
    guard let width else { return lines.joined(separator: "\n") }
    return lines.flatMap { line in
      // Under the details: behind the stamp and the kind, or the record's names.
      WrappedText.lines(line, width: width, indent: line.first?.isNumber == true ? 20 : 10)
    }.joined(separator: "\n")
  }

  static func json(_ timeline: CallTimeline) -> JSONValue {
    let call = timeline.call
    func time(_ instant: Instant?) -> JSONValue { instant.map { .integer($0.milliseconds) } ?? .null }
    func text(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }
    return [
      "call": .text(call.opening.call.description), "graph": .text(call.opening.graph),
      "flow": .text(call.opening.flow), "line": .text(call.opening.line), "ani": text(call.opening.ani),
      "dnis": text(call.opening.dnis), "offered": time(call.opening.offered),
      "answered": time(call.closing?.answered), "ended": time(call.closing?.ended),
      "ended_by": text(call.closing?.endedBy), "outcome": text(call.closing?.outcome),
      "own_outcome": text(call.closing?.ownOutcome), "language": text(call.closing?.language),
      "estimated": .flag(call.isEndEstimated),
      "visits": .list(
        timeline.visits.map { visit in
          [
            "queue": .text(visit.queue), "enqueued": time(visit.enqueued), "left": time(visit.left),
            "how": .text(visit.how), "agent": text(visit.agent),
            "talk": isTalkUnknown(visit, of: call) ? .null : .integer(visit.talk.milliseconds),
            "hold": .integer(visit.hold.milliseconds), "wrap": .integer(visit.wrapUp.milliseconds),
          ]
        }),
      "events": .list(
        timeline.events.map { event in
          [
            "n": .integer(Int64(event.number)), "at": time(event.at), "kind": .text(event.kind),
            "state": .text(event.state), "detail": .text(event.detail),
          ]
        }),
    ]
  }

  /// A talk is written when it is over: one that was cut off with the whole program has none.
  private static func isTalkUnknown(_ visit: QueueVisitRow, of call: CallRow) -> Bool {
    call.isEndEstimated && visit.agent != nil && visit.talk == .zero
  }

  private static func seconds(_ duration: Duration) -> String {
    let tenths = duration.milliseconds / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }
  private static func stamp(_ duration: Duration) -> String {
    let ms = duration.milliseconds
    func pad(_ n: Int64, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(n).count)) + String(n)
    }
    return "\(pad(ms / 60_000, 2)):\(pad(ms / 1000 % 60, 2)).\(pad(ms % 1000, 3))"
  }
}
