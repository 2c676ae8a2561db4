import ACD
import Chronology
import Foundation
import Reports
import SQLiteStore

extension Command {
  static let report = Command(
    name: "report", usage: "REPORT", summary: "figures from the call log, each by its name",
    details: """
      Computes figures from the rows of the call log; a running ivrd is not needed.

        calls         how many calls ended how
        queues        a line a queue
        customers     the same by customer, from the first queue to the first talk
        agents        a line an agent: time by state, offers, occupancy
        adherence     agents beside their shifts
        leaders       agents in order, those with enough calls
        segments      queues' figures, a line a segment of callers
        policies      what segments were promised: kept, broken, pending
        breaches      each broken promise: call, wait, by how much
        csat          answers to surveys: asked, answered, skipped, CSAT by queue
        surveys       the same, a line a question
        waits-told    expected waits that were told, and what came true
        flows, lines  calls entering, contained, leaving the menus
        self-service  containment, naive and true, and the self-service score
        dispositions  how agents filed their talks: a line a code, by queue
        answers       a line an answer: how often heard, solved, followed by a queue
        uptime        when the log was written, and its gaps
        page          all of it on one HTML page with charts
        figures       every figure's name and formula
        list          these, and your own: views named report_... in the log

      Behind each figure stand its calls: --calls FIGURE lists them. Rows belong to half-open intervals on the
      clock of --zone; a stay in a queue to the one in which it began, unless --by says otherwise. A wait that a
      crash cut off counts as flowed out and is in no mean, median or maximum. What a running ivrd could not
      write yet is in no figure: a note says how many records. Another says that the clock was set.

        ivrctl report queues --log var/calls.sqlite --since 2026-03-01
        ivrctl report queues --day 2026-03-02 --interval 30 --queue billing
        ivrctl report queues --calls SL-Genesys --queue billing --at 10:00
        ivrctl report queues --every --within 20
        ivrctl report page --day 2026-03-02 > day.html
      """,
    options: [
      .log, .since, .until, .day,
      Option("interval", "LENGTH", "15, 30, 60 minutes or day: a line an interval"),
      Option("by", "INSTANT", "enqueue, answer or end: where a stay belongs"),
      .within, .short,
      Option("queue", "NAME", "this queue alone"),
      Option("agent", "NAME", "this agent alone"),
      Option("flow", "NAME", "this flow alone"),
      Option("line", "NAME", "this line alone"),
      Option("outcome", "WORD", "calls that ended so"),
      Option("answer", "NAME", "this answer alone"),
      Option("segment", "NAME", "this segment of callers alone"),
      Option("group", "NAME,NAME", "a line for each of these: queue, agent, segment, flow, line ..."),
      Option("shared", "FILE", "numbers that many share, a line each: nobody's"),
      Option("every", nil, "every figure by its name and formula"),
      Option("calls", "FIGURE", "the calls behind that figure"),
      Option("at", "HH:MM", "the interval that begins or holds that time"),
      Option("least", "N", "calls that a place among leaders takes (default 30)"),
      Option("sql", "FILE", "a report of your own: one SELECT over the log"),
      .csv, .zone,
      json, socket,
    ],
    arguments: 0...1
  ) { arguments in
    let maker = ReportMaker(arguments)
    if arguments.words.isEmpty, arguments["sql"] == nil {
      throw CommandError("something is missing: ivrctl report REPORT", hint: "see: ivrctl report --help")
    }
    if maker.what == "figures", arguments["sql"] == nil {
      try maker.print(FigureList.table())
      return 0
    }
    return try maker.run()
  }
}

/// Carries out one `ivrctl report`.
struct ReportMaker {
  let arguments: Arguments
  init(_ arguments: Arguments) { self.arguments = arguments }

  private static let names = [
    "calls", "queues", "customers", "agents", "adherence", "leaders", "segments", "policies", "breaches",
    "csat",
    "surveys",
    "waits-told", "flows", "lines", "self-service", "dispositions", "answers", "uptime",
    "page", "figures", "list",
  ]

