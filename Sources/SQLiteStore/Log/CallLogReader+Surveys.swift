import ACD
import Chronology
import Engine

/// What callers said of a talk, what they were told of their wait, and when they were called back.
extension CallLogReader {
  /// Questions of surveys in calls offered in that time, those of call-backs too, in the order of the calls.
  public func eachSurvey(
    since: Instant? = nil, until: Instant? = nil, _ body: (SurveyRow) -> Void
  ) throws(SQLiteError) {
    let events = try Statement(
      """
      SELECT e.call, e.at, e.state, e.detail, offered, flow, line, ani, outcome
      FROM calls JOIN call_events AS e ON e.call = calls.id
      WHERE offered >= ?1 AND offered < ?2 AND e.kind = 'survey' ORDER BY e.call, e.n
      """, on: database)
    events.bind(1, since?.milliseconds ?? .min)
    events.bind(2, until?.milliseconds ?? .max)
    var open: SurveyRow?
    while try events.step() {
      let call = CallID(UInt64(bitPattern: events.integer(0)))
      guard let detail = events.text(3), let space = detail.firstIndex(of: " ") else { continue }
      let question = "\(events.text(2) ?? "").\(detail[..<space])"
      let words = detail[space...].split(separator: " ")
      if words.first == "asked" {
        if let open { body(open) }
        let ends = words.last?.split(separator: "-").compactMap { Int($0) } ?? []
        guard ends.count == 2, ends[0] <= ends[1] else {
          open = nil
          continue
        }
        var row = SurveyRow(
          call: call, offered: Instant(milliseconds: events.integer(4)),
          asked: Instant(milliseconds: events.integer(1)), question: question, range: ends[0]...ends[1])
        (row.flow, row.line) = (events.text(5) ?? "", events.text(6) ?? "")
        (row.ani, row.outcome) = (events.text(7), events.text(8))
        row.talk = try talk(of: call, before: row.asked)
        open = row
      } else if var row = open, row.call == call, row.question == question {
        row.isSkipped = words.first == "skipped"
        row.answer = words.first == "answered" ? words.last.flatMap { Int($0) } : nil
        open = row
      }
    }
    if let open { body(open) }
  }

  /// The last one of the call, or of the call that ordered it as a call-back.
  private func talk(of call: CallID, before instant: Instant) throws(SQLiteError) -> QueueVisitRow? {
    let first = try Statement(
      "SELECT detail FROM call_events WHERE call = ?1 AND n = 1 AND kind = 'callback'", on: database)
    first.bind(1, Int64(bitPattern: call.number))
    var place = call
    if try first.step(), let id = first.text(0)?.split(separator: " ").last.flatMap({ CallID(String($0)) }) {
      place = id
    }
    let visit = try Statement(
      """
      SELECT \(visitColumns) FROM queue_visits
      WHERE call = ?1 AND agent IS NOT NULL AND "left" <= ?2 ORDER BY n DESC LIMIT 1
      """, on: database)
    visit.bind(1, Int64(bitPattern: place.number))
    visit.bind(2, instant.milliseconds)
    return try visit.step() ? CallLogReader.visit(of: visit) : nil
  }

  /// What callers who came into a queue in that time were told of their wait.
  public func eachToldWait(
    since: Instant? = nil, until: Instant? = nil, _ body: (ToldWaitRow) -> Void
  ) throws(SQLiteError) {
    struct Told {
      var at: Instant
      var minutes: Int
      var orLonger: Bool
    }
    var told: [CallID: [Told]] = [:]
    let events = try Statement(
      """
      SELECT e.call, e.at, e.detail FROM call_events AS e
      JOIN (SELECT DISTINCT call FROM queue_visits WHERE enqueued >= ?1 AND enqueued < ?2) AS v
        ON v.call = e.call
      WHERE e.kind = 'eta' ORDER BY e.call, e.n
      """, on: database)
    events.bind(1, since?.milliseconds ?? .min)
    events.bind(2, until?.milliseconds ?? .max)
    while try events.step() {
      let words = (events.text(2) ?? "").split(separator: " ")
      guard let minutes = words.compactMap({ Int($0) }).first, (0...100_000).contains(minutes) else {
        continue
      }
      told[CallID(UInt64(bitPattern: events.integer(0))), default: []].append(
        Told(
          at: Instant(milliseconds: events.integer(1)), minutes: minutes, orLonger: words.first == "over"))
    }
    guard !told.isEmpty else { return }
    try eachVisit(since: since, until: until) { row in
      guard row.visit.how != "transferred" else { return }
      for one in told[row.visit.call] ?? [] where one.at >= row.visit.enqueued && one.at <= row.visit.left {
        body(ToldWaitRow(row, at: one.at, told: .minutes(one.minutes), orLonger: one.orLonger))
      }
    }
  }

