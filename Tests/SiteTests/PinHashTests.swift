import Testing

@testable import Site

@Suite struct `PINs` {
  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test func `SHA-256 gives the digests of FIPS 180-4`() {
    #expect(
      hex(SHA256.digest("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hex(SHA256.digest("".utf8)) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      hex(SHA256.digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func `HMAC gives the codes of RFC 4231`() {
    #expect(
      hex(HMAC(key: [UInt8](repeating: 0x0b, count: 20)).code(of: Array("Hi There".utf8)))
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      hex(
        HMAC(key: [UInt8](repeating: 0xaa, count: 131)).code(
          of: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)))
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test func `PBKDF2 gives the keys of RFC 7914`() {
    #expect(
      hex(PBKDF2.key(Array("passwd".utf8), salt: Array("salt".utf8), rounds: 1, length: 64))
        == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783")
    // The well-known vector with 4096 rounds, of the same shape as RFC 6070.
    #expect(
      hex(PBKDF2.key(Array("password".utf8), salt: Array("salt".utf8), rounds: 4096, length: 32))
        == "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a")
  }

  @Test func `a hash is written, read again, and fits its PIN only`() throws {
    let hash = PinHash(of: "4711", rounds: 50)
    #expect(hash.description.hasPrefix("$pbkdf2-sha256$50$"))
    let read = try #require(PinHash(hash.description))
    #expect(read == hash)
    #expect(read.fits("4711"))
    #expect(!read.fits("4712") && !read.fits("") && !read.fits("47110"))
    #expect(PinHash(of: "4711", rounds: 50) != hash)
  }

  @Test(arguments: ["", "1234", "$", "$pbkdf2-sha256$0$0011223344556677$00", "$pbkdf2-sha256$x$y$z", "$$$$"])
  func `a text that is none is none`(text: String) { #expect(PinHash(text) == nil) }
}
