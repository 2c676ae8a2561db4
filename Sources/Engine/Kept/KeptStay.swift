import ACD
import Chronology

/// The row of a stay in a queue whose agent is still in wrap-up, as JSON: the next run writes it again when that
/// is over. Instants and lengths are milliseconds.
struct KeptStay: Codable {
  var call: UInt64
  var number: Int
  var queue: String
  var enqueued: Int64
  var left: Int64
  var how: String
  var agent: String?
  var talk: Int64
  var hold: Int64
  var segment: String?
  var priority: VisitPriority?

  init(_ row: QueueVisitRow) {
    (call, number, queue, how, agent) = (row.call.number, row.number, row.queue, row.how, row.agent)
    (enqueued, left) = (row.enqueued.milliseconds, row.left.milliseconds)
    (talk, hold) = (row.talk.milliseconds, row.hold.milliseconds)
    (segment, priority) = (row.segment, row.priority)
  }

  var row: QueueVisitRow {
    var row = QueueVisitRow(
      call: CallID(call), number: number, queue: queue, enqueued: Instant(milliseconds: enqueued),
      left: Instant(milliseconds: left), how: how, agent: agent, talk: .milliseconds(talk),
      hold: .milliseconds(hold))
    (row.segment, row.priority) = (segment, priority)
    return row
  }
}
