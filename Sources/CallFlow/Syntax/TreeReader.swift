/// Joins tokens to lines and blocks, with a stack of its own, so that no text can exhaust the thread's.
struct TreeReader {
  /// Blocks within blocks that are read.
  static let depthLimit = 64

  private var lexer: Lexer
  private let file: Int
  private let dialect: Reader.Dialect
  /// The first lines of the top-level items in which indentation says where a missing or surplus brace
  /// belongs.
  private let guidedItems: Set<Int>

  private(set) var findings: [Diagnostic] = []
  /// The first lines of the top-level items in which a brace or parenthesis is missing or surplus.
  private(set) var unbalancedItems: Set<Int> = []
  /// Such findings.
  private(set) var balanceFaults = 0
  private var isSound: Bool

  private var frames: [Frame] = [Frame()]
  private var current = Statement()
  private var lastToken: Token?

  /// The first column of the physical line that is read.
  private var indentation = 1
  private var isAtLineStart = true
  /// The line of the last top-level keyword in column 1.
  private var item = 0
  private var isGuided = false
  /// A brace fault, or a string fault, was told of this top-level item: what else is wrong with its braces
  /// may follow from that.
  private var itemHasFault = false
  /// The line of a string fault whose blocks are still to be decided on.
  private var openedUnderFault: Int?
  /// The block that the last `}` closed, until the next line has begun.
  private var lastClosed: (frame: Frame, brace: SourceRange)?
  /// Blocks too deep to be read that are open.
  private var skipped = 0

  /// An open block.
  private struct Frame {
    /// The line it belongs to.
    var parent = Statement()
    var open = SourceRange(SourcePosition(file: 0, line: 0, column: 0))
    /// The first column of the physical line its brace stands on.
    var indentation = 0
    /// The column at which its first line of its own began.
    var childColumn: Int?
    var lines: [SyntaxLine] = []
  }

  /// A line that is being read.
  private struct Statement {
    var word: Token?
    var arguments: [Token] = []
    var block: SyntaxBlock?
    var elses: [SyntaxElse] = []
    var isSound = true
    /// Its words stand where no line can begin: it is read and dropped.
    var isDropped = false
    /// A newline or `;` ended it, but an `else` may still follow.
    var isEnded = false
    /// `then`s of expressions that wait for their `else`.
    var thens = 0
    /// Open parentheses.
    var parens: [SourceRange] = []

    /// Whether there is a word.
    var isActive = false
    /// Whether the part that is being read (the line itself or its last else) has its block.
    var hasBlock: Bool { elses.isEmpty ? block != nil : elses[elses.count - 1].block != nil }

    init() {}
    init(word: Token) {
      self.word = word
      isActive = true
      arguments.reserveCapacity(8)
    }

    mutating func append(_ token: Token) {
      if elses.isEmpty {
        arguments.append(token)
      } else {
        elses[elses.count - 1].arguments.append(token)
      }
    }
    mutating func attach(_ made: SyntaxBlock) {
      if elses.isEmpty { block = made } else { elses[elses.count - 1].block = made }
    }
  }

  init(_ encoding: SourceEncoding, file: Int, dialect: Reader.Dialect, guidedIn items: Set<Int> = []) {
    lexer = Lexer(encoding, file: file, topLevel: dialect.topLevel)
    self.file = file
    self.dialect = dialect
    guidedItems = items
    isGuided = items.contains(0)
    isSound = encoding.faults.isEmpty
  }

  mutating func read() -> SyntaxFile {
    reading: while true {
      switch lexer.next() {
      case .token(let token):
        noteGuess()
        take(token)
        lastToken = token
      case .newline:
        noteGuess()
        newline()
      case .end: break reading
      }
    }
    noteGuess()
    newline()
    finish()
    findings = lexer.faults + findings
    if findings.contains(where: { $0.severity == .error }) { isSound = false }
    return SyntaxFile(file: file, lines: frames[0].lines, isSound: isSound)
  }

  private mutating func noteGuess() {
    guard lexer.guessed else { return }
    lexer.guessed = false
    isSound = false
    if !current.isEnded { current.isSound = false }
    guessedLine = lexer.line
  }
  private var guessedLine = 0

