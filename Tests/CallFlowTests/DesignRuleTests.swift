import Testing

@testable import CallFlow

/// A small, well-made application, of which each case breaks one rule.
struct DesignCase: Sendable, CustomTestStringConvertible {
  var rule: String
  var profile = "iso"
  /// Top-level lines.
  var items = ""
  /// States of the first flow, that break the rule.
  var broken: String
  var brokenItems: String?
  /// What is found: all of it.
  var finds: [String]
  /// The like that does not.
  var good: String
  var goodItems: String?
  var testDescription: String { rule }

  func text(_ states: String, _ own: String?) -> String {
    let keys =
      profile == "kr"
      ? "key 0 -> main.person; key * -> repeat; key # -> back"
      : "key 0 -> main.person; key * -> back; key # -> repeat; key 9 -> main.bye"
    return """
      callflow 1
      profile \(profile)
      language en { option "for {label}, press {key}" }
      skill help
      defaults { tries 3 -> main.person; \(keys); on error -> main.person }
      prompt law { en "A supervisor may listen. The law protects our agents from abuse." }
      \(own ?? items)
      \((own ?? items).contains("queue help") ? "" : "queue help { need help; max-wait 5m; key 1 -> main.call_me }")
      flow main {
      \(states)
      route person { say law; queue help; talked -> bye; overflow -> bye }
      callback call_me { to caller.number; done -> bye }
      do bye { say "Goodbye."; hangup }
      }
      """
  }
  static func findings(_ text: String) -> [String] {
    let compilation = Compiler.compile([SourceText(name: "a.callflow", text: text)])
    guard !compilation.hasErrors else {
      return compilation.diagnostics.map { "\($0.range.start.line) \($0.code) \($0.message)" }
    }
    return DesignCheck().findings(in: compilation.applications)
      .map { "\($0.severity.rawValue) \($0.code): \($0.message)" }
  }
}

