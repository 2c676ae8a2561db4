import Testing

/// Cases 34 to 36: how a call ends, and what a subflow gives back.
@Suite struct `When a call ends early` {
  static let flow = """
    table t (a number key)
    skill any
    queue q { need any; max-wait 10m }
    flow main {
      menu m {
        say "fourteen chars"
        key 1 -> c; key 2 -> look; key 3 -> agent
        on no-input { say "a handler that talks for a while"; -> m }
      }
      collect c into v { say "b"; digits 4; done -> bye }
      lookup look { from t where a == 1; read a; found -> bye; missing -> bye }
      route agent { queue q; talked -> bye; overflow -> bye }
      do bye { say "bye"; hangup }
    }
    """
  @Test(arguments: [
    ("wait 1s\n", "hung-up"), ("wait 1s\npress 1\nwait 1s\npress 12\n", "hung-up"),
    ("wait 1s\npress 2\nwait 100ms\n", "hung-up"),
    ("wait 1s\npress 3\nexpect queue q\nwait 5s\n", "abandoned"),
    ("expect event no-input\nexpect say contains \"handler\"\nwait 100ms\n", "hung-up"),
  ]) func `34 a hang-up during prompt, collect, lookup, queue or handler`(until: String, outcome: String) {
    passes(
      Self.flow,
      """
      agent kim skills any busy until +1h
      replace lookup t after 1s
      caller 1 dials 1
      \(until)hang up
      expect hangup by caller
      expect log outcome=\(outcome)
      """)
  }
  @Test func `35 a hang-up handler may log and save, not speak`() {
    passes(
      """
      table t (a number key)
      flow main {
        menu m {
          say "fourteen chars"; key 1 -> repeat
          on hangup.caller { log "gone"; say "to nobody"; save t (a = 7) }
        }
      }
      """,
      """
      caller 1 dials 1
      expect never say "to nobody"
      wait 1s
      hang up
      expect event hangup.caller
      expect log log="gone"
      expect table t has a=7
      expect log outcome=hung-up
      """)
  }
  @Test func `36 a subflow's result, its cancel, an event out of it`() {
    let flow = """
      flow main {
        call c {
          flow ask("yes")
          take word
          done -> tell
          on cancel -> cancelled
          on card_lost -> lost
        }
        do tell { say "word {word}"; hangup }
        do cancelled { say "cancelled"; hangup }
        do lost { say "lost"; hangup }
      }
      flow ask(given text) gives word {
        menu m {
          say "fourteen chars"
          key 1 { set word = given; return }
          key 2 { set word = given; back }
          key 3 { set word = given; throw card_lost }
        }
      }
      """
    passes(flow, "caller 1 dials 1\nwait 1s\npress 1\nexpect state tell\nexpect say \"word yes\"")
    passes(flow, "caller 1 dials 1\nwait 1s\npress 2\nexpect state cancelled")
    passes(flow, "caller 1 dials 1\nwait 1s\npress 3\nexpect state lost")
  }
}
