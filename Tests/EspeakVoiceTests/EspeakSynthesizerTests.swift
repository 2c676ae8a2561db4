import Engine
import EspeakVoice
import Session
import Testing
import Tones

@Suite struct `The espeak-ng voice` {
  let voice = EspeakSynthesizer()

  @Test(arguments: [
    ("ko", "안녕하세요. 가나다 은행입니다."), ("en-gb", "Welcome to the bank. Please listen."),
    ("en", "Press one for sales."),
    ("en-us+f2", "Press two for support."),
  ]) func `speaks at the telephone's rate and level`(name: String, text: String) throws {
    let samples = try voice.render(text, voice: name)
    #expect((8000...40_000).contains(samples.count), "\(samples.count) samples")
    #expect((-22 ... -15.5).contains(Level.dBm0(samples)), "\(Level.dBm0(samples)) dBm0")
    #expect(Level.peak(samples) <= 30001)
    // Trimmed: it sounds within 15 ms of both ends.
    let sounding = Level.sounding(samples, above: -60, margin: 0)
    #expect(sounding.lowerBound <= 120 && sounding.upperBound >= samples.count - 120)
  }

  @Test func `speed and pitch are taken, and do not stay`() throws {
    let text = "Your balance is one hundred pounds."
    let usual = try voice.render(text, voice: "en-gb")
    let fast = try voice.render(text, voice: "en-gb", speed: 300)
    let slow = try voice.render(text, voice: "en-gb", speed: -1)
    let high = try voice.render(text, voice: "en-gb", pitch: 99)
    let again = try voice.render(text, voice: "en-gb")
    #expect(fast.count < usual.count * 8 / 10)
    #expect(slow.count > usual.count * 14 / 10)
    #expect(high != usual)
    #expect(abs(again.count - usual.count) < 80)
  }

