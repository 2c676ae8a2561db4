import CallFlow

/// Whether what a script names is in its flow: an expectation of a misspelt name would say "it did not
/// happen", and one that something never happens would hold for ever.
struct NameCheck {
  let script: Script
  let content: FlowGraph.Content

  /// - Returns: the first name that the flow has not.
  func fault() -> ScriptFailure? { fault(script.steps) }

  private func fault(_ steps: [ScriptStep]) -> ScriptFailure? {
    for step in steps {
      switch step.kind {
      case .group(_, let inner):
        if let found = fault(inner) { return found }
      case .expect(let expectation), .act(.waitUntil(let expectation)):
        if let found = fault(expectation, step.range) { return found }
      case .act(.press(_, every: _, hold: _, let saying)):
        guard let prompt = saying?.prompt else { continue }
        if let found = missing(prompt, "prompt", among: prompts, "press while saying \(prompt)", step.range) {
          return found
        }
      case .act(.load): return nil  // what comes after it speaks of another flow
      case .act: continue
      }
    }
    return nil
  }

  private func fault(_ expectation: Expectation, _ range: SourceRange) -> ScriptFailure? {
    func missing(_ name: String, _ kind: String, among known: [String]) -> ScriptFailure? {
      self.missing(name, kind, among: known, expectation.text, range)
    }
    switch expectation.body {
    case .say(.prompt(let name), _, _), .heard(let name, _):
      return missing(name, "prompt", among: prompts)
    case .states(let names):
      let known = content.states.flatMap { [$0.fullName, $0.name] }
      return names.lazy.compactMap { missing($0, "state", among: known) }.first
    case .message(let name?): return missing(name, "queue", among: content.queues.map(\.name))
    case .queue(let name, _, _, _): return missing(name, "queue", among: content.queues.map(\.name))
    case .connected(let name):
      return missing(name, "agent", among: script.setup.agents.map(\.name))
    case .lookup(let name, _), .table(let name, _):
      return missing(name, "table", among: content.tables.map(\.name))
    case .variable(let name, _):
      let variables = content.flows.flatMap { $0.variables.map(\.name) }
      let fields = content.fields.flatMap { [$0.name, "call." + $0.name] }
      return missing(name, "variable", among: variables + fields)
    case .say, .event, .cut, .key, .transfer, .transferEnd, .callBack, .message, .hangUp, .log, .silence,
      .error,
      .quiet:
      return nil
    }
  }

  private var prompts: [String] {
    content.prompts.map(\.name) + content.notices.map(\.name) + ["queue_position", "queue_eta"]
  }

  private func missing(
    _ name: String, _ kind: String, among known: [String], _ expected: String, _ range: SourceRange
  ) -> ScriptFailure? {
    if known.contains(name) { return nil }
    let holder = kind == "agent" ? "the script" : "the flow"
    return ScriptFailure(
      position: range.start, expected: expected, problem: "\(holder) has no \(kind) '\(name)'",
      details: Suggestions.hint(name, among: known).map { ["hint: \($0)"] } ?? [])
  }
}