@Suite struct `Design rules` {
  static let menus: [DesignCase] = [
    DesignCase(
      rule: "MENU-SIZE",
      broken: """
        menu first { say options
          key 1 "red" -> a
          key 2 "green" -> a
          key 3 "blue" -> a
          key 4 "white" -> a
          key 5 "black" -> a
          key 6 "the end" -> bye
        }
        do a { say "Well."; -> first }
        """,
      finds: ["warning MENU-SIZE: 'first' has 5 options"],
      good: """
        menu first { say options
          key 1 "red" -> a
          key 2 "green" -> a
          key 3 "blue" -> a
          key 4 "white" -> a
          key 5 "the end" -> bye
        }
        do a { say "Well."; -> first }
        """),
    DesignCase(
      rule: "MENU-SIZE, far too many",
      broken: """
        menu first { say options
          key 1 "one a" -> a; key 2 "two a" -> a; key 3 "three a" -> a; key 4 "four a" -> a
          key 5 "five a" -> a; key 6 "six a" -> a; key 7 "seven a" -> a; key 8 "eight a" -> a
        }
        do a { say "Well."; -> first }
        """,
      finds: ["error MENU-SIZE: 'first' has 8 options"],
      good: "menu first { say options; key 1 \"red\" -> a }\ndo a { say \"Well.\"; -> first }"),
    DesignCase(
      rule: "MENU-SIZE of answers",
      items: """
        answers common {
          topic a { label "a"; say "A." }
          topic b { label "b"; say "B." }
          topic c { label "c"; say "C." }
          topic d { label "d"; say "D." }
          topic e { label "e"; say "E." }
        }
        """,
      broken: "answer first { from common; solved -> bye; unsolved -> person }",
      finds: ["warning MENU-SIZE: 'first' has 5 options a page"],
      good: "answer first { from common; page 4; solved -> bye; unsolved -> person }"),
    DesignCase(
      rule: "MENU-ORDER",
      broken: "menu first { say \"Press 1 for red, press 2 for green.\"; key 1 -> bye; key 2 -> person }",
      finds: ["warning MENU-ORDER: 'first' says key 1 before what it does (in en)"],
      good: "menu first { say \"For red press 1, for green press 2.\"; key 1 -> bye; key 2 -> person }"),
    DesignCase(
      rule: "MENU-ASC, order",
      broken:
        "menu first { say options; key 2 \"red\" -> a; key 1 \"green\" -> a }\ndo a { say \"Well.\"; -> first }",
      finds: ["warning MENU-ASC: 'first' says key 2 before key 1"],
      good:
        "menu first { say options; key 1 \"red\" -> a; key 2 \"green\" -> a }\ndo a { say \"Well.\"; -> first }"
    ),
    DesignCase(
      rule: "MENU-ASC, gap",
      broken:
        "menu first { say options; key 1 \"red\" -> a; key 3 \"green\" -> a }\ndo a { say \"Well.\"; -> first }",
      finds: ["warning MENU-ASC: 'first' has no option on key 2, and one above it"],
      good:
        "menu first { say options; key 1 \"red\" -> a; key 2 \"green\" -> a; key 9 \"the end\" -> bye }\ndo a { say \"Well.\"; -> first }"
    ),
    DesignCase(
      rule: "MENU-KEYS, not spoken",
      broken:
        "menu first { say \"For red press 1.\"; key 1 -> a; key 2 -> a }\ndo a { say \"Well.\"; -> first }",
      finds: ["error MENU-KEYS: key 2 of 'first' is not spoken"],
      good:
        "menu first { say \"For red press 1, for green, two.\"; key 1 -> a; key 2 -> a }\ndo a { say \"Well.\"; -> first }"
    ),
    DesignCase(
      rule: "MENU-KEYS, does nothing",
      broken:
        "menu first { say \"For red press 1, for green press 2.\"; key 1 -> a }\ndo a { say \"Well.\"; -> first }",
      finds: ["error MENU-KEYS: 'first' tells callers to press 2, which does nothing here"],
      good:
        "menu first { say \"For red press 1, for a person press 0.\"; key 1 -> a }\ndo a { say \"Well.\"; -> first }"
    ),
    DesignCase(
      rule: "MENU-DUP",
      broken:
        "menu first { say options; key 1 \"red\" -> a; key 2 \"Red!\" -> bye }\ndo a { say \"Well.\"; -> first }",
      finds: ["error MENU-DUP: keys 1 and 2 of 'first' are both called \"Red!\""],
      good:
        "menu first { say options; key 1 \"red\" -> a; key 2 \"rose\" -> bye }\ndo a { say \"Well.\"; -> first }"
    ),
    DesignCase(
      rule: "DEPTH",
      broken: """
        menu a { say options; key 1 "one" -> b; key 2 "two" -> b; key 3 "three" -> b }
        menu b { say options; key 1 "one" -> c; key 2 "two" -> c; key 3 "three" -> c }
        menu c { say options; key 1 "one" -> d; key 2 "two" -> d; key 3 "three" -> d }
        menu d { say options; key 1 "one" -> a; key 2 "two" -> a; key 3 "three" -> a }
        """,
      finds: ["warning DEPTH: 'd' is menu 4 in a row for the caller"],
      good: """
        menu a { say options; key 1 "one" -> b; key 2 "two" -> b; key 3 "three" -> d }
        menu b { say options; key 1 "one" -> c; key 2 "two" -> c; key 3 "three" -> c }
        menu c { say options; key 1 "one" -> d; key 2 "two" -> d; key 3 "three" -> d }
        menu d { say options; key 1 "one" -> a; key 2 "two" -> a; key 3 "three" -> a }
        """),
    DesignCase(
      rule: "AGENT-EXIT",
      broken: "menu first { say options; key 1 \"red\" -> a; no key 0 }\ndo a { say \"Well.\"; -> first }",
      finds: ["error AGENT-EXIT: no key of 'first' leads to a person"],
      good: "menu first { say options; key 1 \"a person\" -> a; no key 0 }\ndo a { say \"Well.\"; -> person }"
    ),
    DesignCase(
      rule: "BACK",
      broken:
        "menu first { say options; key 1 \"red\" -> low }\nmenu low { say options; key 1 \"one\" -> bye; key 2 \"two\" -> bye; key 3 \"three\" -> person; no key * }",
      finds: ["warning BACK: no key of 'low' leads back"],
      good:
        "menu first { say options; key 1 \"red\" -> low }\nmenu low { say options; key 1 \"one\" -> bye; key 2 \"two\" -> bye; key 3 \"the first menu\" -> first; no key * }"
    ),
    DesignCase(
      rule: "REPEAT",
      broken: "menu first { say options; key 1 \"red\" -> bye; no key # }",
      finds: ["warning REPEAT: no key of 'first' says it again"],
      good: "menu first { say options; key 1 \"red\" -> bye; key 2 \"all this again\" -> repeat; no key # }"),
    DesignCase(
      rule: "KEY-USE, iso",
      broken:
        "menu first { say options; key 1 \"red\" -> bye; key 9 \"blue\" -> a }\ndo a { say \"Well.\"; -> first }",
      finds: [
        "warning MENU-ASC: 'first' has no option on key 2, and one above it",
        "warning KEY-USE: key 9 is an option like another",
      ],
      good:
        "menu first { say options; key 1 \"red\" -> bye; key 2 \"blue\" -> a }\ndo a { say \"Well.\"; -> first }"
    ),
    DesignCase(
      rule: "KEY-USE, kr", profile: "kr",
      broken: "menu first { say \"For red press 1.\"; key 1 -> bye; key * -> back }",
      finds: [
        "warning REPEAT: no key of 'first' says it again", "warning KEY-USE: key * leads back",
      ],
      good: "menu first { say \"For red press 1.\"; key 1 -> bye; key * -> repeat }"),
    DesignCase(
      rule: "YESNO",
      broken: "menu first { say options; key 1 \"no\" -> bye; key 2 \"yes\" -> person }",
      finds: ["warning YESNO: key 1 of 'first' is \"no\""],
      good: "menu first { say options; key 1 \"yes\" -> person; key 2 \"no\" -> bye }"),
    DesignCase(
      rule: "YESNO in a text",
      broken: "menu first { say \"Well? For yes press 2, for no press 1.\"; key 1 -> bye; key 2 -> person }",
      finds: [
        "warning MENU-ASC: 'first' says key 2 before key 1", "warning YESNO: 'first' asks for 2 as a yes",
      ],
      good: "menu first { say \"Well? For yes press 1, for no press 2.\"; key 1 -> person; key 2 -> bye }"),
    DesignCase(
      rule: "LEN-MENU and LEN-OPTION",
      broken: """
        menu first { say "\(String(repeating: "Some words. ", count: 8))", options
          key 1 "\(String(repeating: "many more words ", count: 8))" -> bye
          key 2 "\(String(repeating: "as many as that ", count: 8))" -> person }
        """,
      finds: [
        "warning LEN-MENU: 'first' takes 27 s to say (in en)",
        "info LEN-OPTION: option 1 of 'first' takes 9 s to say (in en)",
        "info LEN-OPTION: option 2 of 'first' takes 9 s to say (in en)",
      ],
      good:
        "menu first { say \"Some words.\", options; key 1 \"more words\" -> bye; key 2 \"a person\" -> person }"
    ),
    DesignCase(
      rule: "LEN-GREET",
      broken:
        "menu first { say \"\(String(repeating: "Some words. ", count: 11))\", options; key 1 \"red\" -> bye }",
      finds: ["warning LEN-GREET: 'first' speaks 9 s before it names a key"],
      good:
        "menu first { say \"\(String(repeating: "Some words. ", count: 8))\", options; key 1 \"red\" -> bye }"
    ),
    DesignCase(
      rule: "MENU-NAME",
      broken: "menu first { say options; key 1 \"loans\" -> person; key 2 \"car loans\" -> bye }",
      finds: ["info MENU-NAME: callers may mix up options 1 and 2 of 'first': \"loans\" and \"car loans\""],
      good: "menu first { say options; key 1 \"houses\" -> person; key 2 \"a car\" -> bye }"),
    DesignCase(
      rule: "AGENT-TIME",
      broken: """
        do begin { say "\(String(repeating: "Some words. ", count: 38))"; -> first }
        menu first { say "For red press 1."; key 1 -> bye }
        """,
      finds: [
        "warning AGENT-TIME: a call that begins at 'begin' speaks 34 s before an agent can be chosen (in en)"
      ],
      good: """
        do begin { say "\(String(repeating: "Some words. ", count: 30))"; -> first }
        menu first { say "For red press 1."; key 1 -> bye }
        """),
    DesignCase(
      rule: "AGENT-TIME, by submenus",
      broken: """
        menu first { say options; no key 0; key 1 "\(String(repeating: "red ", count: 40))" -> second; key 2 "a person" -> person }
        menu second { say options; key 1 "more" -> bye }
        """,
      finds: [
        "info LEN-OPTION: option 1 of 'first' takes 11 s to say (in en)"
      ],
      good: "menu first { say options; key 1 \"red\" -> bye; key 2 \"a person\" -> person }"),
    DesignCase(
      rule: "ALPHA",
      broken: "menu first { say \"If the name begins with P or Q, press 6.\"; key 6 -> bye }",
      finds: ["info ALPHA: 'first' has the letter P on key 6"],
      good: "menu first { say \"If the name begins with P or Q, press 7.\"; key 7 -> bye }"),
    DesignCase(
      rule: "TERMS",
      broken:
        "menu first { say \"For red press 1, for blue the pound key.\"; key 1 -> bye; key # -> person }",
      finds: [
        "warning REPEAT: no key of 'first' says it again", "info TERMS: 'first' says \"pound key\"",
      ],
      good: "menu first { say \"For red press 1, again with hash.\"; key 1 -> bye }"),
  ]

