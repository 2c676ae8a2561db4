import Tones

/// `collect name into variable { digits 8-12; done -> state }`.
enum CollectKind {
  private static let forms = ["digits", "amount", "date", "time", "yes-no"]

  static let row = KindRow(
    word: "collect", isWaiting: true, inheritsKeys: true, takesInto: true,
    own: [
      OwnRow("digits", "digits 8-12"), OwnRow("amount", "amount"), OwnRow("date", "date"),
      OwnRow("time", "time"), OwnRow("yes-no", "yes-no"),
      OwnRow("check", "check len(v) == 8 else say wrong", isRepeatable: true),
      OwnRow("confirm", "confirm read_back"), OwnRow("mask", "mask 4"), OwnRow("secret", "secret"),
      OwnRow("done", "done -> next_state", isRequired: true),
    ], build: { build(&$0) })

  /// What a collect's lines say of its variable's type.
  static func type(of lines: [SyntaxLine]) -> VariableSource.TypeSource? {
    for line in lines {
      switch line.word.text {
      case "digits": return .type(.text, isDigits: true)
      case "amount": return .type(.number, isDigits: false)
      case "date": return .type(.date, isDigits: false)
      case "time": return .type(.time, isDigits: false)
      case "yes-no": return .type(.flag, isDigits: false)
      default: continue
      }
    }
    return nil
  }

