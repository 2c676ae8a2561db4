import Foundation
import Testing

/// What an author of a flow relies on, through the whole engine.
@Suite struct `An author may rely on it that` {
  @Test func `a key kept for later cuts no part that is played in full`() {
    passes(
      """
      flow main {
        menu m { say "Fourteen signs" barge-in hold, "open"; key 1 -> bye }
        do bye { say "bye"; hangup }
      }
      """,
      """
      at 2026-03-03 10:15 "Asia/Seoul"
      caller 0212345678 dials 1000
      expect say "Fourteen signs"
      wait 100ms
      press 1
      wait 100ms
      expect no cut
      expect say "bye" at +1500ms
      """)
  }

  @Test func `an event of one's own without a move asks again`() {
    passes(
      """
      flow main {
        menu m { say "menu"; key 1 -> bye; key 2 { throw foo.bar }; on foo { say "foo" } }
        do bye { say "bye"; hangup }
      }
      """,
      """
      at 2026-03-03 10:15 "Asia/Seoul"
      caller 0212345678 dials 1000
      expect say "menu"
      press 2
      expect say "foo"
      expect say "menu"
      wait 1s
      press 1
      expect say "bye"
      """)
  }

  @Test func `today and now are those of the script's zone`() {
    passes(
      """
      flow main { do a { say "{today as date} {hour(now)}"; hangup } }
      """,
      """
      at 2026-03-03 08:15 "Asia/Seoul"
      caller 0212345678 dials 1000
      expect say "3 March 2026 8"
      """)
  }

  @Test func `a clip with an empty text may be missing`() {
    passes(
      """
      flow main { do a { say audio "chime.wav" or "", "after it"; hangup } }
      """,
      """
      at 2026-03-03 08:15 "Asia/Seoul"
      replace audio "chime.wav" missing
      caller 0212345678 dials 1000
      expect say "after it"
      expect hangup by system
      expect no error
      """)
  }

  @Test func `a subflow returns by name what it gives`() {
    passes(
      """
      flow main {
        set r = "none"
        call c { flow sub; take r; done { say "got {r}"; hangup } }
      }
      flow sub gives r text { do a { return r = "named" } }
      """,
      """
      at 2026-03-03 08:15 "Asia/Seoul"
      caller 0212345678 dials 1000
      expect say "got named"
      """)
  }

  @Test func `a flow with faults is told once for all cases`() {
    let result = rehearse(
      "flow main { do a { -> nowhere } }",
      "caller 1 dials 2\ncall \"second\"\nflow \"test.callflow\"\ncaller 1 dials 2")
    #expect(result.failed == 2)
    #expect(result.report.components(separatedBy: "nowhere").count <= 4)
    #expect(result.report.contains("see above"))
  }

  @Test(arguments: [
    ("expect never state main.nowhere", "the flow has no state 'main.nowhere'"),
    ("expect no queue biling", "the flow has no queue 'biling'"),
    ("expect never connected kim", "the script has no agent 'kim'"),
    ("expect say welcom", "the flow has no prompt 'welcom'"),
    ("press 1 while saying welcom", "the flow has no prompt 'welcom'"),
    ("expect never lookup accounts", "the flow has no table 'accounts'"),
    ("expect var amount == 5", "the flow has no variable 'amount'"),
  ]) func `a name that the flow has not is told, also where it must not happen`(
    _ line: String, _ problem: String
  ) {
    let result = rehearse(
      "prompt welcome { en \"hello\"; ko \"안녕\" }\nflow main { do a { say welcome; hangup } }",
      "caller 1 dials 2\n" + line)
    #expect(result.cases.flatMap(\.failures).map(\.problem) == [problem])
  }

  @Test func `what a statement sets can be expected`() {
    passes(
      """
      flow main {
        set count = 0
        do a { set count = count + 5; -> m }
        menu m { say "menu"; key 1 { set count = 7; -> b }; tries 1 -> b }
        do b { if count > 6 -> c else -> m }
        do c { hangup }
      }
      """,
      """
      at 2026-03-03 08:15 "Asia/Seoul"
      caller 0212345678 dials 1000
      expect var count == 5
      expect say "menu"
      press 1
      expect var count == 7
      """)
  }
}
