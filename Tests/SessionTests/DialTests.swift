import CallFlow
import Session
import Testing

@Suite struct `A number that is dialled` {
  static let flow = """
    callflow 1
    language en default
    language ko
    dial 7000 -> draft.second from 201, "02-555-1234", 3XX in ko
    dial 7000 -> main
    dial any -> draft from 201
    dial any -> other
    flow main { do first { hangup } }
    flow other { do first { hangup } }
    flow draft { do first { hangup }; do second { hangup } }
    """
  @Test(
    arguments: [
      ("7000", "201", "draft.second ko"), ("7000", "025551234", "draft.second ko"),
      ("7000", "+025551234", "draft.second ko"), ("7000", "399", "draft.second ko"),
      ("7000", "202", "main.first en"), ("7000", nil, "main.first en"), ("7000", "2011", "main.first en"),
      ("8000", "201", "draft.first en"), ("8000", nil, "other.first en"), (nil, "201", "draft.first en"),
    ] as [(String?, String?, String)])
  func `leads the chosen telephones to a draft and all others past it`(
    dnis: String?, ani: String?, start: String
  ) throws {
    let compiled = Compiler.compile([SourceText(name: "t.callflow", text: Self.flow)])
    #expect(compiled.diagnostics.filter { $0.severity == .error }.isEmpty)
    let graph = try #require(compiled.applications.first)
    let prepared = PreparedGraph(graph, binding: GraphBinding(numberedLike: graph))
    let found = try #require(prepared.start(dnis: dnis, ani: ani, lineFlow: nil))
    #expect("\(graph.state(found.state).fullName) \(graph.content.languages[found.language].tag)" == start)
  }

  @Test(arguments: [
    ("dial 7000 -> main\ndial 7000 -> draft from 201", [4]),
    ("dial 7XXX -> main\ndial 7000, 7001 -> draft from 201", [4]),
    ("dial 7000 -> draft from 2XX\ndial 7000 -> main from 201, 202\ndial 7000 -> main", [4]),
    ("dial any -> main\ndial any -> draft from 201", [4]),
    ("dial 7000 -> draft from 201\ndial 7000 -> main", []),
    ("dial 7000 -> main\ndial 7000, 8000 -> draft", []),
    ("dial 7000 -> draft from 201\ndial 7000 -> main from 202\ndial 7000 -> draft", []),
  ])
  func `that an earlier line takes already is told`(rows: String, lines: [Int]) {
    let text =
      "callflow 1\nlanguage en default\n\(rows)\n"
      + "flow main { do first { -> draft } }\nflow draft { do first { hangup } }\n"
    let compiled = Compiler.compile([SourceText(name: "t.callflow", text: text)])
    let told = compiled.diagnostics.filter { $0.message.contains("never taken") }
    #expect(told.map(\.range.start.line) == lines && told.allSatisfy { $0.code == "CF232" })
    #expect(!compiled.diagnostics.contains { $0.severity == .error })
  }

  @Test(arguments: ["from", "from -> x", "from 20;1", "from e", "from 201 from 202"])
  func `from what is no number is told`(words: String) {
    let text =
      "callflow 1\nlanguage en default\ndial 7000 -> main \(words)\nflow main { do first { hangup } }\n"
    #expect(Compiler.compile([SourceText(name: "t.callflow", text: text)]).applications.isEmpty)
  }
}
