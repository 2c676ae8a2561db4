/// CF231: every path through a state's statements must leave it; so must each way out that is written.
enum WayOut {
  static func check(_ app: ApplicationBuilder) {
    let before = app.diagnostics.all.count
    findStates(app)
    // Where a way out is missing, what it would lead to is missing as well.
    for finding in app.diagnostics.all[before...] {
      for flow in app.flows where flow.file == finding.range.start.file { flow.isBroken = true }
    }
  }

  private static func findStates(_ app: ApplicationBuilder) {
    for source in app.states where source.kind != nil && source.flow.isBroken == false {
      let state = app.content.states[source.id]
      if case .do = state.kind, let path = state.entry.fallsThrough {
        app.error(
          "CF231", "state '\(state.name)' has no way out\(describe(path, from: state.entry.position))",
          at: source.name.range, hint: "end it with -> and a state, or hangup")
      }
      for (block, range, what) in source.ways {
        guard let path = block.fallsThrough else { continue }
        app.error(
          "CF231", "'\(what)' has no way out\(describe(path, from: block.position))", at: range,
          hint: "end it with -> and a state, or hangup")
      }
    }
    for flow in app.flows where !flow.isBroken {
      for layer in flow.layerCache.values {
        guard case .block(let block)? = layer.tries?.action, let path = block.fallsThrough,
          let range = layer.triesRange
        else { continue }
        app.error(
          "CF231", "'tries' has no way out\(describe(path, from: block.position))", at: range,
          hint: "end it with -> and a state, or hangup")
      }
    }
  }

  private static func describe(_ path: SourcePosition, from start: SourcePosition) -> String {
    path == start || path.line == start.line ? "" : " on the path through line \(path.line)"
  }
}

extension Block {
  /// The block on a path that does not leave, nil when all do. The reader bounds the depth.
  var fallsThrough: SourcePosition? {
    var open: SourcePosition?
    for statement in statements {
      switch statement {
      case .move, .throwEvent: return nil
      case .branch(let branches, let otherwise?):
        open = branches.lazy.compactMap { $0.block.fallsThrough }.first ?? otherwise.fallsThrough
        if open == nil { return nil }
      case .say, .set, .setField, .setSpeech, .language, .languageByName, .segment, .segmentByName, .save,
        .log, .note,
        .outcome, .pause,
        .recording, .turn, .noticeOff, .clear,
        .branch:
        open = nil
      }
    }
    return open ?? position
  }
}