  static let ways: [DesignCase] = [
    DesignCase(
      rule: "DEAD-END",
      broken: """
        menu a { say options; key 1 "b" -> b; tries 3 -> b; no key 0, 9 }
        menu b { say options; key 1 "a" -> a; tries 3 -> a; no key 0, 9 }
        """,
      finds: [
        "error AGENT-EXIT: no key of 'a' leads to a person",
        "error DEAD-END: from 'a' no way leads to an end of the call",
        "error AGENT-EXIT: no key of 'b' leads to a person",
        "error DEAD-END: from 'b' no way leads to an end of the call",
      ],
      good:
        "menu a { say options; key 1 \"b\" -> b; tries 3 -> b; }\nmenu b { say options; key 1 \"a\" -> a; tries 3 -> a }"
    ),
    DesignCase(
      rule: "RETRY, too often",
      broken: "menu first { say options; key 1 \"red\" -> bye; tries 5 -> person }",
      finds: ["warning RETRY: 'first' asks 5 times"],
      good: "menu first { say options; key 1 \"red\" -> bye; tries 2 -> person }"),
    DesignCase(
      rule: "RETRY and NO-DROP",
      broken: "menu first { say options; key 1 \"red\" -> bye; tries 1 -> bye }",
      finds: [
        "warning RETRY: one slip at 'first' ends the call",
        "warning NO-DROP: who fails at 'first' is hung up on, though somebody may be there",
      ],
      good: "menu first { say options; key 1 \"red\" -> bye; tries 2 { say \"One moment.\"; -> person } }"),
    DesignCase(
      rule: "NO-DROP, when closed or served",
      items: "calendar office { timezone \"Asia/Seoul\"; open mon-fri 09:00-18:00 }",
      broken: """
        hours begin { calendar office; open -> first; closed -> late }
        menu first { say options; key 1 "red" -> told; tries 3 -> bye }
        do told { say "Red it is."; outcome told; -> more }
        menu more { say options; key 1 "more" -> person; tries 3 -> bye }
        menu late { say options; key 1 "more" -> person; tries 3 -> bye }
        """,
      finds: ["warning NO-DROP: who fails at 'first' is hung up on, though somebody may be there"],
      good: """
        hours begin { calendar office; open -> first; closed -> late }
        menu first { say options; key 1 "red" -> told }
        do told { say "Red it is."; outcome told; -> more }
        menu more { say options; key 1 "more" -> person; tries 3 -> bye }
        menu late { say options; key 1 "more" -> person; tries 3 -> bye }
        """),
    DesignCase(
      rule: "SILENT-LINE",
      broken:
        "menu first { say options; key 1 \"red\" -> bye; tries 3 -> soon }\ndo soon { say \"One moment.\"; -> person }",
      finds: ["warning SILENT-LINE: a line on which nobody presses a key comes from 'first' to an agent"],
      good: "menu first { say options; key 1 \"red\" -> bye; tries 3 { say \"One moment.\"; -> person } }"),
    DesignCase(
      rule: "SILENT-LINE by a handler",
      broken: "menu first { say options; key 1 \"red\" -> bye; on no-input 2 -> person }",
      finds: ["warning SILENT-LINE: a line on which nobody presses a key comes from 'first' to an agent"],
      good: "menu first { say options; key 1 \"red\" -> bye; on no-match 2 -> person }"),
    DesignCase(
      rule: "DATA-FAIL",
      items:
        "table books (number text key, title text key)\nflow look gives title text { lookup find { from books where number == \"1\"; read title; found { return }; missing { set title = \"\"; return } } }",
      broken: "call first { flow look; take title; done { log \"{title}\"; -> bye } }",
      brokenItems:
        "table books (number text key, title text key)\nflow look gives title text { lookup find { from books where number == \"1\"; read title; found { return }; missing { set title = \"\"; return }; on error.save -> main.person } }",
      finds: [],
      good: "call first { flow look; take title; done { log \"{title}\"; -> bye } }"),
  ]

