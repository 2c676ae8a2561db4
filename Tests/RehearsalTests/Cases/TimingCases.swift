import Testing

/// Cases 1 to 12: what is awaited, from when, and how an entry ends.
@Suite struct `When a caller is awaited` {
  /// Ends where its name says.
  static let ends = """
        do bye { say "bye"; hangup }
        do other { say "other"; hangup }
      }
    """
  static func menu(_ lines: String) -> String { "flow main {\n menu m {\n \(lines)\n }\n" + ends }
  static func collect(_ lines: String, defaults: String = "") -> String {
    "\(defaults)\nflow main {\n collect c into v {\n say \"fourteen chars\"\n \(lines)\n done -> bye\n }\n"
      + ends
  }

  @Test func `1 the timeout starts at the prompt's end, not on entering the state`() {
    passes(
      Self.menu(#"say "fourteen chars"; key 1 -> bye"#),
      """
      caller 1 dials 1000
      expect say "fourteen chars" at +500ms
      expect event no-input 1 at +6500ms
      """)
  }
  @Test func `2 the timeout starts at the end of the last of two prompts`() {
    passes(
      Self.menu(#"say "fourteen chars"; say "fourteen chars", "fourteen chars"; key 1 -> bye"#),
      """
      caller 1 dials 1000
      expect event no-input 1 at +8500ms
      """)
  }
  @Test func `3 a key just before the timeout counts, and at its very moment`() {
    passes(
      Self.menu(#"say "fourteen chars"; key 1 -> bye"#),
      """
      caller 1 dials 1000
      for t in (6499ms, 6500ms) {
        expect never event no-input
        wait t
        press 1
        expect state bye
        expect hangup by system
      }
      """)
    passes(
      Self.menu(#"say "fourteen chars"; key 1 -> bye"#),
      """
      caller 1 dials 1000
      wait 6501ms
      press 1
      expect event no-input 1 at +6500ms
      expect state bye at +6501ms
      """)
  }
  @Test func `4 the interdigit time accepts an entry that is long enough`() {
    passes(
      Self.collect("digits 2-4"),
      """
      caller 1 dials 1000
      wait 2s
      press 12
      expect state bye at +6300ms
      """)
  }
  @Test func `the interdigit time runs from key up, and a key just before its end counts`() {
    passes(
      Self.menu(#"say "fourteen chars"; key 55 -> bye; interdigit 3s"#),
      """
      caller 1 dials 1000
      wait 1300ms
      press 5
      expect cut
      for t in (3090ms, 3100ms) {
        wait t
        press 5
        expect never event no-match
        expect state bye
      }
      """)
  }
  @Test func `5 the interdigit time makes a no-match of an entry that is too short`() {
    passes(
      Self.collect("digits 3-4"),
      """
      caller 1 dials 1000
      wait 2s
      press 12
      expect event no-match 1 at +6300ms
      """)
  }
  @Test func `6 the terminator accepts`() {
    passes(
      Self.collect("digits 2-4"),
      """
      caller 1 dials 1000
      wait 2s
      press 12#
      expect state bye at +2400ms
      """)
  }
  @Test func `7 the terminator too early is a no-match, behind a lone inherited digit it is that key`() {
    passes(
      Self.collect("digits 3-4", defaults: "defaults { key 0 -> main.other }"),
      """
      caller 1 dials 1000
      wait 2s
      press 1#
      expect event no-match 1 at +2200ms
      expect say "fourteen chars"
      press 0#
      expect state other
      """)
  }
  @Test func `8 the terminator as first key has its inherited meaning, else it is a no-match`() {
    passes(
      Self.collect("digits 3-4", defaults: "defaults { key # -> main.other }"),
      """
      caller 1 dials 1000
      wait 2s
      press #
      expect state other at +2s
      """)
    passes(
      Self.collect("digits 3-4"),
      """
      caller 1 dials 1000
      wait 2s
      press #
      expect event no-match 1 at +2s
      """)
  }
  @Test func `9 the terminator switched off`() {
    passes(
      Self.collect("digits 2-4; terminator none"),
      """
      caller 1 dials 1000
      wait 2s
      press 12#
      expect event no-match 1 at +2400ms
      """)
  }
  @Test func `10 the greatest length accepts without a terminator`() {
    passes(
      Self.collect("digits 4"),
      """
      caller 1 dials 1000
      wait 2s
      press 1234
      expect state bye at +2600ms
      """)
  }
  @Test func `11 with a term-wait the terminator is swallowed if it comes, else the entry is accepted`() {
    let flow = """
      flow main {
        collect c into v { say "fourteen chars"; digits 4; term-wait 1s; done -> next }
        menu next { say "fourteen chars"; key # -> other; key 1 -> bye }
      """ + Self.ends
    passes(
      flow,
      """
      caller 1 dials 1000
      wait 2s
      press 1234
      expect state next at +3700ms
      """)
    passes(
      flow,
      """
      caller 1 dials 1000
      expect never state other
      wait 2s
      press 1234#
      expect state next at +2800ms
      expect event no-input 1
      """)
  }
  @Test func `12 a surplus digit goes to the buffer, a surplus terminator within 2 s is swallowed`() {
    let flow = """
      flow main {
        collect c into v { say "fourteen chars"; digits 2; done -> between }
        do between { say "fourteen chars" barge-in hold; -> next }
        menu next { say "an open prompt"; key 3 -> bye; key # -> other }
      """ + Self.ends
    passes(
      flow,
      """
      caller 1 dials 1000
      expect never say "an open prompt"
      wait 2s
      press 123
      expect state bye at +3200ms
      """)
    passes(
      flow,
      """
      caller 1 dials 1000
      expect never state other
      wait 2s
      press 12#
      expect state next
      expect event no-input 1
      """)
    passes(
      flow,
      """
      caller 1 dials 1000
      wait 2s
      press 12
      wait 2100ms
      press #
      expect state other
      """)
  }
}
