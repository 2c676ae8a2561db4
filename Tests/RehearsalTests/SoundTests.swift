import CallFlow
import Engine
import Rehearsal
import SQLiteStore
import Session
import Testing
import Tones

/// Says every character as 80 ms of a steady tone, on the spot.
final class ToneVoice: Voice {
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    let tone = Tone(hertz: [300], cadence: [text.count * 80], levelDBm0: -15, repeats: false)
    answer(.success(Sound(ToneGenerator.samples(of: tone))))
  }
}

@Suite struct `A call with sound` {
  static let flow = """
    flow main {
      menu m { say "a prompt of some length"; key 5 -> bye }
      do bye { say "goodbye"; hangup }
    }
    """
  static func recording(_ key: Key, at milliseconds: Int) -> [UInt8] {
    let tone = ToneGenerator.samples(of: .dtmf([key], milliseconds: 100, pause: 500))
    return WAVFile.bytes([Int16](repeating: 0, count: milliseconds * 8) + tone)
  }

  @Test func `finds the caller's key and cuts the prompt within 100 ms of its onset`() {
    let result = rehearse(
      Self.flow,
      """
      caller 1 dials 1
      play "caller.wav"
      expect key 5 at +1s
      expect cut within 100ms
      expect state bye
      expect hangup by system
      """, voice: ToneVoice(), files: ["caller.wav": Self.recording(.five, at: 1000)])
    #expect(result.report == "")
    #expect(result.transcript.contains("key    5   cut at"), "\(result.transcript)")
    let heard = result.cases[0].heard[0]
    #expect(Level.peak(Array(heard[..<4000])) == 0)
    #expect(Level.dBm0(Array(heard[4800..<8000])) > -20)
    // From 100 ms behind the onset there is nothing until the goodbye, which follows at once.
    #expect(result.cases[0].length > .milliseconds(1500))
  }
  @Test func `says where a key was not found`() {
    let result = rehearse(
      Self.flow, "caller 1 dials 1\nplay \"caller.wav\"\nexpect key 6 within 2s", voice: ToneVoice(),
      files: ["caller.wav": Self.recording(.five, at: 1000)])
    #expect(result.report.hasPrefix("test.call:5:1: failed: expect key 6"), "\(result.report)")
  }
  @Test func `names a file that is no sound`() {
    let result = rehearse(
      Self.flow, "caller 1 dials 1\nplay \"caller.wav\"", voice: ToneVoice(),
      files: ["caller.wav": Array("nonsense".utf8)])
    #expect(result.report.contains("caller.wav: "), "\(result.report)")
  }
  @Test func `hears tones made by the script, over noise`() {
    let result = rehearse(
      Self.flow,
      """
      mode audio
      caller 1 dials 1
      wait 1s
      tone 5 for 80ms level -12dBm twist +4dB noise -40dBm
      expect key 5 within 200ms
      expect state bye
      """, voice: ToneVoice())
    #expect(result.report == "")
  }
  @Test func `is made by a recording alone, and heard to its end`() throws {
    let source = SourceText(name: "a.callflow", text: "callflow 1\nlanguage en default\n" + Self.flow)
    let world = ScriptWorld(
      compile: { _ in
        guard let graph = Compiler.compile([source]).applications.first else {
          throw FaultyFlow(description: "flow")
        }
        return graph
      }, data: { try MemoryData() }, voice: ToneVoice())
    let caller = try WAVFile(bytes: Self.recording(.five, at: 1000)).telephone()
    let result = Hearing(flow: "a.callflow", ani: "1").run(caller, in: world)
    #expect(result.failures == [])
    #expect(result.transcript.contains("by system  outcome=finished"), "\(result.transcript)")
    // 1 s, the key's detection, seven characters of goodbye.
    let length = try #require(result.heard.first).count
    #expect((12_000...14_000).contains(length), "\(length)")
  }
  @Test func `is ended by the line when the caller's sound turns into busy tone`() {
    let voice = ToneGenerator.samples(
      of: Tone(hertz: [180, 360, 540, 900, 1260], cadence: [700, 200]), limit: 2000)
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.korea, levelDBm0: -20), limit: 20_000)
    let result = rehearse(
      """
      flow main {
        menu m { say "a prompt of some length"; key 5 -> bye }
        do bye { say "goodbye"; hangup }
      }
      """,
      """
      caller 1 dials 1
      play "caller.wav"
      expect hangup by line within 8s
      """, voice: ToneVoice(), files: ["caller.wav": WAVFile.bytes(voice + busy)])
    #expect(result.report == "")
    #expect(
      result.transcript.contains("far end gone: busy tone, 480 + 620 Hz, -20 dBm0"), "\(result.transcript)")
    #expect(result.transcript.contains("by line"), "\(result.transcript)")
    // The fourth burst ends 3.5 s after the busy tone began, 2 s into the call.
    #expect(result.cases[0].length > .milliseconds(5400) && result.cases[0].length < .milliseconds(6000))
  }
  @Test func `is the same samples each time`() {
    let runs = (0..<2).map { _ in
      rehearse(
        Self.flow, "caller 1 dials 1\nplay \"caller.wav\"\nexpect hangup by system", voice: ToneVoice(),
        files: ["caller.wav": Self.recording(.five, at: 900)])
    }
    #expect(runs[0].report == "")
    #expect(runs[0].cases[0].heard == runs[1].cases[0].heard)
    #expect(runs[0].transcript == runs[1].transcript)
  }
}
