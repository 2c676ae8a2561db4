import Reports

/// A table for a terminal, the sentences under it wrapped to its width.
enum WrappedNotes {
  static func text(_ table: ReportTable) -> String {
    let width = Terminal.width ?? 80
    var plain = table
    plain.notes = [""] + table.notes.flatMap { WrappedText.lines($0, width: width, indent: 2) }
    return plain.text(width: width)
  }
}
