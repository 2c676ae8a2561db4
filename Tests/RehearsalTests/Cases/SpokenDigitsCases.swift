import CallFlow
import Rehearsal
import SQLiteStore
import Testing

@Suite struct `When a language has its own words for digits` {
  @Test func `digits are spoken in them`() throws {
    let flow = """
      callflow 1
      language en default { spoken 0 "oh" }
      flow main { do tell { set code = "12034"; say "{code as digits}"; hangup } }

      """
    let source = SourceText(name: "a.callflow", text: flow)
    let graph = try #require(Compiler.compile([source]).applications.first)
    let script = "call \"oh\"\nflow \"a.callflow\"\ncaller 1 dials 1\nexpect hangup by system\n"
    let result = ScriptRunner.run(
      SourceText(name: "a.call", text: script),
      in: ScriptWorld(compile: { _ in graph }, data: { try MemoryData() }))
    #expect(result.passed == 1)
    #expect(result.transcript.replacing(",", with: "").contains("/ one two oh three four "))
  }
}
