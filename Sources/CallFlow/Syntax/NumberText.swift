import Foundation

/// Numbers as written. Total: whatever does not fit is nil.
enum NumberText {
  /// Digits that a number may have in all (a `Decimal` holds 38).
  static let digitLimit = 38

  /// Digits with at most one point among them, no sign, no exponent.
  static func decimal(_ bytes: ArraySlice<UInt8>) -> Decimal? {
    var digits = 0
    var hasPoint = false
    var mantissa: UInt64 = 0
    var decimals = 0
    for byte in bytes {
      switch byte {
      case 0x30...0x39:
        digits += 1
        if digits <= 18 { mantissa = mantissa * 10 + UInt64(byte & 15) }
        if hasPoint { decimals += 1 }
      case 0x2E where !hasPoint && digits > 0: hasPoint = true
      default: return nil
      }
    }
    guard digits > 0, digits <= digitLimit, bytes.last != 0x2E else { return nil }
    if digits <= 18 {
      return decimals == 0
        ? Decimal(mantissa) : Decimal(sign: .plus, exponent: -decimals, significand: Decimal(mantissa))
    }
    guard let value = Decimal(string: String(decoding: bytes, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// A text with an optional sign and blanks around it.
  static func decimal(_ text: String) -> Decimal? {
    var bytes = Array(text.utf8)[...]
    while let last = bytes.last, last == 0x20 { bytes.removeLast() }
    while let first = bytes.first, first == 0x20 { bytes.removeFirst() }
    guard let first = bytes.first else { return nil }
    if first == 0x2D || first == 0x2B { bytes.removeFirst() }
    guard let value = decimal(bytes) else { return nil }
    return first == 0x2D ? -value : value
  }
}

/// Durations as written.
enum DurationText {
  /// Ten years, in nanoseconds.
  static let limit: Int128 = 3653 * 86_400 * 1_000_000_000

  /// A number with its unit; held under a bound far above the limit.
  static func nanoseconds(_ number: ArraySlice<UInt8>, _ unit: Int128) -> Int128 {
    var whole: Int128 = 0
    var fraction: Int128 = 0
    var scale: Int128 = 1
    var hasPoint = false
    for byte in number {
      if byte == 0x2E {
        hasPoint = true
      } else if hasPoint {
        guard scale < 1_000_000_000 else { continue }
        fraction = fraction * 10 + Int128(byte & 15)
        scale *= 10
      } else {
        whole = min(whole * 10 + Int128(byte & 15), limit)
      }
    }
    return whole * unit + fraction * unit / scale
  }
}
