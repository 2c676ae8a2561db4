import CallFlow
import Engine
import Rehearsal
import SQLiteStore
import Testing

extension MemoryData: RehearsalData {}

struct FaultyFlow: Error, CustomStringConvertible { var description: String }

/// Runs a call against a flow written beside it. `flow` stands behind the head of a file with two languages.
/// An English text of 14 characters lasts a second, a Korean one of 7; the first prompt begins at 500 ms.
func rehearse(_ flow: String, _ script: String, voice: (any Voice)? = nil, files: [String: [UInt8]] = [:])
  -> ScriptResult
{
  let text = "callflow 1\nlanguage en default { option \"{label} {key}\" }\nlanguage ko\n" + flow
  let world = ScriptWorld(
    compile: { name in
      let source = SourceText(name: name, text: text)
      let compiled = Compiler.compile([source])
      guard let graph = compiled.applications.first else {
        throw FaultyFlow(description: DiagnosticPrinter(sources: [source]).text(compiled.diagnostics))
      }
      return graph
    },
    data: { try MemoryData() },
    read: { name in
      guard let bytes = files[name] else { throw UnreadableFile(path: name) }
      return bytes
    }, voice: voice)
  return ScriptRunner.run(
    SourceText(name: "test.call", text: "call \"test\"\nflow \"test.callflow\"\n" + script), in: world)
}

/// The call must pass; on failure its report is shown.
func passes(
  _ flow: String, _ script: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let result = rehearse(flow, script)
  let faults = result.diagnostics.map { "\($0.range.start.line):\($0.range.start.column) \($0.message)" }
  #expect(faults == [], sourceLocation: sourceLocation)
  #expect(result.cases.count > 0, sourceLocation: sourceLocation)
  if result.failed > 0 { Issue.record("\(result.report)", sourceLocation: sourceLocation) }
}
