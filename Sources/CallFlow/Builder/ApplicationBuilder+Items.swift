import Chronology
import Tones
import Wording

/// A constant and the state of its reading, since one may use another.
final class ConstantSource {
  let line: SyntaxLine
  let cursor: TokenCursor
  var value: (Expression, ValueType?)?
  var isBeingRead = false
  init(line: SyntaxLine, cursor: TokenCursor) {
    self.line = line
    self.cursor = cursor
  }
}

/// `name [type] [= expr]`, of a prompt or a flow.
struct ParameterSource {
  var name: Token
  var type: ValueType?
  var initial: ExpressionSyntax?
}

extension ApplicationBuilder {
  // MARK: language

  func registerLanguage(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("a language", &cursor, line, hint: "like language ko"),
      register(token, .language, index: content.languages.count)
    else { return nil }
    var language = Language(tag: token.text)
    if cursor.take(word: "default") { content.defaultLanguage = LanguageID(content.languages.count) }
    if cursor.take(word: "voice") {
      let range = cursor.here
      language.voice = plainText(&cursor, line)
      if let voice = language.voice, let known = surroundings.voices, !known.contains(voice) {
        error(
          "CF206", "there is no voice \"\(voice)\"", at: range,
          hint: Suggestions.hint(voice, among: known.sorted()))
      }
    }
    if cursor.take(sign: "->"), let token = name("a language", &cursor, line, hint: "like language vi -> en")
    {
      languageFallbacks.append((content.languages.count, token))
    }
    expectEnd(&cursor, line)
    expectNoElse(line)
    content.languages.append(language)
    return content.languages.count - 1
  }

  /// Which language stands in for which, when all are known.
  func resolveFallbacks() {
    for (index, token) in languageFallbacks {
      guard let other = language(token) else { continue }
      content.languages[index].fallback = other
    }
    for (index, token) in languageFallbacks {
      var seen = [index]
      while let next = content.languages[seen[seen.count - 1]].fallback {
        guard !seen.contains(next.index) else {
          let tags = (seen + [next.index]).map { content.languages[$0].tag }
          error(
            "CF206", "these languages stand in for each other in a circle: \(tags.joined(separator: " → "))",
            at: token.range, hint: "let the last one stand alone")
          content.languages[index].fallback = nil
          break
        }
        seen.append(next.index)
      }
    }
  }

  /// Whether a text may be missing in a language: another one's is said in its place.
  private func hasStandIn(_ language: LanguageID, among present: Set<LanguageID>) -> Bool {
    guard content.languages.indices.contains(language.index),
      content.languages[language].fallback != nil
    else { return false }
    return content.languages.chain(from: language, default: content.defaultLanguage)
      .contains(where: present.contains)
  }

  /// Those in which a text that is there in some languages is missing, and none stands in.
  func languages(without present: Set<LanguageID>) -> [Language] {
    guard !hasUndeclaredLanguage else { return [] }
    return content.languages.indices.map { LanguageID($0) }
      .filter { !present.contains($0) && !hasStandIn($0, among: present) }
      .map { content.languages[$0] }
  }

  func resolveLanguage(_ line: SyntaxLine, _ index: Int) {
    for row in line.block?.lines ?? [] {
      var cursor = TokenCursor(row)
      switch row.word.text {
      case "option":
        guard let (token, parts) = cursor.takeString() else {
          missing("'option' needs a text in quotes", cursor, row, hint: "like option \"{label}: {key}\"")
          continue
        }
        content.languages[index].option = optionTemplate(parts, at: token.range)
      case "speed": content.languages[index].speed = integer(80...450, &cursor, row)
      case "pitch": content.languages[index].pitch = integer(0...99, &cursor, row)
      case "volume":
        let isLess = cursor.take(sign: "-")
        if let level = integer(isLess ? 0...40 : 0...12, &cursor, row) {
          content.languages[index].volume = isLess ? -level : level
        }
      case "pause": content.languages[index].pause = duration(&cursor, row)
      case "politeness":
        if let level = cursor.takeWord().flatMap({ SpeechLevel(word: $0.text) }) {
          content.languages[index].level = level
          declaredLevels.insert(index)
        } else {
          missing("'politeness' is formal or polite", TokenCursor(row), row, hint: "하십시오체 or 해요체")
          cursor.skipToEnd()
        }
      case "spoken":
        repeat {
          guard let digit = integer(0...9, &cursor, row), let text = plainText(&cursor, row) else { break }
          content.languages[index].spokenDigits[digit] = [text]
        } while cursor.take(sign: ",")
      default:
        unknownLine(
          row, of: "a language",
          among: ["option", "speed", "pitch", "volume", "pause", "politeness", "spoken"])
        continue
      }
      expectEnd(&cursor, row)
      expectBare(row)
    }
  }

