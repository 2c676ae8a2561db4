/// Findings as an author reads them: place, text, code, the source line with a caret, the hint.
public struct DiagnosticPrinter: Sendable {
  /// Errors of one file that are printed; the others are counted.
  public static let errorLimit = 20
  /// Cells of a source line that are shown.
  private static let width = 160

  private let sources: [SourceText]
  public init(sources: [SourceText]) { self.sources = sources }

  /// All findings by place, each with its line, caret and hint; of one file at most 20 errors, then a count.
  /// Ends with a newline unless there is nothing to tell.
  public func text(_ findings: [Diagnostic]) -> String {
    let sorted = Diagnostics.sort(findings)
    var out = ""
    var lines = LineIndex(sources)
    var i = 0
    while i < sorted.count {
      let file = sorted[i].range.start.file
      var printed = (errors: 0, others: 0)
      var left = (errors: 0, others: 0)
      while i < sorted.count, sorted[i].range.start.file == file {
        let finding = sorted[i]
        i += 1
        if finding.severity == .error {
          if printed.errors == DiagnosticPrinter.errorLimit {
            left.errors += 1
            continue
          }
          printed.errors += 1
        } else {
          if printed.others == DiagnosticPrinter.errorLimit {
            left.others += 1
            continue
          }
          printed.others += 1
        }
        out += full(finding, &lines)
      }
      if left.errors > 0 {
        out += "\(name(file)): and \(left.errors) more error\(left.errors == 1 ? "" : "s")\n"
      }
      if left.others > 0 {
        out += "\(name(file)): and \(left.others) more warning\(left.others == 1 ? "" : "s")\n"
      }
    }
    return out
  }

  /// `file:line:col: error: text [CODE]`.
  public func line(_ d: Diagnostic) -> String {
    let at = d.range.start
    return plain(
      "\(name(at.file)):\(at.line):\(at.column): \(d.severity.rawValue): \(d.message) [\(d.code)]")
  }

  /// The same facts for programs, in the order of `text`, none left out.
  public func records(_ findings: [Diagnostic]) -> [DiagnosticRecord] {
    Diagnostics.sort(findings).map { d in
      DiagnosticRecord(
        file: name(d.range.start.file), line: d.range.start.line, column: d.range.start.column,
        length: d.range.length, severity: d.severity, code: d.code, message: d.message, hint: d.hint)
    }
  }

  private func name(_ file: Int) -> String { sources.indices.contains(file) ? sources[file].name : "?" }

  private func full(_ d: Diagnostic, _ lines: inout LineIndex) -> String {
    var out = line(d) + "\n"
    if let source = lines.line(d.range.start.line, of: d.range.start.file),
      let (shown, caret) = excerpt(source, column: d.range.start.column)
    {
      out += shown + "\n" + caret + "\n"
    }
    if let hint = d.hint { out += "    hint: " + plain(hint) + "\n" }
    return out
  }

  /// The source line, cut to a window when it is long, and the line with the caret under its column.
  private func excerpt(_ bytes: ArraySlice<UInt8>, column: Int) -> (line: String, caret: String)? {
    let half = DiagnosticPrinter.width / 2
    let text = String(decoding: bytes, as: UTF8.self)
    var shown = String.UnicodeScalarView()
    var caret = ""
    var count = 0
    let first = column > DiagnosticPrinter.width ? column - half : 1
    let last = first + DiagnosticPrinter.width
    for scalar in text.unicodeScalars {
      count += 1
      if count < first { continue }
      if count > last { break }
      let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
      let scalar = isControl ? "\u{FFFD}" : scalar
      shown.append(scalar)
      if count < column {
        caret += scalar == "\t" ? "\t" : String(repeating: " ", count: CellWidth.of(scalar))
      }
    }
    guard shown.contains(where: { $0 != " " && $0 != "\t" }) else { return nil }
    let isCut = count > last
    let lead = first > 1 ? "…" : ""
    return (
      lead + String(shown) + (isCut ? "…" : ""), (first > 1 ? " " : "") + caret + "^"
    )
  }

  /// Without control characters, which a file might send to a terminal.
  private func plain(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return text
    }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}

/// One finding for programs.
public struct DiagnosticRecord: Hashable, Sendable, Codable {
  public var file: String
  public var line: Int
  public var column: Int
  public var length: Int
  public var severity: Diagnostic.Severity
  public var code: String
  public var message: String
  public var hint: String?

  public init(
    file: String, line: Int, column: Int, length: Int, severity: Diagnostic.Severity, code: String,
    message: String, hint: String?
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.length = length
    self.severity = severity
    self.code = code
    self.message = message
    self.hint = hint
  }
}

/// The lines of the sources that findings are about, found once a source.
private struct LineIndex {
  private let sources: [SourceText]
  private var starts: [Int: [Int]] = [:]

  init(_ sources: [SourceText]) { self.sources = sources }

  /// A line without its end; nil when there is none or a NUL is in it.
  mutating func line(_ number: Int, of file: Int) -> ArraySlice<UInt8>? {
    guard sources.indices.contains(file) else { return nil }
    let bytes = sources[file].bytes
    if starts[file] == nil {
      var found = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
      for (i, byte) in bytes.enumerated() where byte == 0x0A { found.append(i + 1) }
      starts[file] = found
    }
    guard let lines = starts[file], number >= 1, number <= lines.count else { return nil }
    let start = lines[number - 1]
    var end = number < lines.count ? lines[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    let line = bytes[start..<max(start, end)]
    return line.contains(0) ? nil : line
  }
}
