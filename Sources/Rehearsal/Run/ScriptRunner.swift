import ACD
import CallFlow

/// Runs scripted calls in virtual time: the same script, flows and seed give the same bytes.
public enum ScriptRunner {
  /// Reads a script file and runs all its cases, each in a house of its own.
  public static func run(_ source: SourceText, in world: ScriptWorld) -> ScriptResult {
    var diagnostics = Diagnostics()
    let scripts = ScriptReader.read(source, into: &diagnostics)
    guard !diagnostics.hasErrors else {
      return ScriptResult(source: source.name, diagnostics: diagnostics.sorted, cases: [])
    }
    var graphs: [String: Result<FlowGraph, any Error>] = [:]
    var cached = world
    cached.compile = { path in
      if case .failure? = graphs[path] { throw FlowFaultsTold() }
      let result = graphs[path] ?? Result { try world.compile(path) }
      graphs[path] = result
      return try result.get()
    }
    var cases: [CaseResult] = []
    for script in scripts {
      let result = run(script, in: cached)
      if cached.log != nil { cached.lastCall = later(cached.lastCall, result.lastCall) }
      cases.append(result)
    }
    return ScriptResult(source: source.name, diagnostics: diagnostics.sorted, cases: cases)
  }

  /// Runs one case.
  public static func run(_ script: Script, in world: ScriptWorld) -> CaseResult {
    do {
      let run = try CaseRun(script, in: world)
      return run.run()
    } catch {
      let failure =
        error as? ScriptFailure
        ?? ScriptFailure(
          position: script.flowRange.start, expected: "flow \"\(script.flow)\"", problem: "\(error)",
          details: [])
      return CaseResult(
        name: script.name, position: script.position, failures: [failure], transcript: "", heard: [],
        length: .zero)
    }
  }

  private static func later(_ a: CallID?, _ b: CallID?) -> CallID? { [a, b].compactMap(\.self).max() }

  /// What a blessed transcript and this one differ in: the first line that is not the same, or nil.
  public static func difference(blessed: String, now: String) -> String? {
    let old = blessed.split(separator: "\n", omittingEmptySubsequences: false)
    let new = now.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(old.count, new.count) {
      let before = index < old.count ? old[index] : "(nothing)"
      let after = index < new.count ? new[index] : "(nothing)"
      if before != after { return "line \(index + 1):\n  blessed: \(before)\n  now:     \(after)" }
    }
    return nil
  }
}

/// A flow of several cases that cannot be loaded: why is told in the first.
private struct FlowFaultsTold: Error, CustomStringConvertible {
  var description: String { "the flow cannot be loaded, see above" }
}
