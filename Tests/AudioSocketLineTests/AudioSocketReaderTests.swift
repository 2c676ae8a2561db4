import ACD
import Testing

@testable import AudioSocketLine

@Suite struct `The bridge's byte stream` {
  /// A frame as on the wire.
  static func frame(_ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
    [kind, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)] + payload
  }
  static let uuid: [UInt8] = (1...16).map { UInt8($0) }
  static let named = UUIDBytes(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)

  struct Heard: Equatable {
    var events: [AudioSocketEvent] = []
    var rates: [Int] = []
    var samples: [Int16] = []
    var frames = 0
  }
  /// What is read from bytes that come in pieces of those sizes, the last size again and again.
  static func read(_ bytes: [UInt8], pieces: [Int]) -> Heard {
    var reader = AudioSocketReader()
    var heard = Heard()
    var at = 0
    var turn = 0
    while at < bytes.count {
      let end = min(bytes.count, at + max(1, pieces[min(turn, pieces.count - 1)]))
      reader.read(bytes[at..<end].span) { rate, samples in
        if heard.rates.last != rate { heard.rates.append(rate) }
        for i in samples.indices { heard.samples.append(samples[i]) }
      } event: {
        if case .frame = $0 { heard.frames += 1 } else { heard.events.append($0) }
      }
      at = end
      turn += 1
    }
    return heard
  }

  static let stream: [UInt8] =
    frame(0x01, uuid) + frame(0x10, (0..<320).map { UInt8($0 & 0xFF) }) + frame(0x03, [0x35])
    + frame(0x42, [9, 9, 9]) + frame(0x12, [1, 0, 2, 0]) + frame(0x10, []) + frame(0xFF, [2]) + frame(0, [])

  @Test func `is the same however it is split`() {
    let whole = Self.read(Self.stream, pieces: [Self.stream.count])
    #expect(
      whole.events == [
        .uuid(Self.named), .digit(0x35), .skipped(kind: 0x42, length: 3), .skipped(kind: 0x10, length: 0),
        .failure(2), .hangUp,
      ])
    #expect(whole.rates == [8000, 16_000])
    #expect(whole.samples.count == 162 && whole.frames == 2)
    #expect(whole.samples.prefix(2) == [0x0100, 0x0302])
    for split in 1..<Self.stream.count {
      #expect(Self.read(Self.stream, pieces: [split, Self.stream.count]) == whole)
    }
    for size in 1...7 { #expect(Self.read(Self.stream, pieces: [size]) == whole) }
  }

  @Test func `ends anywhere without harm`() {
    for end in 0..<Self.stream.count { _ = Self.read(Array(Self.stream[..<end]), pieces: [13]) }
  }

  @Test func `a frame of odd length loses its half sample, and the next one is whole`() {
    let heard = Self.read(
      Self.frame(0x10, [1, 0, 9]) + Self.frame(0x10, [2, 0, 3, 0]), pieces: [4])
    #expect(heard.samples == [1, 2, 3])
  }

  @Test func `the longest frame is only passed on`() {
    let heard = Self.read(Self.frame(0x10, [UInt8](repeating: 1, count: 65_535)), pieces: [1000])
    #expect(heard.samples.count == 32_767)
    #expect(heard.events.isEmpty)
  }

  @Test func `random bytes end in nothing worse than skipped frames`() {
    let seed = UInt64.random(in: 0...(.max))
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let bytes = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &random) }
      let size = Int.random(in: 1...500, using: &random)
      #expect(
        Self.read(bytes, pieces: [size]) == Self.read(bytes, pieces: [bytes.count]), "seed \(seed)")
    }
  }

  @Test func `a UUID of digits carries both numbers`() {
    // 01012345678 called 15881234.
    let hex = "01012345678ffff" + "15881234fff" + "a1b2c3"
    let bytes = UUIDBytes(
      high: UInt64(hex.prefix(16), radix: 16)!, low: UInt64(hex.suffix(16), radix: 16)!)
    let numbers = BridgeNumbers(bytes)
    #expect(numbers.ani == "01012345678")
    #expect(numbers.dnis == "15881234")
    #expect(bytes.description == "01012345-678f-fff1-5881-234fffa1b2c3")
    let random = BridgeNumbers(UUIDBytes(high: 0x6fa4_59ea_ee8a_3ca4, low: 0x894e_db77_e160_355e))
    #expect(random.ani == nil && random.dnis == nil)
  }
}
