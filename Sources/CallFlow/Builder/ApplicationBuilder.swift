import Chronology
import Tones

/// One application while it is built: the names of all its files, then what stands behind each.
final class ApplicationBuilder {
  let sources: [SourceText]
  /// The start file first.
  let files: [SyntaxFile]
  let surroundings: Surroundings
  var diagnostics = Diagnostics()
  var content = FlowGraph.Content()
  var names = NameTable()

  var prompts: [PromptSource] = []
  var answers: [AnswersSource] = []
  var constants: [ConstantSource] = []
  var flows: [FlowBuilder] = []
  /// Lines of `defaults`, by file.
  var fileDefaults: [Int: [SyntaxLine]] = [:]
  /// All states in text order, as `content.states` will have them.
  var states: [StateSource] = []
  /// Words that some `throw` of the application throws.
  var thrownEvents: Set<String> = []
  /// Lines of each kind, kept for the second pass.
  private var pending: [(row: TopLevelRow, line: SyntaxLine, index: Int)] = []
  /// Whether reading broke off somewhere: what is missing is then no finding.
  var isSound: Bool
  /// Where a secret goes from one variable to another.
  var secrets = SecretFlow()
  var hasUnresolvedTargets = false
  /// Where each file names its profile.
  var profileLines: [Int: SourceRange] = [:]
  var constantDepth = 0
  /// Tables whose columns could not all be read.
  var faultyTables: Set<String> = []
  /// Some text is in a language that is not declared: which texts are missing is then not known.
  var hasUndeclaredLanguage = false
  /// `language vi -> en`, by the index of the first.
  var languageFallbacks: [(index: Int, token: Token)] = []
  /// Languages whose politeness is written.
  var declaredLevels: Set<Int> = []
  /// Unknown names that were told: each is told once.
  private var toldNames: Set<String> = []
  /// `key` lines of queues: their names are resolved in each flow that routes there.
  var queueKeys: [QueueIndex: [SyntaxLine]] = [:]
  /// Stands for "no flow": what a queue says of itself knows no variables.
  lazy var outside = FlowBuilder(
    app: self, id: FlowID(-1),
    name: Token(
      kind: .word, text: "", range: SourceRange(SourcePosition(file: 0, line: 1, column: 1)),
      touchesPrevious: false),
    line: SyntaxLine(
      word: Token(
        kind: .word, text: "", range: SourceRange(SourcePosition(file: 0, line: 1, column: 1)),
        touchesPrevious: false), arguments: []),
    file: startFile, isSound: true)

  init(sources: [SourceText], files: [SyntaxFile], surroundings: Surroundings) {
    self.sources = sources
    self.files = files
    self.surroundings = surroundings
    isSound = files.allSatisfy(\.isSound)
  }

  var startFile: Int { files.first?.file ?? 0 }

  func report(_ diagnostic: Diagnostic) { diagnostics.report(diagnostic) }
  func error(_ code: String, _ message: String, at range: SourceRange, hint: String? = nil) {
    diagnostics.report(Diagnostic(code, message, at: range, hint: hint))
  }
  func warning(_ code: String, _ message: String, at range: SourceRange, hint: String? = nil) {
    diagnostics.report(Diagnostic(.warning, code, message, at: range, hint: hint))
  }
  /// `line 12`, with the file's name when it is another one.
  func place(_ range: SourceRange, from other: SourceRange) -> String {
    let line = "line \(range.start.line)"
    guard range.start.file != other.start.file, sources.indices.contains(range.start.file) else {
      return line
    }
    return "\(sources[range.start.file].name), \(line)"
  }

