import Testing
import Tones

@Suite struct `A WAV file read in pieces` {
  typealias Whole = `WAV files`

  static func read(_ bytes: [UInt8], pieces: Int, channel: Int? = nil) -> Result<[Int16], WAVError> {
    var stream = WAVStream(channel: channel)
    var samples: [Int16] = []
    do throws(WAVError) {
      var at = 0
      while at < bytes.count {
        try stream.feed(bytes[at..<min(at + pieces, bytes.count)], into: &samples)
        at += pieces
      }
      _ = try stream.finish()
      return .success(samples)
    } catch { return .failure(error) }
  }

  @Test(arguments: [1, 2, 3, 7, 44, 1000]) func `gives what the whole file gives`(pieces: Int) throws {
    let list = Array("LIST".utf8) + [3, 0, 0, 0, 1, 2, 3, 0]
    let files = [
      WAVFile.bytes(Whole.sound, sampleRate: 16000),
      Whole.file(bits: 24, data: [0, 0, 128, 0, 0, 0, 0, 255, 127], before: list, extensible: true),
      Whole.file(channels: 2, rate: 48000, data: [0, 4, 0, 8, 255, 127, 255, 127]),
      Whole.file(format: 7, bits: 8, data: [0xFF, 0x80, 3]) + list,
      Whole.file(data: [1, 0, 2, 0], size: 0xFFFF_FFFF),
      WAVFile.header(sampleCount: 0) + [1, 0, 2, 0],
      Whole.file(data: [1, 0, 2, 0], size: 0),
      Whole.file(data: [1, 0, 2, 0], size: 0x7FFF_F000),
      Array(WAVFile.bytes(Whole.sound).dropLast(5)),
    ]
    for file in files {
      #expect(try Self.read(file, pieces: pieces).get() == WAVFile(bytes: file).samples)
    }
  }

  @Test func `one channel is read`() throws {
    let file = Whole.file(channels: 2, data: [1, 0, 2, 0, 3, 0, 4, 0])
    #expect(try Self.read(file, pieces: 3, channel: 0).get() == [1, 3])
    #expect(try Self.read(file, pieces: 3, channel: 1).get() == [2, 4])
    #expect(Self.read(file, pieces: 3, channel: 2) == .failure(.channels(2)))
  }

  @Test func `says that a file was cut short`() throws {
    func isCut(_ bytes: [UInt8]) throws -> Bool {
      var stream = WAVStream()
      var samples: [Int16] = []
      try stream.feed(bytes, into: &samples)
      return try stream.finish()
    }
    #expect(try !isCut(WAVFile.bytes(Whole.sound)))
    #expect(try isCut(Array(WAVFile.bytes(Whole.sound).dropLast(5))))
    #expect(try isCut(WAVFile.header(sampleCount: 0) + [1, 0]))
    #expect(try !isCut(Whole.file(data: [1, 0], size: 0xFFFF_FFFF)))
    #expect(try !isCut(Whole.file(data: [1, 0], size: 0x7FFF_F000)))
    #expect(try isCut(Whole.file(data: [1, 0, 2, 0], size: 0)))
  }

  @Test func `anything else is a sentence that helps`() {
    #expect(Self.read([], pieces: 1) == .failure(.notWAV(looksLike: "an empty file")))
    #expect(Self.read(Array("ID3.........".utf8), pieces: 5) == .failure(.notWAV(looksLike: "an MP3 file")))
    #expect(Self.read(Array("RIFF....WAVE".utf8), pieces: 4) == .failure(.missing("a format chunk")))
    #expect(Self.read(Whole.file(bits: 1, data: [1, 2]), pieces: 9) == .failure(.bits(1, format: "linear")))
    #expect(Self.read(Whole.file(data: []), pieces: 9) == .failure(.empty))
    #expect(
      Self.read(Whole.file(data: Array("LIST".utf8) + [0, 0, 0, 0], size: 0), pieces: 9) == .failure(.empty))
    let skips = Array("RIFF....WAVELIST".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]
    #expect(Self.read(skips, pieces: 9) == .failure(.missing("a format chunk")))
  }

  @Test func `hostile bytes never trap`() {
    let seed = UInt64.random(in: 0..<1_000_000)
    var chance = Xorshift(seed: seed)
    let good = [
      WAVFile.bytes(Whole.sound),
      Whole.file(format: 3, channels: 3, bits: 32, data: .init(repeating: 9, count: 48)),
      Whole.file(bits: 24, data: .init(repeating: 7, count: 30), extensible: true),
    ]
    var read = 0
    for n in 0..<3000 {
      var bytes = good[n % 3]
      for _ in 0..<Int.random(in: 0..<5, using: &chance) {
        bytes[Int.random(in: 0..<bytes.count, using: &chance)] = .random(in: 0...255, using: &chance)
      }
      bytes.removeLast(Int.random(in: 0...12, using: &chance))
      let pieces = Int.random(in: 1...60, using: &chance)
      if case .success(let samples) = Self.read(bytes, pieces: pieces) {
        read += 1
        // Data in front of its format, and a second format, are the whole file's alone.
        if let whole = Whole.samples(bytes) { #expect(samples == whole, "seed \(seed), file \(n)") }
      }
    }
    #expect(read > 100, "seed \(seed)")
  }
}
