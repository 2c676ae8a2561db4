import Wording

/// Reads the pieces of prompts and of `say` lines.
struct PieceReader {
  /// Prompts that say each other go no deeper than this.
  static let deepest = 32
  /// Nor do they say more others in all, in every language: two each, 31 deep, would be thousands of millions.
  static let mostPrompts = 4000
  /// Characters of one piece.
  static let longest = 4000
  /// Characters of all that one line says, that of prompts in all languages: hours to listen to.
  static let longestLine = 200_000

  let app: ApplicationBuilder
  var scope: BodyScope
  let line: SyntaxLine
  /// The prompts that are being read, outermost first.
  var circle: [Int] = []
  /// Characters of what was read, that of prompts in all languages.
  private(set) var letters = 0

  /// Pieces parted by commas.
  mutating func pieces(_ cursor: inout TokenCursor, into found: inout Diagnostics) -> [PromptPiece] {
    var pieces: [PromptPiece] = []
    repeat { pieces += piece(&cursor, into: &found) } while cursor.take(sign: ",")
    return pieces
  }

  /// One piece; a text with marks of its own can be several.
  mutating func piece(_ cursor: inout TokenCursor, into found: inout Diagnostics) -> [PromptPiece] {
    if let (token, parts) = cursor.takeString() { return [.text(text(parts, token, into: &found))] }
    guard let word = cursor.takeWord() else {
      if line.isSound {
        found.report(
          Diagnostic(
            "CF206", "a text or the name of a prompt was expected", at: cursor.here,
            hint: "put spoken words in quotes"))
      }
      cursor.next()
      return []
    }
    switch word.text {
    case "audio" where isString(cursor): return [clip(&cursor, into: &found)]
    case "ssml" where isString(cursor):
      guard let (token, parts) = cursor.takeString() else { return [] }
      measure(token, into: &found)
      return SSML.pieces(
        parts, at: token.range, languages: app.content.languages.map(\.tag), into: &found
      ) { app.template($0, scope, into: &$1) }
    case "pause":
      if let token = cursor.peek, case .duration(let duration) = token.kind {
        cursor.next()
        return [.pause(duration)]
      }
      if line.isSound {
        let number = cursor.peek.flatMap { if case .number = $0.kind { $0.text } else { nil } }
        found.report(
          Diagnostic(
            "CF206", number == nil ? "'pause' needs a duration" : "a duration needs a unit", at: cursor.here,
            hint: number.map { "write \($0)s for seconds, or ms" } ?? "like pause 500ms"))
      }
      cursor.next()
      return []
    case "tone":
      guard let tone = cursor.takeWord() else {
        if line.isSound {
          found.report(Diagnostic("CF206", "'tone' needs a name", at: cursor.here, hint: "like tone beep"))
        }
        return []
      }
      return [.tone(tone.text)]
    default: return prompt(word, &cursor, into: &found).map { [.prompt($0)] } ?? []
    }
  }

  private func isString(_ cursor: TokenCursor) -> Bool { cursor.peek?.isString ?? false }

  private mutating func text(_ parts: [StringPart], _ token: Token, into found: inout Diagnostics) -> Template
  {
    measure(token, into: &found)
    return app.template(parts, scope, into: &found)
  }

  private mutating func measure(_ token: Token, into found: inout Diagnostics) {
    letters += token.text.count
    guard token.text.count > PieceReader.longest else { return }
    found.report(
      Diagnostic(
        "CF206", "this text is longer than \(PieceReader.longest) characters", at: token.range,
        hint: "part it into several"))
  }

  private mutating func clip(_ cursor: inout TokenCursor, into found: inout Diagnostics) -> PromptPiece {
    guard let (token, parts) = cursor.takeString(), let path = parts.plainText else {
      if let token = cursor.previous, line.isSound {
        found.report(Diagnostic("CF206", "no values can stand in the name of a file", at: token.range))
      }
      return .text(Template([]))
    }
    var fallback: Template?
    if cursor.take(word: "or") {
      if let (token, parts) = cursor.takeString() {
        fallback = text(parts, token, into: &found)
      } else if line.isSound {
        found.report(Diagnostic("CF206", "'or' needs a text in quotes", at: cursor.here))
      }
    }
    if let clips = app.surroundings.clips, !clips.contains(path) {
      found.report(
        fallback != nil
          ? Diagnostic(
            .warning, "CF226",
            "audio file \"\(path)\" is missing, \(fallback?.parts.isEmpty ?? true ? "nothing will be heard" : "the text will be spoken")",
            at: token.range,
            hint: Suggestions.hint(path, among: clips.sorted()))
          : Diagnostic(
            "CF226", "audio file \"\(path)\" is missing and no text stands behind it", at: token.range,
            hint: Suggestions.hint(path, among: clips.sorted()) ?? "add a text: audio \"\(path)\" or \"…\""))
    }
    return .clip(path, fallback: fallback)
  }