  func build() -> FlowGraph {
    content.name = sources.indices.contains(startFile) ? sources[startFile].name : ""
    content.sources = sources.map(\.name)
    var hash = FNV1a()
    for file in files where sources.indices.contains(file.file) {
      hash.add(sources[file.file].name.utf8)
      hash.add(sources[file.file].bytes.count)
      hash.add(sources[file.file].bytes)
    }
    content.id = hash.value
    for file in files { register(file) }
    if content.languages.isEmpty { content.languages = [Language(tag: "en")] }
    resolveFallbacks()
    for flow in flows { flow.declareParameters() }
    for flow in flows { flow.declareVariables() }
    checkPrompts()
    for (row, line, index) in pending { row.resolve?(self, line, index) }
    for flow in flows { flow.resolve() }
    finish()
    Checks.run(self)
    return FlowGraph(content)
  }

  // MARK: First pass

  private func register(_ file: SyntaxFile) {
    var sawHeader = false
    for (position, line) in file.lines.enumerated() {
      let word = line.word.text
      if line.word.isWord("callflow") {
        readVersion(line, isFirst: position == 0)
        sawHeader = true
        continue
      }
      if position == 0 && !sawHeader && file.isSound {
        error(
          "CF204", "the file does not begin with 'callflow 1'", at: line.word.range,
          hint: "write callflow 1 on a line above")
        sawHeader = true
      }
      guard let row = TopLevelRow.rows[word], line.word.isWord else {
        // The rest of a line that began with an item is part of that item's fault.
        let isRest =
          position > 0 && file.lines[position - 1].word.range.start.line == line.word.range.start.line
        if !isRest || !diagnostics.hasErrors {
          reportUnknownItem(line)
          registerAsMeant(line, file)
        }
        continue
      }
      if let index = row.register(self, line, file) { pending.append((row, line, index)) }
    }
    if file.lines.isEmpty && file.isSound {
      let start = SourceRange(SourcePosition(file: file.file, line: 1, column: 1))
      error("CF204", "the file does not begin with 'callflow 1'", at: start, hint: "write callflow 1")
    }
  }

  /// What a mistyped item declares is known all the same, so that its uses are not told too.
  private func registerAsMeant(_ line: SyntaxLine, _ file: SyntaxFile) {
    guard line.word.isWord, line.isSound,
      let meant = Suggestions.nearest(line.word.text, among: TopLevelRow.rows.keys.sorted()),
      let row = TopLevelRow.rows[meant]
    else { return }
    var guessed = line
    guessed.isSound = false
    if let index = row.register(self, guessed, file) { pending.append((row, guessed, index)) }
  }

  private func readVersion(_ line: SyntaxLine, isFirst: Bool) {
    guard line.isSound else { return }
    guard isFirst else {
      return error(
        "CF200", "'callflow' cannot stand here", at: line.word.range,
        hint: "it is the first line of a file, once")
    }
    var cursor = TokenCursor(line)
    guard let token = cursor.next(), case .number(1) = token.kind else {
      return error(
        "CF206", "this version reads the language of number 1", at: TokenCursor(line).here,
        hint: "write callflow 1")
    }
    expectEnd(&cursor, line)
  }

  private func reportUnknownItem(_ line: SyntaxLine) {
    guard line.isSound else { return }
    let word = line.word
    if Reader.Dialect.callflow.stateKinds.contains(word.text) {
      return error(
        "CF200", "a '\(word.text)' cannot stand here: states stand in a flow", at: word.range,
        hint: "put it between the braces of a flow")
    }
    // What it would have declared is not missed as well.
    var cursor = TokenCursor(line)
    if let name = cursor.takeWord() { excuse(name.text) }
    // Which language is the first is then not known either.
    if line.arguments.contains(where: { $0.isWord("voice") || $0.isWord("default") }) {
      excuse(word.text)
      hasUndeclaredLanguage = true
    }
    error(
      "CF200", "\(word.shown) cannot stand here", at: word.range,
      hint: Suggestions.hint(word.text, among: TopLevelRow.rows.keys.sorted())
        ?? "a file has: \(TopLevelRow.rows.keys.sorted().joined(separator: ", "))")
  }