  private mutating func report(_ code: String, _ message: String, at range: SourceRange, hint: String? = nil)
  {
    findings.append(Diagnostic(code, message, at: range, hint: hint))
  }
  /// A finding about braces or parentheses: one a top-level item.
  private mutating func reportBalance(
    _ code: String, _ message: String, at range: SourceRange, hint: String? = nil
  ) {
    unbalancedItems.insert(item)
    isSound = false
    guard !itemHasFault else { return }
    itemHasFault = true
    balanceFaults += 1
    report(code, message, at: range, hint: hint)
  }

  // MARK: Tokens

  private mutating func take(_ token: Token) {
    let isFirst = isAtLineStart
    if isFirst {
      isAtLineStart = false
      beginLine(token)
    }
    if skipped > 0 {
      if token.isSign("{") { skipped += 1 }
      if token.isSign("}") { skipped -= 1 }
      if skipped > 0 || token.isSign("}") { return }
    }
    guard case .sign = token.kind else {
      takeValue(token, isFirst: isFirst)
      return
    }
    switch token.text {
    case "{": openBlock(token)
    case "}": closeBlock(token)
    case ";":
      checkParens()
      current.isEnded = true
    case "(":
      takeValue(token, isFirst: isFirst)
      if current.isActive { current.parens.append(token.range) }
    case ")":
      if current.isActive, !current.isEnded, current.parens.popLast() == nil {
        report("CF110", "this ) closes nothing", at: token.range, hint: "delete it, or add its (")
        isSound = false
      } else {
        takeValue(token, isFirst: isFirst)
      }
    default: takeValue(token, isFirst: isFirst)
    }
  }

  /// A token that is no brace and no separator.
  private mutating func takeValue(_ token: Token, isFirst: Bool) {
    if token.isWord("else"), current.isActive, takeElse(token) { return }
    if current.isActive, current.isEnded || current.hasBlock { flush() }
    guard current.isActive else {
      begin(token, isFirst: isFirst)
      return
    }
    if token.isWord("then") { current.thens += 1 }
    current.append(token)
  }

  /// An `else` is an expression's if a `then` waits for it, else it continues the line.
  private mutating func takeElse(_ token: Token) -> Bool {
    if !current.isEnded, !current.hasBlock, current.thens > 0 || !current.parens.isEmpty {
      current.thens = max(0, current.thens - 1)
      current.append(token)
      return true
    }
    if current.isEnded {
      // In a `choose` the `else` after its `when`s is a line of its own.
      guard let word = current.word?.text, word != "when", current.hasBlock || word == "if" else {
        return false
      }
    }
    current.elses.append(SyntaxElse(word: token, arguments: []))
    current.isEnded = false
    current.thens = 0
    return true
  }

  private mutating func begin(_ token: Token, isFirst: Bool) {
    let top = frames.count - 1
    if isFirst, frames[top].childColumn == nil { frames[top].childColumn = token.range.start.column }
    current = Statement(word: token)
    current.isSound = guessedLine != token.range.start.line
    if top == 0 {
      itemHasFault = false
      if isFirst, dialect.wantsColumnOne, token.range.start.column != 1, case .word = token.kind,
        dialect.topLevel.contains(token.text)
      {
        findings.append(
          Diagnostic(
            .warning, "CF105", "'\(token.text)' does not begin in column 1", at: token.range,
            hint: "move it to the line's start: then a missing } before it is found at its place"))
      }
    }
    if case .word = token.kind { return }
    if case .sign = token.kind, dialect.lineSigns.contains(token.text) { return }
    current.isDropped = true
    isSound = false
    guard guessedLine != token.range.start.line else { return }
    report(
      "CF200", "a line begins with a word, not with \(token.shown)", at: token.range,
      hint: token.isSign("#") ? "comments begin with //" : nil)
  }

  /// Ends the line for good and adds it to its block.
  private mutating func flush() {
    guard let word = current.word else { return }
    if !current.isDropped {
      frames[frames.count - 1].lines.append(
        SyntaxLine(
          word: word, arguments: current.arguments, block: current.block, elses: current.elses,
          isSound: current.isSound))
    }
    current = Statement()
  }

  // MARK: Lines

