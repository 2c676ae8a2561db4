import ACD
import CallFlow
import Chronology
import Session

/// The row of an order to be called back, as JSON: everything collected, and the place in the order. Instants
/// and lengths are milliseconds.
struct KeptCallBack: Codable {
  var call: UInt64
  var number: String
  var shown: String
  var application: String
  var queue: String
  var line: String
  var ani: String?
  var dnis: String?
  var callerName: String?
  var start: Int64
  var fields: [String: KeptValue]
  var language: String
  var until: Int64
  var within: Int64
  var ring: Int64
  var most: Int
  var every: Int64
  var slots: String?
  var attempts: Int
  var rows: Int
  var notBefore: Int64?
  /// The stay in the queue that it counts as.
  struct Visit: Codable {
    var call: UInt64
    var number: Int
    /// Nil in rows that an earlier version wrote: that in which it waits.
    var queue: String?
    var enqueued: Int64
    var left: Int64
    var segment: String?
    var priority: VisitPriority?
  }
  var visit: Visit?
  var enqueued: Int64
  /// Which of those that came in one millisecond was first.
  var order: Int64
  var priority: Int
  /// A supervisor gave it that priority.
  var isByHand: Bool?
  /// The agent whom it was moved to, and until when it waits for him alone.
  struct Meant: Codable {
    var agent: String
    var until: Int64
  }
  var meant: Meant?
  var walk: KeptWalk

  init?(
    _ back: CallBack, rows: Int, place: (since: Instant, priority: Int, order: Int64), offset: Duration
  ) {
    guard let walk = back.order.walker.kept else { return nil }
    self.walk = walk
    let facts = back.given.facts
    (call, number, shown) = (back.call.number, back.order.number, back.order.shown)
    (application, queue) = (back.given.application.graph.content.name, back.order.request.queueName)
    (line, ani, dnis, callerName) = (facts.line, facts.ani, facts.dnis, facts.callerName)
    (start, fields) = (facts.start.milliseconds, facts.fields.mapValues { KeptValue($0) })
    (language, until) = (back.language, (back.until + offset).milliseconds)
    (within, ring) = (back.order.within.milliseconds, back.order.ring.milliseconds)
    (most, every) = (back.order.attempts, back.order.every.milliseconds)
    (slots, attempts, self.rows) = (back.order.slotsName, back.attempts, rows)
    notBefore = back.notBefore.map { ($0 + offset).milliseconds }
    visit = back.visit.map {
      Visit(
        call: $0.call.number, number: $0.number, queue: $0.queue,
        enqueued: ($0.enqueued + $0.wallOffset).milliseconds,
        left: ($0.left + $0.wallOffset).milliseconds, segment: $0.segment, priority: $0.priority)
    }
    enqueued = (place.since + offset).milliseconds
    (order, priority) = (place.order, place.priority)
    isByHand = back.priority == nil ? nil : true
  }

  var facts: CallFacts {
    var facts = CallFacts(
      id: CallID(call).description, ani: ani, dnis: dnis, callerName: callerName, line: line,
      start: Instant(milliseconds: start))
    facts.fields = fields.mapValues(\.value)
    return facts
  }

  /// What `init` was told, with the request as the present definitions make it.
  func callBack(
    _ request: QueueRequest, _ walker: FlowWalker, _ given: GivenFacts, offset: Duration
  ) -> CallBack {
    func engine(_ milliseconds: Int64) -> Instant { Instant(milliseconds: milliseconds) - offset }
    var order = CallBackOrder(
      number: number, shown: shown, request: request, within: .milliseconds(within),
      ring: .milliseconds(ring), attempts: most, every: .milliseconds(every), walker: walker)
    order.slotsName = slots
    order.slots = given.application.graph.content.calendars.first { $0.name == slots }?.hours
    var back = CallBack(
      order, of: CallID(call), given, language: language, until: engine(until), wallOffset: offset)
    (back.attempts, back.rows) = (attempts, rows)
    back.priority = isByHand == true ? priority : nil
    back.notBefore = notBefore.map(engine)
    back.visit = visit.map { kept in
      var visit = CallBack.Visit(
        call: CallID(kept.call), number: kept.number, queue: kept.queue ?? request.queueName,
        enqueued: engine(kept.enqueued), left: engine(kept.left), wallOffset: offset)
      (visit.segment, visit.priority) = (kept.segment, kept.priority)
      return visit
    }
    return back
  }
}