  /// What is reported; a query by `--sql` needs no name.
  var what: String { arguments.words.first ?? "" }

  func run() throws -> Int32 {
    let what = what
    if arguments["sql"] != nil, ReportMaker.names.contains(what) {
      throw CommandError("'\(what)' is built in", hint: "leave the name out: ivrctl report --sql FILE")
    }
    let isOwn = !ReportMaker.names.contains(what)
    if isOwn, arguments["sql"] == nil, arguments["log"] == nil {
      // Without a log only ivrd's own could have it: say first what there is.
      _ = try? Options.liveLog(arguments)
    }
    let source: ReportSource
    do {
      source = try ReportSource(arguments)
    } catch let error as CommandError where isOwn && error.status == 3 {
      throw unknown(what)
    }
    if arguments["sql"] == nil { try source.tellUnknownNames() }
    if what != "uptime" { try source.tellClockSet() }
    if let figure = arguments["calls"] { return try drillDown(figure, source) }
    switch what {
    case "calls":
      if arguments["interval"] != nil { return try groups([], Figure.flow, [], source) }
      try print(outcomes(source))
    case "queues":
      return try groups([.queue], QueueReport.columns, QueueReport.more, source, hidden: QueueReport.details)
    case "customers": return try groups([], Figure.customer, [], source, every: true)
    case "agents": return try groups([.agent], AgentReport.columns, AgentReport.details, source)
    case "adherence": return try groups([.agent], AgentReport.adherence, AgentReport.adherenceDetails, source)
    case "leaders":
      try print(
        try Leaders.table(source, least: try arguments["least"].map { try Options.whole($0, "least") } ?? 30))
    case "flows": return try groups([.flow], FlowReport.columns, FlowReport.details, source)
    case "lines": return try groups([.line], FlowReport.columns, FlowReport.details, source)
    case "self-service": return try groups([], FlowReport.selfService, [], source, every: true)
    case "segments":
      return try groups(
        [.segment], QueueReport.columns, QueueReport.more, source, hidden: QueueReport.details)
    case "policies":
      return try groups([.segment, .promise], PromiseReport.columns, PromiseReport.details, source)
    case "breaches":
      var facts: [Fact] = []
      try source.promises { facts.append($0) }
      try print(
        PromiseReport.breaches(facts, zone: source.zone, notes: PromiseReport.notes(source.rules)))
    case "csat": return try groups([.queue], SurveyReport.columns, [], source)
    case "surveys": return try groups([.question], SurveyReport.columns, [], source)
    case "waits-told": return try groups([.queue], ToldReport.columns, [], source)
    case "dispositions":
      return try groups([.queue, .disposition], QueueReport.dispositions, [], source)
    case "answers": return try groups([.answer], FlowReport.answers, [], source)
    case "uptime": try print(try Uptime.table(source))
    case "page": printText(try ReportPage(source, arguments).html())
    case "list": try print(list(source))
    default: try own(what, source)
    }
    return 0
  }

  func print(_ table: ReportTable) throws {
    printText(
      arguments.has("json")
        ? table.json() : arguments.has("csv") ? table.csv() : table.text(width: OutputWidth.report))
  }

  private func unknown(_ what: String) -> CommandError {
    CommandError(
      "there is no report '\(what)'",
      hint: "reports are calls, queues and agents, and more: ivrctl report --help")
  }

  // MARK: Figures of groups

  private func groups(
    _ dimensions: [FigureReport.Dimension], _ figures: [Figure], _ details: [Figure], _ source: ReportSource,
    every: Bool = false, hidden: [Figure] = []
  ) throws -> Int32 {
    let every = every || arguments.has("every")
    let intervals = try source.intervals(arguments)
    // Within one queue there is no need to name it in every line.
    let isOne = intervals != nil && dimensions == [.queue] && arguments["queue"] != nil
    let rows = (figures + details).first?.rows ?? .calls
    let dimensions = try groupsAskedFor(rows) ?? (isOne ? [] : dimensions)
    try source.check(rows)
    let chosen: [Figure] =
      arguments.has("every")
      ? Figure.all.filter { $0.rows == rows || (rows == .calls && dimensions.isEmpty && $0.rows == .answers) }
      : figures + details
    var report = FigureReport(
      by: (intervals == nil ? [] : [.interval]) + dimensions, chosen, intervals: intervals)
    try source.each(rows, cuts: intervals?.starts ?? []) { report.add($0) }
    var table = every ? report.everyFigure() : report.table(details: Set(details + hidden))
    table.notes = try notes(rows, source, report)
    try print(table)
    return 0
  }