  /// Enters a name; nil, with a finding, when it is taken or cannot be one.
  func register(_ token: Token, _ kind: NameTable.Kind, index: Int) -> Bool {
    // A name that cannot be one is known all the same, so that its uses are not told too.
    _ = isUsableName(token)
    if let earlier = names[kind, token.text] {
      if earlier.range.start.file == token.range.start.file {
        error(
          "CF202",
          "\(kind.rawValue) '\(token.text)' is already there (\(place(earlier.range, from: token.range)))",
          at: token.range, hint: "give one of the two another name")
      } else {
        error(
          "CF211",
          "\(kind.rawValue) '\(token.text)' is also in \(place(earlier.range, from: token.range)); it is not clear which is meant",
          at: token.range, hint: "give one of the two another name")
      }
      return false
    }
    names.insert(token.text, kind, index: index, at: token.range)
    if token.text.contains("-") {
      names.insert(token.text.replacing("-", with: "_"), kind, index: index, at: token.range)
    }
    return true
  }

  /// Reports a reserved word or a name with a minus sign.
  func isUsableName(_ token: Token) -> Bool {
    if token.text.contains("-") {
      error(
        "CF114", "the name '\(token.text)' has a '-' in it", at: token.range,
        hint: "write \(token.text.replacing("-", with: "_"))")
      return false
    }
    if ReservedWords.all.contains(token.text) {
      error(
        "CF200", "'\(token.text)' is a word of the language and cannot be a name", at: token.range,
        hint: "write my_\(token.text), say")
      return false
    }
    return true
  }

  // MARK: Small parts of lines

  /// Reports what is left on the line as out of place.
  func expectEnd(_ cursor: inout TokenCursor, _ line: SyntaxLine) {
    guard let token = cursor.peek else { return }
    cursor.skipToEnd()
    guard line.isSound else { return }
    error("CF200", "\(token.shown) cannot stand here", at: token.range)
  }

  /// A line that takes neither block nor `else`.
  func expectBare(_ line: SyntaxLine) {
    guard line.isSound else { return }
    if let block = line.block {
      error("CF200", "'\(line.word.text)' takes no braces", at: block.open)
    } else if let other = line.elses.first {
      error("CF200", "'else' cannot stand here", at: other.word.range)
    }
  }

  func expectNoElse(_ line: SyntaxLine) {
    if line.isSound, let other = line.elses.first {
      error("CF200", "'else' cannot stand here", at: other.word.range)
    }
  }

  func missing(_ what: String, _ cursor: TokenCursor, _ line: SyntaxLine, hint: String? = nil) {
    guard line.isSound else { return }
    error("CF206", what, at: cursor.here, hint: hint)
  }

  func name(_ what: String, _ cursor: inout TokenCursor, _ line: SyntaxLine, hint: String? = nil) -> Token? {
    if let token = cursor.takeWord() { return token }
    missing("the name of \(what) was expected", cursor, line, hint: hint)
    return nil
  }

