import TestSupport
import Foundation
import Testing
import Tones

/// A caller made of samples: keys, pauses and noise.
struct CallerSound {
  private(set) var samples: [Int16] = []
  var seconds: Double { Double(samples.count) / 8000 }

  mutating func wait(_ seconds: Double) { samples += [Int16](repeating: 0, count: Int(seconds * 8000)) }
  /// - Returns: the sample at which the key's tone begins.
  @discardableResult mutating func press(_ keys: String) -> Int {
    let start = samples.count
    samples += ToneGenerator.samples(of: .dtmf(keys.compactMap { Key($0) }))
    return start
  }
  /// White noise over everything, from a seed.
  mutating func addNoise(_ seed: UInt64, peak: Int16) {
    var state = seed
    for i in samples.indices {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = Int16(truncatingIfNeeded: Int64(state >> 33) % (2 * Int64(peak) + 1) - Int64(peak))
      samples[i] = Int16(clamping: Int(samples[i]) + Int(noise))
    }
  }
}

@Suite struct `ivrctl call --hear` {
  static func call(_ folder: TestFolder, _ wav: [UInt8], _ more: [String] = []) async throws
    -> RunningProgram.Output
  {
    try folder.write(wav, to: "caller.wav")
    return try await ivrctl(
      ["call", "callflows/bank/bank.callflow", "--hear", "caller.wav", "--at", "2026-03-03 10:15 Asia/Seoul"]
        + more,
      in: folder.path)
  }

  /// Language, balance, account, confirmation, PIN, the end. The account's first digit cuts the question short,
  /// and since it answers only a part of it, nothing is said for the second until the next digit.
  static func balanceCaller() -> (sound: CallerSound, bargeIn: Int) {
    var caller = CallerSound()
    caller.wait(2.5)
    caller.press("1")
    caller.wait(2)
    caller.press("1")
    caller.wait(1)
    let bargeIn = caller.press("1")
    caller.wait(1)
    caller.press("2345678#")
    caller.wait(3)
    caller.press("1")
    caller.wait(1)
    caller.press("2468")
    caller.wait(6)
    caller.press("4")
    caller.wait(1)
    return (caller, bargeIn)
  }

  @Test func `a WAV of tones and noise reaches the balance, and a key silences the prompt`() async throws {
    let folder = try TestFolder.withBank()
    var (caller, bargeIn) = Self.balanceCaller()
    caller.addNoise(7, peak: 100)
    let result = try await Self.call(folder, WAVFile.bytes(caller.samples), ["--wav", "heard.wav"])
    #expect(result.status == 0, "\(result.err)")
    #expect(result.out.contains("52,300원"), "\(result.out)")

    let heard = try WAVFile(bytes: [UInt8](Data(contentsOf: URL(fileURLWithPath: folder["heard.wav"]))))
    #expect(heard.sampleRate == 8000 && heard.channels == 1 && !heard.truncated)
    func loud(_ range: Range<Int>) -> Bool {
      heard.samples[range.clamped(to: heard.samples.indices)].contains { abs(Int($0)) > 300 }
    }
    // The question sounds until the key, and nothing from 100 ms after its onset until it has been typed.
    #expect(loud(bargeIn - 800..<bargeIn))
    #expect(!loud(bargeIn + 800..<bargeIn + 9600))
    // What is read back sounds after it.
    #expect(loud(bargeIn + 8000 * 3..<bargeIn + 8000 * 5))
  }

  @Test func `a caller whose sound turns into busy tone is gone, and the call says why`() async throws {
    let folder = try TestFolder.withBank()
    var caller = CallerSound()
    caller.wait(2.5)
    caller.press("1")
    caller.wait(1)
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.korea, levelDBm0: -25), limit: 60_000)
    let result = try await Self.call(folder, WAVFile.bytes(caller.samples + busy))
    #expect(result.status == 0, "\(result.err)")
    #expect(result.out.contains("far end gone: busy tone, 480 + 620 Hz, -25 dBm0"), "\(result.out)")
    #expect(result.out.contains("by line"), "\(result.out)")
  }

  @Test func `other kinds of WAV are converted, and one cut short is heard as far as it goes`() async throws {
    let folder = try TestFolder.withBank()
    let (caller, _) = Self.balanceCaller()
    // 44.1 kHz in two channels, 16 bit.
    let fast = try #require(Resampler(from: 8000, to: 44100)).convert(caller.samples)
    var stereo = WAVFile.bytes(fast.flatMap { [$0, $0] }, sampleRate: 44100)
    func put(_ value: Int, _ bytes: Int, at offset: Int) {
      for i in 0..<bytes { stereo[offset + i] = UInt8(value >> (8 * i) & 255) }
    }
    put(2, 2, at: 22)
    put(44100 * 4, 4, at: 28)
    put(4, 2, at: 32)
    let converted = try await Self.call(folder, stereo)
    #expect(converted.status == 0 && converted.out.contains("52,300원"), "\(converted.err)")

    let cut = try await Self.call(folder, Array(WAVFile.bytes(caller.samples).prefix(44 + 2 * 8000 * 4)))
    #expect(cut.status == 0)
    #expect(cut.err.contains("caller.wav") && cut.err.contains("cut short"))
    #expect(cut.out.contains("check_hours"))
  }

  @Test(arguments: ["", "hello", "RIFF\u{10}\0\0\0WAVE", "RIFF\u{24}\0\0\0WAVEfmt \u{10}\0\0\0\u{1}\0\0\0"])
  func `what is no WAV is told in one line`(_ text: String) async throws {
    let folder = try TestFolder.withBank()
    let result = try await Self.call(folder, Array(text.utf8))
    #expect(result.status == 2 && result.out == "")
    #expect(
      result.err.hasPrefix("ivrctl: caller.wav: ") && result.err.split(separator: "\n").count == 1,
      "\(result.err)")
  }
}
