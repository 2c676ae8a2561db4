import Testing

@testable import CallFlow

@Suite struct `SSML in a prompt` {
  private func flow(_ ssml: String) -> String {
    """
    callflow 1
    language ko default
    language fr_ca
    flow main { do start { set code = "1234"; say ssml "\(ssml)"; hangup } }

    """
  }
  private func pieces(_ ssml: String) throws -> [PromptPiece] {
    let compilation = compiled(flow(ssml))
    let graph = try #require(compilation.applications.first, "\(compilation.diagnostics)")
    return graph.content.states[0].entry.statements.flatMap { statement -> [PromptPiece] in
      if case .say(let parts, visit: _) = statement { parts.map(\.piece) } else { [] }
    }
  }
  private func style(rate: Int = 100, volume: Int = 0, pitch: Int = 0, in language: String? = nil)
    -> SpeechStyle
  {
    var style = SpeechStyle()
    (style.rate, style.volume, style.pitch, style.language) = (rate, volume, pitch, language)
    return style
  }
  private func text(_ text: String) -> PromptPiece { .text(Template(text: text)) }

  @Test func `is one text where no mark changes the voice`() throws {
    let found = try pieces(
      "<speak>One. <!-- no <b> --> two &amp; <sub alias='three'>3</sub> &#x41;&#66;</speak>")
    guard case .text(let template) = found.first else { return }
    #expect(found.count == 1 && template.fixedText == "One.  two & three AB")
    #expect(try pieces("<?xml version='1.0'?><speak version='1.1'>One.</speak>") == [text("One.")])
  }

