import Testing
import Tones

@Suite struct `WAV files` {
  static let sound: [Int16] = [0, 1, -1, 1000, -1000, .max, .min]

  /// A file of one format chunk and one data chunk.
  static func file(
    format: Int = 1, channels: Int = 1, rate: Int = 8000, bits: Int = 16, align: Int? = nil, data: [UInt8],
    size: Int? = nil, before: [UInt8] = [], extensible: Bool = false
  ) -> [UInt8] {
    func two(_ v: Int) -> [UInt8] { [UInt8(truncatingIfNeeded: v), UInt8(truncatingIfNeeded: v >> 8)] }
    func four(_ v: Int) -> [UInt8] { two(v) + two(v >> 16) }
    let block = align ?? channels * ((bits + 7) / 8)
    var fmt = two(extensible ? 0xFFFE : format) + two(channels) + four(rate) + four(rate * block) + two(block)
    fmt += two(bits)
    if extensible { fmt += two(22) + two(bits) + four(0) + two(format) + [UInt8](repeating: 0, count: 14) }
    var body: [UInt8] = Array("WAVE".utf8) + before + Array("fmt ".utf8) + four(fmt.count) + fmt
    body += Array("data".utf8) + four(size ?? data.count) + data
    return Array("RIFF".utf8) + four(body.count) + body
  }
  static func read(_ bytes: [UInt8]) -> Result<WAVFile, WAVError> {
    do throws(WAVError) { return .success(try WAVFile(bytes: bytes)) } catch { return .failure(error) }
  }
  static func samples(_ bytes: [UInt8]) -> [Int16]? { try? read(bytes).get().samples }
  static func error(_ bytes: [UInt8]) -> WAVError? {
    if case .failure(let error) = read(bytes) { error } else { nil }
  }

  @Test func `what is written is read`() throws {
    let bytes = WAVFile.bytes(Self.sound, sampleRate: 16000)
    let file = try WAVFile(bytes: bytes)
    var expected = WAVFile(samples: Self.sound, sampleRate: 16000)
    expected.channels = 1
    #expect(file == expected)
    #expect(bytes.count == 44 + 14)
    #expect(Array(bytes[..<44]) == WAVFile.header(sampleCount: 7, sampleRate: 16000))
  }

  @Test func `all formats give the same sound`() {
    #expect(Self.samples(Self.file(bits: 8, data: [0, 128, 255])) == [-32768, 0, 32512])
    #expect(Self.samples(Self.file(data: [0, 128, 0, 0, 255, 127])) == [.min, 0, .max])
    #expect(Self.samples(Self.file(bits: 24, data: [0, 0, 128, 0, 0, 0, 0, 255, 127])) == [.min, 0, .max])
    #expect(Self.samples(Self.file(bits: 32, data: [0, 0, 0, 128, 0, 0, 255, 127])) == [.min, .max])
    let floats: [Float] = [-1, 0, 0.5, 2, .nan, -.infinity]
    let bytes = floats.flatMap { f in (0..<4).map { UInt8(truncatingIfNeeded: f.bitPattern >> ($0 * 8)) } }
    #expect(Self.samples(Self.file(format: 3, bits: 32, data: bytes)) == [.min, 0, 16384, .max, 0, .min])
    let wide: [Double] = [-1, 0.25]
    let wideBytes = wide.flatMap { f in (0..<8).map { UInt8(truncatingIfNeeded: f.bitPattern >> ($0 * 8)) } }
    #expect(Self.samples(Self.file(format: 3, bits: 64, data: wideBytes)) == [.min, 8192])
    #expect(Self.samples(Self.file(format: 6, bits: 8, data: [0xD5, 0xAA])) == [8, 32256])
    #expect(Self.samples(Self.file(format: 7, bits: 8, data: [0xFF, 0x80])) == [0, 32124])
    #expect(Self.samples(Self.file(data: [0, 128, 255, 127], extensible: true)) == [.min, .max])
    #expect(Self.samples(Self.file(format: 3, bits: 32, data: [0, 0, 0, 63], extensible: true)) == [16384])
  }

  @Test func `channels are mixed`() throws {
    let file = try WAVFile(
      bytes: Self.file(channels: 2, rate: 48000, data: [0, 4, 0, 8, 255, 127, 255, 127]))
    #expect(file.samples == [0x600, .max])
    #expect(file.channels == 2 && file.sampleRate == 48000)
    #expect(try file.telephone().count == 1)
  }

