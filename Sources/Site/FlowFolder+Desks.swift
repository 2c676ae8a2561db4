import CallFlow

extension FlowFolder {
  /// Agents' own lines in the folder, which may be those of another application.
  struct Desks {
    var areThere = false
    /// Flows that they name for secret entries.
    var secretFlows: Set<String> = []
  }

  var desks: Desks {
    var found = Desks()
    var unheard = Diagnostics()
    for (file, source) in sources.enumerated() {
      for flow in Reader.read(source, file: file, dialect: .callflow, into: &unheard).lines {
        guard flow.word.isWord("flow") else { continue }
        for state in flow.block?.lines ?? [] where state.word.isWord("desk") {
          found.areThere = true
          for line in state.block?.lines ?? [] where line.word.isWord("secret") {
            if let name = line.arguments.first { found.secretFlows.insert(name.text) }
          }
        }
      }
    }
    return found
  }
}
