import Testing

/// Cases 21 to 27: which handler, which count, whose key.
@Suite struct `When something goes wrong in a state` {
  static let bye = #"do bye { say "bye"; hangup }"#

  @Test func `21 handlers by count`() {
    passes(
      """
      flow main {
        menu m {
          say "a"; key 1 -> bye; tries 9 -> bye
          on no-input { say "first" }
          on no-input 2 { say "second" }
          on no-input 3 -> bye
        }
        \(Self.bye)
      }
      """,
      """
      caller 1 dials 1000
      expect event no-input 1
      expect say "first"
      expect event no-input 2
      expect next say "second"
      expect event no-input 3
      expect next state bye
      """)
  }
  @Test func `21 the nearest scope is taken, also when an outer one has the higher count`() {
    passes(
      """
      defaults { on no-input 2 { say "outer" }; tries 9 -> main.bye }
      flow main {
        menu m { say "a"; key 1 -> bye; on no-input { say "inner" } }
        \(Self.bye)
      }
      """,
      """
      caller 1 dials 1000
      expect never say "outer"
      expect event no-input 1
      expect say "inner"
      expect event no-input 2
      expect say "inner"
      """)
  }
  @Test func `22 counters are reset on forward entry and kept on repeat, retry and stay`() {
    passes(
      """
      flow main {
        menu m {
          say "a"; tries 9 -> bye
          key 1 -> m; key 2 -> repeat; key 3 { stay }; key 4 { retry }
        }
        \(Self.bye)
      }
      """,
      """
      caller 1 dials 1000
      expect event no-input 1
      press 2 while saying after 10ms
      expect event no-input 2
      press 4 while saying after 10ms
      expect event no-input 3
      wait 1s
      press 3
      expect event no-input 4
      press 1 while saying after 10ms
      expect event no-input 1
      """)
  }
  @Test func `22 stay listens on without a prompt, its timer begun anew`() {
    passes(
      """
      flow main {
        menu m { say "fourteen chars"; key 3 { stay }; key 1 -> bye }
        \(Self.bye)
      }
      """,
      """
      caller 1 dials 1000
      expect say "fourteen chars"
      wait 3s
      press 3
      expect no say "fourteen chars" within 4s
      expect event no-input 1 at +8500ms
      """)
  }
  @Test func `23 tries count every failure, a handler those of its own name`() {
    passes(
      """
      flow main {
        menu m {
          say "a"; key 1 -> bye; tries 3 -> bye
          on no-input 2 { say "second silence" }
          on failed { say "failed" }
        }
        \(Self.bye)
      }
      """,
      """
      caller 1 dials 1000
      expect never say "second silence"
      expect event no-input 1
      expect say "failed"
      press 9 while saying
      expect event no-match 1
      expect say "failed"
      expect state bye
      """)
  }
  @Test func `24 a handler's when`() {
    passes(
      """
      flow main {
        set n = 0
        menu m {
          say "a"; key 1 -> bye; tries 9 -> bye
          on no-input when n == 1 { say "one"; set n = 2 }
          on no-input { say "other"; set n = n + 1 }
        }
        \(Self.bye)
      }
      """,
      """
      caller 1 dials 1000
      expect say "a"
      expect say "other"
      expect say "one"
      expect say "other"
      """)
  }
  @Test func `25 an inherited key, a local one beats it, no key removes it`() {
    let flow = """
      defaults { key 0 -> main.zero; key 9 -> main.zero; key 8 -> main.zero }
      flow main {
        menu m { say "a"; key 1 -> bye; key 9 -> bye; no key 8 }
        do zero { say "zero"; hangup }
        \(Self.bye)
      }
      """
    passes(flow, "caller 1 dials 1\nwait 1s\npress 0\nexpect state zero")
    passes(flow, "caller 1 dials 1\nwait 1s\npress 9\nexpect state bye")
    passes(flow, "caller 1 dials 1\nwait 1s\npress 8\nexpect event no-match 1")
  }
  @Test func `26 inherited digits do not cut a collect short, a lone one is that key`() {
    let flow = """
      defaults { key 0 -> main.zero; key * -> main.star }
      flow main {
        collect c into v { say "a"; digits 4; done -> tell }
        do tell { say "{v as digits}"; hangup }
        do zero { say "zero"; hangup }
        do star { say "star"; hangup }
      }
      """
    passes(flow, "caller 1 dials 1\nwait 1s\npress 1034\nexpect say \"1034\" as digits")
    passes(flow, "caller 1 dials 1\nwait 1s\npress 0\nexpect state zero at +5100ms")
    passes(flow, "caller 1 dials 1\nwait 1s\npress *\nexpect state star at +1s")
    passes(
      flow,
      """
      caller 1 dials 1
      expect never event no-match
      wait 1s
      press 12*
      expect say "a"
      press 3456
      expect say "3456" as digits
      """)
  }
  @Test func `27 one entry is the beginning of another`() {
    let flow = """
      flow main {
        menu m { say "a"; key 1 -> one; key 12 -> twelve }
        do one { say "one"; hangup }
        do twelve { say "twelve"; hangup }
      }
      """
    passes(flow, "caller 1 dials 1\nwait 1s\npress 1\nexpect state one at +3100ms")
    passes(flow, "caller 1 dials 1\nwait 1s\npress 12\nexpect state twelve at +1200ms")
    passes(flow, "caller 1 dials 1\nwait 1s\npress 1#\nexpect state one at +1200ms")
  }
}
