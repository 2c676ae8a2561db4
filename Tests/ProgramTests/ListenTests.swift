import TestSupport
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
      testDescription: "tones a little too short", bytes: WAVFile.bytes(off(milliseconds: 26)),
      says: "tones of about 2"),
    Line(
      testDescription: "only the low tones off", bytes: WAVFile.bytes(off(low: 3.5)),
      says: "the low tones are 3.5 % above their frequencies, the high ones are right"),
    Line(
      testDescription: "the low tones half the way to the next row", bytes: WAVFile.bytes(off(low: -4.9)),
      says: "% off their frequencies, the high ones are right"),
    // Read as if at 8421 Hz they are other keys: no rate is claimed that nothing has.
    Line(
      testDescription: "low tones 5 % too high, high ones as much too low",
      bytes: WAVFile.bytes(off(low: 5, high: -5)), says: "low and high tones are off by different amounts?"),
    Line(
      testDescription: "low tones 5 % too low, high ones as much too high",
      bytes: WAVFile.bytes(off(low: -5, high: 5)), says: "low and high tones are off by different amounts?"),
    Line(
      testDescription: "high tones half the way to the next column", bytes: WAVFile.bytes(off(high: 5)),
      says: "pairs like 941 and 1403 Hz (5.0 % above 1336), equally loud, which are no key's"),
    Line(
      testDescription: "high tones 12 dB louder in the second column",
      bytes: WAVFile.bytes(pairs([.two, .five], low: -20, high: -8)),
      says: "the high tones are 12.0 dB louder"),
    Line(
      testDescription: "no low tones", bytes: WAVFile.bytes(pairs([.one, .one], low: -90, high: -10)),
      says: "single tones of 1209 Hz: the keys' low tones are missing"),
    Line(
      testDescription: "two keys at once",
      bytes: WAVFile.bytes(
        zip(pairs([.one, .one], low: -12, high: -12), pairs([.five, .five], low: -12, high: -12)).map(+)),
      says: "Hz at once: are two keys pressed together"),
    Line(
      testDescription: "keys in pieces of 25 ms",
      bytes: WAVFile.bytes(
        pairs(Key.allCases, low: -10, high: -10).enumerated().map { $0 % 400 < 200 ? $1 : 0 }),
      says: "holes of about 25 ms in the sound: packets are lost"),
    Line(
      testDescription: "bytes swapped", bytes: WAVFile.bytes(digits().map(\.byteSwapped)),
      says: "the two bytes of each sample seem swapped: try --raw --rate 8000 --law linear-be"),
    Line(
      testDescription: "bytes swapped, two channels",
      bytes: stereo(digits().flatMap { [$0.byteSwapped, $0.byteSwapped] }),
      says: "the two bytes of each sample seem swapped"),
    Line(
      testDescription: "linear, said to be μ-law", bytes: header(WAVFile.bytes(digits()), format: 7, bits: 8),
      says: "its samples are not coded as its header says: try --raw --rate 8000 --law linear"),
    Line(
      testDescription: "a tone that is no keypad's",
      bytes: WAVFile.bytes(
        ToneGenerator.samples(of: Tone(hertz: [1004], cadence: [3000], levelDBm0: -10, repeats: false))),
      says: "a tone of 1004 Hz alone, which is no key's"),
    Line(
      testDescription: "busy tone after ringback",
      bytes: WAVFile.bytes(
        ToneGenerator.samples(of: CallProgress.ringback.tone(.korea), limit: 6000)
          + ToneGenerator.samples(of: CallProgress.busy.tone(.korea), limit: 6000)),
      says: "the line carries busy tone"),
    Line(
      testDescription: "an answer after ringback",
      bytes: WAVFile.bytes(
        ToneGenerator.samples(of: CallProgress.ringback.tone(.korea), limit: 7500)
          + (0..<16_000).map { Int16(8000 * sin(Double($0) / 8) * sin(Double($0) / 900)) }),
      says: "there is sound, but no pair of tones"),
    Line(
      testDescription: "busy tone",
      bytes: WAVFile.bytes(ToneGenerator.samples(of: CallProgress.busy.tone(.korea), limit: 6000)),
      says: "the line carries busy tone"),
    Line(
      testDescription: "silence", bytes: WAVFile.bytes([Int16](repeating: 0, count: 8000)),
      says: "digital silence"),
  ]
  /// Two channels, their samples by turns.
  static func stereo(_ samples: [Int16]) -> [UInt8] {
    var bytes = WAVFile.bytes(samples)
    (bytes[22], bytes[32]) = (2, 4)
    return bytes
  }
  /// One that says something else of its samples.
  static func header(_ bytes: [UInt8], format: UInt8, bits: UInt8) -> [UInt8] {
    var bytes = bytes
    (bytes[20], bytes[32], bytes[34]) = (format, bits / 8, bits)
    return bytes
  }
  /// Keys with a level for their low and their high tones.
  static func pairs(_ keys: [Key], low: Double, high: Double) -> [Int16] {
    [Int16](repeating: 0, count: 1600)
      + keys.flatMap { key in
        var tone = Tone.dtmf([key], levelDBm0: low, milliseconds: 100, pause: 300)
        tone.segments[0].components[1].levelDBm0 = high
        return ToneGenerator.samples(of: tone)
      }
  }
  /// All keys, each tone so many percent off.
  static func off(low: Double = 0, high: Double = 0, milliseconds: Int = 80) -> [Int16] {
    [Int16](repeating: 0, count: 1600)
      + Key.allCases.flatMap { key in
        var tone = Tone.dtmf([key], levelDBm0: -10, milliseconds: milliseconds, pause: 300)
        tone.segments[0].components[0].hertz *= 1 + low / 100
        tone.segments[0].components[1].hertz *= 1 + high / 100
        return ToneGenerator.samples(of: tone)
      }
  }
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

  @Test func `two channels that spoil each other are to be heard one by one`() async throws {
    let out = try await listen(Self.stereo(Self.digits().flatMap { [$0, 0 &- $0] })).out.split(
      whereSeparator: \.isWhitespace
    )
    .joined(separator: " ")
    #expect(
      out.contains("alone, channel 1 has 159#, 2 has 159#; hear one with --channel"), "\(out)")
  }

  @Test(arguments: [(44_100, 48_000), (48_000, 44_100), (24_000, 22_050), (8000, 9600)])
  func `the true rate is named when some keys are heard at a wrong one`(said: Int, real: Int) async throws {
    let sound = Resampler(from: 8000, to: real)?.convert(Self.off()) ?? []
    let out = try await listen(WAVFile.bytes(sound, sampleRate: said)).out
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      out.contains("16 keys are heard at \(real) Hz: a wrong sample rate? \(said) Hz was assumed"), "\(out)")
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

  @Test func `says what to try when many keys were missed beside some that were heard`() async throws {
    let result = try await listen(WAVFile.bytes(Self.digits() + Self.off(milliseconds: 20)))
    let text = result.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("digits 4: 159# refused at least"), "\(result.out)")
    #expect(text.contains("hint more keys may have been pressed: tones of about"), "\(result.out)")
  }

  @Test func `holes in keys are said to be lost packets`() async throws {
    let pressed = Self.pairs(Key.allCases.filter { $0 != .one }, low: -10, high: -10)
    // 30 ms out of each tone of 100 ms.
    let lossy = pressed.enumerated().map { i, x in
      i >= 1600 && (320..<560).contains((i - 1600) % 3200) ? 0 : x
    }
    let text = try await listen(WAVFile.bytes(lossy)).out.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(text.contains("holes of about 30 ms in the sound: packets are lost"), "\(text)")
  }

  @Test func `a voice without keys blames no sender`() async throws {
    // A buzz whose pitch and loudness glide, in syllables.
    let voice = (0..<160_000).map { n -> Int16 in
      let t = Double(n) / 8000, pitch = 120 + 40 * sin(2.1 * t)
      let wave = (1...14).reduce(0.0) { $0 + sin(Double($1) * 2 * .pi * pitch * t) / Double($1) }
      return Int16(2500 * wave * max(0, sin(9 * t)))
    }
    let text = try await listen(WAVFile.bytes(voice + Self.off(milliseconds: 20)[..<8000])).out
    #expect(text.contains("digits    none") && !text.contains("sender"), "\(text)")
  }

  @Test func `no line is wider than 80 columns`() async throws {
    let loud = Self.off(low: 3.5) + Self.off(milliseconds: 20) + Self.digits(-44)
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.europe), limit: 6000)
    let result = try await listen(WAVFile.bytes(loud + busy), ["--all"])
    #expect(result.out.contains("refused: ") && result.out.contains("busy tone"))
    #expect(result.out.split(separator: "\n").filter { $0.count > 80 } == [])
  }

  @Test(arguments: ["ulaw", "alaw", "linear", "linear-be"])
  func `asks about the coding when another makes sound of it`(
    _ read: String
  ) async throws {
    let sound = Self.digits()
    let codings: [(name: String, bytes: [UInt8])] = [
      ("ulaw", sound.map { G711.muLaw.encode($0) }), ("alaw", sound.map { G711.aLaw.encode($0) }),
      ("linear", Array(WAVFile.bytes(sound)[44...])),
      ("linear-be", Array(WAVFile.bytes(sound.map(\.byteSwapped))[44...])),
    ]
    for coding in codings {
      let result = try await listen(coding.bytes, ["--raw", "--law", read])
      let asks = result.out.contains("try --law \(coding.name)\n")
      #expect(asks == (coding.name != read), "\(coding.name) read as \(read): \(result.out)")
      #expect(result.out.contains("4: 159#") == (coding.name == read))
    }
  }

  @Test func `a tone of the network is told in fields, and rows are in the order in which they were known`()
    async throws
  {
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.korea, levelDBm0: -20), limit: 6000)
    let sound = busy + [Int16](repeating: 0, count: 16_000) + Self.digits()
    let result = try await listen(WAVFile.bytes(sound), ["--json", "--all"])
    let rows = try result.out.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
    let tone = try #require(rows.first { $0["kind"] as? String == "tone" })
    #expect(tone["tone"] as? String == "busy")
    #expect((tone["countries"] as? [String])?.contains("kr") == true)
    let hertz = try #require(tone["hertz"] as? [Double])
    #expect(hertz.map { $0.rounded() } == [480, 620])
    #expect(abs((tone["level"] as? Double ?? 0) + 20) < 4)
    let seconds = rows.first { $0["kind"] as? String == "toneEnded" }?["seconds"] as? Double
    #expect(seconds.map { $0 > 5.3 && $0 < 5.7 } == true, "\(result.out)")
    let known = rows.dropLast().compactMap { $0["known"] as? Double }
    #expect(known.count == rows.count - 1 && known == known.sorted())
  }

  @Test(arguments: [["--json"], ["--raw"], ["--all"], ["--channel", "1"], ["--law", "ulaw"]])
  func `a corpus goes with nothing that it does not heed`(_ options: [String]) async throws {
    let result = try await ivrctl(["listen", "--corpus", "cases.lst"] + options)
    #expect(result.status == 2 && result.out == "")
    #expect(result.err.hasPrefix("ivrctl: \(options[0]) does not go with --corpus; "), "\(result.err)")
  }

  static let lists: [Line] = [
    Line(testDescription: "no case", bytes: [], says: "there is no case in this list"),
    Line(
      testDescription: "a space in an id", bytes: Array("a b\tx.wav\n".utf8), says: ":1: this id has a space"),
    Line(
      testDescription: "an id twice", bytes: Array("a\tx.wav\n\na\tx.wav\n".utf8),
      says: ":3: the id a is there twice"),
    Line(
      testDescription: "no such file", bytes: Array("a\tx.wav\nb\ty.wav\n".utf8),
      says: ":2: y.wav: this file cannot be read"),
  ]
  @Test(arguments: lists) func `a corpus is heard as far as its list is right`(_ list: Line) async throws {
    let folder = try TestFolder()
    try folder.write(WAVFile.bytes(Self.digits()), to: "x.wav")
    try folder.write(list.bytes, to: "cases.lst")
    let result = try await ivrctl(["listen", "--corpus", "cases.lst"], in: folder.path)
    #expect(result.status == 2 && result.err.contains(list.says), "\(result.err)")
    #expect(
      result.out.split(separator: "\n").map { $0.prefix(6) }
        == (list.bytes.first == 97 && list.bytes[1] == 9 ? ["a 159#"] : []))
  }

  @Test func `raw sound that ends in half a sample says so`() async throws {
    let result = try await listen([1, 0, 2], ["--raw"])
    #expect(result.out.contains("ends in half a sample") && !result.out.contains("header"), "\(result.out)")
  }

  @Test(arguments: [[UInt8](repeating: 0, count: 4), [UInt8](repeating: 0xFF, count: 4)])
  func `a recording whose size was never written is heard to its end`(_ size: [UInt8]) async throws {
    var bytes = WAVFile.bytes(Self.digits())
    bytes.replaceSubrange(40..<44, with: size)
    let result = try await listen(bytes)
    #expect(result.status == 0 && result.out.contains("digits    4: 159#\n"), "\(result.err)")
  }

  @Test func `Ctrl-C sums up what has come through a pipe of the file system`() async throws {
    let folder = try TestFolder()
    try #require(mkfifo(folder["line"], 0o600) == 0)
    let program = try RunningProgram(Programs.ivrctl, ["listen", "line", "--raw"], in: folder.path)
    defer { program.kill() }
    let sound = Data(WAVFile.bytes(Self.digits() + [Int16](repeating: 0, count: 8000))[44...])
    let path = folder["line"]
    let pipe = try await onThread {
      let pipe = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try pipe.write(contentsOf: sound)
      return pipe
    }
    try await program.wait(until: "   #  ")
    program.signal(SIGINT)
    let result = try await program.ended()
    try pipe.close()
    #expect(result.status == 0 && result.err == "")
    #expect(result.out.contains("digits    4: 159#\n") && result.out.contains("interrupted"))
  }
}