  private func optionTemplate(_ parts: [StringPart], at range: SourceRange) -> Template? {
    var found = Diagnostics()
    var out: [Template.Part] = []
    for part in parts.template(into: &found) {
      switch part {
      case .text(let text): out.append(.text(text))
      case .value(.particle(let consonant, let vowel, _)): out.append(.particle(consonant, vowel))
      case .value(.expression(let syntax, _, _)) where syntax.name == "label": out.append(.label)
      case .value(.expression(let syntax, _, _)) where syntax.name == "key": out.append(.key)
      case .value(.expression(let syntax, _, _)):
        error(
          "CF206", "an option text knows only {label} and {key}", at: syntax.range,
          hint: "like \"{label}: {key}\"")
      case .value(.hours(let token)):
        error("CF206", "an option text knows only {label} and {key}", at: token.range)
      }
    }
    diagnostics.report(found.all)
    return Template(out)
  }

  /// A word that stands in no row of a block.
  func unknownLine(_ line: SyntaxLine, of what: String, among words: [String]) {
    guard line.isSound else { return }
    error(
      "CF203", "\(what) has no \(line.word.shown)", at: line.word.range,
      hint: Suggestions.hint(line.word.text, among: words)
        ?? "it has: \(words.joined(separator: ", "))")
  }

  // MARK: dial

  func resolveDial(_ line: SyntaxLine) {
    guard line.isSound else { return }
    var cursor = TokenCursor(line)
    var patterns: [KeyPattern] = []
    if !cursor.take(word: "any") {
      guard
        let read = numbers(
          &cursor, line, "'dial' needs a number, a pattern or 'any'", hint: "like dial 1000 -> main")
      else { return }
      patterns = read
    }
    expectBare(line)
    guard cursor.take(sign: "->") else {
      return missing("'dial' needs '->' and a flow", cursor, line, hint: "like dial 1000 -> main")
    }
    let target = self.target(&cursor, in: nil, line)
    var language: LanguageID?
    var from: [KeyPattern] = []
    while true {
      if language == nil, cursor.take(word: "in"), let token = name("a language", &cursor, line) {
        language = self.language(token)
      } else if from.isEmpty, cursor.take(word: "from") {
        guard
          let read = numbers(
            &cursor, line, "'from' needs the numbers that may call", hint: "like from 201, 202")
        else { return }
        from = read
      } else {
        break
      }
    }
    expectEnd(&cursor, line)
    if case .state(let id)? = target {
      let row = DialRow(
        patterns: patterns, target: id, language: language, from: from, position: line.word.range.start)
      if let earlier = content.dials.first(where: { $0.covers(row) }) {
        warning(
          "CF232",
          "this 'dial' is never taken: the one on line \(earlier.position.line) has its numbers already",
          at: line.word.range,
          hint: earlier.from.isEmpty && !from.isEmpty
            ? "put it above that line: the first that fits is taken" : "leave one of the two out")
      }
      content.dials.append(row)
    } else if target != nil {
      error("CF206", "'dial' needs a flow or a state to begin with", at: line.word.range)
    }
  }

  /// Numbers and patterns with commas between; nil when told that there is none.
  private func numbers(
    _ cursor: inout TokenCursor, _ line: SyntaxLine, _ problem: String, hint: String
  ) -> [KeyPattern]? {
    var patterns: [KeyPattern] = []
    repeat {
      let range = cursor.here
      let text: String
      if let (_, parts) = cursor.takeString() {
        text = String((parts.plainText ?? "").filter { !["-", " ", "+"].contains($0) })
      } else if let joined = cursor.takeJoined() {
        text = joined.text
      } else {
        missing(problem, cursor, line, hint: hint)
        return nil
      }
      guard let pattern = KeyPattern.parse(text) else {
        error("CF206", "'\(text)' is no number and no pattern", at: range, hint: KeySyntax.usage)
        continue
      }
      patterns.append(pattern)
    } while cursor.take(sign: ",")
    return patterns
  }

