/// A value in words: as a person reads it on a screen, and as a voice speaks it.
///
/// The spoken form holds no digit, so that no synthesiser's own reading of numbers is relied on; a comma in
/// it is a short pause.
public struct Worded: Hashable, Sendable {
  public var written: String
  public var spoken: String

  public init(written: String, spoken: String) {
    self.written = written
    self.spoken = spoken
  }

  /// A text that is spoken as it is written.
  public init(_ text: String) { self.init(written: text, spoken: text) }

  public static func + (a: Worded, b: Worded) -> Worded {
    Worded(written: a.written + b.written, spoken: a.spoken + b.spoken)
  }
}

extension Worded: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}

extension [Worded] {
  func joined(_ separator: String) -> Worded { joined(written: separator, spoken: separator) }

  func joined(written: String, spoken: String) -> Worded {
    Worded(
      written: map(\.written).joined(separator: written), spoken: map(\.spoken).joined(separator: spoken))
  }
}