  /// A prompt by its name, with its arguments.
  mutating func prompt(_ word: Token, _ cursor: inout TokenCursor, into found: inout Diagnostics)
    -> PromptUse?
  {
    var syntax: [ArgumentSyntax] = []
    let hasArguments = cursor.isAt(sign: "(")
    if hasArguments { syntax = ExpressionParser.arguments(&cursor, into: &found) ?? [] }
    guard let entry = app.names[.prompt, word.text] else {
      if line.isSound, app.isFirst(word.text, "CF220") {
        found.report(
          Diagnostic(
            "CF220", "there is no prompt '\(word.text)'", at: word.range,
            hint: Move.Target.builtIn.contains(word.text)
              ? "to lead there write -> \(word.text)"
              : Suggestions.hint(word.text, among: app.names.names(.prompt))
                ?? "put spoken words in quotes, or add: prompt \(word.text) { … }"))
      }
      return nil
    }
    let source = app.prompts[entry.index]
    source.isSpoken = true
    let arguments = app.bind(
      syntax, to: source.parameters, of: "prompt '\(word.text)'", at: word.range, scope, into: &found)
    guard scope.flow != nil else { return PromptUse(prompt: PromptID(entry.index), lines: []) }
    guard !circle.contains(entry.index), circle.count < PieceReader.deepest else {
      found.report(
        Diagnostic(
          "CF220",
          circle.contains(entry.index)
            ? "prompt '\(word.text)' says itself"
            : "prompts are nested more than \(PieceReader.deepest) deep",
          at: word.range))
      return nil
    }
    let compiled = app.compiled(entry.index, scope, circle: circle)
    guard compiled.prompts <= PieceReader.mostPrompts else {
      found.report(
        Diagnostic(
          "CF220", "prompt '\(word.text)' says more than \(PieceReader.mostPrompts) others in all",
          at: word.range,
          hint: "prompts that say each other several times multiply"))
      return nil
    }
    letters += compiled.letters
    tell(compiled, word, into: &found)
    return PromptUse(prompt: PromptID(entry.index), arguments: arguments, lines: compiled.lines)
  }

  /// What a prompt needs is told where it is said; inside another prompt it is handed on.
  private func tell(_ compiled: CompiledPrompt, _ word: Token, into found: inout Diagnostics) {
    if let names = scope.names {
      names.prompts += compiled.prompts + 1
      names.used += compiled.used
      names.missing += compiled.missing
      names.usesEntry = names.usesEntry || compiled.usesEntry
      found.report(compiled.faults)
      return
    }
    for slot in Set(compiled.used).sorted(by: { $0.index < $1.index }) {
      scope.flow?.noteUse(slot, at: word.range, .spoken)
    }
    for name in compiled.missing where scope.flow?.isFirstUnknown(name) ?? true {
      let known = scope.variableNames
      found.report(
        Diagnostic(
          "CF241", "prompt '\(word.text)' needs '\(name)', which is not known here", at: word.range,
          hint: Suggestions.hint(name, among: known) ?? "set \(name) before, in this flow"))
    }
    for fault in compiled.faults {
      if fault.code == "CF301" || fault.code == "CF225" {
        found.report(
          Diagnostic(
            fault.severity, fault.code, "in prompt '\(word.text)': \(fault.message)", at: word.range,
            hint: fault.hint))
      } else {
        found.report(fault)
      }
    }
  }
}

extension ApplicationBuilder {
  /// Arguments by place or by name, in the order of the parameters; what is not given takes its default.
  func bind(
    _ arguments: [ArgumentSyntax], to parameters: [ParameterSource], of what: String, at range: SourceRange,
    _ scope: BodyScope, into found: inout Diagnostics
  ) -> [Expression] {
    var values = [Expression?](repeating: nil, count: parameters.count)
    for (place, argument) in arguments.enumerated() {
      var scope = scope
      let checked = ExpressionChecker.check(argument.value, scope: &scope, into: &found)
      var index = place
      if let name = argument.name {
        guard let named = parameters.firstIndex(where: { $0.name.text == name.text }) else {
          found.report(
            Diagnostic(
              "CF206", "\(what) has no parameter '\(name.text)'", at: name.range,
              hint: Suggestions.hint(name.text, among: parameters.map(\.name.text))))
          continue
        }
        index = named
      }
      guard parameters.indices.contains(index) else {
        found.report(
          Diagnostic(
            "CF206", "\(what) takes \(parameters.count) value\(parameters.count == 1 ? "" : "s")",
            at: argument.value.range))
        break
      }
      let value = checked?.expression ?? .constant(.undefined)
      if let wanted = parameters[index].type, let type = checked?.type, type != wanted {
        found.report(
          Diagnostic(
            "CF301",
            "parameter '\(parameters[index].name.text)' is a \(wanted.rawValue), this is a \(type.rawValue)",
            at: argument.value.range))
      }
      values[index] = value
    }
    return values.enumerated().map { index, value in
      if let value { return value }
      let parameter = parameters[index]
      if let initial = parameter.initial {
        var scope = BodyScope(app: self, flow: nil)
        return ExpressionChecker.check(initial, scope: &scope, into: &found)?.expression ?? .constant(.none)
      }
      if arguments.allSatisfy({ $0.name == nil || $0.name?.text != parameter.name.text }) {
        found.report(
          Diagnostic(
            "CF206", "\(what) needs a value for '\(parameter.name.text)'", at: range,
            hint: "write it in parentheses behind the name"))
      }
      return .constant(.none)
    }
  }
}
