/// A skill of the site, by number; names stay outside.
public struct SkillID: Hashable, Sendable {
  public let number: Int
  public init(_ number: Int) { self.number = number }
}
/// A queue of the site, the same over reloads.
public struct QueueID: Hashable, Sendable {
  public let number: Int
  public init(_ number: Int) { self.number = number }
}
/// An agent of the site, the same over reloads.
public struct AgentID: Hashable, Sendable {
  public let number: Int
  public init(_ number: Int) { self.number = number }
}

/// One call: unique in the call log for ever. Written in eleven or more letters and digits.
public struct CallID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Microseconds since 1970 at arrival, moved on when two calls arrive in one microsecond.
  public let number: UInt64
  public init(_ number: UInt64) { self.number = number }

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  /// Crockford's base 32, without the letters that are mistaken for others.
  public var description: String {
    var rest = number
    var text: [UInt8] = []
    repeat {
      text.append(CallID.alphabet[Int(rest & 31)])
      rest >>= 5
    } while rest > 0
    return String(decoding: text.reversed(), as: UTF8.self)
  }
  /// Nil when the text is not a call's id.
  public init?(_ text: String) {
    var number: UInt64 = 0
    guard !text.isEmpty, text.utf8.count <= 13 else { return nil }
    for byte in text.lowercased().utf8 {
      guard let digit = CallID.alphabet.firstIndex(of: byte), number >> 59 == 0 else { return nil }
      number = number << 5 | UInt64(digit)
    }
    self.number = number
  }
  public static func < (a: CallID, b: CallID) -> Bool { a.number < b.number }
}
