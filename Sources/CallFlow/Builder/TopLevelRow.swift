/// A word that may begin an item of a file: how its name is entered, and how its body is read once all
/// names are known.
struct TopLevelRow: Sendable {
  /// Gives the item's index, nil when there is nothing to resolve later.
  var register: @Sendable (ApplicationBuilder, SyntaxLine, SyntaxFile) -> Int?
  var resolve: (@Sendable (ApplicationBuilder, SyntaxLine, Int) -> Void)?

  static let rows: [String: TopLevelRow] = [
    // Followed when the files were joined.
    "use": TopLevelRow { app, line, _ in
      app.expectBare(line)
      return nil
    },
    "profile": TopLevelRow { app, line, _ in
      app.registerProfile(line)
      return nil
    },
    "allow": TopLevelRow { app, line, file in
      app.registerAllowance(line, in: nil)
      return nil
    },
    "language": TopLevelRow(
      register: { app, line, _ in app.registerLanguage(line) },
      resolve: { app, line, index in app.resolveLanguage(line, index) }),
    "dial": TopLevelRow(
      register: { _, _, _ in 0 }, resolve: { app, line, _ in app.resolveDial(line) }),
    "const": TopLevelRow(
      register: { app, line, _ in app.registerConstant(line) },
      resolve: { app, _, index in _ = app.constant(index) }),
    "field": TopLevelRow(
      register: { app, line, _ in app.registerField(line) },
      resolve: { app, line, index in app.resolveField(line, index) }),
    "switch": TopLevelRow(register: { app, line, _ in app.registerSwitch(line) }),
    "notice": TopLevelRow(
      register: { app, line, _ in app.registerNotice(line) },
      resolve: { app, line, index in app.resolveNotice(line, index) }),
    "calendar": TopLevelRow(
      register: { app, line, _ in app.registerCalendar(line) },
      resolve: { app, line, index in app.resolveCalendar(line, index) }),
    "skill": TopLevelRow(register: { app, line, _ in app.registerSkill(line) }),
    "queue": TopLevelRow(
      register: { app, line, _ in app.registerQueue(line) },
      resolve: { app, line, index in app.resolveQueue(line, index) }),
    "segment": TopLevelRow(
      register: { app, line, _ in app.registerSegment(line) },
      resolve: { app, line, index in app.resolveSegment(line, index) }),
    "table": TopLevelRow(register: { app, line, _ in app.registerTable(line) }),
    "answers": TopLevelRow(register: { app, line, _ in app.registerAnswers(line) }),
    "prompt": TopLevelRow(register: { app, line, file in app.registerPrompt(line, file) }),
    "defaults": TopLevelRow { app, line, file in
      app.registerDefaults(line, file)
      return nil
    },
    "flow": TopLevelRow { app, line, file in
      app.registerFlow(line, file)
      return nil
    },
  ]

  init(
    register: @escaping @Sendable (ApplicationBuilder, SyntaxLine, SyntaxFile) -> Int?,
    resolve: (@Sendable (ApplicationBuilder, SyntaxLine, Int) -> Void)? = nil
  ) {
    self.register = register
    self.resolve = resolve
  }
}
