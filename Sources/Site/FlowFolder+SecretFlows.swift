import CallFlow

extension FlowFolder {
  /// Flows that desks in the folder name for secret entries: they may belong to another application.
  var secretFlows: Set<String> {
    var found: Set<String> = []
    var unheard = Diagnostics()
    for (file, source) in sources.enumerated() {
      for flow in Reader.read(source, file: file, dialect: .callflow, into: &unheard).lines {
        guard flow.word.isWord("flow") else { continue }
        for state in flow.block?.lines ?? [] where state.word.isWord("desk") {
          for line in state.block?.lines ?? [] where line.word.isWord("secret") {
            if let name = line.arguments.first { found.insert(name.text) }
          }
        }
      }
    }
    return found
  }
}
