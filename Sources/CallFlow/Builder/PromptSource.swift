/// A declared prompt: its lines as they were read, compiled anew in each flow that says it.
final class PromptSource {
  let name: Token
  let parameters: [ParameterSource]
  let line: SyntaxLine
  var isSpoken = false
  /// Findings that do not depend on where it is said.
  var ownFaults: Set<Diagnostic> = []

  init(name: Token, parameters: [ParameterSource], line: SyntaxLine) {
    self.name = name
    self.parameters = parameters
    self.line = line
  }
}

/// A prompt's lines in one flow, with what they need from there.
struct CompiledPrompt {
  var lines: [PromptLine] = []
  var used: [VariableID] = []
  var missing: [String] = []
  var usesEntry = false
  /// How many prompts it says, with those that they say.
  var prompts = 0
  /// How many characters its texts have, with theirs, in all languages.
  var letters = 0
  /// Findings that hold in this flow only.
  var faults: [Diagnostic] = []
}

extension ApplicationBuilder {
  func registerPrompt(_ line: SyntaxLine, _ file: SyntaxFile) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the prompt", &cursor, line), register(token, .prompt, index: prompts.count)
    else { return nil }
    let parameters = parameters(&cursor, line)
    noteReview(of: "prompt", token, &cursor, line)
    expectNoElse(line)
    if line.block != nil {
      expectEnd(&cursor, line)
    } else {
      missing(
        "a prompt needs its texts in braces", cursor, line, hint: "like prompt \(token.text) { en \"…\" }")
    }
    prompts.append(PromptSource(name: token, parameters: parameters, line: line))
    content.prompts.append(
      Prompt(name: token.text, parameters: parameters.map(\.name.text), position: token.range.start))
    return nil
  }

  /// `reviewed 2026-01-05` behind a name.
  func noteReview(of kind: String, _ token: Token, _ cursor: inout TokenCursor, _ line: SyntaxLine) {
    var review = Review(what: "\(kind) \(token.text)", day: nil, position: token.range.start)
    if cursor.take(word: "reviewed") {
      if let next = cursor.peek, case .day(let day) = next.kind {
        review.day = day
        cursor.next()
      } else {
        missing("a day was expected", cursor, line, hint: "like reviewed 2026-01-05")
        cursor.skipToEnd()
      }
    }
    content.reviews.append(review)
  }

  /// Reads every prompt once with all names taken as known: what is wrong then is wrong everywhere.
  func checkPrompts() {
    var read: [[PromptLine]] = []
    for index in prompts.indices {
      let prompt = prompts[index]
      var found = Diagnostics()
      let scope = promptScope(prompt, BodyScope(app: self, flow: nil), names: BodyScope.Names())
      let lines = promptLines(prompt, scope, circle: [index], into: &found)
      prompt.ownFaults = Set(found.all)
      report(found)
      read.append(lines)
    }
    for (prompt, lines) in zip(prompts, read) { checkLanguages(of: prompt, lines) }
    for prompt in prompts { prompt.isSpoken = false }
  }

  private func checkLanguages(of prompt: PromptSource, _ lines: [PromptLine]) {
    guard let block = prompt.line.block, prompt.line.isSound, block.close != nil,
      block.lines.allSatisfy(\.isSound)
    else { return }
    let present = Set(lines.filter { $0.visit == 1 }.map(\.language))
    let written = Set(block.lines.map(\.word.text))
    for language in languages(without: present) {
      // A line that is there but has a fault of its own is not missing.
      let isRead = lines.contains { content.languages[$0.language].tag == language.tag }
      if written.contains(language.tag), !isRead { continue }
      error(
        "CF240", "prompt '\(prompt.name.text)' has no text for language '\(language.tag)'",
        at: prompt.name.range, hint: "add a line: \(language.tag) \"…\"")
    }
  }

  private func promptScope(_ prompt: PromptSource, _ outer: BodyScope, names: BodyScope.Names) -> BodyScope {
    var scope = outer
    scope.use = .spoken
    scope.names = names
    for (index, parameter) in prompt.parameters.enumerated() {
      scope.locals[parameter.name.text] = (.parameter(index), parameter.type)
    }
    return scope
  }

  /// A prompt's lines in one flow; `entry` is the type of `value` at a confirm.
  func compiled(_ index: Int, _ scope: BodyScope, circle: [Int]) -> CompiledPrompt {
    let entry = scope.locals["value"].flatMap { if case .entry = $0.0 { $0 } else { nil } }
    let key = FlowBuilder.PromptKey(prompt: index, isConfirm: entry != nil, entry: entry?.1)
    if let flow = scope.flow, let known = flow.promptCache[key] { return known }
    let prompt = prompts[index]
    let names = BodyScope.Names()
    var bare = BodyScope(app: self, flow: scope.flow)
    if let entry { bare.locals["value"] = entry }
    var found = Diagnostics()
    var result = CompiledPrompt()
    result.lines = promptLines(
      prompt, promptScope(prompt, bare, names: names), circle: circle + [index], into: &found)
    result.used = names.used
    result.missing = names.missing
    result.usesEntry = names.usesEntry
    result.prompts = names.prompts
    result.letters = names.letters
    result.faults = found.all.filter { !prompt.ownFaults.contains($0) }
    scope.flow?.promptCache[key] = result
    return result
  }

  private func promptLines(
    _ prompt: PromptSource, _ scope: BodyScope, circle: [Int], into found: inout Diagnostics
  ) -> [PromptLine] {
    var lines: [PromptLine] = []
    for row in prompt.line.block?.lines ?? [] {
      var visit = 1
      var cursor = TokenCursor(row)
      var tag = row.word
      if row.word.isWord("visit") {
        guard let number = cursor.next(), let n = Int(number.text), n >= 1, let word = cursor.takeWord()
        else {
          if row.isSound {
            found.report(
              Diagnostic(
                "CF206", "'visit' needs a number and a language", at: TokenCursor(row).here,
                hint: "like visit 2 en \"…\""))
          }
          continue
        }
        visit = n
        tag = word
      }
      guard let language = languageOfLine(tag, row, into: &found) else { continue }
      var parts = PieceReader(app: self, scope: scope, line: row, circle: circle)
      let pieces = parts.pieces(&cursor, into: &found)
      scope.names?.letters += parts.letters
      if let token = cursor.peek, row.isSound {
        found.report(Diagnostic("CF200", "\(token.shown) cannot stand here", at: token.range))
      }
      lines.append(PromptLine(visit: visit, language: language, pieces: pieces))
    }
    return lines
  }

  func languageOfLine(_ tag: Token, _ row: SyntaxLine, into found: inout Diagnostics) -> LanguageID? {
    if let index = content.languages.firstIndex(where: { $0.tag == tag.text }) { return LanguageID(index) }
    let tags = content.languages.map(\.tag)
    hasUndeclaredLanguage = true
    if row.isSound, isFirst(tag.text, "CF243") {
      found.report(
        Diagnostic(
          "CF243", "language '\(tag.text)' is not declared", at: tag.range,
          hint: Suggestions.hint(tag.text, among: tags) ?? "add a line: language \(tag.text)"))
    }
    return nil
  }
}
