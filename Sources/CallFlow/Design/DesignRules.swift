extension DesignRule {
  /// All rules, in the order in which a call meets them.
  public static let all: [DesignRule] = [
    // Menus
    DesignRule(
      "MENU-SIZE", .warning, "a menu has at most 4 options (7 are an error): nobody keeps more in mind",
      .check(MenuRules.size)),
    DesignRule(
      "MENU-ORDER", .warning, "what a key does is said before the key: callers listen for it, then press",
      .check(MenuRules.order)),
    DesignRule(
      "MENU-ASC", .warning, "keys are said in rising order, without gaps", .check(MenuRules.ascending)),
    DesignRule(
      "MENU-FREQ", .info, "what most callers press is said first; needs --log", .check(MenuUse.frequency)),
    DesignRule(
      "MENU-KEYS", .error, "the keys that are spoken are the keys that do something", .check(MenuKeys.check)),
    DesignRule("MENU-DUP", .error, "no two options of a menu are called the same", .check(MenuRules.doubles)),
    DesignRule(
      "MENU-NAME", .info, "options have names that nobody mixes up", .check(MenuNames.alike)),
    DesignRule("PREFIX", .warning, "no key is the beginning of a longer entry", .elsewhere("CF239")),
    DesignRule(
      "DEPTH", .warning, "at most 3 menus one after the other (more than 5 are an error)",
      .check(Levels.depth)),
    DesignRule(
      "AGENT-EXIT", .error,
      "from every menu one key leads to a person, or to a message or call-back where none is there",
      .check(Levels.person)),
    DesignRule("BACK", .warning, "every menu below the first has a key back", .check(Levels.back)),
    DesignRule("REPEAT", .warning, "every menu has a key that says it again", .check(Levels.again)),
    DesignRule(
      "KEY-USE", iso: .warning, kr: .warning,
      "0, *, # and 9 mean what the profile says (iso: 0 help or a person, * back, 9 the end; kr: 0 a person, * once more, # back)",
      .check(KeyUse.check)),
    DesignRule("YESNO", .warning, "yes is 1 and no is 2 everywhere", .check(Confirming.yesNo)),
    DesignRule("LEN-MENU", .warning, "a menu is said in 20 s", .check(Lengths.menu)),
    DesignRule("LEN-OPTION", .info, "an option is said in 4 s", .check(Lengths.option)),
    DesignRule(
      "LEN-GREET", .warning, "the first key is named within 8 s of the greeting", .check(Lengths.greeting)),
    DesignRule(
      "AGENT-TIME", .warning, "a call has named the way to a person after 30 s", .check(AgentTime.check)),
    DesignRule(
      "TERMS", .info, "keys and acts have one name each: press, enter, star, hash; 별표, 우물정자",
      .check(Terms.check)),
    DesignRule(
      "ALPHA", .info, "letters are on the keys on which telephones show them: 7 is PQRS, 9 is WXYZ",
      .check(MenuNames.onKeys)),
    // Ways
    DesignRule(
      "DEAD-END", .error, "every state leads to an end: goodbye, a person, a message", .check(Endings.check)),
    DesignRule("UNREACH", .warning, "every state can be reached", .elsewhere("CF232")),
    DesignRule(
      "LOOP", .error, "going round asks the caller, or counts", .elsewhere("CF233, CF236 and CF238")),
    DesignRule(
      "RETRY", .warning, "a caller has two or three tries: one slip is no end, a fourth time helps nobody",
      .check(Failures.tries)),
    DesignRule(
      "NO-DROP", .warning, "who fails at a menu is not hung up on while a person could help",
      .check(Failures.drop)),
    DesignRule(
      "SILENT-LINE", .warning, "a line on which nobody presses a key gets no agent", .check(Failures.silent)),
    DesignRule("DATA-FAIL", .error, "a lookup that fails leads somewhere", .check(Failures.data)),
    // Listening
    DesignRule(
      "TIMEOUT", .warning, "3 to 10 s for the first key of a menu, 3 to 20 s for an entry",
      .check(Timers.first)),
    DesignRule("INTERDIGIT", .info, "2 to 5 s between the digits of an entry", .check(Timers.between)),
    DesignRule(
      "BARGE", .warning, "a key cuts what is said; only a notice plays to its end (barge-in hold)",
      .check(Timers.barge)),
    DesignRule(
      "TYPEAHEAD", .warning,
      "keys pressed ahead are kept, except before what cannot be undone and before a secret",
      .check(Timers.typeAhead)),
    DesignRule("SILENCE", .warning, "nobody hears nothing for more than 3 s", .check(Silences.check)),
    DesignRule("NOTICE-LEN", .warning, "what plays to its end is at most 10 s long", .check(Lengths.notice)),
    // Entries
    DesignRule(
      "CONFIRM", .error, "paying and deleting are read back and confirmed", .check(Confirming.check)),
    DesignRule(
      "ASK-ONCE", .warning, "nothing is asked twice, and an agent gets what was entered", .check(Asking.once)),
    DesignRule("SECRET", .error, "a secret is not spoken, logged or noted", .elsewhere("CF280 and CF245")),
    DesignRule("PIN-LIMIT", .error, "a PIN has at most 3 tries", .check(Identity.pin)),
    DesignRule("ID-EARLY", kr: .error, "no resident number before the first choice", .check(Identity.early)),
    DesignRule(
      "RRN", kr: .error, "a resident number of 13 digits is asked only for a reason that is stated",
      .check(Identity.resident)),
    // Queues
    DesignRule(
      "QUEUE-EXIT", .error, "a queue has a longest wait, and its route a way out for each reason (CF271)",
      .check(Queues.exit)),
    DesignRule(
      "SKILL-COVER", .error, "somebody has each skill that is needed, at each open hour",
      .elsewhere("CF270, CF272 and CF273, with --site")),
    DesignRule("ANNOUNCE", .warning, "15 s at least between two announcements", .check(Queues.announce)),
    DesignRule(
      "CALLBACK", kr: .warning, "who would wait longer than 30 s is offered a call-back",
      .check(Queues.callBack)),
    DesignRule(
      "WORKER-NOTICE", kr: .warning, "before an agent is said that the law protects him",
      .check(Notices.worker)),
    DesignRule(
      "LISTEN-NOTICE", kr: .error,
      "where agents sit on lines of their own, so that a supervisor can listen, that is said before them",
      .check(Notices.listening)),
    DesignRule(
      "RECORD", .warning, "the caller is told before his call is recorded",
      .elsewhere("the language: recording start has its notice")),
    DesignRule(
      "COST", kr: .info, "a number that costs the caller says so at the start", .check(Notices.cost)),
    DesignRule(
      "SURVEY", .info, "a survey comes after the agent, has at most three questions (CF247) and can be left",
      .check(Queues.survey)),
    // Content
    DesignRule(
      "SCHEDULE", .error, "calendars have a zone, and their days are no guess",
      .elsewhere("CF204, CF205 and CF260 to CF262")),
    DesignRule("HOURS-TEXT", .warning, "spoken opening hours are those of the calendar", .check(Terms.hours)),
    DesignRule(
      "CHANGED", .info, "an option on another key than before is announced; needs --before",
      .check(MenuUse.changed)),
    DesignRule("STALE", .info, "what is said was looked at lately", .elsewhere("ivrctl content")),
    DesignRule("LANG", .error, "every text is there in every language", .elsewhere("CF240, CF243 and CF246")),
    DesignRule("TONE", .warning, "one level of politeness", .elsewhere("CF248")),
    DesignRule("VAR-SET", .error, "nothing is read before it has a value", .elsewhere("CF241")),
    DesignRule(
      "ASSET", .error, "clips are there, and sound as they should",
      .elsewhere("CF226, and the notes of a site's clips")),
  ]
}
