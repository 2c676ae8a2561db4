/// The 16 bytes by which a PBX names a leg on the audio bridge, and by which a leg that was dialled is known
/// again when it arrives.
public struct LegID: Hashable, Sendable, CustomStringConvertible {
  public var high: UInt64
  public var low: UInt64
  public init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// `40325ec2-5efd-4bd3-805f-53576e581d13`.
  public var description: String {
    let digits = LegID.hexadecimal(high) + LegID.hexadecimal(low)
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
      .map { String(digits.dropFirst($0.lowerBound).prefix($0.count)) }.joined(separator: "-")
  }

  /// Nil when the text is not 32 hexadecimal digits, with or without hyphens.
  public init?(_ text: String) {
    let digits = text.filter { $0 != "-" }
    guard digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit),
      let high = UInt64(digits.prefix(16), radix: 16), let low = UInt64(digits.suffix(16), radix: 16)
    else { return nil }
    (self.high, self.low) = (high, low)
  }

  private static func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Why a telephone that was rung did not answer.
public enum DialFault: Hashable, Sendable {
  case busy, noAnswer, refused
  /// The ringing itself did not work: what is wrong, in one line.
  case broken(String)
}

extension DialFault {
  /// What becomes of somebody who is rung.
  var told: String {
    switch self {
    case .busy: "is busy"
    case .noAnswer: "does not answer"
    case .refused: "refuses"
    case .broken(let why): "cannot be rung: \(why)"
    }
  }
}

/// Rings telephones through a PBX. All its methods return at once.
public protocol Dialer: AnyObject, Sendable {
  /// Whether there is a way to ring anybody at all.
  var canRing: Bool { get }
  /// Has a number rung for at most so long. The answer is an arrival with this id (`Arrival.leg`).
  /// - Parameter failed: called at most once, on any thread, when nobody will come.
  func ring(
    _ leg: LegID, number: String, for ring: Duration, failed: @escaping @Sendable (DialFault) -> Void)
  /// Takes the ringing back; ignored when nothing rings. `failed` is not called any more.
  func cancel(_ leg: LegID)
}

extension Dialer {
  public var canRing: Bool { true }
}

/// A site without a way to ring anybody.
public final class NoDialer: Dialer {
  public init() {}
  public var canRing: Bool { false }
  public func ring(
    _ leg: LegID, number: String, for ring: Duration, failed: @escaping @Sendable (DialFault) -> Void
  ) {
    failed(.broken("this site has no way to dial; give it a 'dial' program in the site file"))
  }
  public func cancel(_ leg: LegID) {}
}

/// What may be dialled.
public enum Ringing {
  /// Digits, a `+` in front if it has one, and nothing else: it goes into another program's words.
  public static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.first == 0x2B ? text.dropFirst() : text[...]
    return (1...32).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
