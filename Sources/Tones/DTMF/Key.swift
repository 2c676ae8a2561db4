/// One key of a telephone: `0–9 * # A–D` (ITU-T E.161), and the DTMF digit that it sends (ITU-T Q.23).
public enum Key: UInt8, CaseIterable, Hashable, Sendable {
  case zero, one, two, three, four, five, six, seven, eight, nine
  case star, hash
  case a, b, c, d

  /// Nil for any character that is not a key. `A–D` also in small letters.
  public init?(_ character: Character) {
    guard let ascii = character.asciiValue else { return nil }
    self.init(ascii: ascii)
  }
  /// Nil for any byte that is not a key's ASCII code.
  public init?(ascii: UInt8) {
    switch ascii {
    case 0x30...0x39: self.init(rawValue: ascii - 0x30)
    case 0x2A: self = .star
    case 0x23: self = .hash
    case 0x41...0x44: self.init(rawValue: ascii - 0x41 + Key.a.rawValue)
    case 0x61...0x64: self.init(rawValue: ascii - 0x61 + Key.a.rawValue)
    default: return nil
    }
  }
  public var ascii: UInt8 {
    switch self {
    case .star: 0x2A
    case .hash: 0x23
    case .a, .b, .c, .d: rawValue - Key.a.rawValue + 0x41
    default: rawValue + 0x30
    }
  }
  public var character: Character { Character(UnicodeScalar(ascii)) }
  /// 0…9, nil for the other keys.
  public var digit: Int? { rawValue <= Key.nine.rawValue ? Int(rawValue) : nil }
}

/// A set of keys, a bit each.
public struct KeySet: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
  @inlinable public init(_ key: Key) { rawValue = 1 << UInt16(key.rawValue) }
  @inlinable public func contains(_ key: Key) -> Bool { rawValue & (1 << UInt16(key.rawValue)) != 0 }
  public static let digits = KeySet(rawValue: 0x03FF)
  public static let all = KeySet(rawValue: 0xFFFF)
}

extension [Key] {
  /// The keys as text, `12#`.
  public var text: String { String(decoding: map(\.ascii), as: UTF8.self) }
}
