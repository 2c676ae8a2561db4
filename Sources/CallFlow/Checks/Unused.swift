/// CF242 and CF244: variables that nobody reads, prompts that nobody says.
enum Unused {
  static func check(_ app: ApplicationBuilder) {
    let faulty = Set(app.diagnostics.all.filter { $0.severity == .error }.map(\.range.start.file))
    for flow in app.flows where !flow.isBroken && !faulty.contains(flow.file) {
      for variable in flow.variables
      where !variable.isUsed && !variable.isImplicit && variable.isOwn && !variable.isParameter {
        app.warning(
          "CF242", "variable '\(variable.name)' is set and never used", at: variable.range,
          hint: "take it out, or use it")
      }
    }
    // A prompt may be meant for a place that could not be read.
    guard faulty.isEmpty, app.isSound else { return }
    for prompt in app.prompts where !prompt.isSpoken {
      app.warning(
        "CF244", "prompt '\(prompt.name.text)' is never spoken", at: prompt.name.range,
        hint: "say it, or take it out")
    }
  }
}
