import Chronology
import Control
import Engine
import Foundation
import Reports
import SQLiteStore

/// A call log, the time asked about, and the rules to count by.
struct ReportSource {
  let reader: CallLogReader
  let zone: Zone
  /// Half open.
  let since: Instant
  let until: Instant
  /// Up to where the log is known: now, or its last row when it is a file that nobody may be writing.
  let known: Instant
  /// Asked for, and not just where the log begins or ends.
  let isSinceGiven: Bool
  let isUntilGiven: Bool
  /// A running ivrd may be writing it.
  let isLive: Bool
  var rules: ReportRules
  var filter = FactFilter()

  init(_ arguments: Arguments) throws {
    reader = try Options.reader(arguments["log"] ?? Options.liveLog(arguments), arguments)
    zone = try Options.zone(arguments)
    let extent = try reader.extent()
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    known = arguments["log"] == nil ? now : extent?.last ?? now
    let asked = try ReportSource.span(arguments, zone)
    if let since = asked.since, let until = asked.until, until <= since {
      throw CommandError("--until has to be later than --since")
    }
    let since = asked.since ?? extent?.first ?? known
    self.since = since
    (isSinceGiven, isUntilGiven, isLive) = (asked.since != nil, asked.until != nil, arguments["log"] == nil)
    // Half open: the last row itself is in it.
    until = max(since, asked.until ?? known + .milliseconds(1))
    rules = ReportRules(
      within: try Options.seconds(arguments, "within", 20),
      shortAbandon: try Options.seconds(arguments, "short", 5),
      now: known)
    let haveOwn = arguments["within"] == nil && arguments["short"] == nil
    for row in try reader.kept() { rules.take(row) }
    if !haveOwn { rules.byQueue = [:] }
    if let by = arguments["by"] {
      guard let assignment = ReportRules.Assignment(rawValue: by) else {
        throw CommandError("--by takes enqueue, answer or end, not '\(by)'")
      }
      rules.assignment = assignment
    }
    if let path = arguments["shared"] { rules.sharedNumbers = try ReportSource.numbers(path) }
    (filter.queue, filter.agent, filter.flow) = (arguments["queue"], arguments["agent"], arguments["flow"])
    (filter.line, filter.outcome, filter.answer) = (
      arguments["line"], arguments["outcome"], arguments["answer"]
    )
    filter.segment = arguments["segment"]
  }

  /// Nil when no intervals are asked for.
  func intervals(_ arguments: Arguments, otherwise: Intervals.Length? = nil) throws -> Intervals? {
    guard let text = arguments["interval"] else { return try otherwise.map { try intervals($0) } }
    guard let length = Intervals.Length(text) else {
      throw CommandError("--interval takes 15, 30, 60 or day, not '\(text)'")
    }
    return try intervals(length)
  }

  private func intervals(_ length: Intervals.Length) throws -> Intervals {
    let seconds: Double =
      switch length {
      case .minutes(let minutes): Double(minutes) * 60
      case .day: 86_400
      }
    guard (until - since).seconds / seconds < 100_000 else {
      throw CommandError(
        "that are more than 100000 intervals", hint: "narrow the time by --since and --until")
    }
    return Intervals(length, zone: zone, since: since, until: until)
  }

  /// A name that nothing in the log has is most likely mistyped; a queue of today may have no row yet.
  func tellUnknownNames() throws {
    let asked: [(CallLogReader.Column, String?)] = [
      (.queue, filter.queue), (.agent, filter.agent), (.flow, filter.flow), (.line, filter.line),
      (.segment, filter.segment == ServicePolicy.otherwise ? nil : filter.segment),
    ]
    for (column, name) in asked {
      guard let name else { continue }
      let known = try reader.names(in: column)
      guard !known.contains(name) else { continue }
      let shown = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
      printError(
        "note: no row of this log has \(column.rawValue) '\(DisplayWidth.printable(name))'"
          + (known.isEmpty ? "" : "; there are: \(DisplayWidth.printable(shown))"))
    }
  }

  /// When the log was open.
  func runs() throws -> [UptimeReport.Run] {
    try reader.runs().map {
      UptimeReport.Run(
        started: $0.started, until: $0.ended ?? $0.seen, isEnded: $0.ended != nil, clockSet: $0.clockSet)
    }
  }

  func tellClockSet() throws {
    if let note = UptimeReport.clockNote(try runs(), since: since, until: until, zone: zone) {
      printError("note: \(note)")
    }
  }

  // MARK: Rows

  func visits(_ body: (Fact) -> Void) throws {
    let instant: CallLogReader.VisitInstant =
      switch rules.assignment {
      case .enqueue: .enqueued
      case .answer: .answered
      case .end: .ended
      }
    let isByEnqueueing = rules.assignment == .enqueue
    let orders = try reader.callBacks(
      since: isByEnqueueing ? since : nil, until: isByEnqueueing ? until : nil)
    try reader.eachVisit(since: since, until: until, by: instant) { row in
      var row = row
      row.dials = orders[CallLogReader.Stay(row.visit.call, row.visit.number)]?.dials ?? 0
      if let fact = Fact(row, rules), filter.matches(fact) { body(fact) }
    }
  }

