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

extension UUIDBytes: CustomStringConvertible {
  /// As written everywhere: `6fa459ea-ee8a-3ca4-894e-db77e160355e`.
  var description: String {
    func hex(_ value: UInt64, _ shift: UInt64, _ digits: Int) -> String {
      let part = (value >> shift) & (digits == 16 ? .max : (1 << UInt64(4 * digits)) - 1)
      let text = String(part, radix: 16)
      return String(repeating: "0", count: digits - text.count) + text
    }
    return [
      hex(high, 32, 8), hex(high, 16, 4), hex(high, 0, 4), hex(low, 48, 4), hex(low, 0, 12),
    ].joined(separator: "-")
  }
}