  // MARK: const and field

  func registerConstant(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the constant", &cursor, line), register(token, .const, index: constants.count)
    else { return nil }
    guard cursor.take(sign: "=") else {
      missing("'=' was expected", cursor, line, hint: "const \(token.text) = 5")
      return nil
    }
    expectBare(line)
    constants.append(ConstantSource(line: line, cursor: cursor))
    return constants.count - 1
  }

  func constant(_ index: Int) -> (Expression, ValueType?)? {
    guard constants.indices.contains(index) else { return nil }
    let source = constants[index]
    if let value = source.value { return value }
    guard !source.isBeingRead else {
      error("CF206", "this constant needs itself", at: source.line.word.range)
      return (.constant(.undefined), nil)
    }
    // Constants stand on each other's shoulders no higher than this.
    guard constantDepth < 64 else {
      error("CF206", "constants are nested more than 64 deep", at: source.line.word.range)
      return (.constant(.undefined), nil)
    }
    constantDepth += 1
    defer { constantDepth -= 1 }
    source.isBeingRead = true
    var cursor = source.cursor
    let scope = BodyScope(app: self, flow: nil)
    var value: (Expression, ValueType?) = (.constant(.undefined), nil)
    if let syntax = expressionSyntax(&cursor), let checked = check(syntax, scope) { value = checked }
    expectEnd(&cursor, source.line)
    source.value = value
    return value
  }

  func registerField(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the field", &cursor, line), register(token, .field, index: content.fields.count),
      let type = type(&cursor, line)
    else { return nil }
    if CallProperty(rawValue: "call." + token.text) != nil {
      error(
        "CF202", "call.\(token.text) is given with every call", at: token.range,
        hint: "choose another name for the field")
    }
    content.fields.append(
      Field(name: token.text, type: type, privacy: Privacy.implied(by: token.text)))
    return content.fields.count - 1
  }

  func resolveField(_ line: SyntaxLine, _ index: Int) {
    var cursor = TokenCursor(line)
    cursor.next()
    cursor.next()
    expectBare(line)
    if cursor.take(sign: "=") {
      let scope = BodyScope(app: self, flow: nil)
      if let syntax = expressionSyntax(&cursor), let (value, type) = check(syntax, scope) {
        let wanted = content.fields[index].type
        if let type, type != wanted {
          error(
            "CF301", "call.\(content.fields[index].name) is a \(wanted.rawValue), this is a \(type.rawValue)",
            at: syntax.range)
        }
        content.fields[index].initial = value
      }
    }
    expectEnd(&cursor, line)
  }

