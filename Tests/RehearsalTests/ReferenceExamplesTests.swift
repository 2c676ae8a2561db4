import CallFlow
import Foundation
import Rehearsal
import SQLiteStore
import Testing

/// The scripted calls of the reference that the product ships, each with the flow above it.
private enum ReferenceCalls {
  static let catalogue = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/CallFlow/CallFlow.docc")
  static var isThere: Bool { FileManager.default.fileExists(atPath: catalogue.path) }

  struct Example: CustomTestStringConvertible, Sendable {
    var place: String
    var flow: String
    var script: String
    var testDescription: String { place }
  }

  static func all() -> [Example] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: catalogue.path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().flatMap { name -> [Example] in
      guard let page = try? String(contentsOf: catalogue.appendingPathComponent(name), encoding: .utf8) else {
        return []
      }
      var found: [Example] = []
      var flow = ""
      var fence: (language: Substring, line: Int)?
      var text = ""
      for (index, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        guard line.hasPrefix("```") else {
          text += line + "\n"
          continue
        }
        if let (language, start) = fence {
          if language == "callflow", text.hasPrefix("callflow 1") { flow = text }
          if language == "call", text.hasPrefix("call \"") {
            found.append(Example(place: "\(name):\(start)", flow: flow, script: text))
          }
          fence = nil
        } else {
          fence = (line.dropFirst(3), index + 1)
        }
        text = ""
      }
      return found
    }
  }
}

@Suite(.enabled(if: ReferenceCalls.isThere, "the sources with the language reference are not here"))
struct `The scripted calls of the reference` {
  @Test(arguments: ReferenceCalls.all())
  fileprivate func `pass against the flow above them`(example: ReferenceCalls.Example) {
    let world = ScriptWorld(
      compile: { name in
        let source = SourceText(name: name, text: example.flow)
        let compiled = Compiler.compile([source])
        guard let graph = compiled.applications.first else {
          throw FaultyFlow(description: DiagnosticPrinter(sources: [source]).text(compiled.diagnostics))
        }
        return graph
      },
      data: { try MemoryData() })
    let result = ScriptRunner.run(SourceText(name: example.place, text: example.script), in: world)
    #expect(result.diagnostics.map(\.message) == [])
    #expect(result.cases.count > 0)
    if result.failed > 0 { Issue.record("\(result.report)") }
  }

  @Test func `are there`() {
    #expect(ReferenceCalls.all().count >= 8)
  }
}
