/// Walks over the tokens of a line.
public struct TokenCursor: Sendable {
  public let tokens: [Token]
  public private(set) var index = 0
  /// Where something is missing when the tokens are at their end.
  public let end: SourceRange

  /// - Parameter previous: the range of what stands before the first token, for "missing" when there is none.
  public init(_ tokens: [Token], after previous: SourceRange) {
    self.tokens = tokens
    let last = tokens.last?.range ?? previous
    var start = last.start
    start.column += last.length
    end = SourceRange(start, length: 1)
  }
  /// Over a line's arguments.
  public init(_ line: SyntaxLine) { self.init(line.arguments, after: line.word.range) }
  /// Over the arguments behind an `else`.
  public init(_ otherwise: SyntaxElse) { self.init(otherwise.arguments, after: otherwise.word.range) }

  public var isAtEnd: Bool { index >= tokens.count }
  public var peek: Token? { peek(ahead: 0) }
  public func peek(ahead n: Int) -> Token? {
    n >= 0 && n < tokens.count - index ? tokens[index + n] : nil
  }
  /// The next token's place, or the place behind the last one.
  public var here: SourceRange { peek?.range ?? end }
  /// The token read last.
  public var previous: Token? { index > 0 ? tokens[index - 1] : nil }

  @discardableResult public mutating func next() -> Token? {
    guard index < tokens.count else { return nil }
    defer { index += 1 }
    return tokens[index]
  }
  /// Back to a place that `index` told.
  public mutating func rewind(to index: Int) { self.index = max(0, min(index, tokens.count)) }
  public mutating func skipToEnd() { index = tokens.count }

  public func isAt(word text: String) -> Bool {
    guard let token = peek, case .word = token.kind else { return false }
    return token.text == text
  }
  public func isAt(sign text: String) -> Bool {
    guard let token = peek, case .sign = token.kind else { return false }
    return token.text == text
  }
  /// Takes the word if it is next.
  public mutating func take(word text: String) -> Bool {
    guard isAt(word: text) else { return false }
    index += 1
    return true
  }
  /// Takes the sign if it is next.
  public mutating func take(sign text: String) -> Bool {
    guard isAt(sign: text) else { return false }
    index += 1
    return true
  }
  /// Takes the next token if it is a word.
  public mutating func takeWord() -> Token? {
    guard let token = peek, case .word = token.kind else { return nil }
    index += 1
    return token
  }
  /// Takes the next token if it is a string.
  public mutating func takeString() -> (token: Token, parts: [StringPart])? {
    guard let token = peek, case .string(let parts) = token.kind else { return nil }
    index += 1
    return (token, parts)
  }

  /// Signs that never belong to keys, ranges, patterns or telephone numbers.
  public static let stops: Set<String> = [",", "->", "(", ")", "{", "}", "=", "==", "..", "."]

  /// The next token joined with all that touch it: `1XX`, `*`, `10-19`, `12345678#`, `+82212345678`.
  /// Nil, taking nothing, at the end, at a string, or at a sign of `stops`.
  public mutating func takeJoined(stops: Set<String> = TokenCursor.stops) -> JoinedToken? {
    guard let first = peek, !TokenCursor.isStop(first, stops) else { return nil }
    index += 1
    var joined = JoinedToken(text: first.text, range: first.range, tokens: [first])
    while let token = peek, token.touchesPrevious, !TokenCursor.isStop(token, stops) {
      index += 1
      joined.text += token.text
      joined.range.length += token.range.length
      joined.tokens.append(token)
    }
    return joined
  }

  private static func isStop(_ token: Token, _ stops: Set<String>) -> Bool {
    switch token.kind {
    case .string: true
    case .sign: stops.contains(token.text)
    case .word, .number, .duration, .clock, .day: false
    }
  }

  /// Reports whatever is left as one too many (CF112) and skips it; true if nothing was left.
  @discardableResult public mutating func expectEnd(into diagnostics: inout Diagnostics) -> Bool {
    guard let token = peek else { return true }
    diagnostics.report(
      Diagnostic("CF112", "\(token.shown) is one too many here", at: token.range))
    skipToEnd()
    return false
  }
}

/// Tokens that touch each other, as one text.
public struct JoinedToken: Hashable, Sendable {
  public var text: String
  public var range: SourceRange
  public var tokens: [Token]
}

extension Token {
  /// The token for a message: `'word'`, `"text"`.
  public var shown: String {
    if case .string = kind {
      let short = text.prefix(24)
      return "\"\(short)\(short.endIndex < text.endIndex ? "…" : "")\""
    }
    return "'\(text.prefix(40))'"
  }
  public func isSign(_ sign: String) -> Bool {
    if case .sign = kind { text == sign } else { false }
  }
  public func isWord(_ word: String) -> Bool {
    if case .word = kind { text == word } else { false }
  }
}