  func type(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> ValueType? {
    let words = ["text", "number", "flag", "date", "time", "instant", "duration"]
    guard let token = cursor.takeWord(), let type = ValueType(rawValue: token.text), type != .row else {
      let at = cursor.previous?.range ?? cursor.here
      if line.isSound {
        error(
          "CF206", "a type was expected", at: at,
          hint: cursor.previous.flatMap { Suggestions.hint($0.text, among: words) }
            ?? "one of \(words.joined(separator: ", "))")
      }
      return nil
    }
    return type
  }

  // MARK: skill

  func registerSkill(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the skill", &cursor, line),
      register(token, .skill, index: content.skills.count)
    else { return nil }
    var skill = SkillItem(name: token.text)
    if let (_, parts) = cursor.takeString() { skill.title = parts.plainText }
    if cursor.take(word: "levels"), let levels = range(&cursor, within: 1...9, line) { skill.levels = levels }
    expectEnd(&cursor, line)
    expectBare(line)
    content.skills.append(skill)
    return nil
  }

  // MARK: table

  func registerTable(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the table", &cursor, line),
      register(token, .table, index: content.tables.count)
    else { return nil }
    var table = TableItem(name: token.text, columns: [])
    let before = diagnostics.all.count
    if cursor.take(word: "in") { table.file = plainText(&cursor, line) }
    let real = table.file == nil ? surroundings.tables : nil
    if let real, real[token.text] == nil {
      error(
        "CF250", "table '\(token.text)' is not in the data file", at: token.range,
        hint: Suggestions.hint(token.text, among: real.keys.sorted()))
    }
    if cursor.take(sign: "(") {
      repeat {
        guard let column = name("a column", &cursor, line), let type = type(&cursor, line) else { break }
        let isKey = cursor.take(word: "key")
        let isSecret = cursor.take(word: "secret") || Privacy.implied(by: column.text) == .secret
        if table.columns.contains(where: { $0.name == column.text }) {
          error("CF202", "column '\(column.text)' is already in this table", at: column.range)
          continue
        }
        if type == .duration {
          error("CF206", "a column cannot be a duration", at: column.range, hint: "use a number of seconds")
        }
        table.columns.append(.init(name: column.text, type: type, isKey: isKey, isSecret: isSecret))
        if let columns = real?[token.text] { check(column, type, against: columns) }
      } while cursor.take(sign: ",")
      if !cursor.take(sign: ")") {
        missing("')' was expected", cursor, line, hint: "like table t (number text key, holder text)")
        cursor.skipToEnd()
      }
    } else {
      missing(
        "the columns of the table were expected", cursor, line, hint: "like (number text key, holder text)")
    }
    expectEnd(&cursor, line)
    expectBare(line)
    if diagnostics.all.count != before || !line.isSound { faultyTables.insert(token.text) }
    content.tables.append(table)
    return nil
  }

  private func check(_ column: Token, _ type: ValueType, against columns: [String: String]) {
    guard let declared = columns[column.text] else {
      return error(
        "CF250", "column '\(column.text)' is not in the data file's table", at: column.range,
        hint: Suggestions.hint(column.text, among: columns.keys.sorted()))
    }
    let affinity = declared.uppercased()
    let isText = ["CHAR", "CLOB", "TEXT"].contains { affinity.contains($0) }
    let isNumber = ["INT", "REAL", "FLOA", "DOUB", "NUM", "DEC", "BOOL"].contains { affinity.contains($0) }
    let fits: Bool
    switch type {
    case .text: fits = isText || !isNumber
    case .number, .flag: fits = !isText
    default: fits = true
    }
    if !fits {
      error(
        "CF251", "column '\(column.text)' is \(declared) in the data file, not \(type.rawValue)",
        at: column.range, hint: isText ? "write \(column.text) text" : "write \(column.text) number")
    }
  }

  // MARK: Parameters

  /// `( name [type] [= expr], … )`; `bare` without the parentheses, as after `gives`.
  func parameters(_ cursor: inout TokenCursor, _ line: SyntaxLine, bare: Bool = false) -> [ParameterSource] {
    if !bare { guard cursor.take(sign: "(") else { return [] } }
    var found: [ParameterSource] = []
    if !bare, cursor.take(sign: ")") { return [] }
    repeat {
      guard let token = name("a parameter", &cursor, line) else { break }
      guard isUsableName(token) else { continue }
      if found.contains(where: { $0.name.text == token.text }) {
        error("CF202", "parameter '\(token.text)' is already there", at: token.range)
      }
      var parameter = ParameterSource(name: token)
      if let word = cursor.peek, word.kind == .word { parameter.type = type(&cursor, line) }
      if cursor.take(sign: "=") { parameter.initial = expressionSyntax(&cursor) }
      found.append(parameter)
    } while cursor.take(sign: ",")
    if !bare, !cursor.take(sign: ")") {
      missing("')' was expected", cursor, line)
      cursor.skipToEnd()
    }
    return found
  }
}

enum KeySyntax {
  static let usage = "digits, * and #, X any digit, Z 1-9, N 2-9, [1-5], ? behind one that may be missing"
}

extension Privacy {
  /// A name that contains `pin` is secret unless it is told otherwise.
  static func implied(by name: String) -> Privacy { name.lowercased().contains("pin") ? .secret : .open }
}

extension DialRow {
  /// Whether every call that a later row is for is taken by this one. Of patterns only what is sure.
  fileprivate func covers(_ later: DialRow) -> Bool {
    func all(_ own: [KeyPattern], _ others: [KeyPattern]) -> Bool {
      !others.isEmpty
        && others.allSatisfy { other in
          own.contains { $0 == other || (other.literal.map($0.matches) ?? false) }
        }
    }
    // Another file's lines are not before or after in a way that its author sees.
    guard position.file == later.position.file else { return false }
    let hasCallers = from.isEmpty || all(from, later.from)
    return hasCallers && (patterns.isEmpty ? later.patterns.isEmpty : all(patterns, later.patterns))
  }
}
