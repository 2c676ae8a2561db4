import Reports

/// A table for a terminal, the sentences under it wrapped to its width.
enum WrappedNotes {
  /// - Parameter second: comes below when there was no room for that column of the table.
  static func text(_ table: ReportTable, lacking column: String? = nil, second: ReportTable? = nil) -> String
  {
    let width = Terminal.width ?? 80
    let notes = [""] + table.notes.flatMap { WrappedText.lines($0, width: width, indent: 2) }
    var plain = table
    plain.notes = []
    let first = plain.text(width: width)
    guard let column, var second, first.prefix(while: { $0 != "\n" }).contains(column) == false else {
      plain.notes = notes
      return plain.text(width: width)
    }
    second.notes = notes
    return first + "\n" + second.text(width: width)
  }
}
