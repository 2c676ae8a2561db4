/// A table of texts for a terminal: columns as wide as they must be, two spaces between them. When the whole
/// is too wide, the columns that may shrink do, the widest first.
public struct TextTable: Hashable, Sendable {
  public enum Alignment: Hashable, Sendable { case left, right }
  public struct Column: Hashable, Sendable {
    public var title: String
    public var alignment: Alignment
    /// May be cut short, with `…`.
    public var shrinks: Bool
    public init(_ title: String, _ alignment: Alignment = .left, shrinks: Bool = false) {
      (self.title, self.alignment, self.shrinks) = (title, alignment, shrinks)
    }
  }
  public var columns: [Column]
  public var rows: [[String]]
  public init(_ columns: [Column], rows: [[String]] = []) { (self.columns, self.rows) = (columns, rows) }

  /// Lines without spaces at their ends, the titles first.
  /// - Parameter width: columns of the terminal that are to be enough.
  public func lines(width: Int = 80) -> [String] {
    var widths = columns.indices.map { index in
      rows.reduce(DisplayWidth.of(columns[index].title)) {
        max($0, index < $1.count ? DisplayWidth.of(DisplayWidth.fit($1[index], .max)) : 0)
      }
    }
    let gaps = max(0, columns.count - 1) * 2
    while widths.reduce(gaps, +) > width {
      let candidates = columns.indices.filter { columns[$0].shrinks && widths[$0] > 4 }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return ([columns.map(\.title)] + rows).map { line($0, widths) }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (index, column) in columns.enumerated() {
      let cell = DisplayWidth.fit(index < cells.count ? cells[index] : "", widths[index])
      let space = String(repeating: " ", count: max(0, widths[index] - DisplayWidth.of(cell)))
      line += (index > 0 ? "  " : "") + (column.alignment == .left ? cell + space : space + cell)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