  private mutating func newline() {
    isAtLineStart = true
    if lexer.stringFaultLine > 0, openedUnderFault == nil, lexer.stringFaultLine != settledFault {
      openedUnderFault = lexer.stringFaultLine
      settledFault = lexer.stringFaultLine
      itemHasFault = true
      current.parens = []
    }
    guard current.isActive, current.parens.isEmpty || isGuided else { return }
    if !current.parens.isEmpty { return }  // beginLine decides by what follows
    if let lastToken, lastToken.isSign(","), !current.hasBlock, !current.isEnded { return }
    current.isEnded = true
  }
  private var settledFault = 0

  /// What the first token of a physical line says about blocks left open.
  private mutating func beginLine(_ token: Token) {
    let column = token.range.start.column
    defer {
      indentation = column
      lastClosed = nil
    }
    if let line = openedUnderFault {
      openedUnderFault = nil
      settleBlocks(openedOn: line, before: token)
    }
    if case .word = token.kind, column == 1, dialect.topLevel.contains(token.text) {
      if frames.count > 1 || skipped > 0 || !current.parens.isEmpty {
        skipped = 0
        checkParens()
        closeFrames(downTo: 1, before: token)
      }
      item = token.range.start.line
      isGuided = guidedItems.contains(item)
      return
    }
    if skipped > 0 { return }
    if isGuided, !current.parens.isEmpty, !continues(token) {
      checkParens()
      current.isEnded = true
    }
    let isContinuing = current.isActive && !current.isEnded && !current.hasBlock
    if case .word = token.kind, dialect.stateKinds.contains(token.text), let holder = holderDepth,
      frames.count > holder + 1 || !current.parens.isEmpty, beginsState()
    {
      checkParens()
      closeFrames(downTo: holder + 1, before: token)
      return
    }
    guard isGuided, !isContinuing else { return }
    let isClosing = token.isSign("}")
    while frames.count > 1 {
      let top = frames[frames.count - 1]
      guard top.open.start.line < token.range.start.line,
        isClosing ? column < top.indentation : column <= top.indentation,
        !(token.isSign("{"))
      else { break }
      closeFrames(downTo: frames.count - 1, before: token)
    }
    if !isClosing {
      reopen(before: token)
      openMissing(before: token)
    }
  }

  /// Whether a line that begins so goes on inside the open parenthesis.
  private func continues(_ token: Token) -> Bool {
    if let lastToken {
      switch lastToken.kind {
      case .sign where lastToken.text != ")" && lastToken.text != "]": return true
      case .word where ["and", "or", "not", "in", "matches", "then", "else", "if"].contains(lastToken.text):
        return true
      default: break
      }
    }
    switch token.kind {
    case .sign: return !["->", "{", "}", ";"].contains(token.text)
    case .word: return ["and", "or", "in", "matches", "then", "else"].contains(token.text)
    default: return false
    }
  }

  /// The depth of the innermost block that holds states.
  private var holderDepth: Int? {
    frames.indices.dropFirst().last { frames[$0].parent.word?.text == dialect.stateHolder }
  }

  /// Whether `[name [into name]] {` follows.
  private func beginsState() -> Bool {
    var ahead = lexer
    for _ in 0..<4 {
      guard case .token(let token) = ahead.next() else { return false }
      if token.isSign("{") { return true }
      guard case .word = token.kind else { return false }
    }
    return false
  }

  /// After a line with a string fault: which of the blocks opened on it are still open? The next line's
  /// indentation says.
  private mutating func settleBlocks(openedOn line: Int, before token: Token) {
    let column = token.range.start.column
    let staysOpen = column > indentation || (column == indentation && token.isSign("}"))
    let opened = frames.indices.dropFirst().filter { frames[$0].open.start.line == line }
    if let first = opened.first {
      discardFrames(downTo: staysOpen ? first + 1 : first)
    } else if staysOpen, lexer.swallowedBrace, current.isActive, !current.hasBlock {
      let end = SourcePosition(file: file, line: line, column: max(1, indentation))
      push(SourceRange(end))
    }
  }

  // MARK: Blocks

