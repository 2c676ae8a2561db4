import Chronology
import Foundation
import LiveView
import Reports

extension Command {
  static let metrics = Command(
    name: "metrics", usage: "", summary: "the day's figures as Prometheus reads them",
    details: """
      Prints the figures of queues and agents since midnight, or since --since, in the text format of
      Prometheus: a gauge a figure, its formula in the help line; of a running ivrd also what is going on at
      this moment, as ivrd_live_...: calls, waiting, agents by state, alerts. ivrd_metrics_timestamp_seconds is
      when they were written, ivrd_up is 1 of a running ivrd. With --file they are written there,
      whole or not at all, as a node exporter's textfile collector wants it; with --every again and again. A
      site with a `metrics` line has ivrd write that file by itself.

        ivrctl metrics
        ivrctl metrics --file /var/lib/node_exporter/ivrd.prom --every 10
      """,
    options: [
      .log,
      Option("since", "DAY", "from this day on, or \"DAY HH:MM\" (default: today)"),
      Option("zone", "NAME", "whose midnight (default: the machine's)"),
      .within, .short,
      Option("file", "FILE", "write it there"),
      Option("every", "SECONDS", "write the file again, until ended"),
      socket,
    ],
    arguments: 0...0
  ) { arguments in
    let pause = try arguments["every"].map { try Options.whole($0, "every") }
    guard pause == nil || (arguments["file"] != nil && pause != 0) else {
      throw CommandError("--every takes at least 1 second, and goes with --file")
    }
    repeat {
      let text = try Metrics.text(arguments)
      guard let path = arguments["file"] else {
        printText(text)
        return 0
      }
      do throws(WholeFile.Fault) {
        try WholeFile.write(text, to: path)
      } catch {
        throw CommandError("--file: \(error)")
      }
      if let pause { sleep(UInt32(clamping: pause)) }
    } while pause != nil
    return 0
  }
}

private enum Metrics {
  static func text(_ arguments: Arguments) throws -> String {
    var arguments = arguments
    if arguments["since"] == nil {
      let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
      arguments.values["since"] = try Options.zone(arguments).local(now).day.description
    }
    let source = try ReportSource(arguments)
    var day = DayMetrics(since: source.since, source.rules)
    try source.reader.eachVisit(since: source.since, until: source.until) { day.add($0) }
    day.add(try source.reader.agentEvents(since: source.since, until: source.known))
    let text = day.text()
    let now = Int64(Date().timeIntervalSince1970)
    return arguments["log"] != nil
      ? LiveMetrics.written(at: now) + text
      : LiveMetrics.text(try Live(arguments).ask(.figures), writtenAt: now) + text
  }
}
