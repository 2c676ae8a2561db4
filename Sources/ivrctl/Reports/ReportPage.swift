import Chronology
import Reports

/// `ivrctl report page`.
struct ReportPage {
  private let source: ReportSource
  private let arguments: Arguments
  init(_ source: ReportSource, _ arguments: Arguments) throws {
    (self.source, self.arguments) = (source, arguments)
  }

  func html() throws -> String {
    var source = source
    // The page says that stays are by enqueueing.
    source.rules.assignment = .enqueue
    let isShort = source.until - source.since <= .hours(50)
    guard let intervals = try source.intervals(arguments, otherwise: isShort ? .minutes(30) : .day) else {
      return ""
    }
    var page = DayPage(intervals, source.rules)
    try source.visits { page.add($0) }
    try source.calls { page.add($0) }
    try source.promises { page.add($0) }
    try source.surveys { page.add($0) }
    try source.toldWaits { page.add($0) }
    try source.agents(cuts: intervals.starts) { page.add($0) }
    let first = source.zone.local(source.since)
    let last = source.zone.local(max(source.since, source.until - .milliseconds(1)))
    let title =
      first.day == last.day ? "Calls of \(first.day)" : "Calls of \(first.day) to \(last.day)"
    let span =
      "From \(first.day) \(CallReport.clock(first.time)) to \(last.day) \(CallReport.clock(last.time))"
    return page.page(title: title, of: span).html()
  }
}
