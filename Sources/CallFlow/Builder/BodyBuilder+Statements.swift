extension BodyBuilder {
  /// A statement without block and `else`, nothing behind what `build` takes.
  func bare(_ line: SyntaxLine, _ build: (inout TokenCursor) -> Statement?) -> Statement? {
    var cursor = TokenCursor(line)
    let before = app.diagnostics.all.count
    let statement = build(&cursor)
    if app.diagnostics.all.count == before { app.expectEnd(&cursor, line) }
    app.expectBare(line)
    return statement
  }

  func move(_ line: SyntaxLine, _ target: Move.Target) -> Statement? {
    bare(line) { _ in .move(Move(target, at: line.word.range.start)) }
  }

  func text(_ line: SyntaxLine, _ use: BodyScope.Use) -> Template? {
    var cursor = TokenCursor(line)
    guard let (_, parts) = cursor.takeString() else {
      app.missing("'\(line.word.text)' needs a text in quotes", cursor, line)
      return nil
    }
    app.expectEnd(&cursor, line)
    app.expectBare(line)
    return app.template(parts, using(use))
  }

  func buildSay(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    app.expectNoElse(line)
    if cursor.isAtEnd, let block = line.block { return .say(sayByLanguage(block), visit: 1) }
    guard !cursor.isAtEnd else {
      app.missing("'say' needs a text or a prompt", cursor, line, hint: "put spoken words in quotes")
      return nil
    }
    let (parts, visit) = say(&cursor, line)
    app.expectEnd(&cursor, line)
    if let block = line.block, line.isSound {
      app.error("CF200", "'say' with a text takes no braces", at: block.open)
    }
    return parts.isEmpty ? nil : .say(parts, visit: visit)
  }
  func note(_ line: SyntaxLine) -> RouteSpec.Note? {
    var cursor = TokenCursor(line)
    app.expectBare(line)
    guard let name = app.name("the note", &cursor, line, hint: "like note reason = topic") else { return nil }
    guard cursor.take(sign: "=") else {
      app.missing("'=' was expected", cursor, line, hint: "like note \(name.text) = …")
      return nil
    }
    guard let found = value(&cursor, using(.noted)) else { return nil }
    app.expectEnd(&cursor, line)
    return .init(name: name.text, value: found.value)
  }

  func buildRecording(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    app.expectBare(line)
    let steps = RecordingStep.allCases.map(\.rawValue)
    guard
      let word = app.name("what to do with the recording", &cursor, line, hint: steps.joined(separator: ", "))
    else { return nil }
    guard let step = RecordingStep(rawValue: word.text) else {
      app.error(
        "CF206", "a recording cannot '\(word.text)'", at: word.range,
        hint: Suggestions.hint(word.text, among: steps) ?? "it can \(steps.joined(separator: ", "))")
      return nil
    }
    guard step == .start else {
      app.expectEnd(&cursor, line)
      return .recording(step, notice: [])
    }
    guard !cursor.isAtEnd else {
      app.missing(
        "a recording begins with a notice to the caller", cursor, line,
        hint: "like recording start \"This call is recorded.\"")
      return nil
    }
    let notice = parts(&cursor, line)
    app.expectEnd(&cursor, line)
    return notice.isEmpty ? nil : .recording(.start, notice: notice)
  }

  func buildThrow(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      guard let (text, _) = app.eventText(&cursor, line) else { return nil }
      var message: Template?
      if let (_, parts) = cursor.takeString() { message = app.template(parts, using(.logged)) }
      return .throwEvent(EventName(EventNames.long(text)), message: message)
    }
  }

  func buildTurn(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      guard let name = app.name("a switch", &cursor, line, hint: "like turn storm on"),
        let index = app.look(up: name, .toggle, code: "CF229"),
        let position = app.switchPosition(&cursor, line)
      else { return nil }
      var until: Expression?
      if cursor.take(word: "until") { until = value(&cursor, of: [.instant], "'until'") }
      return .turn(SwitchID(index), position, until: until)
    }
  }

  func buildClear(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      var cleared: [VariableID] = []
      repeat {
        guard let name = app.name("a variable", &cursor, line) else { return nil }
        guard let slot = flow.slot(of: name.text) else {
          app.error(
            "CF241", "there is no variable '\(name.text)' in this flow", at: name.range,
            hint: Suggestions.hint(name.text, among: flow.variables.map(\.name)))
          continue
        }
        cleared.append(slot)
      } while cursor.take(sign: ",")
      return .clear(cleared)
    }
  }
}