  private mutating func openBlock(_ token: Token) {
    checkParens()
    if current.isActive, current.hasBlock {
      flush()
    }
    if !current.isActive {
      report(
        "CF102", "this { has no word before it", at: token.range,
        hint: "a block belongs to a line that begins with a word")
      // Its missing end is the same mistake.
      itemHasFault = true
      current = Statement(word: token)
      current.isDropped = true
      isSound = false
    }
    if frames.count > TreeReader.depthLimit {
      if !itemHasFault {
        report("CF106", "blocks are nested deeper than \(TreeReader.depthLimit)", at: token.range)
      }
      itemHasFault = true
      isSound = false
      current.isSound = false
      skipped = 1
      return
    }
    push(token.range)
  }

  private mutating func push(_ open: SourceRange) {
    current.isEnded = false
    frames.append(Frame(parent: current, open: open, indentation: indentation))
    current = Statement()
  }

  private mutating func closeBlock(_ token: Token) {
    checkParens()
    flush()
    guard frames.count > 1 else {
      reportBalance(
        "CF104", "this } closes nothing", at: token.range, hint: "delete it, or add the { it closes")
      return
    }
    lastClosed = (frames[frames.count - 1], token.range)
    pop(close: token.range)
  }

  private mutating func pop(close: SourceRange?) {
    guard frames.count > 1, let frame = frames.popLast() else { return }
    current = frame.parent
    current.attach(SyntaxBlock(lines: frame.lines, open: frame.open, close: close))
  }

  /// Ends blocks that were left open; the outermost of them is reported.
  private mutating func closeFrames(downTo depth: Int, before token: Token) {
    guard frames.count > depth, depth >= 1 else { return }
    let open = frames[depth].open
    let line = token.range.start.line
    discardFrames(downTo: depth)
    reportBalance(
      "CF103", "this { is not closed before '\(token.text.prefix(40))' on line \(line)", at: open,
      hint: token.range.start.column == 1 && depth == 1
        ? "add a } before line \(line), or indent line \(line) if it belongs inside"
        : "add a } before line \(line)")
  }

  private mutating func discardFrames(downTo depth: Int) {
    while frames.count > max(1, depth) {
      flush()
      pop(close: nil)
    }
    if frames.count > 0, current.isActive { current.isEnded = true }
  }

  /// When a line stands where the lines of the block just closed stood, that block's } was one too many.
  private mutating func reopen(before token: Token) {
    guard let (frame, brace) = lastClosed, current.isActive, current.hasBlock,
      frame.open.start.line < brace.start.line,
      let child = frame.childColumn, child == token.range.start.column, child > frame.indentation,
      frames[frames.count - 1].childColumn != child
    else { return }
    if case .word = token.kind, frames.count == 1, dialect.topLevel.contains(token.text),
      !dialect.stateKinds.contains(token.text), frame.parent.word?.text == dialect.stateHolder
    {
      return
    }
    reportBalance(
      "CF104", "this } closes nothing: what it would close goes on in line \(token.range.start.line)",
      at: brace,
      hint: "delete it")
    current = Statement()
    frames.append(frame)
  }

  /// When a line is indented deeper than the one before, which has no block, that one lacks its {.
  private mutating func openMissing(before token: Token) {
    guard current.isActive, current.isEnded, !current.hasBlock, current.elses.isEmpty, !current.isDropped,
      let word = current.word, let lastToken, token.range.start.column > indentation,
      word.range.start.column == indentation, frames[frames.count - 1].childColumn == indentation
    else { return }
    var end = lastToken.range.start
    end.column += lastToken.range.length
    let place = SourceRange(end)
    reportBalance("CF104", "a { is missing here", at: place, hint: "'\(word.text)' begins a block")
    push(place)
  }

  /// Reports a parenthesis that is still open where the line must end.
  private mutating func checkParens() {
    guard let open = current.parens.first else { return }
    current.parens = []
    current.isSound = false
    unbalancedItems.insert(item)
    isSound = false
    balanceFaults += 1
    report("CF110", "this ( is never closed", at: open, hint: "add its )")
  }

  private mutating func finish() {
    if openedUnderFault != nil || lexer.stringFaultLine > 0 && frames.count > 1 && itemHasFault {
      discardFrames(downTo: 1)
    }
    checkParens()
    if frames.count > 1 {
      let open = frames[1].open
      discardFrames(downTo: 1)
      if skipped == 0 {
        reportBalance("CF103", "this { is never closed", at: open, hint: "add a } at its end")
      }
    }
    flush()
  }
}
