import Foundation

/// What a corpus' own program counted, by the class of its cases, from the JSON that it writes.
struct CorpusVerdict {
  private struct Judgement: Decodable {
    struct Latency: Decodable { var median: Double, p99: Double }
    var cases: Int, exact: Int, sent: Int, missed: Int, `false`: Int
    var seconds: Double
    var latency_ms: Latency?
  }
  private struct File: Decodable { var totals: [String: Judgement] }
  private let totals: [String: Judgement]

  /// - Returns: nil for JSON of another form.
  init?(_ json: Data) {
    guard let file = try? JSONDecoder().decode(File.self, from: json), !file.totals.isEmpty else {
      return nil
    }
    totals = file.totals
  }

  /// Fits 80 columns.
  var text: String {
    let order = ["accept", "reject", "grey"]
    let names = totals.keys.sorted {
      let (a, b) = (order.firstIndex(of: $0) ?? order.count, order.firstIndex(of: $1) ?? order.count)
      return (a, $0) < (b, $1)
    }
    let heads = ["cases", "exact", "digits", "missed", "false", "minutes", "median ms", "99 % ms"]
    let lines = [[""] + heads] + names.compactMap { name in totals[name].map { Self.cells(name, $0) } }
    return lines.map { cells in
      "  " + cells[0].padding(toLength: 7, withPad: " ", startingAt: 0)
        + zip(cells.dropFirst(), heads).map { cell, head in
          String(repeating: " ", count: max(1, 2 + head.count - cell.count)) + cell
        }.joined()
    }.joined(separator: "\n")
  }

  private static func cells(_ name: String, _ total: Judgement) -> [String] {
    func shown(_ value: Double?) -> String { value.map { String(format: "%.1f", $0) } ?? "-" }
    return [name] + [total.cases, total.exact, total.sent, total.missed, total.false].map(String.init)
      + [shown(total.seconds / 60), shown(total.latency_ms?.median), shown(total.latency_ms?.p99)]
  }
}
