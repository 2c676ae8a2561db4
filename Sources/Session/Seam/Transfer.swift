/// Where a call is sent to, by whoever it came from: blind, so that the call is not with us meanwhile.
public struct TransferRequest: Hashable, Sendable {
  /// Digits, `*` and `#`, with a `+` in front if it was there.
  public var number: String
  /// What may be written of it.
  public var shown: String
  public init(number: String, shown: String) { (self.number, self.shown) = (number, shown) }

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
  /// They talked, for so long if that is known, and the call is back.
  case ended(talk: Duration?)
  case failed(TransferFault)
  /// The call does not come back.
  case gone
}
