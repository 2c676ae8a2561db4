extension Unicode.Scalar {
  /// Neither seen nor heard: marks that turn the direction of writing, blanks without a width, fillers. Joiners are
  /// not among them: they are part of how words of some languages are written.
  public var isInvisible: Bool {
    properties.isDefaultIgnorableCodePoint && value != 0x200C && value != 0x200D
  }
}

extension String {
  /// What of a text can be seen or heard; nil when there was something, and nothing but blanks is left of it.
  public var visible: String? {
    guard utf8.contains(where: { $0 >= 0x80 }), unicodeScalars.contains(where: \.isInvisible) else {
      return self
    }
    let rest = String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isInvisible }))
    return rest.allSatisfy(\.isWhitespace) ? nil : rest
  }
}