@Suite struct `What ivrctl prints goes nowhere` {
  static func shell(_ command: String, in folder: TestFolder) async throws -> RunningProgram.Output {
    let whole = command.replacingOccurrences(of: "ivrctl", with: "'\(Programs.ivrctl)'")
    return try await RunningProgram("/bin/bash", ["-c", whole], in: folder.path).ended()
  }

  @Test func `a reader who has seen enough ends it without a word`() async throws {
    let folder = try TestFolder()
    try folder.write(Array(WAVFile.bytes(`ivrctl listen`.digits())[44...]), to: "x.s16")
    let endless = "while cat x.s16 2>/dev/null; do :; done"
    let result = try await Self.shell(
      "(\(endless)) | timeout 50 ivrctl listen - --raw | head -1; echo ${PIPESTATUS[1]}", in: folder)
    let lines = result.out.split(separator: "\n")
    #expect(lines.count == 2 && lines.last == "141" && result.err == "", "\(result)")
  }

  @Test(arguments: ["--help", "--version", "listen --help", "check callflows/bank/bank.callflow"])
  func `a full disk is told in one line`(_ words: String) async throws {
    let folder = try TestFolder.withBank()
    let result = try await Self.shell("ivrctl \(words) > /dev/full", in: folder)
    #expect(result.status == 2)
    #expect(
      result.err.hasPrefix("ivrctl: standard output cannot be written: No space left on device; ")
        && result.err.split(separator: "\n").count == 1, "\(result.err)")
  }
}