  static let listening: [DesignCase] = [
    DesignCase(
      rule: "TIMEOUT",
      broken: "menu first { say options; key 1 \"red\" -> bye; timeout 15s }",
      finds: ["warning TIMEOUT: 'first' waits 15s for the first key"],
      good: "menu first { say options; key 1 \"red\" -> bye; timeout 8s }"),
    DesignCase(
      rule: "INTERDIGIT",
      broken:
        "collect first into code { say \"Enter the code.\"; digits 4; interdigit 1s; done { note code = code; -> bye } }",
      finds: ["info INTERDIGIT: 'first' waits 1s between digits"],
      good:
        "collect first into code { say \"Enter the code.\"; digits 4; interdigit 3s; done { note code = code; -> bye } }"
    ),
    DesignCase(
      rule: "BARGE",
      broken: "menu first { say options; key 1 \"red\" -> bye; barge-in off }",
      finds: ["warning BARGE: no key cuts what 'first' says"],
      good: "menu first { say \"Calls are recorded.\" barge-in hold, options; key 1 \"red\" -> bye }"),
    DesignCase(
      rule: "BARGE of a part",
      broken: "menu first { say \"Calls are recorded.\" barge-in off, options; key 1 \"red\" -> bye }",
      finds: ["warning BARGE: keys pressed while 'first' speaks are thrown away"],
      good: "menu first { say \"Calls are recorded.\", options; key 1 \"red\" -> bye }"),
    DesignCase(
      rule: "SILENCE",
      broken: "do first { say \"One moment.\"; pause 5s; -> bye }",
      finds: ["warning SILENCE: 'first' is silent for 5s"],
      good: "do first { say \"One moment.\"; pause 3s; -> bye }"),
    DesignCase(
      rule: "SILENCE in a lookup",
      items: "table books (number text key, title text key)",
      broken:
        "lookup first { from books where number == \"1\"; read title; limit 5s; found { log \"{title}\"; -> bye }; missing -> bye }",
      finds: ["warning SILENCE: callers hear nothing while 'first' looks for up to 5s"],
      good:
        "lookup first { from books where number == \"1\"; read title; found { log \"{title}\"; -> bye }; missing -> bye }"
    ),
    DesignCase(
      rule: "NOTICE-LEN",
      broken: "do first { say \"\(String(repeating: "Some words. ", count: 15))\" barge-in hold; -> bye }",
      finds: ["warning NOTICE-LEN: 'first' plays 13 s that no key cuts"],
      good: "do first { say \"\(String(repeating: "Some words. ", count: 9))\" barge-in hold; -> bye }"),
    DesignCase(
      rule: "TYPEAHEAD",
      broken: "menu first { say options; key 1 \"red\" -> bye; fresh }",
      finds: ["warning TYPEAHEAD: 'first' throws away keys that were pressed ahead"],
      good:
        "collect first into code { say \"Enter the code.\"; digits 4; secret; fresh; done { if code == \"1\" -> bye else -> person } }"
    ),
  ]