  @Test func `other chunks are passed over, odd ones with their padding`() {
    let list = Array("LIST".utf8) + [3, 0, 0, 0, 1, 2, 3, 0]
    #expect(Self.samples(Self.file(data: [1, 0], before: list)) == [1])
  }

  @Test func `a file cut short gives what is there and says so`() throws {
    let bytes = WAVFile.bytes(Self.sound)
    let file = try WAVFile(bytes: Array(bytes.dropLast(5)))
    #expect(file.samples == Array(Self.sound.prefix(4)))
    #expect(file.truncated)
    let whole = try WAVFile(bytes: bytes)
    #expect(!whole.truncated)
  }

  @Test func `a recording that was never finished is read to its end`() throws {
    let bytes = WAVFile.header(sampleCount: 0) + [1, 0, 2, 0]
    let file = try WAVFile(bytes: bytes)
    #expect(file.samples == [1, 2])
    #expect(file.truncated)
    let piped = try WAVFile(bytes: Self.file(data: [1, 0], size: 0xFFFF_FFFF))
    #expect(piped.samples == [1] && !piped.truncated)
    // Only the size of the data is missing.
    let unsized = try WAVFile(bytes: Self.file(data: [1, 0, 2, 0], size: 0))
    #expect(unsized.samples == [1, 2] && unsized.truncated)
    #expect(Self.error(Self.file(data: Array("LIST".utf8) + [0, 0, 0, 0], size: 0)) == .empty)
  }

  @Test func `anything else is a sentence that helps`() {
    #expect(Self.error([]) == .notWAV(looksLike: "an empty file"))
    #expect(Self.error(Array("ID3....".utf8)) == .notWAV(looksLike: "an MP3 file"))
    #expect(Self.error([0xFF, 0xFB, 0x90]) == .notWAV(looksLike: "an MP3 file"))
    // Samples of -1.
    #expect(Self.error([0xFF, 0xFF, 0xFF, 0xFF]) == .notWAV(looksLike: nil))
    #expect(Self.error(Array("RIFF....AVI ".utf8)) == .notWAV(looksLike: "another RIFF file (perhaps AVI)"))
    #expect(Self.error(Array("hello".utf8)) == .notWAV(looksLike: nil))
    #expect(Self.error(Array("RIFF....WAVE".utf8)) == .missing("a format chunk"))
    #expect(Self.error(Self.file(format: 2, bits: 4, data: [1])) == .format(2))
    #expect(Self.error(Self.file(bits: 7, data: [1, 2])) == .bits(7, format: "linear"))
    #expect(Self.error(Self.file(rate: 3999, data: [1, 2])) == .sampleRate(3999))
    #expect(Self.error(Self.file(channels: 0, data: [1, 2])) == .channels(0))
    #expect(Self.error(Self.file(align: 4, data: [1, 2])) == .blockAlign(4, expected: 2))
    #expect(Self.error(Self.file(data: [])) == .empty)
    #expect(Self.error(Array(WAVFile.bytes(Self.sound).prefix(30))) == .missing("a data chunk"))
    #expect(
      WAVError.notWAV(looksLike: "an MP3 file").description
        == "not a WAV file but an MP3 file; make one with: sox IN -r 8000 -c 1 -b 16 OUT.wav")
  }

  @Test(arguments: [1, 2, 3]) func `hostile bytes never trap`(seed: UInt64) {
    var chance = Xorshift(seed: seed)
    let good = [
      WAVFile.bytes(Self.sound),
      Self.file(format: 3, channels: 3, bits: 32, data: .init(repeating: 9, count: 48)),
      Self.file(bits: 24, data: .init(repeating: 7, count: 30), extensible: true),
    ]
    var read = 0
    for n in 0..<4000 {
      var bytes =
        n % 4 == 0
        ? (0..<Int.random(in: 0..<120, using: &chance)).map { _ in .random(in: 0...255, using: &chance) }
        : good[n % 3]
      if n % 4 == 0, n % 8 == 0 { bytes = Array("RIFF    WAVEfmt ".utf8) + bytes }
      for _ in 0..<Int.random(in: 0..<6, using: &chance) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &chance)] = .random(in: 0...255, using: &chance)
      }
      if Bool.random(using: &chance) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &chance)) }
      if case .success(let file) = Self.read(bytes) {
        read += 1
        #expect((try? file.telephone()) != nil)
      }
    }
    #expect(read > 100, "seed \(seed)")
  }
}
