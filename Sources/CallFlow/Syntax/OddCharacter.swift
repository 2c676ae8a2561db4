/// Characters that look like ones of the language, or like nothing at all, and what they were meant to be.
struct OddCharacter {
  enum Reading {
    case blank
    /// It begins a text that ends at such a character, too.
    case quote
    /// One sign or digit, as if written in ASCII.
    case ascii(UInt8)
    case arrow
    case nothing
  }
  var reading: Reading
  var message: String
  var hint: String?
  /// Neighbours of one family are one finding.
  var family: String { if case .ascii = reading { "ascii" } else { message } }

  static func isCurlyQuote(_ v: UInt32) -> Bool {
    switch v {
    case 0x201C, 0x201D, 0x201E, 0x201F, 0xFF02, 0x00AB, 0x00BB, 0x300C, 0x300D, 0x300E, 0x300F, 0x301D,
      0x301E:
      true
    default: false
    }
  }

  init(_ scalar: Unicode.Scalar) {
    let v = scalar.value
    let hex = String(v, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
    switch v {
    case 0xFF02:
      self.init(
        .quote, "'\(scalar)' is a full-width quote and does not open a text", "use the straight quote: \"")
    case _ where OddCharacter.isCurlyQuote(v):
      self.init(
        .quote, "'\(scalar)' is a curly quote and does not open a text", "use the straight quote: \"")
    case 0x27, 0x2018, 0x2019, 0x60:
      self.init(.nothing, "'\(scalar)' does not open a text", "use the straight double quote: \"")
    case 0xA0, 0x202F:
      self.init(.blank, "a no-break space (\(code)) stands here", "replace it by a common blank")
    case 0x3000:
      self.init(.blank, "a full-width blank (\(code)) stands here", "replace it by a common blank")
    case 0x2000...0x200A, 0x205F, 0x1680, 0x0B, 0x0C, 0x85, 0x2028, 0x2029:
      self.init(.blank, "an unusual blank (\(code)) stands here", "replace it by a common blank")
    case 0x0D:
      self.init(.blank, "a carriage return without a line feed stands here", "end lines by LF or CRLF")
    case 0x200B...0x200F, 0x2060, 0xFEFF, 0xAD, 0x202A...0x202E, 0x2066...0x2069:
      self.init(.blank, "an invisible character (\(code)) stands here", "delete it")
    case 0xFF10...0xFF19:
      let ascii = UInt8(truncatingIfNeeded: v - 0xFEE0)
      self.init(
        .ascii(ascii), "'\(scalar)' is a full-width digit", "write it as \(Unicode.Scalar(ascii))")
    case 0xFF01...0xFF5E:
      let ascii = UInt8(truncatingIfNeeded: v - 0xFEE0)
      self.init(
        .ascii(ascii), "'\(scalar)' is a full-width character", "write it as \(Unicode.Scalar(ascii))")
    case 0x2010...0x2015, 0x2212:
      self.init(.ascii(0x2D), "'\(scalar)' is a dash, not a minus", "write it as -")
    case 0x2192, 0x21D2, 0x2794:
      self.init(.arrow, "'\(scalar)' has no meaning here", "an arrow is written ->")
    case 0xD7: self.init(.ascii(0x2A), "'\(scalar)' has no meaning here", "times is written *")
    case 0xF7: self.init(.ascii(0x2F), "'\(scalar)' has no meaning here", "divided by is written /")
    case 0x2264: self.init(.nothing, "'\(scalar)' has no meaning here", "it is written <=")
    case 0x2265: self.init(.nothing, "'\(scalar)' has no meaning here", "it is written >=")
    case 0x2260: self.init(.nothing, "'\(scalar)' has no meaning here", "it is written !=")
    case 0..<0x20, 0x7F..<0xA0:
      self.init(.blank, "a control character (\(code)) stands here", "delete it")
    case 0x5C:
      self.init(.nothing, "'\\' has no meaning here", "\\ stands only in texts; lines need no sign to go on")
    default: self.init(.nothing, "'\(scalar)' (\(code)) has no meaning here", nil)
    }
  }

  private init(_ reading: Reading, _ message: String, _ hint: String?) {
    self.reading = reading
    self.message = message
    self.hint = hint
  }
}