  @Test func `a voice that is not there is named, with near ones`() {
    #expect(throws: EspeakError.noVoice("koo", near: ["ko", "kok"])) {
      try voice.render("x", voice: "koo")
    }
    #expect(throws: EspeakError.noVoice("ko+Alicja", near: ["ko+Alicia"])) {
      try voice.check(voice: "ko+Alicja")
    }
    for path in [
      "../../../etc/passwd", "/etc/passwd", "ko+../../x", "", "+", "ko+", "\0", "mb/mb-us1/../../x",
    ] {
      #expect(throws: EspeakError.self, "\(path)") { try voice.check(voice: path) }
    }
    #expect(
      EspeakError.noVoice("koo", near: ["ko", "kok"]).description
        == "espeak-ng has no voice \"koo\"; near it: ko, kok")
  }

  @Test func `its voices can be listed`() throws {
    let voices = try voice.voices()
    #expect(voices.contains { $0.languages == ["ko"] && $0.name == "Korean" })
    #expect(voices.contains { $0.languages == ["en-gb", "en"] && $0.identifier == "gmw/en" })
  }

  @Test func `control characters are refused, line ends are spaces`() throws {
    for (text, code) in [
      ("a\0b", 0), ("\u{1}50S", 1), ("a\u{1B}[", 0x1B), ("a\u{85}", 0x85), ("\u{7F}", 0x7F),
    ] {
      #expect(throws: EspeakError.controlCharacter(UInt32(code))) { try voice.render(text, voice: "en") }
    }
    #expect(try voice.render("one\r\ntwo\tthree", voice: "en").count > 4000)
  }

  @Test func `length is bounded`() {
    #expect(throws: EspeakError.textTooLong(4001)) {
      try voice.render(String(repeating: "a", count: 4001), voice: "en")
    }
    #expect(throws: EspeakError.textTooLong(5001)) {
      try voice.render("a" + String(repeating: "\u{301}", count: 5000), voice: "en")
    }
  }

  @Test func `nothing to say is no sound, of a voice that is there`() throws {
    #expect(try voice.render("", voice: "ko") == [])
    #expect(try voice.render(" \n", voice: "ko") == [])
    #expect(throws: EspeakError.self) { try voice.render("", voice: "nobody") }
  }

  @Test func `markup is read aloud, never followed`() throws {
    let plain = try voice.render("one two", voice: "en")
    let marked = try voice.render("one <break time=\"5s\"/> two", voice: "en")
    let audio = try voice.render("one <audio src=\"/usr/share/sounds/x.wav\"/> two", voice: "en")
    // Followed, a break would be five seconds and an audio element nothing.
    #expect(marked.count > plain.count && marked.count < plain.count + 5 * 8000)
    #expect(audio.count > plain.count + 8000)
  }

  @Test func `a ticket ends speech`() throws {
    let ticket = SpeechTicket()
    ticket.cancel()
    #expect(throws: EspeakError.cancelled) { try voice.render("one", voice: "en", ticket: ticket) }
    // The library is well afterwards.
    #expect(try voice.render("one", voice: "en").count > 1000)
  }

  @Test func `volume is heard, never as clipping, and silence keeps its time`() throws {
    func sound(_ volume: Int) throws -> [Int16] {
      try voice.render("Press one.", as: VoiceChoice(language: "en", volume: volume)).samples
    }
    let usual = try sound(0)
    #expect(abs(Level.dBm0(try sound(-6)) - Level.dBm0(usual) + 6) < 0.2)
    #expect(Level.dBm0(try sound(12)) > Level.dBm0(usual))
    #expect(Level.peak(try sound(12)) <= 30_001)
    let silent = try sound(-100)
    #expect(abs(silent.count - usual.count) < 80 && Level.peak(silent) == 0)
  }

  @Test func `speech that nobody waits for any more is given up`() async {
    let text = String(repeating: "A long text that goes on. ", count: 100)
    let answer: Result<Sound, VoiceFault> = await withCheckedContinuation { continuation in
      voice.render(text, as: VoiceChoice(language: "en"), keep: true, while: { false }) {
        continuation.resume(returning: $0)
      }
    }
    #expect(answer.mapError { $0 }.failure == VoiceFault(EspeakError.cancelled.description))
    #expect(voice.store.count == 0)
  }

  @Test func `callers at once get their own sound`() async throws {
    let texts = ["one", "The quick brown fox jumps over the lazy dog, twice.", "seven eight", "안녕하세요"]
    let expected = try texts.map { try voice.render($0, voice: $0 == texts[3] ? "ko" : "en").count }
    let counts = await withTaskGroup(of: (Int, Int).self) { group in
      for n in 0..<80 {
        group.addTask { [voice] in
          let text = texts[n % 4]
          let choice = VoiceChoice(language: n % 4 == 3 ? "ko" : "en")
          let sound: Int = await withCheckedContinuation { continuation in
            voice.render(text, as: choice, keep: false) {
              continuation.resume(returning: (try? $0.get().samples.count) ?? -1)
            }
          }
          return (n % 4, sound)
        }
      }
      var counts: [(Int, Int)] = []
      for await count in group { counts.append(count) }
      return counts
    }
    #expect(counts.count == 80)
    for (n, count) in counts { #expect(abs(count - expected[n]) < 400, "\(texts[n])") }
  }

  @Test func `kept texts come from the store, values do not go there`() async throws {
    func ask(_ text: String, keep: Bool) async -> Result<Sound, VoiceFault> {
      await withCheckedContinuation { continuation in
        voice.render(text, as: VoiceChoice(language: "en"), keep: keep) { continuation.resume(returning: $0) }
      }
    }
    let first = try await ask("welcome", keep: true).get()
    let second = try await ask("welcome", keep: false).get()
    #expect(first === second)
    #expect(voice.store.count == 1)
    _ = try await ask("one two three", keep: false).get()
    #expect(voice.store.count == 1)
    let fault = VoiceFault("a text holds the control character U+0; take it out")
    #expect(await ask("\0", keep: true).mapError { $0 }.failure == fault)
  }
}

extension Result {
  var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
