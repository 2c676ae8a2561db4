import Engine
import Testing

@Suite struct `A range of addresses` {
  @Test(
    arguments: [
      ("10.0.0.5", [10, 0, 0, 5], true), ("10.0.0.5", [10, 0, 0, 6], false),
      ("10.0.0.0/24", [10, 0, 0, 200], true), ("10.0.0.0/24", [10, 0, 1, 0], false),
      ("10.0.0.128/25", [10, 0, 0, 127], false), ("10.0.0.128/25", [10, 0, 0, 128], true),
      ("0.0.0.0/0", [1, 2, 3, 4], true), ("0.0.0.0/0", [], false),
      ("10.0.0.5", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 5], true),
      ("fd00::/8", [0xFD, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
      ("fd00::/8", [0xFE, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
      ("::1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
      ("2001:db8::5:6", [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 6], true),
      ("::/0", [127, 0, 0, 1], false),
    ] as [(String, [UInt8], Bool)])
  func `contains what begins alike`(text: String, address: [UInt8], isInside: Bool) throws {
    #expect(try #require(AddressRange(text)).contains(address) == isInside)
  }

  @Test(arguments: [
    "", "10.0.0", "10.0.0.256", "10.0.0.5/33", "10.0.0.5/-1", "10.0.0.5/", "10.0.0.5/8/8", "+1.0.0.1", "pbx",
    "1:2:3:4:5:6:7", "1::2::3", "12345::", "::g", "fd00::/129", "１0.0.0.1", ":::", "1:2:3:4:5:6:7:8::",
  ])
  func `is read from addresses only`(text: String) { #expect(AddressRange(text) == nil) }
}
