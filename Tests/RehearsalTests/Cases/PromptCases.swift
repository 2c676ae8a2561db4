import Testing

/// Cases 13 to 20: what a key does to prompts, and what becomes of keys pressed early.
@Suite struct `When a caller presses before his turn` {
  static let table = "table t (a number key)"
  /// A lookup of 1 s lies between the two menus.
  static func ahead(_ next: String) -> String {
    """
    \(table)
    flow main {
      menu first { say "fourteen chars"; key 1 -> look }
      lookup look { from t where a == 1; read a; found -> second; missing -> second }
      menu second {
        \(next)
      }
      do bye { say "bye"; hangup }
    }
    """
  }
  /// `1` at 1 s, then more keys while the lookup runs, which ends at 2 s.
  static func call(_ keys: String, _ rest: String) -> String {
    """
    replace lookup t after 1s
    caller 1 dials 1000
    wait 1s
    press 1\(keys)
    expect state look at +1s
    \(rest)
    """
  }

  @Test func `13 a key cuts the prompt`() {
    passes(
      #"flow main { menu m { say "fourteen chars"; key 1 -> bye }; do bye { say "bye"; hangup } }"#,
      """
      caller 1 dials 1000
      press 1 while saying
      expect cut within 0ms
      expect state bye at +900ms
      expect next say "bye" at +900ms
      """)
  }
  @Test func `14 a key during barge-in off is thrown away`() {
    passes(
      #"flow main { menu m { say "fourteen chars" barge-in off; key 1 -> bye }; do bye { hangup } }"#,
      """
      caller 1 dials 1000
      expect never cut
      press 1 while saying
      expect event no-input 1 at +6500ms
      """)
  }
  @Test func `15 a closed prompt throws buffered keys away when it begins, even first in the queue`() {
    passes(
      Self.ahead(#"say "fourteen chars" barge-in off; key 2 -> bye"#),
      Self.call("2", "expect event no-input 1 at +8s"))
  }
  @Test func `16 keys during a lookup are kept`() {
    passes(
      Self.ahead(#"say "open prompt xx"; key 2 -> bye"#), Self.call("2", "expect state second, bye at +2s"))
  }
  @Test func `17 type-ahead skips open prompts, not hold`() {
    passes(
      Self.ahead(#"say "fourteen chars" barge-in hold, "open prompt xx"; key 2 -> bye"#),
      Self.call(
        "2",
        """
        expect never say "open prompt xx"
        expect next say "fourteen chars" at +2s
        expect state bye at +3s
        """))
  }
  @Test func `18 a wrong key ahead plays no open prompt, is a no-match and empties the buffer`() {
    passes(
      Self.ahead(#"say "open prompt xx"; key 2 -> bye; on no-match { say "wrong" }"#),
      Self.call(
        "92",
        """
        expect event no-match 1 at +2s
        expect next say "wrong" at +2s
        expect next say "open prompt xx"
        expect event no-input 1
        """))
  }
  @Test func `19 fresh throws type-ahead away`() {
    passes(
      Self.ahead(#"fresh; say "open prompt xx"; key 2 -> bye"#),
      Self.call(
        "2",
        """
        expect next say "open prompt xx" at +2s
        expect event no-input 1 at +8s
        """))
  }
  @Test func `20 hold plays in full and keeps its keys`() {
    passes(
      #"""
      flow main {
        menu m { say "fourteen chars" barge-in hold, "open prompt xx"; key 1 -> bye }
        do bye { say "bye"; hangup }
      }
      """#,
      """
      caller 1 dials 1000
      expect never say "open prompt xx"
      press 1 while saying
      expect state bye at +1500ms
      """)
  }
}
