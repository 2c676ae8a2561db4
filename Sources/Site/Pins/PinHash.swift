import Dispatch
import Engine

/// A PIN as the site file has it: salted and slow to try (PBKDF2 with HMAC-SHA-256).
///
/// `$pbkdf2-sha256$300000$SALT$KEY`, salt and key in hexadecimal.
public struct PinHash: Hashable, Sendable, CustomStringConvertible {
  var rounds: Int
  var salt: [UInt8]
  var key: [UInt8]

  /// Rounds of a new hash: some tenths of a second on one core.
  public static let rounds = 300_000
  private static let scheme = "pbkdf2-sha256"
  /// Beyond it nobody would ever be let in.
  private static let mostRounds = 10_000_000

  public init(of pin: String, rounds: Int = PinHash.rounds) {
    self.rounds = rounds
    salt = (0..<16).map { _ in UInt8.random(in: 0...255) }
    key = PBKDF2.key(Array(pin.utf8), salt: salt, rounds: rounds, length: 32)
  }

  /// Nil for a text of another shape.
  public init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == PinHash.scheme, let rounds = Int(parts[2]),
      (1...PinHash.mostRounds).contains(rounds), let salt = PinHash.bytes(parts[3]), salt.count >= 8,
      let key = PinHash.bytes(parts[4]), key.count == 32
    else { return nil }
    (self.rounds, self.salt, self.key) = (rounds, salt, key)
  }

  public var description: String {
    func text(_ bytes: [UInt8]) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    return "$\(PinHash.scheme)$\(rounds)$\(text(salt))$\(text(key))"
  }

  /// Takes as long whether it fits or not.
  public func fits(_ pin: String) -> Bool {
    let tried = PBKDF2.key(Array(pin.utf8), salt: salt, rounds: rounds, length: key.count)
    return zip(tried, key).reduce(0) { $0 | $1.0 ^ $1.1 } == 0
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }
}

/// Compares PINs on a thread of its own, one after the other.
public final class PinChecker: PinCheck {
  private let queue = DispatchQueue(label: "pins")
  public init() {}

  public func check(_ pin: String, against hash: String?, answer: @escaping @Sendable (Bool) -> Void) {
    queue.async {
      answer(hash.flatMap { PinHash($0) }?.fits(pin) ?? false)
    }
  }
}
