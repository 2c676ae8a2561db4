/// The two companding laws of telephone lines (ITU-T G.711), 8 bits a sample.
public enum G711: Sendable {
  /// μ-law of North America and Japan (WAV format 7).
  case muLaw
  /// A-law of the rest of the world (WAV format 6).
  case aLaw

  /// The 16-bit sample of a code.
  public func decode(_ code: UInt8) -> Int16 {
    switch self {
    case .muLaw: Self.muTable[Int(code)]
    case .aLaw: Self.aTable[Int(code)]
    }
  }

  /// The code whose value is nearest to the sample.
  public func encode(_ sample: Int16) -> UInt8 {
    switch self {
    case .muLaw:
      let negative = sample < 0
      let magnitude = min(Int(sample.magnitude), 32635) + 0x84
      let exponent = Int.bitWidth - magnitude.leadingZeroBitCount - 8
      let mantissa = (magnitude >> (exponent + 3)) & 0x0F
      return ~UInt8(truncatingIfNeeded: (negative ? 0x80 : 0) | exponent << 4 | mantissa)
    case .aLaw:
      let negative = sample < 0
      // One's complement of a negative sample: the code of −1 is the smallest negative one.
      let magnitude = Int(negative ? ~sample : sample) >> 3
      let code: Int
      if magnitude < 0x20 {
        code = magnitude >> 1
      } else {
        let exponent = Int.bitWidth - magnitude.leadingZeroBitCount - 5
        code = exponent << 4 | (magnitude >> exponent) & 0x0F
      }
      return UInt8(truncatingIfNeeded: (negative ? code : code | 0x80) ^ 0x55)
    }
  }

  public func decode(_ codes: [UInt8]) -> [Int16] { codes.map { decode($0) } }
  public func encode(_ samples: [Int16]) -> [UInt8] { samples.map { encode($0) } }

  private static let muTable: [Int16] = (0...255).map { code in
    let u = ~code & 0xFF
    let value = (((u & 0x0F) << 3) + 0x84) << ((u & 0x70) >> 4)
    return Int16(u & 0x80 != 0 ? 0x84 - value : value - 0x84)
  }
  private static let aTable: [Int16] = (0...255).map { code in
    let a = code ^ 0x55
    let mantissa = (a & 0x0F) << 4
    let exponent = (a & 0x70) >> 4
    let value = exponent == 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1)
    return Int16(a & 0x80 != 0 ? value : -value)
  }
}
