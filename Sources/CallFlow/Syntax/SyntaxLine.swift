/// The one shape of all three languages (flows, sites, scripts): `word arguments [ { block } ]` and any
/// number of `else arguments [ { block } ]` behind it, read before any keyword is known.
public struct SyntaxLine: Hashable, Sendable {
  /// The first token: a word, or `->`.
  public var word: Token
  public var arguments: [Token]
  public var block: SyntaxBlock?
  public var elses: [SyntaxElse]
  /// False when a fault was already told of this line: its arguments may be a guess. Register its name,
  /// read what can be read, and report nothing more about it.
  public var isSound: Bool

  public init(
    word: Token, arguments: [Token], block: SyntaxBlock? = nil, elses: [SyntaxElse] = [], isSound: Bool = true
  ) {
    self.word = word
    self.arguments = arguments
    self.block = block
    self.elses = elses
    self.isSound = isSound
  }
}

public struct SyntaxElse: Hashable, Sendable {
  /// The token `else`.
  public var word: Token
  public var arguments: [Token]
  public var block: SyntaxBlock?

  public init(word: Token, arguments: [Token], block: SyntaxBlock? = nil) {
    self.word = word
    self.arguments = arguments
    self.block = block
  }
}

public struct SyntaxBlock: Hashable, Sendable {
  public var lines: [SyntaxLine]
  /// The opening brace.
  public var open: SourceRange
  /// The closing brace; nil when recovery closed the block, which silences what would follow from it.
  public var close: SourceRange?

  public init(lines: [SyntaxLine], open: SourceRange, close: SourceRange?) {
    self.lines = lines
    self.open = open
    self.close = close
  }
}

/// One read text: its lines, and whether its syntax was sound.
public struct SyntaxFile: Hashable, Sendable {
  /// Index into the source texts.
  public var file: Int
  public var lines: [SyntaxLine]
  /// False when recovery had to guess: checks that would only echo the guess keep silent.
  public var isSound: Bool

  public init(file: Int, lines: [SyntaxLine], isSound: Bool) {
    self.file = file
    self.lines = lines
    self.isSound = isSound
  }
}