  static func privacy(of lines: [SyntaxLine]) -> Privacy? {
    for line in lines {
      if line.word.isWord("secret") { return .secret }
      if line.word.isWord("mask"), let number = line.arguments.first.flatMap({ Int($0.text) }) {
        return .masked(last: max(0, min(number, 99)))
      }
    }
    return nil
  }

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    guard let into = state.into, let slot = state.flow.slots[into.text] else {
      _ = state.way("done")
      return nil
    }
    if case .type(let type, _)? = type(of: state.source.line.block?.lines ?? []) {
      state.body.fit(type, to: slot, at: into.range)
    }
    let form = form(state)
    var spec = CollectSpec(
      variable: slot, form: form ?? .digits(1...32), privacy: state.flow.variables[slot.index].privacy,
      done: state.nowhere)
    if let line = state.line("mask") {
      var cursor = TokenCursor(line)
      _ = app.integer(0...99, &cursor, line)
      app.expectEnd(&cursor, line)
      app.expectBare(line)
      if let other = state.line("secret") {
        app.error(
          "CF200", "'mask' and 'secret' cannot both stand here", at: max(line.word.range, other.word.range))
      }
    }
    if let line = state.line("secret") {
      var cursor = TokenCursor(line)
      app.expectEnd(&cursor, line)
      app.expectBare(line)
    }
    // The variable holds the entry while it is checked; other states see it only at `done`.
    let entryType = state.flow.type(of: slot)
    for line in state.lines("check") {
      if let check = check(line, into, entryType, state) { spec.checks.append(check) }
    }
    if let line = state.line("confirm") { spec.confirm = confirm(line, entryType, state) }
    spec.done = state.way("done") ?? state.nowhere
    if form != nil, spec.privacy == .open, state.line("mask") == nil { warnOfPrivacy(into, form, app) }
    return .collect(spec)
  }

  private static func form(_ state: StateBuilder) -> CollectSpec.EntryForm? {
    let app = state.app
    let written = forms.compactMap { word in state.line(word).map { (word, $0) } }
      .sorted { $0.1.word.range.start < $1.1.word.range.start }
    guard let (word, line) = written.first else {
      if state.isWhole {
        app.error(
          "CF204", "a collect needs a line 'digits'", at: state.source.name.range,
          hint: "add: digits 8-12, or amount, date, time, yes-no")
      }
      return nil
    }
    for (other, line) in written.dropFirst() {
      app.error(
        "CF205", "'\(other)' cannot stand beside '\(word)': an entry has one form", at: line.word.range,
        hint: "keep one of the two")
    }
    var cursor = TokenCursor(line)
    var form: CollectSpec.EntryForm?
    switch word {
    case "digits": form = app.range(&cursor, within: 1...64, line).map { .digits($0) }
    case "amount": form = .amount
    case "date": form = .date
    case "time": form = .time
    default: form = .yesNo
    }
    if form != nil { app.expectEnd(&cursor, line) }
    app.expectBare(line)
    return form
  }

  private static func check(
    _ line: SyntaxLine, _ into: Token, _ type: ValueType?, _ state: StateBuilder
  ) -> CollectSpec.Check? {
    var cursor = TokenCursor(line)
    var body = state.body
    state.noteEntryIsUsed()
    body.scope.locals[into.text] = (.entry, type)
    body.scope.locals["value"] = (.entry, type)
    let condition = body.condition(&cursor)
    state.app.expectEnd(&cursor, line)
    var otherwise = Block([], at: line.word.range.start)
    if let other = line.elses.first {
      if let block = other.block, other.arguments.isEmpty {
        otherwise = body.block(block)
      } else if let first = other.arguments.first {
        let inner = SyntaxLine(
          word: first, arguments: Array(other.arguments.dropFirst()), block: other.block,
          isSound: line.isSound)
        otherwise = Block(body.statement(inner).map { [$0] } ?? [], at: other.word.range.start)
      }
    } else {
      state.app.missing(
        "'check' needs 'else' and what to say then", cursor, line, hint: "like else say wrong_number")
    }
    return .init(condition: condition, otherwise: otherwise)
  }

  private static func confirm(
    _ line: SyntaxLine, _ type: ValueType?, _ state: StateBuilder
  ) -> CollectSpec.Confirm? {
    let app = state.app
    var cursor = TokenCursor(line)
    var body = state.body
    state.noteEntryIsUsed()
    body.scope.locals["value"] = (.entry, type)
    app.expectBare(line)
    guard let word = cursor.peek else {
      app.missing("'confirm' needs a prompt", cursor, line, hint: "like confirm read_back")
      return nil
    }
    let parts = body.parts(&cursor, line)
    var confirm = CollectSpec.Confirm(parts: parts)
    if state.flow.variables[state.flow.slots[state.into?.text ?? ""]?.index ?? 0].privacy == .secret,
      parts.contains(where: { $0.piece.saysEntry })
    {
      app.error(
        "CF280", "the secret entry would be spoken", at: word.range,
        hint: "ask for it a second time and compare, or write 'mask 4' in place of 'secret'")
    }
    if cursor.take(word: "keys") {
      guard let right = app.key(&cursor, line) else { return confirm }
      _ = cursor.take(sign: ",")
      guard let again = app.key(&cursor, line) else { return confirm }
      confirm.right = right
      confirm.again = again
      if right == again {
        app.error(
          "CF230", "key \(right.character) is already taken in this confirm",
          at: cursor.previous?.range ?? line.word.range)
      }
    }
    app.expectEnd(&cursor, line)
    return confirm
  }

  /// Numbers that belong to a person are better not written in full.
  private static func warnOfPrivacy(_ name: Token, _ form: CollectSpec.EntryForm?, _ app: ApplicationBuilder)
  {
    guard case .digits(let range)? = form, range.upperBound >= 6 else { return }
    let lower = name.text.lowercased()
    let marks = ["account", "card", "ssn", "passport", "resident", "birth", "phone", "계좌", "카드", "주민", "전화"]
    guard marks.contains(where: { lower.contains($0) }) else { return }
    app.warning(
      "CF245", "'\(name.text)' looks like a number of a person, and the log would have all of it",
      at: name.range,
      hint: "add: mask 4")
  }
}

extension PromptPiece {
  /// Whether the entry under confirm is part of what is said.
  var saysEntry: Bool {
    func says(_ template: Template) -> Bool {
      template.parts.contains { part in
        guard case .value(let expression, _) = part else { return false }
        var found = false
        expression.visit { if case .entry = $0 { found = true } }
        return found
      }
    }
    switch self {
    case .text(let template): return says(template)
    case .styled(_, let piece): return piece.saysEntry
    case .clip(_, let fallback): return fallback.map(says) ?? false
    case .pause, .tone, .options: return false
    case .byLanguage(let pieces): return pieces.values.contains { $0.saysEntry }
    case .prompt(let use): return use.lines.contains { $0.pieces.contains { $0.saysEntry } }
    }
  }
}

private func max(_ a: SourceRange, _ b: SourceRange) -> SourceRange { a.start < b.start ? b : a }

extension StateBuilder {
  /// An entry that is checked or read back has served, though no later state reads it.
  fileprivate func noteEntryIsUsed() {
    if let slot = flow.slots[into?.text ?? ""] { flow.variables[slot.index].isUsed = true }
  }
}
