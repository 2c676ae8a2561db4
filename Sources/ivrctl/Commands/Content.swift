import CallFlow
import Chronology
import Control
import Foundation
import Site

extension Command {
  static let content = Command(
    name: "content", usage: "PATH…", summary: "prompts and answers that nobody has looked at for long",
    details: """
      Lists the prompts and the topics of answers of which nobody has said for so long that they are still
      right: the day stands behind their name, as in `topic fees reviewed 2026-01-05 { … }`. Those without
      a day are listed with --all. Exit status 1 when something is listed.

        ivrctl content callflows --stale 180d
      """,
    options: [
      Option("stale", "TIME", "how long is long, like 180d (default)"),
      Option("at", "DAY", "as of that day (default: today)"),
      Option("all", nil, "also what has no day"), json,
    ],
    arguments: 1...1000
  ) { arguments in
    let written = arguments["stale"] ?? "180d"
    guard written.hasSuffix("d"), let days = Int(written.dropLast()), (0...36_500).contains(days) else {
      throw CommandError("--stale takes days, not '\(written)'", hint: "like --stale 180d")
    }
    var today = CheckTargets.today
    if let text = arguments["at"] {
      guard let day = Day(text) else { throw CommandError("--at takes a day, not '\(text)'") }
      today = day
    }
    var lines: [String] = []
    var records: [JSONValue] = []
    var seen: Set<String> = []
    for path in arguments.words {
      for graph in try CalendarQuestion.graphs(in: path) {
        for review in graph.content.reviews {
          let age = review.day.map { today.daysSince1970 - $0.daysSince1970 }
          guard age.map({ $0 >= days }) ?? arguments.has("all") else { continue }
          let file =
            graph.content.sources.indices.contains(review.position.file)
            ? graph.content.sources[review.position.file] : graph.name
          let what =
            review.day.map { "reviewed on \($0), \(age ?? 0) days ago" } ?? "has no day of review"
          let line = "\(file):\(review.position.line): \(review.what): \(what)"
          guard seen.insert(line).inserted else { continue }
          lines.append(line)
          records.append([
            "file": .text(file), "line": .integer(Int64(review.position.line)), "what": .text(review.what),
            "reviewed": review.day.map { .text("\($0)") } ?? .null,
            "days": age.map { .integer(Int64($0)) } ?? .null,
          ])
        }
      }
    }
    if arguments.has("json") {
      printOut(JSONValue.list(records).pretty)
    } else {
      printOut((lines + ["\(lines.count) to look at"]).joined(separator: "\n"))
    }
    return lines.isEmpty ? 0 : 1
  }
}
