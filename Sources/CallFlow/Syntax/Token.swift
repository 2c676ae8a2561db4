import Chronology
import Foundation

/// One word, number, text or sign of a source text. The lexer knows no keys, ranges or patterns: rows of
/// the keyword tables join touching tokens.
public struct Token: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case word
    case number(Decimal)
    case duration(Duration)
    case clock(ClockTime)
    case day(Day)
    case string([StringPart])
    case sign
  }
  public var kind: Kind
  /// As written, names in NFC; for a string without its quotes and with escapes undone, values as written.
  public var text: String
  public var range: SourceRange
  /// No blank stands between this token and the one before it.
  public var touchesPrevious: Bool

  public init(kind: Kind, text: String, range: SourceRange, touchesPrevious: Bool) {
    self.kind = kind
    self.text = text
    self.range = range
    self.touchesPrevious = touchesPrevious
  }
}

/// A piece of a string: plain characters, or the tokens between `{` and `}`.
public indirect enum StringPart: Hashable, Sendable {
  case text(String)
  case value([Token], SourceRange)
}
