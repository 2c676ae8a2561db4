extension FlowGraph {
  /// What runs on the telephone of an agent that was rung: a desk without a login, in the languages and with
  /// the secret entry of the flow whose caller he is to take.
  public var phoneDesk: FlowGraph {
    let position = SourcePosition(file: 0, line: 1, column: 1)
    var content = Content()
    content.id = id
    content.name = name
    content.languages = self.content.languages
    content.defaultLanguage = self.content.defaultLanguage
    let end = Block([.move(Move(.hangUp, at: position))], at: position)
    let secret = self.content.states.lazy.compactMap { state -> String? in
      if case .desk(let spec) = state.kind { spec.secretFlow } else { nil }
    }.first
    content.flows = [Flow(name: "telephone", start: StateID(0), states: [StateID(0)], position: position)]
    content.states = [
      State(
        name: "desk", fullName: "telephone.desk", flow: FlowID(0),
        kind: .desk(DeskSpec(acceptance: .auto, secretFlow: secret, done: end)),
        entry: Block([], at: position),
        position: position)
    ]
    return FlowGraph(content)
  }
}
