import CallFlow
import Session
import Testing

@Suite struct `What a voice is asked to say` {
  private func graph(
    _ body: String, languages: String = "language ko default { speed 200; volume -2 }\nlanguage en"
  )
    throws -> FlowGraph
  {
    let text = "callflow 1\n\(languages)\n\(body)\n"
    let compilation = Compiler.compile([SourceText(name: "a.callflow", text: text)])
    return try #require(compilation.applications.first, "\(compilation.diagnostics)")
  }

  @Test func `is spoken as SSML says: slower, louder, higher, in another language`() throws {
    let graph = try graph(
      """
      flow main { do start {
        say ssml "가<prosody rate='50%' volume='-6dB' pitch='+10%'>나</prosody><lang xml:lang='en'>5 km</lang>"
        hangup } }
      """)
    let texts = FixedTexts(of: graph).texts.filter { ["가", "나", "five kilometres"].contains($0.text) }
    #expect(
      texts.filter { $0.voice.language == "ko" }.map(\.voice) == [
        VoiceChoice(language: "ko", speed: 200, volume: -2),
        VoiceChoice(language: "ko", speed: 100, pitch: 55, volume: -8),
      ])
    #expect(texts.filter { $0.text == "five kilometres" }.map(\.voice) == [VoiceChoice(language: "en")])
  }

  @Test func `keeps the marks out of what is written, and forms in what is spoken`() throws {
    var call = try TestCall(
      flow: """
        flow main { do start {
          say ssml "Code <say-as interpret-as='digits'>0042</say-as><prosody rate='80%'> now</prosody>."
          hangup } }
        """)
    call.answer()
    call.wait(until: .seconds(10))
    #expect(call.lines("say") == ["say Code 0042", "say  now", "say ."])
  }

  @Test func `is listed with its place, language, clip and words`() throws {
    let graph = try graph(
      """
      prompt hello { ko audio "hello.wav" or "안녕하세요."; en audio "hello.wav" or "Hello."; visit 2 en "Again." }
      flow main {
        do start {
          set name = "x"
          say hello
          say { ko "{name}{은/는} 3번."; en "{name} is 3rd." }
          hangup } }
      """)
    let entries = FixedTexts(of: graph, entries: true).entries
    #expect(
      entries.map {
        "\($0.prompt ?? $0.place) \($0.language) \($0.visit) \($0.fileName) \($0.text) \($0.hasValues)"
      } == [
        "hello ko 1 hello.wav 안녕하세요. false", "hello en 1 hello.wav Hello. false",
        "hello en 2 hello-visit2.wav Again. false",
        "main.start ko 1 main.start-1.wav {…}{은/는} 3번. true",
        "main.start en 1 main.start-1.wav {…} is 3rd. true",
      ])
    #expect(entries[0].spoken == ["안녕하세요."])
    #expect(FixedTexts(of: graph).entries.isEmpty)
  }
}

@Suite struct `A long text` {
  private func parts(_ text: String) -> [String] { SpeechPiece(text, isFixed: true).parts().map(\.text) }

  @Test func `is spoken sentence by sentence, a short one at once`() {
    #expect(parts("One. Two. Three.") == ["One. Two. Three."])
    let sentence = "This sentence has about sixty characters, all of them letters. "
    let found = parts(String(repeating: sentence, count: 5))
    #expect(found == [sentence + sentence, sentence + sentence, sentence])
    let korean = String(repeating: "고객님의 소중한 의견을 듣고 있습니다. ", count: 20)
    #expect(parts(korean).allSatisfy { $0.hasSuffix("니다. ") && $0.count <= 160 })
  }

  @Test func `without sentences is cut at commas, then at words, then anywhere`() {
    let commas = String(repeating: "one two three four, ", count: 20)
    #expect(parts(commas).allSatisfy { $0.hasSuffix(", ") && $0.count <= 160 })
    let words = String(repeating: "word ", count: 100)
    #expect(parts(words).allSatisfy { $0.hasSuffix("word ") && $0.count <= 160 })
    #expect(parts(String(repeating: "a", count: 400)).map(\.count) == [160, 160, 80])
  }

  @Test func `is whole when its parts are put together`() {
    let seed = UInt64.random(in: 0 ... .max)
    var state = seed
    let bits = Array("ab가. ,!?\n;3…。 '-")
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<600 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(bits[Int(state >> 33) % bits.count])
      }
      let found = parts(text)
      guard found.joined() == text, found.allSatisfy({ !$0.isEmpty && $0.count <= 320 }) else {
        Issue.record("seed \(seed): \(found)")
        return
      }
    }
  }

  @Test func `of a url or a decimal is not cut inside it`() {
    let text = String(repeating: "Go to www.example.com for 2.5 percent ", count: 6)
    #expect(parts(text).allSatisfy { !$0.hasSuffix(".") })
  }
}