  /// Something is taken away after a question.
  static let giveBack = """
    lookup first { from slots where taken == caller.number; as mine; found -> one; missing -> bye }
    menu one { say "To give {mine.starts} back, press 1. Otherwise press 2."; fresh; key 1 -> free; key 2 -> bye }
    do free { save slots (taken = none) where starts == mine.starts else -> person; -> bye }
    """
  static let entries: [DesignCase] = [
    DesignCase(
      rule: "CONFIRM and TYPEAHEAD",
      items: "table slots (starts number key, taken text)",
      broken: """
        lookup first { from slots where taken == caller.number; as mine; found -> one; missing -> bye }
        menu one { say "It starts at {mine.starts}.", options; key 1 "giving it back" -> free; key 2 "a person" -> person; key 3 "the end" -> bye }
        do free { save slots (taken = none) where starts == mine.starts else -> person; -> bye }
        """,
      finds: ["error CONFIRM: 'free' takes something away without a yes to what was read back (from 'one')"],
      good: giveBack),
    DesignCase(
      rule: "TYPEAHEAD of a confirmation",
      items: "table slots (starts number key, taken text)",
      broken: giveBack.replacing(" fresh;", with: ""),
      finds: ["warning TYPEAHEAD: 'one' takes a key pressed ahead for a yes that cannot be undone"],
      good: giveBack),
    DesignCase(
      rule: "CONFIRM of a payment",
      broken: """
        collect first into card { say "Your card?"; digits 16; secret; done -> pay }
        fetch pay { post "https://pay.example/c" (card = card); found -> bye; missing -> person }
        """,
      finds: [
        "error CONFIRM: 'pay' sends what the caller entered secretly without a yes to what was read back (from 'first')"
      ],
      good: """
        collect first into card { say "Your card?"; digits 16; secret; done -> sure }
        menu sure { say "To pay {100 as currency KRW} press 1, else 2."; fresh; key 1 -> pay; key 2 -> bye }
        fetch pay { post "https://pay.example/c" (card = card); found -> bye; missing -> person }
        """),
    DesignCase(
      rule: "ASK-ONCE, lost",
      broken:
        "collect first into code { say \"Enter the code.\"; digits 4; done { if code == \"1111\" -> bye else -> person } }",
      finds: ["warning ASK-ONCE: what is entered at 'first' does not go with the call to an agent"],
      good:
        "collect first into code { say \"Enter the code.\"; digits 4; done { note code = code; -> person } }"),
    DesignCase(
      rule: "ASK-ONCE, by another variable",
      items: "field code text = \"none\"",
      broken: "collect first into typed { say \"Enter the code.\"; digits 4; done -> person }",
      finds: ["warning ASK-ONCE: what is entered at 'first' does not go with the call to an agent"],
      good:
        "collect first into typed { say \"Enter the code.\"; digits 4; done { set kept = typed; set call.code = kept; -> person } }"
    ),
    DesignCase(
      rule: "ASK-ONCE, twice",
      broken: """
        collect first into code { say "Enter the code."; digits 4; done { note code = code; -> again } }
        collect again into code { say "The code, please."; digits 4; done { note code = code; -> person } }
        """,
      finds: ["warning ASK-ONCE: 'again' asks again for what 'first' has asked for"],
      good: """
        collect first into code { say "Enter the code."; digits 4; done { note code = code; -> again } }
        collect again into other { say "The other, please."; digits 4; done { note other = other; -> person } }
        """),
    DesignCase(
      rule: "PIN-LIMIT",
      broken:
        "collect first into pin { say \"Your PIN?\"; digits 4; tries 5 -> person; done { if pin == \"1\" -> bye else -> person } }",
      finds: [
        "warning RETRY: 'first' asks 5 times", "error PIN-LIMIT: 'first' lets a secret be tried 5 times",
      ],
      good:
        "collect first into pin { say \"Your PIN?\"; digits 4; done { if pin == \"1\" -> bye else -> person } }"
    ),
    DesignCase(
      rule: "RRN and ID-EARLY", profile: "kr",
      broken:
        "collect first into born { say \"Your number?\"; digits 13; mask 2; done { note born = born; -> person } }",
      finds: [
        "error ID-EARLY: 'first' asks for a resident number before anything was chosen",
        "error RRN: 'first' asks for a resident number",
      ],
      good: """
        menu begin { say options; key 1 "your pension" -> first; key 2 "a person" -> person }
        collect first into born { say "Your number?"; digits 13; mask 2; allow RRN "Pension Act, article 1"; done { note born = born; -> person } }
        """),
  ]

