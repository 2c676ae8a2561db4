import TestSupport
import Foundation
import Testing

@Suite struct `ivrctl test` {
  @Test func `the shipped scripts pass, twice with the same bytes`() async throws {
    let first = try await ivrctl(["test", "callflows", "--transcript"])
    #expect(first.status == 0 && first.err == "")
    #expect(first.out.hasSuffix(" passed, 0 failed\n"))
    #expect(first.out.contains("52,300원"))
    #expect(try await ivrctl(["test", "callflows", "--transcript"]) == first)
  }

  @Test func `the scripts of the shipped applications take every state and every way`() async throws {
    let result = try await ivrctl(["test", "callflows", "--coverage", "--fail-under", "100"])
    #expect(result.status == 0 && !result.out.contains("never taken"), "\(result.out)")
    #expect(
      result.out.contains("bank.callflow: ") && result.out.contains("staff.callflow: "), "\(result.out)")
    let demo = try await ivrctl(["test", "callflows/demo.call", "--coverage", "--fail-under", "100"])
    #expect(demo.status == 1 && demo.out.contains(": never taken: "), "\(demo.out)")
    #expect(demo.err.contains("% of the flows was taken, less than 100 %"), "\(demo.err)")
    #expect(try await ivrctl(["check", "callflows", "--strict"]).status == 0)
  }

  @Test func `a failing script is told by line and column`() async throws {
    let folder = try TestFolder.withBank()
    let text = try folder.text("callflows/demo.call")
    let find = "expect say contains \"52,300원\" in ko"
    let range = try #require(text.range(of: find))
    try folder.write(
      text.replacingCharacters(in: range, with: "expect say contains \"1원\" in ko"), to: "callflows/demo.call"
    )
    let line = text[..<range.lowerBound].count { $0 == "\n" } + 1
    let result = try await ivrctl(["test", "callflows/demo.call"], in: folder.path)
    #expect(result.status == 1)
    #expect(result.out.contains("callflows/demo.call:\(line):"), "\(result.out)")
    #expect(result.out.hasSuffix("2 passed, 1 failed\n"))
  }

  @Test func `a script with a fault, or of a flow with one, does not run`() async throws {
    let folder = try TestFolder.withBank()
    try folder.write(
      try folder.text("callflows/demo.call").replacingOccurrences(of: "press 4", with: "pres 4"),
      to: "callflows/demo.call")
    let script = try await ivrctl(["test", "callflows/demo.call"], in: folder.path)
    #expect(
      script.status == 1 && script.out.contains("callflows/demo.call:") && script.out.contains("'press'"))
    try folder.write(
      try folder.text("callflows/bank/bank.callflow").replacingOccurrences(
        of: "say tell_balance", with: "say tell_it"),
      to: "callflows/bank/bank.callflow")
    let flow = try await ivrctl(["test", "callflows/bank/bank.call"], in: folder.path)
    #expect(flow.status == 1 && flow.out.contains("tell_it"), "\(flow.out)")
  }
}
