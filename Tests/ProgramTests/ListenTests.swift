import Foundation
import Testing
import Tones

@Suite struct `ivrctl listen` {
  static let keys = "159#"
  static func digits(_ level: Double = -10, milliseconds: Int = 80, rate: Int = 8000) -> [Int16] {
    let tone = Tone.dtmf(
      keys.compactMap { Key($0) }, levelDBm0: level, milliseconds: milliseconds, pause: 300)
    let samples = [Int16](repeating: 0, count: 2400) + ToneGenerator.samples(of: tone)
    return rate == 8000 ? samples : Resampler(from: 8000, to: rate)?.convert(samples) ?? []
  }
  func listen(_ bytes: [UInt8], _ more: [String] = []) async throws -> RunningProgram.Output {
    let folder = try TestFolder()
    try folder.write(bytes, to: "x.wav")
    return try await ivrctl(["listen", "x.wav"] + more, in: folder.path)
  }

  @Test(arguments: [8000, 16_000, 44_100]) func `reads the digits of a WAV file of any rate`(_ rate: Int)
    async throws
  {
    let result = try await listen(WAVFile.bytes(Self.digits(rate: rate), sampleRate: rate))
    #expect(result.status == 0 && result.err == "")
    #expect(result.out.contains("digits    4: 159#\n"))
    #expect(result.out.contains("at \(rate) Hz"))
    #expect(result.out.split(separator: "\n").filter { $0.count > 80 } == [])
  }

  @Test func `prints lines of JSON`() async throws {
    let result = try await listen(WAVFile.bytes(Self.digits()), ["--json"])
    let lines = try result.out.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
    #expect(lines.compactMap { $0["kind"] as? String } == Array(repeating: "digit", count: 4) + ["summary"])
    #expect(lines.compactMap { $0["key"] as? String }.joined() == Self.keys)
    #expect(lines.last?["digits"] as? String == Self.keys)
  }

  @Test func `hears raw sound from standard input`() async throws {
    let folder = try TestFolder()
    try folder.write(Self.digits().map { G711.muLaw.encode($0) }, to: "x.ul")
    let piped = "cat x.ul | '\(Programs.ivrctl)' listen - --raw --law ulaw"
    let result = try await RunningProgram("/bin/sh", ["-c", piped], in: folder.path).ended()
    #expect(result.status == 0 && result.err == "")
    #expect(result.out.contains("digits    4: 159#\n"))
  }

  struct Line: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var says: String
  }
  static let lines: [Line] = [
    Line(testDescription: "weak", bytes: WAVFile.bytes(digits(-44)), says: "raise the input level by 25 dB"),
    Line(
      testDescription: "short", bytes: WAVFile.bytes(digits(milliseconds: 25)), says: "last at least 60 ms"),
    Line(
      testDescription: "half the rate", bytes: WAVFile.bytes(digits(rate: 16_000)),
      says: "a wrong sample rate? 8000 Hz"),
    Line(
      testDescription: "4 % off", bytes: WAVFile.bytes(digits(), sampleRate: 8320),
      says: "a wrong sample rate? 8320 Hz"),
    Line(
      testDescription: "silence", bytes: WAVFile.bytes([Int16](repeating: 0, count: 8000)),
      says: "digital silence"),
  ]
  @Test(arguments: lines) func `says what to try when no key is heard`(_ line: Line) async throws {
    let result = try await listen(line.bytes)
    #expect(result.status == 0 && result.err == "")
    let text = result.out.split(separator: "\n").joined(separator: " ").split(separator: " ")
    #expect(text.joined(separator: " ").contains(line.says), "\(result.out)")
    #expect(result.out.contains("digits    none"))
  }

  @Test func `hears the one channel that is named`() async throws {
    let sound = Self.digits()
    let bytes = WAVFile.bytes(sound.flatMap { [0, $0] })
    // The header of two channels.
    var header = Array(bytes[..<44])
    (header[22], header[32]) = (2, 4)
    let both = header + bytes[44...]
    #expect(try await listen(both, ["--channel", "2"]).out.contains("159#"))
    #expect(try await listen(both, ["--channel", "1"]).out.contains("digits    none"))
    #expect(try await listen(both, ["--channel", "3"]).err.contains("--channel 1 to 2"))
  }

  static let broken: [Line] = [
    Line(testDescription: "empty", bytes: [], says: "an empty file"),
    Line(testDescription: "text", bytes: Array("hello, world".utf8), says: "--raw"),
    Line(testDescription: "no sample", bytes: WAVFile.bytes([]), says: "without a single sample"),
    Line(
      testDescription: "cut in its header", bytes: Array(WAVFile.bytes([1]).prefix(30)), says: "cut short"),
    Line(testDescription: "three channels", bytes: header(22, 3, 32, 6), says: "--channel 1 to 3"),
    Line(testDescription: "one bit", bytes: header(34, 1, 32, 1), says: "1 bits a sample"),
    Line(testDescription: "a huge chunk", bytes: header(16, 0xFF, 19, 0xFF), says: "cut short"),
  ]
  static func header(_ at: Int, _ value: UInt8, _ other: Int, _ second: UInt8) -> [UInt8] {
    var bytes = WAVFile.bytes([1, 2, 3, 4, 5, 6])
    (bytes[at], bytes[other]) = (value, second)
    return bytes
  }
  @Test(arguments: broken) func `what cannot be heard is told in one line with a hint`(_ line: Line)
    async throws
  {
    let result = try await listen(line.bytes)
    #expect(result.status == 2 && result.out == "")
    #expect(result.err.hasPrefix("ivrctl: x.wav: ") && result.err.split(separator: "\n").count == 1)
    #expect(result.err.contains(line.says), "\(result.err)")
  }
}