  static let queues: [DesignCase] = [
    DesignCase(
      rule: "QUEUE-EXIT",
      broken: "menu first { say options; key 1 \"a person\" -> person }",
      brokenItems: "queue help { need help; key 1 -> main.call_me }",
      finds: ["error QUEUE-EXIT: queue 'help' lets callers wait for ever"],
      good: "menu first { say options; key 1 \"a person\" -> person }"),
    DesignCase(
      rule: "ANNOUNCE",
      broken: "menu first { say options; key 1 \"a person\" -> person }",
      brokenItems:
        "queue help { need help; max-wait 5m; announce position every 10s; key 1 -> main.call_me }",
      finds: ["warning ANNOUNCE: queue 'help' says its position every 10s"],
      good: "menu first { say options; key 1 \"a person\" -> person }"),
    DesignCase(
      rule: "CALLBACK", profile: "kr",
      broken: "menu first { say options; key 1 \"a person\" -> person; key 2 \"a call\" -> call_me }",
      brokenItems: "queue help { need help; max-wait 5m }",
      finds: ["warning CALLBACK: who waits in queue 'help' is not offered a call-back"],
      good: "menu first { say options; key 1 \"a person\" -> person; key 2 \"a call\" -> call_me }",
      goodItems: "queue help { need help; max-wait 30s }"),
    DesignCase(
      rule: "WORKER-NOTICE", profile: "kr",
      broken: """
        menu first { say options; key 1 "a person" -> other }
        route other { say "One moment."; queue help; talked -> bye; overflow -> bye }
        """,
      finds: [
        "warning WORKER-NOTICE: callers come to 'other' without a word that the law protects who answers"
      ],
      good: """
        do begin { say law; -> first }
        menu first { say options; key 1 "a person" -> other }
        route other { say "One moment."; queue help; talked -> bye; overflow -> bye }
        """),
    DesignCase(
      rule: "LISTEN-NOTICE", profile: "kr",
      items: "dial 1000 -> main\nflow seat { desk d { number 3; pin 4; done -> out } do out { hangup } }",
      broken: """
        menu first { say options; key 1 "a person" -> other }
        route other { say "The law protects our agents."; queue help; talked -> bye; overflow -> bye }
        """,
      finds: ["error LISTEN-NOTICE: callers come to 'other' and are not told that a supervisor may listen"],
      good: """
        do begin { say law; -> first }
        menu first { say options; key 1 "a person" -> other }
        route other { say "One moment."; queue help; talked -> bye; overflow -> bye }
        """),
    DesignCase(
      rule: "COST", profile: "kr", items: "dial 15881000 -> main",
      broken: "menu first { say \"Welcome.\", options; key 1 \"a person\" -> person }",
      finds: ["info COST: callers of this number pay for the call and are not told so"],
      good: "menu first { say \"Welcome. This call is charged.\", options; key 1 \"a person\" -> person }"),
    DesignCase(
      rule: "SURVEY", items: "table ratings (score number)",
      broken: "survey first { ask score 1-5 \"How was it?\"; save ratings (score = score); done -> person }",
      finds: ["info SURVEY: 'first' asks what callers think before they come to an agent"],
      good: "survey first { ask score 1-5 \"How was it?\"; save ratings (score = score); done -> bye }"),
    DesignCase(
      rule: "HOURS-TEXT", items: "calendar office { timezone \"Asia/Seoul\"; open mon-fri 09:00-18:00 }",
      broken: "do first { if is_open(office) -> person; say \"We are open from 9 am to 6 pm.\"; -> bye }",
      finds: ["warning HOURS-TEXT: 'first' says opening hours by its own words"],
      good:
        "do first { if is_open(office) -> person; say \"We are open {office as hours}. Parcels come at 3 pm.\"; -> bye }"
    ),
  ]