  /// By `--group`: what rows of that kind can be told apart by.
  private func groupsAskedFor(_ rows: RowSet.Rows) throws -> [FigureReport.Dimension]? {
    guard let text = arguments["group"] else { return nil }
    let known: [FigureReport.Dimension] =
      switch rows {
      case .visits: [.queue, .agent, .segment, .flow, .line, .outcome, .disposition]
      case .calls: [.flow, .line, .segment, .outcome]
      case .agents: [.agent]
      case .answers: [.answer, .flow, .line, .segment, .outcome]
      case .promises: [.segment, .promise, .queue, .agent, .flow, .line, .outcome]
      case .surveys: [.question, .queue, .agent, .segment, .flow, .line, .outcome]
      case .told: [.queue, .agent, .segment, .flow, .line]
      }
    return try text.split(separator: ",").map { name in
      guard let dimension = known.first(where: { $0.rawValue == name.trimmingCharacters(in: .whitespaces) })
      else {
        throw CommandError(
          "this report has no group '\(name)'",
          hint: "it can be told apart by \(known.map(\.rawValue).joined(separator: ", "))")
      }
      return dimension
    }
  }

  private func notes(_ rows: RowSet.Rows, _ source: ReportSource, _ report: FigureReport) throws -> [String] {
    var notes: [String]
    switch rows {
    case .visits:
      notes = QueueReport.notes(source.rules)
      if let sum = try sum(source, report.count) { notes.append(sum) }
    case .agents:
      notes = what == "adherence" ? AgentReport.adherenceNotes : AgentReport.notes + AgentReport.detailNotes
    case .calls: notes = FlowReport.notes(source.rules)
    case .promises: notes = PromiseReport.notes(source.rules)
    case .surveys: notes = SurveyReport.notes
    case .told: notes = ToldReport.notes
    case .answers: notes = ["Calls by the time they were offered; an answer heard twice counts twice."]
    }
    if arguments["interval"] != nil {
      notes += ["Half-open intervals, clock of \(source.zone.name).", "Those without a row are left out."]
    }
    return notes
  }

  /// That the rows are all there are, or how many are elsewhere.
  private func sum(_ source: ReportSource, _ count: Int) throws -> String? {
    guard source.rules.assignment != .enqueue else {
      return "All \(count) stays that began in that time; rows with open ones still change."
    }
    var enqueued = 0
    var elsewhere = 0
    var byEnqueueing = source
    byEnqueueing.rules.assignment = .enqueue
    try source.reader.eachVisit(since: source.since, until: source.until) { row in
      guard let fact = Fact(row, byEnqueueing.rules), source.filter.matches(fact) else { return }
      enqueued += 1
      if let own = Fact(row, source.rules), own.at >= source.since, own.at < source.until { return }
      elsewhere += 1
    }
    return "\(count) stays here; of \(enqueued) that began in that time \(elsewhere) are not among them."
  }

  private func outcomes(_ source: ReportSource) throws -> ReportTable {
    var counts: [String: Int] = [:]
    var filter = CallFilter()
    filter.isOffered = true
    (filter.since, filter.until) = (source.since, source.until)
    (filter.line, filter.flow, filter.outcome) = (
      source.filter.line, source.filter.flow, source.filter.outcome
    )
    (filter.queue, filter.agent) = (source.filter.queue, source.filter.agent)
    let chosen = try told(of: source)
    for row in try source.reader.calls(filter) where chosen?.contains(row.opening.call) ?? true {
      counts[row.closing?.outcome ?? "(open)", default: 0] += 1
    }
    return CallReport.outcomes(counts)
  }

