import ACD
import Chronology
import Session

/// An order to be called back.
struct CallBack {
  /// While others are dialled for all agents who are free, it is looked again after so long.
  static let look: Duration = .seconds(2)
  var order: CallBackOrder
  /// The call that ordered it, and what is known of it.
  let call: CallID
  let given: GivenFacts
  let language: String
  let until: Instant
  /// Of the call that ordered it: rows go by it.
  let wallOffset: Duration
  /// Rows in that call's timeline, once it is over.
  var rows = 0
  var attempts = 0
  /// The stay in the queue that it counts as, in the log.
  var visit: Visit?
  /// What a supervisor gave it, wherever it is moved.
  var priority: Int?
  /// The agent whom it was moved to, and how long it waits for him alone.
  var meant: (agent: AgentID, until: Instant)?
  /// The telephone that rings.
  var ringing: LegID?
  /// The call of whoever answered, until it has taken the place.
  var leg: CallID?
  /// Before that he is not dialled again.
  var notBefore: Instant?

  struct Visit {
    var call: CallID
    var number: Int
    /// In which it was ordered, wherever it waits now.
    var queue: String
    var enqueued: Instant
    var left: Instant
    var how = LeaveReason.callBack.rawValue
    var segment: String?
    var priority: VisitPriority?
    /// Of the call.
    var wallOffset: Duration
    init(
      call: CallID, number: Int, queue: String, enqueued: Instant, left: Instant, wallOffset: Duration
    ) {
      (self.call, self.number, self.queue) = (call, number, queue)
      (self.enqueued, self.left, self.wallOffset) = (enqueued, left, wallOffset)
    }
    /// Of a caller who leaves it now.
    init(_ visit: CallSlot.Visit, of call: CallID, left: Instant, wallOffset: Duration) {
      self.init(
        call: call, number: visit.number, queue: visit.name, enqueued: visit.enqueued, left: left,
        wallOffset: wallOffset)
      (segment, priority) = (visit.segment, visit.priority)
      priority?.end(after: left - visit.enqueued, base: visit.base)
    }
  }

  init(
    _ order: CallBackOrder, of call: CallID, _ given: GivenFacts, language: String, until: Instant,
    wallOffset: Duration
  ) {
    (self.order, self.call, self.given) = (order, call, given)
    (self.language, self.until, self.wallOffset) = (language, until, wallOffset)
  }
}
