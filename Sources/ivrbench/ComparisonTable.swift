import Foundation

/// Measures of several that do the same, side by side: a row a measure, ours first.
struct ComparisonTable: Codable {
  enum Better: String, Codable { case highest, lowest }
  struct Row: Codable {
    var measure: String
    var unit: String
    var better: Better
    /// In the order of `ears`.
    var figures: [Figure]
    /// How much better ours is than the first peer; nil where a count is 0 or there is no peer.
    var ratio: Double?
  }
  var ears: [String]
  var rows: [Row] = []
  init(ears: [String]) { self.ears = ears }

  mutating func add(_ measure: String, _ unit: String, _ values: [[Double]], _ better: Better) {
    let figures = values.enumerated().map { Figure(ears[$0], unit, $1) }
    var ratio: Double?
    if figures.count > 1, figures.allSatisfy({ $0.median > 0 }) {
      ratio =
        better == .highest
        ? figures[0].median / figures[1].median : figures[1].median / figures[0].median
    }
    rows.append(Row(measure: measure, unit: unit, better: better, figures: figures, ratio: ratio))
  }

  /// Fits 80 columns with two ears.
  var text: String {
    guard !rows.isEmpty else { return "" }
    let heads = ["", ""] + ears + (ears.count > 1 ? ["times better"] : [])
    let lines =
      [heads]
      + rows.map { row in
        [row.measure, row.unit] + row.figures.map { Self.shown($0.median) }
          + (ears.count > 1 ? [row.ratio.map { String(format: "%.2f", $0) } ?? "-"] : [])
      }
    let widths = heads.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = line.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        return column < 2 ? text + space : space + text
      }
      return "  " + cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func shown(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : Figure.shown(value)
  }
}