  /// The calls of a segment, or that heard an answer: what a call's own row does not tell. Nil for all.
  private func told(of source: ReportSource) throws -> Set<CallID>? {
    guard source.filter.segment != nil || source.filter.answer != nil else { return nil }
    var source = source
    (source.filter.queue, source.filter.agent, source.filter.outcome) = (nil, nil, nil)
    var calls: Set<CallID> = []
    try source.calls { if let call = $0.call { calls.insert(call) } }
    return calls
  }

  // MARK: Behind a figure

  private func drillDown(_ name: String, _ source: ReportSource) throws -> Int32 {
    guard let figure = DrillDown.figure(name) else {
      throw CommandError("there is no figure '\(name)'", hint: "see: ivrctl report figures")
    }
    try source.check(figure.rows)
    var filter = source.filter
    if let at = arguments["at"] {
      let intervals = try source.intervals(arguments, otherwise: .minutes(30))
      guard let intervals, let instant = try moment(at, source), let place = intervals.place(of: instant)
      else {
        throw CommandError(
          "--at \(at) is not in the time asked about", hint: "for example: --day 2026-03-02 --at 10:00")
      }
      (filter.since, filter.until) = (intervals.starts[place], intervals.end(of: place))
    }
    var drill = DrillDown(figure, filter)
    try source.each(figure.rows) { drill.add($0) }
    // A figure of two kinds of rows, such as the self-service score, has both.
    try print(drill.table(zone: source.zone))
    return 0
  }

  /// A time of the last day asked about, or a day and a time.
  private func moment(_ text: String, _ source: ReportSource) throws -> Instant? {
    let words = text.split(separator: " ")
    guard let time = words.last.flatMap({ ClockTime($0) }) else {
      throw CommandError("--at takes a time, not '\(text)'", hint: "for example: --at 10:00")
    }
    let last = source.zone.local(source.until - .milliseconds(1)).day
    guard let day = words.count == 2 ? Day(words[0]) : last else { return nil }
    return source.zone.instant(day, time)
  }

  // MARK: Own reports

  private func list(_ source: ReportSource) throws -> ReportTable {
    var table = ReportTable([
      .init("report", key: "report", isText: true), .init("from", key: "from", isText: true),
    ])
    table.rows = ReportMaker.names.map { [.text($0), .text("built in")] }
    table.rows += try source.reader.ownReports().map { [.text($0), .text("view report_\($0)")] }
    table.notes = ["Your own: CREATE VIEW report_NAME AS SELECT ... in the log, or --sql FILE."]
    return table
  }

  private func own(_ name: String, _ source: ReportSource) throws {
    let report: OwnReport?
    do {
      if let path = arguments["sql"] {
        guard let sql = try? String(contentsOfFile: path, encoding: .utf8) else {
          throw CommandError("\(path) cannot be read")
        }
        report = try source.reader.ownReport(query: sql)
      } else {
        report = try source.reader.ownReport(name.hasPrefix("report_") ? String(name.dropFirst(7)) : name)
      }
    } catch let error as SQLiteError {
      let why = error.reason == .interrupted ? "took longer than 10 s" : "\(error)"
      throw CommandError(
        name.isEmpty ? "the query: \(why)" : "report '\(name)': \(why)",
        hint: "it has to be one SELECT over the log", status: 1)
    }
    guard let report else { throw unknown(name) }
    let isText = report.columns.indices.map { column in
      report.rows.contains { if case .text = $0[column] { true } else { false } }
    }
    var table = ReportTable(zip(report.columns, isText).map { .init($0, key: $0, isText: $1) })
    table.rows = report.rows.map { row in
      row.map { cell in
        switch cell {
        case .null: .text(nil)
        case .integer(let n): .count(Int(n))
        case .real(let n): .number(n)
        case .text(let text): .text(text)
        }
      }
    }
    if report.isCut { table.notes.append("There are more rows; these are the first \(report.rows.count).") }
    try print(table)
  }
}