  /// One stay of a call.
  public struct Stay: Hashable, Sendable {
    public var call: CallID
    public var number: Int
    public init(_ call: CallID, _ number: Int) { (self.call, self.number) = (call, number) }
  }

  /// An order to be called back.
  public struct CallBackRow: Hashable, Sendable {
    /// When the caller got his agent, or was given up; nil while neither has happened.
    public var ended: Instant?
    public var dials = 0
  }

  /// What became of the orders to be called back of stays that began in that time.
  public func callBacks(
    since: Instant? = nil, until: Instant? = nil
  ) throws(SQLiteError) -> [Stay: CallBackRow] {
    let statement = try Statement(
      """
      SELECT v.call, v.n, e.at, e.detail FROM queue_visits AS v
      JOIN call_events AS e ON e.call = v.call AND e.kind = 'callback' AND e.at >= v."left"
      WHERE v.enqueued >= ?1 AND v.enqueued < ?2 AND v.how = 'callback' ORDER BY v.call, v.n, e.n
      """, on: database)
    statement.bind(1, since?.milliseconds ?? .min)
    statement.bind(2, until?.milliseconds ?? .max)
    var orders: [Stay: CallBackRow] = [:]
    while try statement.step() {
      let stay = Stay(CallID(UInt64(bitPattern: statement.integer(0))), Int(statement.integer(1)))
      var order = orders[stay] ?? CallBackRow()
      // What comes after the end is of a further order of the same call.
      guard order.ended == nil, let detail = statement.text(3) else { continue }
      if detail.hasPrefix("dialled ") { order.dials += 1 }
      if detail.hasPrefix("connected: ") || detail.hasSuffix(", given up") {
        order.ended = Instant(milliseconds: statement.integer(2))
      }
      orders[stay] = order
    }
    return orders
  }

  /// Among which callers a call was counted when it was in a queue last; nil for none, or when it never was.
  public func segment(of call: CallID) throws(SQLiteError) -> String? {
    guard knowsPriorities else { return nil }
    let statement = try Statement(
      "SELECT segment FROM queue_visits WHERE call = ?1 ORDER BY n DESC LIMIT 1", on: database)
    statement.bind(1, Int64(bitPattern: call.number))
    return try statement.step() ? statement.text(0) : nil
  }

  /// How many different notes callers bring along who came into a queue first, by its name.
  public func notesKnown(
    since: Instant? = nil, until: Instant? = nil
  ) throws(SQLiteError) -> [String: Int] {
    let statement = try Statement(
      """
      SELECT v.queue, count(DISTINCT substr(e.detail, 1, instr(e.detail, ' = '))) FROM queue_visits AS v
      JOIN call_events AS e ON e.call = v.call AND e.kind = 'note'
      WHERE v.enqueued >= ?1 AND v.enqueued < ?2 AND v.n = 1 GROUP BY v.queue
      """, on: database)
    statement.bind(1, since?.milliseconds ?? .min)
    statement.bind(2, until?.milliseconds ?? .max)
    var known: [String: Int] = [:]
    while try statement.step() { known[statement.text(0) ?? ""] = Int(statement.integer(1)) }
    return known
  }
}
