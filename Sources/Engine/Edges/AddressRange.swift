/// Addresses of the internet protocol that begin alike: `10.0.0.5`, `10.0.0.0/24`, `fd00::/8`.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  /// 4 or 16 bytes.
  public let bytes: [UInt8]
  /// Bits that count.
  public let length: Int
  /// As written.
  public let description: String

  /// Nil for what is no address; names are not looked up.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = AddressRange.v4(parts[0]) ?? AddressRange.v6(parts[0]) else { return nil }
    var length = 8 * bytes.count
    if parts.count == 2 {
      guard AddressRange.isNumber(parts[1]), let written = Int(parts[1]), written <= length else {
        return nil
      }
      length = written
    }
    (self.bytes, self.length, description) = (bytes, length, text)
  }

  /// - Parameter address: 4 or 16 bytes; an IPv4 address in its IPv6 form is that IPv4 address.
  public func contains(_ address: [UInt8]) -> Bool {
    var address = address
    if address.count == 16, address[..<10].allSatisfy({ $0 == 0 }),
      address[10...11].allSatisfy({ $0 == 0xFF })
    {
      address = Array(address[12...])
    }
    guard address.count == bytes.count else { return false }
    for bit in stride(from: 0, to: length, by: 8) {
      let mask = length - bit >= 8 ? 0xFF : UInt8(truncatingIfNeeded: 0xFF << (8 - (length - bit)))
      if (address[bit / 8] ^ bytes[bit / 8]) & mask != 0 { return false }
    }
    return true
  }

  private static func isNumber(_ text: Substring) -> Bool {
    (1...3).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func v4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts.allSatisfy(isNumber) else { return nil }
    let bytes = parts.compactMap { UInt8($0) }
    return bytes.count == 4 ? bytes : nil
  }

  /// Groups of hexadecimal digits, one run of zero groups left out.
  private static func v6(_ text: Substring) -> [UInt8]? {
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    func groups(_ half: Substring) -> [UInt8]? {
      if half.isEmpty { return [] }
      var bytes: [UInt8] = []
      for group in half.split(separator: ":", omittingEmptySubsequences: false) {
        guard (1...4).contains(group.utf8.count), group.allSatisfy(\.isHexDigit),
          let value = UInt16(group, radix: 16)
        else { return nil }
        bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
      }
      return bytes
    }
    guard let first = groups(halves[0]) else { return nil }
    if halves.count == 1 { return first.count == 16 ? first : nil }
    guard let last = groups(halves[1]), first.count + last.count <= 14 else { return nil }
    return first + [UInt8](repeating: 0, count: 16 - first.count - last.count) + last
  }
}