  @Test func `parts sentences and paragraphs by one pause, or by the break that stands there`() throws {
    let (short, long) = (PromptPiece.pause(.milliseconds(250)), PromptPiece.pause(.milliseconds(500)))
    #expect(
      try pieces("<speak>Bye <p>one</p><s>two</s><s>three</s> four</speak>") == [
        text("Bye "), long, text("one"), long, text("two"), short, text("three"), short, text(" four"),
      ])
    #expect(try pieces("<speak><p><s>One.</s></p></speak>") == [text("One.")])
    #expect(
      try pieces("<p>a</p><break time='2s'/><p>b</p>") == [text("a"), .pause(.seconds(2)), text("b")])
  }

  @Test func `breaks are pauses of a time or a strength`() throws {
    #expect(
      try pieces("a<break/>b<break time='1.5s'/>c<break strength='weak'/><break strength='none'/>") == [
        text("a"), .pause(.milliseconds(500)), text("b"), .pause(.milliseconds(1500)), text("c"),
        .pause(.milliseconds(250)),
      ])
  }

  @Test(arguments: [
    ("rate='80%'", 80, 0, 0), ("rate='+20%'", 120, 0, 0), ("rate='-20%'", 80, 0, 0),
    ("rate='1.5'", 150, 0, 0),
    ("rate='slow'", 75, 0, 0), ("volume='-6dB'", 100, -6, 0), ("volume='silent'", 100, -100, 0),
    ("volume=\\\"loud\\\"", 100, 4, 0), ("pitch='high'", 100, 0, 15), ("pitch='-20%'", 100, 0, -10),
    ("pitch='+2st'", 100, 0, 6), ("rate='fast' volume='soft' pitch='x-low'", 130, -6, -30),
  ])
  func `prosody changes the voice of what stands in it`(
    attributes: String, rate: Int, volume: Int, pitch: Int
  ) throws {
    #expect(
      try pieces("a <prosody \(attributes)>b</prosody> c") == [
        text("a "), .styled(style(rate: rate, volume: volume, pitch: pitch), text("b")), text(" c"),
      ])
  }

  @Test func `marks in marks add up, and end where they end`() throws {
    #expect(
      try pieces(
        "<prosody rate='50%'>a<prosody rate='150%' volume='soft'>b</prosody><emphasis level='reduced'>c</emphasis></prosody>d"
      )
        == [
          .styled(style(rate: 50), text("a")), .styled(style(rate: 75, volume: -6), text("b")),
          .styled(style(rate: 50, volume: -4), text("c")), text("d"),
        ])
    #expect(
      try pieces("<emphasis>a</emphasis>") == [.styled(style(rate: 92, volume: 2, pitch: 4), text("a"))])
  }

  @Test func `lang is a declared language, or one that values can be put in`() throws {
    #expect(
      try pieces("<lang xml:lang='fr-CA'>a</lang><s xml:lang='en'>b</s><s xml:lang='fr'>c</s>") == [
        .styled(style(in: "fr_ca"), text("a")), .pause(.milliseconds(250)),
        .styled(style(in: "en"), text("b")), .pause(.milliseconds(250)),
        .styled(style(in: "fr_ca"), text("c")),
      ])
  }

  @Test func `say-as is a form of values, of texts and of values`() throws {
    let found = try pieces(
      "a <say-as interpret-as='digits'>0042</say-as> b <say-as interpret-as='telephone'>{code}</say-as> "
        + "<say-as interpret-as='currency' detail='KRW'>-1,500</say-as> <say-as interpret-as='date'>2026-03-01</say-as>"
    )
    guard case .text(let template) = found.first, found.count == 1 else {
      Issue.record("\(found)")
      return
    }
    let forms = template.parts.compactMap { part in
      if case .value(_, let form) = part { form?.description } else { nil }
    }
    #expect(forms == ["digits", "phone", "currency KRW", "date"])
    guard case .value(let value, _) = template.parts[1] else { return }
    #expect(value == .constant(.text("0042")))
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var ssml: String
    var says: String
    init(_ ssml: String, _ says: String) { (self.ssml, self.says) = (ssml, says) }
    var testDescription: String { ssml }
  }
  @Test(arguments: [
    Fault("<audio src='/etc/passwd'/>", "<audio> is not known"),
    Fault("<voice name='x'>a</voice>", "<voice> is not known"),
    Fault("<mark name='x'/>", "<mark> is not known"),
    Fault("a & b", "'&' must be written &amp;"),
    Fault("<p>a", "<p> is not closed"),
    Fault("a</p>", "</p> closes nothing"),
    Fault("<p><s>a</p></s>", "</p> closes nothing"),
    Fault("a <", "'<' has no '>'"),
    Fault("<prosody rate='{code}'>a</prosody>", "no {value} may stand inside a mark"),
    Fault("<?php x?>a", "<?php> is not known"),
    Fault("&#x110000;", "'&' must be written &amp;"), Fault("&#0;", "'&' must be written &amp;"),
    Fault("<break time='5'/>", "a break's time is like 500ms or 1s"),
    Fault("<break time='61s'/>", "a break's time is like 500ms or 1s"),
    Fault("<break strength='huge'/>", "a break has no strength"),
    Fault("<prosody rate='warp'>a</prosody>", "<prosody> has no rate="),
    Fault("<prosody contour='(0%,+20Hz)'>a</prosody>", "<prosody> has no contour="),
    Fault("<prosody rate=80%>a</prosody>", "the value of 'rate' needs quotes"),
    Fault("<prosody rate='1' rate='2'>a</prosody>", "'rate' stands twice"),
    Fault("<lang>a</lang>", "<lang> needs an xml:lang"),
    Fault("<lang xml:lang='vi'>a</lang>", "language 'vi' is not declared"),
    Fault("<sub>a</sub>", "<sub> needs an alias"),
    Fault("<say-as>1</say-as>", "<say-as> needs an interpret-as"),
    Fault("<say-as interpret-as='vulgar'>1</say-as>", "<say-as> has no form"),
    Fault("<say-as interpret-as='date'>soon</say-as>", "cannot be said as date"),
    Fault("<!-- a", "'<!--' has no '-->'"),
  ])
  func `whatever else stands there is a fault`(_ fault: Fault) {
    let all = compiled(flow(fault.ssml)).diagnostics
    #expect(all.map(\.code).contains("CF227"), "\(all)")
    #expect(all.contains { $0.message.contains(fault.says) }, "\(all.map(\.message))")
  }

  @Test func `of any kind is read to its end`() {
    let seed = UInt64.random(in: 0 ... .max)
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let bits = [
      "<", ">", "/", "'", "=", "&", "amp;", "break", "prosody ", "rate", "80%", "say-as ",
      "interpret-as='digits'",
      "<p>", "</p>", "<sub alias='x'>", "</sub>", "{code}", "12", " ", "<!--", "-->", "<?", "xml:lang='en'",
      "가",
      "<lang ", "</lang>", "<say-as interpret-as='digits'>", "</say-as>", "<prosody rate='50%'>",
      "</prosody>",
    ]
    for _ in 0..<400 {
      let ssml = (0..<next(14)).map { _ in bits[next(bits.count)] }.joined()
      let compilation = compiled(flow(ssml))
      if compilation.applications.isEmpty, compilation.diagnostics.isEmpty {
        Issue.record("\(ssml): neither a flow nor a fault, seed \(seed)")
        return
      }
    }
  }
}
