import CallFlow

/// A text read by itself, and what an author would see of it.
struct Reading {
  var file: SyntaxFile
  var diagnostics = Diagnostics()
  private var source: SourceText

  init(_ text: String, dialect: Reader.Dialect = .callflow) {
    self.init(bytes: Array(text.utf8), dialect: dialect)
  }
  init(bytes: [UInt8], dialect: Reader.Dialect = .callflow) {
    source = SourceText(name: "a.callflow", bytes: bytes)
    file = Reader.read(source, file: 0, dialect: dialect, into: &diagnostics)
  }

  /// The findings as they are printed.
  var printed: String { DiagnosticPrinter(sources: [source]).text(diagnostics.all) }
  /// The findings' first lines, without the file's name.
  var findings: [String] {
    let printer = DiagnosticPrinter(sources: [source])
    return diagnostics.sorted.map { String(printer.line($0).dropFirst(source.name.count + 1)) }
  }
  /// The tree, on one line: `word args {…} else …;`.
  var tree: String { describe(file.lines) }

  private func describe(_ lines: [SyntaxLine]) -> String {
    lines.map { line in
      ([line.word.text] + line.arguments.map(describe) + [describe(line.block)]
        + line.elses.flatMap { ["else"] + $0.arguments.map(describe) + [describe($0.block)] })
        .filter { !$0.isEmpty }.joined(separator: " ")
    }.joined(separator: "; ")
  }
  private func describe(_ block: SyntaxBlock?) -> String {
    block.map { "{" + describe($0.lines) + "}" } ?? ""
  }
  private func describe(_ token: Token) -> String {
    if case .string = token.kind { return "\"\(token.text)\"" }
    return token.text
  }
}