  func calls(_ body: (Fact) -> Void) throws {
    let known = try reader.notesKnown(since: since, until: until)
    var facts = CallFacts(since: since, until: until, rules, notesKnown: known)
    try reader.eachCall(since: since, until: until + CallFacts.lookAhead) { call in
      for fact in facts.facts(call) where filter.matches(fact) { body(fact) }
    }
  }

  func agents(cuts: [Instant] = [], _ body: (Fact) -> Void) throws {
    let end = min(until, known)
    let rows = try reader.agentEvents(since: since, until: end)
    let facts = AgentFacts.all(
      rows, since: since, until: max(end, since), cuts: cuts, plans: rules.plans)
    for fact in facts where filter.matches(fact) { body(fact) }
  }

  func promises(_ body: (Fact) -> Void) throws {
    guard !rules.policies.isEmpty else { return }
    let orders = try reader.callBacks(since: since, until: until)
    try reader.eachVisit(since: since, until: until) { row in
      let end = orders[CallLogReader.Stay(row.visit.call, row.visit.number)]?.ended
      for fact in Fact.promises(row, callBackEnd: end, rules) where filter.matches(fact) { body(fact) }
    }
    guard rules.policies.values.contains(where: { $0.message != nil }) else { return }
    for message in try reader.kept().compactMap({ KeptMessage($0) })
    where message.left >= since && message.left < until {
      let segment = try message.segment ?? reader.segment(of: message.call)
      if let fact = Fact(message, segment: segment, rules), filter.matches(fact) { body(fact) }
    }
  }

  func surveys(_ body: (Fact) -> Void) throws {
    try reader.eachSurvey(since: since, until: until) { row in
      let fact = Fact(row)
      if filter.matches(fact) { body(fact) }
    }
  }

  func toldWaits(_ body: (Fact) -> Void) throws {
    try reader.eachToldWait(since: since, until: until) { row in
      let fact = Fact(row)
      if filter.matches(fact) { body(fact) }
    }
  }

  /// - Throws: when a filter is asked for that no such row has.
  func check(_ rows: RowSet.Rows) throws {
    guard rows == .agents,
      filter.queue != nil || filter.flow != nil || filter.line != nil || filter.outcome != nil
        || filter.answer != nil || filter.segment != nil
    else { return }
    throw CommandError(
      "an agent's time belongs to no queue, flow, line, outcome, answer or segment",
      hint: "narrow it by --agent NAME")
  }

  func each(_ rows: RowSet.Rows, cuts: [Instant] = [], _ body: (Fact) -> Void) throws {
    switch rows {
    case .visits: try visits(body)
    case .calls, .answers: try calls(body)
    case .agents: try agents(cuts: cuts, body)
    case .promises: try promises(body)
    case .surveys: try surveys(body)
    case .told: try toldWaits(body)
    }
  }

  // MARK: Options

  /// `--day`, `--since` and `--until`: days, or days with a time.
  private static func span(_ arguments: Arguments, _ zone: Zone) throws -> (since: Instant?, until: Instant?)
  {
    if let text = arguments["day"] {
      guard arguments["since"] == nil, arguments["until"] == nil else {
        throw CommandError("--day stands alone, without --since and --until")
      }
      guard let day = Day(text) else {
        throw CommandError("--day takes a day, not '\(text)'", hint: "for example: --day 2026-03-01")
      }
      return (zone.instant(day, .midnight), zone.instant(day.adding(days: 1), .midnight))
    }
    return (try moment(arguments, "since", zone), try moment(arguments, "until", zone))
  }

  private static func moment(_ arguments: Arguments, _ name: String, _ zone: Zone) throws -> Instant? {
    guard let text = arguments[name] else { return nil }
    let words = text.split(separator: " ")
    let time = words.count == 2 ? ClockTime(words[1]) : .midnight
    guard (1...2).contains(words.count), let day = Day(words[0]), let time else {
      throw CommandError(
        "--\(name) takes a day, not '\(text)'",
        hint: "for example: --\(name) 2026-03-01, or --\(name) \"2026-03-01 09:30\"")
    }
    return zone.instant(day, time)
  }

  /// A number a line; `#` begins a remark.
  private static func numbers(_ path: String) throws -> Set<String> {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw CommandError("\(path) cannot be read", hint: "--shared names a file with a number a line")
    }
    return Set(
      text.split(whereSeparator: \.isNewline).compactMap { line in
        let number = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
        return number.isEmpty ? nil : String(number)
      })
  }
}

extension Options {
  static func seconds(_ arguments: Arguments, _ name: String, _ otherwise: Int) throws -> Duration {
    .seconds(try arguments[name].map { try whole($0, name) } ?? otherwise)
  }
}
