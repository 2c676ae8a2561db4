import CallFlow
import Chronology

/// Where a call is sent to. Blind, it leaves by whoever it came from and is not with us meanwhile; else
/// whoever has the number is rung and hears the caller.
public struct TransferRequest: Hashable, Sendable {
  /// Digits, `*` and `#`, with a `+` in front if it was there.
  public var number: String
  /// What may be written of it.
  public var shown: String
  public var mode: TransferSpec.Mode
  /// How long it rings.
  public var ring: Duration
  /// How long they talk at most.
  public var max: Duration?
  /// The caller's keys that end it.
  public var endKeys: [KeyPattern]
  public init(
    number: String, shown: String, mode: TransferSpec.Mode = .blind, ring: Duration = TransferSpec.usualRing,
    max: Duration? = nil, endKeys: [KeyPattern] = []
  ) {
    (self.number, self.shown, self.mode) = (number, shown, mode)
    (self.ring, self.max, self.endKeys) = (ring, max, endKeys)
  }

  /// A number as a telephone dials it, and nothing else: it goes into other programs' dialplans.
  public static func isNumber(_ text: String) -> Bool {
    let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
    return (1...32).contains(digits.utf8.count)
      && digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2A || $0 == 0x23 }
  }
}

/// Why a transferred call came back without a talk.
public enum TransferFault: String, Hashable, Sendable, CaseIterable {
  case busy
  case noAnswer = "no-answer"
  case refused
  /// There is no way to the number: the line cannot transfer, or what was to be dialled is no number.
  case route
}

/// What became of a call that was sent elsewhere.
public enum TransferAnswer: Hashable, Sendable {
  /// Whoever was rung has answered, and taken the call if he was asked: they hear each other.
  case answered
  /// They talked, for so long if that is known, and the call is back.
  case ended(talk: Duration?)
  case failed(TransferFault)
  /// The call does not come back.
  case gone
}
