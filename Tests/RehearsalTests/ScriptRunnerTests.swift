import ACD
import CallFlow
import Chronology
import Rehearsal
import Session
import Testing
import Tones

@Suite struct `The runner of scripts` {
  static let flow = """
    table accounts (number text key, holder text, balance number)
    prompt welcome { en "Welcome to the bank"; ko "은행입니다" }
    flow main {
      menu start { say welcome; key 1 -> ask; key 2 -> bye }
      collect ask into account { say "your account number"; digits 4-8; mask 4; done -> find }
      lookup find {
        from accounts where number == account
        read holder, balance
        found { if holder == none or balance == none -> bye else -> tell }
        missing { say "no such account"; retry ask }
      }
      do tell { say "{holder}, you have {balance as currency KRW}"; outcome told; -> bye }
      do bye { say "goodbye"; hangup }
    }
    """
  static let script = """
    at 2026-03-03 10:15 "Asia/Seoul"
    data accounts { (number = "12345678", holder = "Kim", balance = 52300) }
    caller 0212345678 dials 1000
    expect say welcome
    press 1 while saying
    expect cut within 100ms
    expect state ask
    press 12345678# every 200ms
    expect lookup accounts row 1
    expect say contains "52300" as currency KRW
    expect state bye
    expect hangup by system
    expect log own_outcome=told account="****5678"
    expect no error
    """

  @Test func `gives the same bytes each time`() {
    let first = rehearse(Self.flow, Self.script)
    #expect(first.report == "")
    #expect(rehearse(Self.flow, Self.script).transcript == first.transcript)
    #expect(first.transcript.split(separator: "\n").count > 10)
  }

