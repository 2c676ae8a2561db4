/// The two companding laws of telephone lines (ITU-T G.711), 8 bits a sample, by tables both ways.
///
/// A sample is coded by the standard's decision values, scaled to 16 bits (a unit of μ-law is 4, one of A-law 8).
/// The interval between two of them has one code, whose value is its middle; a sample on a decision value
/// belongs to the interval above it, as in the ITU-T's own program (G.191). Within a segment that is the
/// nearest value; beside the border of two segments the other one may be nearer, by at most a third of the
/// distance between the two.
///
/// A code comes back as itself from its value, with one exception: μ-law has two zeros, and the negative
/// one (0x7F) comes back as the positive one (0xFF).
public enum G711: Sendable {
  /// μ-law of North America and Japan (WAV format 7): 14 bits, ±8031 · 4.
  case muLaw
  /// A-law of the rest of the world (WAV format 6): 13 bits, ±4032 · 8.
  case aLaw

  /// The 16-bit sample of a code.
  public func decode(_ code: UInt8) -> Int16 { decoding[Int(code)] }
  /// The code of the interval that the sample lies in.
  public func encode(_ sample: Int16) -> UInt8 { encoding[(Int(sample) + 32768) >> shift] }

  public func decode(_ codes: [UInt8]) -> [Int16] {
    let table = decoding
    return codes.map { table[Int($0)] }
  }
  public func encode(_ samples: [Int16]) -> [UInt8] {
    let (table, shift) = (encoding, shift)
    return samples.map { table[(Int($0) + 32768) >> shift] }
  }
  /// Decodes as many codes as both hold, without allocating.
  /// - Returns: how many that were.
  @discardableResult
  public func decode(_ codes: Span<UInt8>, into samples: inout MutableSpan<Int16>) -> Int {
    let count = min(codes.count, samples.count)
    let table = decoding
    for i in 0..<count { samples[i] = table[Int(codes[i])] }
    return count
  }
  /// Encodes as many samples as both hold, without allocating.
  /// - Returns: how many that were.
  @discardableResult
  public func encode(_ samples: Span<Int16>, into codes: inout MutableSpan<UInt8>) -> Int {
    let count = min(codes.count, samples.count)
    let (table, shift) = (encoding, shift)
    for i in 0..<count { codes[i] = table[(Int(samples[i]) + 32768) >> shift] }
    return count
  }

  // MARK: Tables

  private var decoding: [Int16] { self == .muLaw ? Self.muDecoding : Self.aDecoding }
  private var encoding: [UInt8] { self == .muLaw ? Self.muEncoding : Self.aEncoding }
  /// The lowest bits of a sample, which decide nothing.
  private var shift: Int { self == .muLaw ? 2 : 4 }

  private static let muDecoding: [Int16] = (0...255).map { code in
    let u = ~code & 0xFF
    let value = (((u & 0x0F) << 3) + 0x84) << ((u & 0x70) >> 4)
    return Int16(u & 0x80 != 0 ? 0x84 - value : value - 0x84)
  }
  private static let aDecoding: [Int16] = (0...255).map { code in
    let a = code ^ 0x55
    let mantissa = (a & 0x0F) << 4
    let exponent = (a & 0x70) >> 4
    let value = exponent == 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1)
    return Int16(a & 0x80 != 0 ? value : -value)
  }

  /// Of samples shifted by 2. The ones' complement of a negative one puts a decision value, which begins
  /// its interval, in with the values above it.
  private static let muEncoding: [UInt8] = (-8192...8191).map { sample in
    let magnitude = min((sample < 0 ? ~sample : sample) + 33, 0x1FFF)
    let exponent = Int.bitWidth - magnitude.leadingZeroBitCount - 6
    let code = exponent << 4 | (magnitude >> (exponent + 1)) & 0x0F
    return ~UInt8(truncatingIfNeeded: sample < 0 ? code | 0x80 : code)
  }
  /// Of samples shifted by 4.
  private static let aEncoding: [UInt8] = (-2048...2047).map { sample in
    let magnitude = sample < 0 ? ~sample : sample
    var code = magnitude
    if magnitude > 15 {
      let exponent = Int.bitWidth - magnitude.leadingZeroBitCount - 4
      code = exponent << 4 | (magnitude >> (exponent - 1)) & 0x0F
    }
    return UInt8(truncatingIfNeeded: sample < 0 ? code : code | 0x80) ^ 0x55
  }
}