  func duration(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Duration? {
    if let token = cursor.peek {
      if case .duration(let duration) = token.kind {
        cursor.next()
        return duration
      }
      if case .number = token.kind {
        missing(
          "a duration needs a unit", cursor, line, hint: "write \(token.text)s for seconds, or ms, m, h, d")
        cursor.next()
        return nil
      }
    }
    missing("'\(line.word.text)' needs a duration here", cursor, line, hint: "like 5s or 1m30s")
    cursor.next()
    return nil
  }

  /// A duration that is not shorter than that.
  func duration(_ cursor: inout TokenCursor, _ line: SyntaxLine, from least: Duration) -> Duration? {
    guard let duration = duration(&cursor, line) else { return nil }
    guard duration < least else { return duration }
    error(
      "CF206", "this has to be \(least.components.seconds)s or longer",
      at: cursor.previous?.range ?? line.word.range)
    return nil
  }

  func integer(_ range: ClosedRange<Int>, _ cursor: inout TokenCursor, _ line: SyntaxLine) -> Int? {
    guard let token = cursor.peek, case .number = token.kind, let number = Int(token.text) else {
      missing("'\(line.word.text)' needs a whole number here", cursor, line)
      // `-4` is one mistake.
      if cursor.isAt(sign: "-") { cursor.next() }
      cursor.next()
      return nil
    }
    guard range.contains(number) else {
      missing("\(number) is not between \(range.lowerBound) and \(range.upperBound)", cursor, line)
      cursor.next()
      return nil
    }
    cursor.next()
    return number
  }

  /// A text without values.
  func plainText(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> String? {
    guard let (token, parts) = cursor.takeString() else {
      missing("'\(line.word.text)' needs a text in quotes here", cursor, line)
      cursor.next()
      return nil
    }
    guard let text = parts.plainText else {
      if line.isSound { error("CF206", "no values can stand in this text", at: token.range) }
      return nil
    }
    return text
  }

  /// `8-12` or `8` as numbers.
  func range(_ cursor: inout TokenCursor, within limits: ClosedRange<Int>, _ line: SyntaxLine) -> ClosedRange<
    Int
  >? {
    let start = cursor
    guard let joined = cursor.takeJoined() else {
      missing("'\(line.word.text)' needs a number or a range here", start, line, hint: "like 8 or 8-12")
      return nil
    }
    let parts = joined.text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), let low = parts[0], let high = parts.count == 2 ? parts[1] : low
    else {
      if line.isSound {
        error("CF206", "'\(joined.text)' is no number or range", at: joined.range, hint: "like 8 or 8-12")
      }
      return nil
    }
    guard low <= high, limits.contains(low), limits.contains(high) else {
      if line.isSound {
        error(
          "CF206",
          low > high
            ? "'\(joined.text)' is no range"
            : "'\(joined.text)' is not within \(limits.lowerBound)-\(limits.upperBound)",
          at: joined.range, hint: low > high ? "the smaller number stands first" : nil)
      }
      return nil
    }
    return low...high
  }

  /// Whether an unknown name is met for the first time.
  func isFirst(_ name: String, _ code: String) -> Bool { toldNames.insert(code + " " + name).inserted }

  /// A name that another fault keeps from being declared is not told as unknown.
  func excuse(_ name: String) {
    for code in ["CF210", "CF210 ", "CF220", "CF221", "CF222", "CF223", "CF228", "CF241", "CF243", "CF270"] {
      toldNames.insert(code + " " + name)
    }
  }

  /// A declared thing by its name; reports one that is not there.
  func look(up token: Token, _ kind: NameTable.Kind, code: String) -> Int? {
    if let entry = names[kind, token.text] { return entry.index }
    guard isFirst(token.text, code) else { return nil }
    error(
      code, "there is no \(kind.rawValue) '\(token.text)'", at: token.range,
      hint: Suggestions.hint(token.text, among: names.names(kind)))
    return nil
  }

  func language(_ token: Token) -> LanguageID? {
    if let index = content.languages.firstIndex(where: { $0.tag == token.text }) { return LanguageID(index) }
    hasUndeclaredLanguage = true
    guard isFirst(token.text, "CF243") else { return nil }
    let tags = content.languages.map(\.tag)
    error(
      "CF243", "language '\(token.text)' is not declared", at: token.range,
      hint: Suggestions.hint(token.text, among: tags) ?? "add a line: language \(token.text)")
    return nil
  }

  /// One key as a single character: `1`, `*`, `#`.
  func key(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Key? {
    let start = cursor
    guard let joined = cursor.takeJoined(), joined.text.count == 1, let character = joined.text.first,
      let key = Key(character), key.rawValue <= Key.hash.rawValue
    else {
      missing("a key was expected", start, line, hint: "one of 0-9, * and #")
      return nil
    }
    return key
  }
}
