import Chronology
import Reports

enum Uptime {
  static func table(_ source: ReportSource) throws -> ReportTable {
    let runs = try source.runs()
    // Where nothing is asked for, the log's own beginning and end: runs without a call belong to it.
    let first = runs.map(\.started).reduce(source.since, min)
    let last = runs.last.map { max($0.until, source.known) } ?? source.known
    return UptimeReport.table(
      runs, since: source.isSinceGiven ? source.since : first,
      until: source.isUntilGiven ? min(source.until, last) : last, zone: source.zone,
      isLive: source.isLive || source.reader.isBeingWritten)
  }
}
