import CallFlow
import Testing

@Suite struct `Values in texts` {
  private func parts(_ text: String) -> (parts: [TemplatePart], findings: [String]) {
    let read = Reading("say \"\(text)\"")
    var diagnostics = read.diagnostics
    guard case .string(let parts)? = read.file.lines.first?.arguments.first?.kind else { return ([], []) }
    let template = parts.template(into: &diagnostics)
    return (template, diagnostics.sorted.map { "\($0.range.start.column) \($0.code) \($0.message)" })
  }

  @Test func `have forms, hours and particles`() throws {
    let read = parts("{balance as currency KRW}, {office as hours}, {label}{는/은} {a + 1}")
    #expect(read.findings == [])
    try #require(read.parts.count == 8)
    guard case .value(.expression(let first, let form, _)) = read.parts[0],
      case .value(.hours(let calendar)) = read.parts[2],
      case .value(.expression(let label, nil, nil)) = read.parts[4],
      case .value(.particle("은", "는", _)) = read.parts[5], case .value(.expression) = read.parts[7]
    else {
      Issue.record("\(read.parts)")
      return
    }
    #expect(
      (first.name, label.name, calendar.text, form) == ("balance", "label", "office", ["currency", "KRW"]))
  }
  @Test func `are told when they cannot be read`() {
    #expect(parts("{}").findings == ["7 CF111 a value is missing here"])
    #expect(parts("{a b}").findings == ["9 CF112 'b' is one too many here"])
    #expect(parts("{a as}").findings == ["11 CF111 a form is missing behind 'as'"])
    #expect(parts("{a as 5}").findings == ["12 CF112 '5' is one too many here"])
    #expect(parts("{a == }, {b}").parts.count == 2)
  }
}
