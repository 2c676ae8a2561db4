import Engine

/// What a UUID says by `ids digits`: 32 hexadecimal digits, 15 for the caller's number, 11 for the dialled
/// one, each filled up with `f`, and 6 that make it unlike any other.
struct BridgeNumbers: Hashable, Sendable {
  var ani: String?
  var dnis: String?

  init(_ uuid: UUIDBytes) {
    ani = BridgeNumbers.number(uuid, 0..<15)
    dnis = BridgeNumbers.number(uuid, 15..<26)
  }

  /// Digits and then nothing but `f`; anything else is no number.
  private static func number(_ uuid: UUIDBytes, _ places: Range<Int>) -> String? {
    var text = ""
    var isFilled = false
    for place in places {
      let half = place < 16 ? uuid.high : uuid.low
      let nibble = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (place % 16))) & 0xF
      switch nibble {
      case 0...9 where !isFilled: text.append(Character(Unicode.Scalar(UInt8(ascii: "0") + nibble)))
      case 0xF: isFilled = true
      default: return nil
      }
    }
    return text.isEmpty ? nil : text
  }
}