  @Test func `writes a transcript that can be blessed`() {
    let transcript = rehearse(Self.flow, Self.script).transcript
    let lines = transcript.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("00:00.000 call   0212345678 -> 1000  graph ") == true)
    #expect(lines.first?.hasSuffix("2026-03-03 10:15:00+09:00") == true)
    #expect(lines.contains { $0.hasPrefix("00:00.000 state  main.start") && $0.hasSuffix("test.callflow:7") })
    #expect(lines.contains(#"00:00.500 say    en "Welcome to the bank""#), "\(transcript)")
    #expect(lines.contains("00:00.900 key    1   cut at 0.4s"), "\(transcript)")
    #expect(ScriptRunner.difference(blessed: transcript, now: transcript) == nil)
    let changed = transcript.replacing("goodbye", with: "so long")
    #expect(ScriptRunner.difference(blessed: transcript, now: changed)?.contains("so long") == true)
  }

  @Test(arguments: [
    ("expect say \"Welcome to the bonk\"", "test.call:4:1", "differs at 'ank'"),
    ("expect state bye within 3s", "test.call:4:1", "it did not happen within 3s"),
    ("expect say welcome\nexpect say welcome within 1s", "test.call:5:1", "it did not happen within 1s"),
    ("expect never say welcome\nwait 2s", "test.call:4:1", "it happened at 00:00.500"),
    ("expect no say welcome within 2s", "test.call:4:1", "it happened at 00:00.500"),
    ("expect say welcome at +600ms", "test.call:4:1", "it did not happen at 00:00.600"),
    ("hang up\nexpect hangup by system", "test.call:5:1", "ended by caller"),
    ("expect state start\nexpect state start within 1s", "test.call:5:1", "it did not happen within 1s"),
    ("expect next state ask", "test.call:4:1", "something else came before"),
    ("expect log outcome=agent", "test.call:4:1", "outcome="),
    ("expect table accounts has balance=1", "test.call:4:1", "the call is over"),
    ("press 1 while saying queue_eta", "test.call:4:1", "no such prompt was said"),
    ("agent kim answers", "test.call:4:1", "there is no such agent"),
    ("play \"none.wav\"", "test.call:3:1", "no synthesiser"),
  ]) func `tells why an expectation failed`(lines: String, place: String, why: String) {
    let result = rehearse(Self.flow, "caller 1 dials 2\n\(lines)")
    #expect(result.failed == 1)
    #expect(result.report.hasPrefix("\(place): failed: "), "\(result.report)")
    #expect(result.report.contains(why), "\(result.report)")
    #expect(result.report.contains("last lines:"))
  }

  @Test func `fails on an error that nobody expected`() {
    let broken = "replace lookup accounts fails shape\n"
    let call = """
      caller 1 dials 2
      expect say welcome
      press 1 while saying
      expect state ask
      press 1234# while saying

      """
    let result = rehearse(Self.flow, broken + call + "expect state find")
    #expect(result.failed == 1)
    #expect(result.report.contains("error.lookup.shape"), "\(result.report)")
    passes(Self.flow, broken + call + "expect event error.lookup.shape")
    passes(Self.flow, broken + call + "expect error lookup")
  }

  @Test func `runs several callers at once, each with his own story`() {
    let result = rehearse(
      Self.flow,
      """
      caller one { caller 1 dials 1; expect say welcome at +500ms; press 2; expect state bye }
      caller two { wait 300ms; caller 2 dials 1; expect say welcome at +500ms; wait 2s; hang up; expect hangup by caller }
      """)
    #expect(result.report == "")
    #expect(result.transcript.contains("-- one\n"))
    #expect(result.transcript.contains("-- two\n"))
  }

  @Test func `ends what takes longer than its limit`() {
    let result = rehearse(Self.flow, "limit 3s\ncaller 1 dials 1\nwait 4s")
    #expect(result.report.contains("longer than its limit of 3s"), "\(result.report)")
  }

  @Test func `runs what is written in any order of acts`() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let lines = [
      "caller 1 dials 1", "press 1", "press 12345678# every 150ms", "press 2 while saying", "wait 700ms",
      "hang up",
      "expect no error", "press 9", "wait until state ask", "caller 2 dials 1", "drop line", "press *#",
      "expect say welcome", "expect cut", "expect never event error", "tone 1 for 50ms", "expect silence 1s",
    ]
    for _ in 0..<60 {
      let script = (0..<12).map { _ in lines[Int.random(in: 0..<lines.count, using: &random)] }
      let text = "caller 7 dials 1\n" + script.joined(separator: "\n")
      let result = rehearse(Self.flow, text)
      #expect(result.diagnostics.isEmpty, "seed \(seed): \(text)")
      #expect(rehearse(Self.flow, text).transcript == result.transcript, "seed \(seed): \(text)")
    }
  }

  @Test func `runs a case for each value`() {
    let result = rehearse(
      Self.flow,
      """
      caller 1 dials 1
      for k in (1, 2, 3) { expect say welcome; press k; expect state bye within 1s }
      """)
    #expect(result.cases.map(\.passed) == [false, true, false])
    #expect((result.passed, result.failed) == (1, 2))
  }

  @Test func `reads back what it wrote`() {
    let start = Instant(milliseconds: 1_772_500_500_000)
    var writer = ScriptWriter(name: "mine \"1\"", flow: "test.callflow", start: start)
    writer.call(ani: nil, dnis: "1000", at: start)
    writer.take(
      .said(
        Segment(.silence(.zero), voice: VoiceChoice(language: "en")), playback: PlaybackID(1), index: 0),
      at: start)
    writer.take(
      .said(
        Segment(
          .speech([SpeechPiece("Welcome to the bank", isFixed: true)]), voice: VoiceChoice(language: "en"),
          written: "Welcome to the bank", prompt: "welcome"), playback: PlaybackID(1), index: 0),
      at: start + .milliseconds(500))
    writer.press(.two, at: start + .milliseconds(1250))
    writer.hangUp(at: start + .milliseconds(1500))
    #expect(
      writer.text == """
        call "mine \\"1\\""
        flow "test.callflow"
        at 2026-03-03 01:15 "UTC"
        seed 1

        caller withheld dials 1000
        expect say "Welcome to the bank" in en
        wait 750ms
        press 2
        wait 250ms
        hang up

        """)
    let lines = writer.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
    passes(Self.flow, lines.joined(separator: "\n"))
  }
}
