/// HMAC-SHA-256 (RFC 2104) with one key, the key's two blocks worked out once.
struct HMAC: Sendable {
  private let inner: SHA256
  private let outer: SHA256

  init(key: [UInt8]) {
    var key = key.count > 64 ? SHA256.digest(key) : key
    key += [UInt8](repeating: 0, count: 64 - key.count)
    var (inner, outer) = (SHA256(), SHA256())
    inner.update(key.map { $0 ^ 0x36 })
    outer.update(key.map { $0 ^ 0x5c })
    (self.inner, self.outer) = (inner, outer)
  }

  /// 32 bytes.
  func code(of message: [UInt8]) -> [UInt8] {
    var hash = inner
    hash.update(message)
    var last = outer
    last.update(hash.finish())
    return last.finish()
  }

  /// Of 32 bytes.
  func code(of message: SIMD8<UInt32>) -> SIMD8<UInt32> {
    outer.finished(with: inner.finished(with: message, blocksBefore: 1), blocksBefore: 1)
  }
}

/// PBKDF2 with HMAC-SHA-256 (RFC 8018): a key from a password, slow on purpose.
enum PBKDF2 {
  /// - Parameters:
  ///   - rounds: at least 1.
  ///   - length: in bytes.
  static func key(_ password: [UInt8], salt: [UInt8], rounds: Int, length: Int) -> [UInt8] {
    let hmac = HMAC(key: password)
    var key: [UInt8] = []
    var block: UInt32 = 1
    while key.count < length {
      let number = (0..<4).map { UInt8(truncatingIfNeeded: block >> (24 - 8 * UInt32($0))) }
      let first = hmac.code(of: salt + number)
      var last = SIMD8<UInt32>(repeating: 0)
      for i in 0..<8 { last[i] = first[4 * i..<4 * i + 4].reduce(0) { $0 << 8 | UInt32($1) } }
      var sum = last
      for _ in 1..<max(rounds, 1) {
        last = hmac.code(of: last)
        sum ^= last
      }
      key += SHA256.bytes(sum)
      block += 1
    }
    return Array(key.prefix(length))
  }
}
