extension SpeechPiece {
  /// Characters that are spoken in one go: some ten seconds, which take a synthesiser about as many
  /// milliseconds.
  static let longest = 160

  /// A long piece in parts that can be spoken one after another, so that the first is heard soon and a
  /// barge-in leaves little work undone. Sentences stay whole where they are short enough, then what stands
  /// between commas, then words. A short piece is itself.
  public func parts() -> [SpeechPiece] {
    guard Self.isLong(text[...]) else { return [self] }
    var parts: [String] = []
    for sentence in Self.cut(text[...], behind: ".!?。！？…\n") {
      let pieces =
        !Self.isLong(sentence)
        ? [sentence] : Self.cut(sentence, behind: ",;:，、").flatMap { Self.cut($0, into: Self.longest) }
      for piece in pieces {
        // Sentences that fit share a breath.
        if let last = parts.last, last.count + piece.count <= Self.longest {
          parts[parts.count - 1] += piece
        } else {
          parts.append(String(piece))
        }
      }
    }
    return parts.map { SpeechPiece($0, isFixed: isFixed) }
  }

  private static func isLong(_ text: Substring) -> Bool {
    guard text.utf8.count > longest else { return false }
    return text.index(text.startIndex, offsetBy: longest, limitedBy: text.endIndex).map { $0 < text.endIndex }
      ?? false
  }

  /// Pieces that end behind one of those signs and the blanks that follow it.
  private static func cut(_ text: Substring, behind signs: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = text.startIndex
    var isBehind = false
    var at = start
    while at < text.endIndex {
      let character = text[at]
      let next = text.index(after: at)
      if isBehind, !character.isWhitespace, !signs.contains(character) {
        pieces.append(text[start..<at])
        (start, isBehind) = (at, false)
      }
      // A sign without a blank behind it stands inside a word: `b.com`.
      if signs.contains(character), next == text.endIndex || text[next].isWhitespace || !character.isASCII {
        isBehind = true
      }
      at = next
    }
    if start < text.endIndex { pieces.append(text[start...]) }
    return pieces
  }

  /// Pieces of at most `count` characters that end with a word, if a word is so short.
  private static func cut(_ text: Substring, into count: Int) -> [Substring] {
    var pieces: [Substring] = []
    var rest = text
    // What is left is counted no further than a part: it may be very long.
    while let limit = rest.index(rest.startIndex, offsetBy: count, limitedBy: rest.endIndex),
      limit < rest.endIndex
    {
      let head = rest[..<limit]
      let end = head.lastIndex(where: \.isWhitespace).map { head.index(after: $0) } ?? head.endIndex
      pieces.append(rest[..<end])
      rest = rest[end...]
    }
    return pieces + (rest.isEmpty ? [] : [rest])
  }

  /// Whether a voice pauses behind it.
  public var endsSentence: Bool {
    text.last { !$0.isWhitespace }.map { ".!?。！？…".contains($0) } ?? false
  }
}
