import CallFlow
import Control
import Site

/// The findings of a check, printed.
struct CheckReport {
  var findings: [LoadedSite.Finding]
  var notes: [String]

  /// - Returns: the exit status: 1 on any error, with `strict` on any warning too.
  func print(json: Bool, strict: Bool) -> Int32 {
    let all = findings.flatMap(\.diagnostics)
    let errors = all.count { $0.severity == .error }
    let warnings = all.count { $0.severity == .warning }
    let remarks = all.count { $0.severity == .info }
    if json {
      let records: [JSONValue] = findings.flatMap { finding in
        finding.diagnostics.map { d in
          [
            "file": .text(finding.sources[d.range.start.file].name),
            "line": .integer(Int64(d.range.start.line)), "column": .integer(Int64(d.range.start.column)),
            "severity": .text(d.severity.rawValue), "code": .text(d.code), "message": .text(d.message),
            "hint": d.hint.map { .text($0) } ?? .null,
          ]
        }
      }
      printOut(JSONValue.list(records).pretty)
    } else {
      for finding in findings where !finding.diagnostics.isEmpty {
        printOut(DiagnosticPrinter(sources: finding.sources).text(finding.diagnostics))
      }
      for note in notes { printOut("note: \(note)") }
      func count(_ n: Int, _ word: String) -> String { "\(n) \(word)\(n == 1 ? "" : "s")" }
      printOut(
        (errors + warnings == 0
          ? "no faults" : "\(count(errors, "error")), \(count(warnings, "warning"))")
          + (remarks > 0 ? ", \(count(remarks, "remark"))" : ""))
    }
    return errors > 0 || strict && warnings > 0 ? 1 : 0
  }
}
