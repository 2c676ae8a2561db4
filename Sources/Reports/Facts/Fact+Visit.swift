import Chronology
import Engine

extension Fact {
  /// A stay in a queue, in its sets; nil when it has not reached the instant that it is assigned by.
  ///
  /// What `how` says other than answered, abandoned, callback, work and open is a flow-out, `interrupted` too. An
  /// open stay has waited up to now, at least up to the call's last row. A wait that a crash cut off is known
  /// only to have lasted at least so long: it is in no mean, median or maximum.
  public init?(_ row: VisitRow, _ rules: ReportRules) {
    let visit = row.visit
    let isOpen = visit.how == "open"
    let isAnswered = visit.how == "answered"
    let left = isOpen ? rules.upToNow(visit.left) : visit.left
    switch rules.assignment {
    case .enqueue: self.init(at: visit.enqueued)
    case .answer:
      guard isAnswered || visit.how == "transferred" || visit.how == "work" else { return nil }
      self.init(at: visit.left)
    case .end:
      guard !isOpen else { return nil }
      self.init(at: visit.left + visit.talk + visit.hold)
    }
    (call, self.visit, queue, agent) = (visit.call, visit.number, visit.queue, visit.agent)
    (flow, line, caller, outcome, how) = (row.flow, row.line, row.ani, row.outcome, visit.how)
    (disposition, segment) = (row.disposition, visit.segment)
    wait = max(0, (left - visit.enqueued).milliseconds)
    talk = visit.talk.milliseconds
    hold = visit.hold.milliseconds
    wrapUp = visit.wrapUp.milliseconds
    dials = Int64(row.dials)

    // Nobody waits on the telephone for what an agent does with a message.
    if visit.how == "transferred" || visit.how == "work" {
      sets.insert(.handedOver, if: visit.how == "transferred")
      sets.insert(.handling, if: !row.isEndEstimated)
      return
    }
    let isWithin = wait <= rules.within(visit.queue).milliseconds
    sets.insert(.queued)
    sets.insert(.over, if: !isWithin)
    sets.insert(.open, if: isOpen)
    sets.insert(.left, if: !isOpen && !row.isWaitEstimated)
    sets.insert(.serviceLevelEvents, if: !isWithin)
    switch visit.how {
    case "answered":
      sets.insert(.answered)
      sets.insert(.answeredWithin, if: isWithin)
      sets.insert(.serviceLevelEvents)
      sets.insert(.handled, if: !row.isEndEstimated)
      sets.insert(.handling, if: !row.isEndEstimated)
      sets.insert(.requeued, if: !row.isLast)
      sets.insert(.transferredAfterTalk, if: row.isLast && row.outcome == "transferred")
    case "abandoned":
      sets.insert(.abandoned)
      sets.insert(.abandonedWithin, if: isWithin)
      sets.insert(.serviceLevelEvents)
      sets.insert(.shortAbandoned, if: wait <= rules.shortAbandon(visit.queue).milliseconds)
    case "callback":
      sets.insert(.callbacks)
      sets.insert(.callbacksWithin, if: isWithin)
      sets.insert(.callbacksConnected, if: agent != nil)
      sets.insert(.handled, if: agent != nil && !row.isEndEstimated)
      sets.insert(.handling, if: agent != nil && !row.isEndEstimated)
    case "open": break
    default: sets.insert(.flowedOut)
    }
  }
}
