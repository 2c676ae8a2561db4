extension FlowGraph {
  /// Full names of the routes that LISTEN-NOTICE is about: callers may come to them who were not told that a
  /// supervisor may listen. Those of which an `allow` says that it is meant are left out.
  /// - Parameter entryFlows: flows that a site's lines start.
  public func routesWithoutListeningNotice(entryFlows: Set<String>) -> Set<String> {
    let model = DesignModel(self, profile: content.profile, entryFlows: entryFlows)
    let untold = Notices.routesWithoutListening(model).filter { state in
      !content.allowances.contains {
        $0.rule == "LISTEN-NOTICE" && $0.range.start.file == state.position.file
          && $0.lines.contains(state.position.line)
      }
    }
    return Set(untold.map(\.fullName))
  }
}