  @Test(arguments: menus + ways + listening + entries + queues)
  func `find what breaks them, and nothing in its like`(_ one: DesignCase) {
    #expect(DesignCase.findings(one.text(one.broken, one.brokenItems)) == one.finds)
    #expect(DesignCase.findings(one.text(one.good, one.goodItems)) == [])
  }

  @Test func `that are checked each have a case`() {
    let cases = Self.menus + Self.ways + Self.listening + Self.entries + Self.queues
    let told = Set(
      cases.flatMap {
        $0.finds.compactMap { $0.split(separator: " ").dropFirst().first.map { String($0.dropLast()) } }
      })
    // Those have tests of their own.
    #expect(
      Set(DesignRule.all.filter(\.isChecked).map(\.id)).subtracting(told) == [
        "DATA-FAIL", "MENU-FREQ", "CHANGED",
      ])
    #expect(Set(DesignRule.all.map(\.id)).count == DesignRule.all.count)
  }

  @Test func `see a lookup that nothing catches, and stand where they are told`() {
    let text = """
      callflow 1
      table books (number text key, title text key)
      flow main {
        lookup first { from books where number == "1"; read title; found { log "{title}"; hangup }; missing -> bye }
        do bye { hangup }
      }
      """
    func findings(_ text: String) -> [Diagnostic] {
      DesignCheck().findings(in: Compiler.compile([SourceText(name: "a", text: text)]).applications)
    }
    #expect(
      findings(text) == [
        Diagnostic(
          .error, "DATA-FAIL", "a lookup that fails at 'first' ends the call",
          at: SourceRange(SourcePosition(file: 0, line: 4, column: 3), length: 12),
          hint: "add to 'defaults': on error -> a person")
      ])
    #expect(findings(text.replacing("missing -> bye", with: "missing -> bye; on error -> bye")) == [])
  }

  private func findings(_ states: String, _ evidence: DesignEvidence) -> [String] {
    let text = DesignCase(rule: "", broken: "", finds: [], good: "").text(states, nil)
    return DesignCheck(evidence: evidence)
      .findings(in: Compiler.compile([SourceText(name: "a.callflow", text: text)]).applications)
      .map { "\($0.code): \($0.message)" }
  }
  static let colours = "menu first { say options; key 1 \"red\" -> bye; key 2 \"blue\" -> person }"

  @Test func `want first what most callers press`() {
    func findings(_ one: Int, _ two: Int) -> [String] {
      var evidence = DesignEvidence()
      evidence.use = LoggedUse(keys: ["main.first": ["1": one, "2": two, "*": 500]])
      return self.findings(Self.colours, evidence)
    }
    #expect(
      findings(60, 140) == [
        "MENU-FREQ: 'first' says key 1 first, which 30 % of callers press; key 2 is pressed by 70 %"
      ])
    #expect(findings(45, 54) == [])
    #expect(findings(90, 110) == [])
  }

  @Test func `want a changed menu told`() {
    var evidence = DesignEvidence()
    let before =
      "menu first { say options; key 1 \"blue\" -> person; key 2 \"red\" -> bye; key 3 \"a cat\" -> bye }"
    evidence.earlier =
      Compiler.compile([
        SourceText(
          name: "a.callflow", text: DesignCase(rule: "", broken: "", finds: [], good: "").text(before, nil))
      ]).applications
    #expect(
      findings(Self.colours, evidence) == ["CHANGED: option \"red\" of 'first' was on key 2 and is on 1"])
    #expect(
      findings(
        Self.colours.replacing("say options", with: "say \"Our menu has changed.\", options"), evidence)
        == [])
    #expect(findings(before, evidence) == [])
  }

  @Test func `go by measured lengths and silences where there are some`() {
    var evidence = DesignEvidence()
    evidence.sounds = SoundLengths(
      text: { text, language in text == "Long." && language.tag == "en" ? .seconds(21) : nil },
      clip: { name, tag, folders in
        name == "a.wav" && tag == "en" && folders == ["clips"]
          ? SoundLengths.Clip(length: .seconds(9), silence: .seconds(4)) : nil
      })
    evidence.clipFolders = ["clips"]
    let states = """
      menu first { say "Long."; say "For red press 1."; key 1 -> next }
      do next { say audio "a.wav" or "Clip." barge-in hold; say audio "b.wav" or "Clip." barge-in hold; -> late }
      lookup late { from books where number == "1"; read title; found { log "{title}"; -> bye }; missing -> bye }
      """
    evidence.use = LoggedUse(silences: ["main.late": .milliseconds(5600)])
    let text = DesignCase(rule: "", broken: "", finds: [], good: "").text(
      states, "table books (number text key, title text key)")
    #expect(
      DesignCheck(evidence: evidence)
        .findings(in: Compiler.compile([SourceText(name: "a.callflow", text: text)]).applications)
        .map { "\($0.code): \($0.message)" } == [
          "LEN-MENU: 'first' takes 22 s to say (in en)",
          "LEN-GREET: 'first' speaks 21 s before it names a key",
          "SILENCE: 'next' is silent for 4s",
          "SILENCE: callers heard nothing for 6 s at 'late'",
        ])
  }

  @Test func `speak Korean`() {
    func findings(_ states: String) -> [String] {
      DesignCase.findings(
        """
        callflow 1
        profile kr
        language ko
        skill help
        queue help { need help; max-wait 30s }
        defaults { tries 3 -> main.person; key 0 -> main.person; key * -> repeat; key # -> back; on error -> main.person }
        flow main {
        \(states)
        route person { say "통화는 녹음되며, 상담원에 대한 폭언은 법으로 금지되어 있습니다."; queue help; talked -> bye; overflow -> bye }
        do bye { say "감사합니다."; hangup }
        }
        """)
    }
    #expect(
      findings("menu first { say \"잔액 조회는 1번, 상담원은 2번을 눌러 주십시오.\"; key 1 -> bye; key 2 -> person }") == [])
    #expect(
      findings("menu first { say \"1번은 잔액 조회, 2번은 상담원입니다.\"; key 1 -> bye; key 2 -> person }")
        == ["warning MENU-ORDER: 'first' says key 1 before what it does (in ko)"])
    #expect(
      findings("menu first { say \"잔액 조회는 1번, 상담원은 3번.\"; key 1 -> bye; key 2 -> person }") == [
        "error MENU-KEYS: 'first' tells callers to press 3, which does nothing here",
        "error MENU-KEYS: key 2 of 'first' is not spoken",
      ])
    #expect(findings("menu first { say \"강남역 3번 출구로 오십시오. 상담원은 1번.\"; key 1 -> person }") == [])
    #expect(
      findings("menu first { say \"아니면 1번, 맞으면 2번.\"; key 1 -> bye; key 2 -> person }")
        == ["warning YESNO: 'first' asks for 1 as a no"])
    #expect(
      findings("menu first { say \"상담원은 1번, 다시 들으시려면 샵을 누르십시오.\"; key 1 -> person }")
        == ["info TERMS: 'first' says \"샵\""])
  }

  @Test func `of another profile are those of another custom`() {
    let text = DesignCase(rule: "", broken: "", finds: [], good: "").text(
      "menu first { say options; key 1 \"red\" -> bye }", nil)
    let graphs = Compiler.compile([SourceText(name: "a", text: text)]).applications
    #expect(graphs.map(\.content.profile) == [.iso])
    func codes(_ check: DesignCheck) -> [String] { check.findings(in: graphs).map(\.code) }
    #expect(codes(DesignCheck()) == [])
    #expect(codes(DesignCheck(fallback: .kr)) == [])
    #expect(codes(DesignCheck(forced: .kr)) == ["KEY-USE", "KEY-USE"])
    #expect(codes(DesignCheck(forced: .custom)) == [])
  }
}
