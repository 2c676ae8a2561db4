/// SHA-256 (FIPS 180-4) of bytes given piece by piece. A value: copied after the first bytes, it goes on from
/// there as often as wanted.
struct SHA256: Sendable {
  private var state: SIMD8<UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var block: [UInt8] = []
  private var length: UInt64 = 0

  init() { block.reserveCapacity(64) }

  static func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      block.append(byte)
      length += 1
      if block.count == 64 {
        compress(words(block))
        block.removeAll(keepingCapacity: true)
      }
    }
  }

  /// 32 bytes.
  mutating func finish() -> [UInt8] {
    let bits = length * 8
    update(CollectionOfOne(0x80))
    while block.count != 56 { update(CollectionOfOne(0)) }
    update((0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
    return SHA256.bytes(state)
  }

  // MARK: In words, for the many rounds of a slow hash

  /// The state after whole blocks only; what is not yet a block is of no account.
  var words: SIMD8<UInt32> { state }

  /// The digest of what came before, which was so many whole blocks, and these 32 bytes.
  func finished(with tail: SIMD8<UInt32>, blocksBefore: UInt32) -> SIMD8<UInt32> {
    var copy = self
    var words = SIMD16<UInt32>(repeating: 0)
    for i in 0..<8 { words[i] = tail[i] }
    words[8] = 0x8000_0000
    words[15] = blocksBefore * 512 + 256
    copy.compress(words)
    return copy.state
  }

  static func bytes(_ words: SIMD8<UInt32>) -> [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> (24 - 8 * UInt32($0 % 4))) }
  }

  private func words(_ block: [UInt8]) -> SIMD16<UInt32> {
    var words = SIMD16<UInt32>(repeating: 0)
    for i in 0..<16 {
      words[i] = block[4 * i..<4 * i + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    return words
  }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]

  private mutating func compress(_ block: SIMD16<UInt32>) {
    @inline(__always) func turn(_ x: UInt32, _ n: UInt32) -> UInt32 { x &>> n | x &<< (32 &- n) }
    var w = block
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    SHA256.constants.withUnsafeBufferPointer { k in
      for i in 0..<64 {
        let j = i & 15
        if i >= 16 {
          let (x, y) = (w[(i &+ 1) & 15], w[(i &+ 14) & 15])
          let s0 = turn(x, 7) ^ turn(x, 18) ^ x &>> 3
          let s1 = turn(y, 17) ^ turn(y, 19) ^ y &>> 10
          w[j] = w[j] &+ s0 &+ w[(i &+ 9) & 15] &+ s1
        }
        let s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
        let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ k[i] &+ w[j]
        let s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
        let t2 = s0 &+ (a & b ^ a & c ^ b & c)
        (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
      }
    }
    state = state &+ [a, b, c, d, e, f, g, h]
  }
}
