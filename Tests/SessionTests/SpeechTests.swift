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

  @Test func `keeps the currency of an amount in a language without words for values`() throws {
    var call = try TestCall(
      flow: #"""
        flow main { do start { language vi
          say { vi "Số tiền {52300 as currency KRW}, {12.5 as currency USD}."; ko "없음" }
          hangup } }
        """#, languages: "language ko default\nlanguage vi voice \"vi\" -> ko")
    call.answer()
    call.wait(until: .seconds(10))
    #expect(call.lines("say") == ["say Số tiền 52300 KRW, 12.5 USD."])
  }

  @Test func `is spoken as fast and as loud as its caller wishes, from then on`() throws {
    var call = try TestCall(
      flow: """
        flow main {
          do start {
            say "One."
            set call.rate = 130
            set call.volume = 3
            say "Two."
            set call.rate = 900 + 100
            if call.rate == 200 and call.volume == 3 { say "Three." }
            set call.rate = none
            set call.volume = -40 * 2
            say "Four."
            hangup
          }
        }
        """)
    call.answer()
    call.finish()
    let voices = call.effects.flatMap { effect -> [String] in
      guard case .play(_, let segments) = effect else { return [] }
      return segments.map { "\($0.written) \($0.voice.speed ?? 0) \($0.voice.volume)" }
    }
    #expect(voices == ["One. 0 0", "Two. 227 3", "Three. 350 3", "Four. 0 -12"])
    #expect(
      call.lines("var") == [
        "var call.rate=130", "var call.volume=3", "var call.rate=200", "var call.rate=100",
        "var call.volume=-12",
      ])
  }

  @Test func `falls back through a chain of languages, with the voice and the words of the one that has it`()
    throws
  {
    let flow = """
      prompt two { vi "Hai."; en "Two 2."; ko "이." }
      prompt three { en "Three {3 as number}."; ko "셋 {3 as number}." }
      prompt four { ko "{4 as number}번." }
      prompt label_a { ko "라벨"; en "label a" }
      answers more { topic a { label label_a; say two } }
      flow main {
        do start { say two, three, four; say { ko "다섯"; en "five" }; -> pick }
        menu pick { say options; key 1 "하나" en "one" -> questions }
        answer questions { from more; solved -> bye; unsolved -> bye }
        do bye { hangup }
      }
      """
    let languages = "language ko default\nlanguage en -> ko\nlanguage vi voice \"vi\" -> en"
    var call = try TestCall(
      flow: flow.replacing("do start {", with: "do start { language vi; "), languages: languages)
    call.answer()
    call.listen()
    call.press("1")
    call.listen()
    call.press("1")
    call.listen()
    let played = call.effects.flatMap { effect -> [String] in
      guard case .play(_, let segments) = effect else { return [] }
      return segments.compactMap {
        guard case .speech(let pieces) = $0.content else { return nil }
        return $0.voice.language + " " + pieces.map(\.text).joined()
      }
    }
    #expect(
      played == [
        "vi Hai.", "en Three three.", "ko 사번.", "en five", "en for one, press one",
        "en for label a, press one", "vi Hai.",
        "en If that answered your question press one, if not press two.",
      ], "\(played)")
  }

  @Test func `by the engine itself is as polite as the flow is`() throws {
    for (lines, text, said) in [
      ("", "다시 걸어 주세요.", "죄송해요. 일시적인 오류가 발생했어요."),
      ("", "다시 걸어 주십시오.", "죄송합니다. 일시적인 오류가 발생했습니다."),
      (" { politeness 해요체 }", "감사", "죄송해요. 일시적인 오류가 발생했어요."),
      (" { politeness formal }", "감사", "죄송합니다. 일시적인 오류가 발생했습니다."),
    ] {
      var call = try TestCall(
        flow: "flow main { do start { say \"\(text)\"; set x = 1 / (2 - 2); log \"{x}\"; hangup } }",
        languages: "language ko default" + lines)
      call.answer()
      call.finish()
      #expect(call.said.last == said)
    }
  }

  @Test func `is never a text of megabytes: a lookup gives it to the flow's own way out`() throws {
    var call = try TestCall(
      flow: """
        table t (id text key, v text)
        flow main {
          lookup find { from t where id == "1"; read v; found { say "{v}"; hangup }; missing { hangup }
            on error.lookup.shape -> sorry }
          do sorry { say "Sorry."; hangup }
        }
        """)
    call.lookup = { _ in .row([.text(String(repeating: "a", count: 1_000_000))]) }
    call.answer()
    call.finish()
    #expect(call.said == ["Sorry."])
    call = try TestCall(
      flow: """
        table t (id text key, v text)
        flow main {
          lookup find { from t where id == "1"; read v; found { say "{v}"; hangup }; missing { hangup } }
        }
        """)
    call.lookup = { _ in .row([.text(String(repeating: "가", count: 4000))]) }
    call.answer()
    call.finish()
    #expect(call.said.first?.count == 4000)
  }

  @Test func `has nothing in it that steers a screen, whatever a table has`() throws {
    var call = try TestCall(
      flow: """
        table t (id text key, v text)
        flow main {
          lookup find { from t where id == "1"; read v; found { log "{v}"; hangup }; missing { hangup } }
        }
        """)
    call.lookup = { _ in .row([.text("Kim\u{1B}]0;x\u{07}\r\n\u{0}\u{202E}민지é")]) }
    call.answer()
    call.finish()
    #expect(call.lines("log") == ["log Kim ]0;x    민지é"])
  }

  @Test func `of nothing that is seen or heard is no value`() throws {
    for (text, heard) in [
      ("\u{200E}\u{2066}\u{2069}", "Nobody."), (" \u{200B}", "Nobody."), ("\u{2067}Kim\u{2069}", "Kim."),
      ("", "."),
    ] {
      var call = try TestCall(
        flow: """
          table t (id text key, v text)
          flow main {
            lookup find {
              from t where id == "1"
              read v
              found { if v == none { say "Nobody." } else { say "{v}." }; hangup }
              missing { hangup }
            }
          }
          """)
      call.lookup = { _ in .row([.text(text)]) }
      call.answer()
      call.finish()
      #expect(call.said == [heard])
    }
  }

  @Test func `before a queue is heard to its end where keys may not cut it`() throws {
    var call = try TestCall(
      flow: """
        queue q { }
        flow main {
          do start { say "Your case is 4711." barge-in hold; -> agent }
          route agent { queue q; talked -> start; overflow -> start }
        }
        """)
    call.answer()
    call.wait(until: .seconds(1))
    #expect(call.requests.isEmpty)
    call.wait(until: .seconds(4))
    #expect(call.requests.count == 1 && call.said == ["Your case is 4711."])
  }

  @Test func `is cut into parts, however long a word is`() {
    let word = String(repeating: "가", count: 300_000)
    let parts = SpeechPiece(word, isFixed: false).parts()
    #expect(parts.count == 1875 && parts.map(\.text).joined() == word)
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
    let all = FixedTexts(of: graph, entries: true).entries
    let entries = all.filter { $0.place != "" || $0.prompt == "hello" }
    #expect(
      all.suffix(2).map { "\($0.language)/\($0.fileName) \($0.text)" } == [
        "en/ivrd-technicalFault.wav I am sorry, we have a technical problem.",
        "en/ivrd-goodbye.wav Thank you for calling. Goodbye.",
      ])
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
