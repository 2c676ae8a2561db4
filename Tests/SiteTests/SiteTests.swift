import TestSupport
import CallFlow
import Chronology
import Engine
import Foundation
import Testing
import Tones

@testable import Site

@Suite struct `A site file` {
  static func read(_ text: String) -> (SiteFile, [String]) {
    let source = SourceText(name: "a.site", bytes: Array(text.utf8))
    let (site, diagnostics) = SiteReader.read(source)
    return (
      site,
      diagnostics.sorted.map { "\($0.range.start.line):\($0.range.start.column) \($0.message) [\($0.code)]" }
    )
  }

  @Test func `all that an operator may write is read`() throws {
    let (site, findings) = Self.read(
      """
      site 1
      flows "bank.callflow", "desk.callflow"
      prompts "../prompts"
      log "var/calls.sqlite"
      data "var/bank.sqlite"
      recordings "var/recordings"
      control "run/ivrd.sock" group "ivr"
      role supervisor group "supervisors"
      max-calls 500
      profile kr
      policy gold { answer 30s; callback 1h; message 4h; alert at 80 % }
      policy default { answer 2m }
      metrics "var/ivrd.prom" every 10s
      line desk soundcard "default" flow main
      dial "ivrctl" "pbx" "ring-spool"
      line trunk audiosocket "127.0.0.1:9092" ids digits flow main
      line side audiosocket "0.0.0.0:9094" allow "10.0.0.5", "fd00::/8" flow main
      line test keypad flow main
      agent kim { number 201; name "김민지"; skills billing 3, ko 5; user "kim" }
      agent lee { phone "202"; ring 25s; leave 2026-12-24 .. 2026-12-31 }
      """)
    #expect(findings == [])
    #expect(site.flows.map(\.value) == ["bank.callflow", "desk.callflow"])
    #expect(
      [site.prompts, site.log, site.data, site.recordings, site.control].map { $0?.value } == [
        "../prompts", "var/calls.sqlite", "var/bank.sqlite", "var/recordings", "run/ivrd.sock",
      ])
    #expect(site.controlGroup == "ivr" && site.roles.map(\.group) == ["supervisors"])
    #expect(site.maxCalls == 500 && site.profile == "kr")
    #expect(
      site.lines.map(\.kind) == [
        .soundcard(.init("default")), .audiosocket("127.0.0.1:9092", idsDigits: true),
        .audiosocket(
          "0.0.0.0:9094", idsDigits: false,
          allowed: [try #require(AddressRange("10.0.0.5")), try #require(AddressRange("fd00::/8"))]),
        .keypad,
      ])
    #expect(site.lines.map(\.flow) == ["main", "main", "main", "main"])
    #expect(
      site.policies.mapValues(\.value) == [
        "gold": ServicePolicy(answer: .seconds(30), callBack: .hours(1), message: .hours(4), alertAt: 80),
        "default": ServicePolicy(answer: .minutes(2)),
      ])
    #expect(site.metrics?.path.value == "var/ivrd.prom" && site.metrics?.every == .seconds(10))
    #expect(site.dial.map(\.value) == ["ivrctl", "pbx", "ring-spool"])
    #expect(site.agents.map(\.name) == ["kim", "lee"])
    #expect(
      site.agents[0].skills.map(\.name) == ["billing", "ko"] && site.agents[0].skills.map(\.level) == [3, 5])
    #expect(site.agents[0].title == "김민지" && site.agents[0].number == "201")
    #expect(
      site.agents.map(\.ring) == [nil, .seconds(25)])
    #expect(
      site.agents[1].leave == [
        try #require(
          Day(year: 2026, month: 12, day: 24))...(try #require(Day(year: 2026, month: 12, day: 31)))
      ])
  }

  @Test(arguments: [
    ("", SiteFile.SoundCard("hw:0")),
    (" in \"hw:1\"", SiteFile.SoundCard("hw:0", capture: "hw:1")),
    (" start key * held 500ms", Self.card(key: (.star, .milliseconds(500)))),
    (" start key 5", Self.card(key: (.five, .seconds(1)))),
    (" start voice", Self.card(voice: true)),
    (" start key A held 2s, voice", Self.card(key: (.a, .seconds(2)), voice: true)),
    (" start command end silence 30s", Self.card(silence: .seconds(30))),
    (" buffer 100ms start command", Self.card(buffer: .milliseconds(100))),
  ]) func `how calls begin and end on a sound card is read`(_ text: String, _ card: SiteFile.SoundCard) {
    let (site, findings) = Self.read("site 1\nline desk soundcard \"hw:0\"\(text) flow main\n")
    #expect(findings == [])
    #expect(site.lines.map(\.kind) == [.soundcard(card)] && site.lines.map(\.flow) == ["main"])
  }
  static func card(
    key: (Key, Duration)? = nil, voice: Bool = false, silence: Duration? = nil,
    buffer: Duration = .milliseconds(60)
  ) -> SiteFile.SoundCard {
    var card = SiteFile.SoundCard("hw:0")
    card.startKey = key.map { .init(key: $0.0, length: $0.1) }
    (card.startsByVoice, card.endSilence, card.buffer) = (voice, silence, buffer)
    return card
  }

  @Test(arguments: [
    ("", "1:1 this file is empty [CF204]"),
    (
      "site 1\nline a soundcard \"x\" start ring\n",
      "2:28 how a call begins was expected: key, voice or command [CF206]"
    ),
    (
      "site 1\nline a soundcard \"x\" start key 12 held 1s\n",
      "2:32 a key was expected: 0-9, *, # or A-D [CF206]"
    ),
    (
      "site 1\nline a soundcard \"x\" start key # held 1h\n",
      "2:39 a length of time from 100ms to 10s was expected [CF206]"
    ),
    (
      "site 1\nline a audiosocket \"127.0.0.1:99999\"\n",
      "2:20 '127.0.0.1:99999' is no address and port [CF206]"
    ),
    ("site 1\nline a audiosocket \"127.0.0.1\"\n", "2:20 '127.0.0.1' is no address and port [CF206]"),
    ("site 1\nline a audiosocket \":9092\"\n", "2:20 ':9092' is no address and port [CF206]"),
    ("site 1\nline a audiosocket \"::1:9092\"\n", "2:20 '::1:9092' is no address and port [CF206]"),
    ("site 1\nline a soundcard \"x\" end never\n", "2:26 the word 'silence' was expected [CF206]"),
    (
      "site 1\nline a soundcard \"x\" buffer 5s\n",
      "2:29 a length of time from 20ms to 500ms was expected [CF206]"
    ),
    ("flows \"a.callflow\"\n", "1:1 the line 'site 1' is missing [CF204]"),
    ("site 2\n", "1:6 this version reads 'site 1' only [CF206]"),
    ("site 1\nflow \"a\"\n", "2:1 a site has no 'flow' [CF200]"),
    ("site 1\nlog \"a\"\nlog \"b\"\n", "3:1 'log' is written twice (line 2) [CF205]"),
    ("site 1\nmax-calls 0\n", "2:11 a number from 1 to 100000 was expected [CF206]"),
    ("site 1\nprofile us\n", "2:9 there is no profile 'us' [CF206]"),
    ("site 1\nline a telex flow main\n", "2:8 there is no kind of line 'telex' [CF201]"),
    ("site 1\nline a keypad\nline a keypad\n", "3:6 line 'a' is there twice (line 2) [CF202]"),
    ("site 1\nagent kim { nmae \"Kim\" }\n", "2:13 an agent has no 'nmae' [CF203]"),
    ("site 1\nagent kim { skills billing 10 }\n", "2:28 a number from 1 to 9 was expected [CF206]"),
    (
      "site 1\nagent kim { leave 2026-12-31 .. 2026-12-24 }\n", "2:13 the leave ends before it begins [CF206]"
    ),
    ("site 1\nagent kim\nagent kim\n", "3:7 agent 'kim' is there twice (line 2) [CF202]"),
  ]) func `each fault is one finding at its place`(_ text: String, _ finding: String) {
    #expect(Self.read(text).1 == [finding])
  }

  @Test func `any text is read without harm`() {
    let seed = UInt64.random(in: 1 ... .max)
    var state = seed
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let words =
      SiteReader.words + [
        "site", "1", "{", "}", "\"a\"", "\"", ",", "..", "kim", "2026-01-01", "9", "\n", "keypad", "flow",
        "skills", "김",
      ]
    for round in 0..<2000 {
      let text = (0..<next(40)).map { _ in words[next(words.count)] }.joined(separator: " ")
      let (_, findings) = Self.read(text)
      #expect(findings.count <= 200, "seed \(seed) round \(round): \(text)")
    }
  }
}

@Suite struct `A loaded site` {
  @Test(arguments: [
    ("callflows/../var/a.sqlite", "var/a.sqlite"), ("./a", "a"), ("a/./b//c", "a/b/c"), ("../a/../b", "../b"),
    ("/a/../../b", "/b"), ("a/..", "."), ("../..", "../.."), ("/", "/"),
  ]) func `paths are shown as short as they are`(_ path: String, _ shown: String) {
    #expect(ShownPath.tidy(path) == shown)
  }

  @Test func `a path through a symbolic link stays as it is`() throws {
    let folder = try TestFolder()
    try FileManager.default.createDirectory(atPath: folder["real/deep"], withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "real/deep")
    #expect(ShownPath.tidy(folder["link/../x"]) == folder["link/../x"])
    #expect(ShownPath.tidy(folder["real/../x"]) == folder["x"])
  }

  @Test func `flows, lines and agents are checked together, each fault where it is written`() throws {
    let folder = try TestFolder()
    let site = folder["a.site"]
    func load(_ text: String) throws -> [String] {
      try text.write(toFile: site, atomically: true, encoding: .utf8)
      return try LoadedSite.load(site: site, today: nil).findings.flatMap { finding in
        finding.diagnostics.map { d in
          let name = (finding.sources[d.range.start.file].name as NSString).lastPathComponent
          return "\(name):\(d.range.start.line):\(d.range.start.column) \(d.severity.rawValue) \(d.code)"
        }
      }
    }
    try """
    callflow 1
    language en default
    dial 1000 -> main
    flow main { do bye { say "Bye."; hangup } }
    """.write(toFile: folder["a.callflow"], atomically: true, encoding: .utf8)
    #expect(try load("site 1\nflows \"a.callflow\"\nline t keypad flow main\n") == [])
    #expect(try load("site 1\n") == ["a.site:1:1 error CF204"])
    #expect(try load("site 1\nflows \"b.callflow\"\n") == ["a.site:2:7 error CF210"])
    #expect(
      try load("site 1\nflows \"a.callflow\"\nline t keypad flow mian\nagent kim { skills billing 3 }\n")
        == ["a.site:3:6 error CF210", "a.site:4:20 warning CF270"])
    try """
    callflow 1
    language en default
    dial 1000 -> main
    skill billing levels 1-5
    queue q { need billing 2 }
    flow main { route r { queue q; talked -> bye; overflow -> bye } do bye { say "Bye."; hangup } }
    """.write(toFile: folder["q.callflow"], atomically: true, encoding: .utf8)
    let agents = [
      "agent kim { skills billing 2; leave 2026-12-24 .. 2026-12-31 }",
      "agent lee { skills billing 3; leave 2026-12-30 }", "agent park { skills billing 1 }",
    ]
    // On the 30th kim and lee are both away, and park is not good enough.
    #expect(
      try load("site 1\nflows \"q.callflow\"\n" + agents.joined(separator: "\n") + "\n")
        == ["a.site:4:7 warning CF272"])
    #expect(
      try load("site 1\nflows \"q.callflow\"\nagent kim { skills billing 7 }\n")
        == ["a.site:3:20 warning CF270"])
    let wrong = "line t keypad flow mian\nagent kim { skills billing 3 }\n"
    #expect(
      try load("site 1\nflows \"a.callflow\", \"b.callflow\"\n" + wrong) == ["a.site:2:21 error CF210"],
      "what a missing flow declares is not known")
    try "callflow 1\nlanguage en default\nflow main { do bye { say bye; hangup } }\n"
      .write(toFile: folder["b.callflow"], atomically: true, encoding: .utf8)
    #expect(
      try !load("site 1\nflows \"b.callflow\"\n" + wrong).contains { $0.hasPrefix("a.site") },
      "what a broken flow declares is not known")
    #expect(throws: SiteFault.self) { try LoadedSite.load(site: folder["none.site"], today: nil) }
  }

  @Test func `a desk may send callers to a flow of another application, but not to none`() throws {
    let folder = try TestFolder()
    try
      ("callflow 1\nlanguage en\ndial 1 -> main\nflow main { do bye { hangup } }\n"
      + "flow card { do it { return } }\n")
      .write(toFile: folder["a.callflow"], atomically: true, encoding: .utf8)
    func load(_ secret: String) throws -> [String] {
      try
        ("callflow 1\nlanguage en\n"
        + "flow d { desk at { number 3; pin 4; secret \(secret); done -> o }\n do o { hangup } }\n")
        .write(toFile: folder["d.callflow"], atomically: true, encoding: .utf8)
      try "site 1\nflows \"a.callflow\", \"d.callflow\"\nline d keypad flow d\n"
        .write(toFile: folder["a.site"], atomically: true, encoding: .utf8)
      return try LoadedSite.load(site: folder["a.site"], today: nil).findings.flatMap { finding in
        finding.diagnostics.map { "\($0.range.start.line) \($0.code)" }
      }
    }
    #expect(try load("card") == [])
    #expect(try load("crad").contains("3 CF210"))
  }

  @Test func `PINs must be hashed, and numbers are one agent's`() {
    let (_, findings) = `A site file`.read(
      "site 1\nflows \"a.callflow\"\nagent kim { number 201; pin \"1234\" }\nagent lee { number 201 }\n")
    #expect(
      findings == [
        "3:29 this is no hashed PIN [CF206]", "4:20 number 201 is kim's (line 3) [CF202]",
      ])
  }

  @Test(arguments: ["../nope", "a.callflow"])
  func `a prompts folder that is none is told where the site names it`(_ prompts: String) throws {
    let folder = try TestFolder()
    try "callflow 1\nlanguage en default\nflow main { do bye { say audio \"bye.wav\"; hangup } }\n"
      .write(toFile: folder["a.callflow"], atomically: true, encoding: .utf8)
    try "site 1\nflows \"a.callflow\"\nprompts \"\(prompts)\"\n"
      .write(toFile: folder["a.site"], atomically: true, encoding: .utf8)
    let loaded = try LoadedSite.load(site: folder["a.site"], today: nil)
    let errors = loaded.findings.flatMap(\.diagnostics).filter { $0.severity == .error }
    // The clips that would be in it are not told one by one.
    #expect(errors.map(\.code) == ["CF226"] && errors.first?.range.start.line == 3)
    #expect(loaded.lacksFilesOnly)
  }

  @Test func `without a site and a prompts folder nearby, clips are not looked for`() throws {
    let folder = try TestFolder()
    try "callflow 1\nlanguage en default\nflow main { do bye { say audio \"bye.wav\"; hangup } }\n"
      .write(toFile: folder["a.callflow"], atomically: true, encoding: .utf8)
    #expect(try LoadedSite.load(folder: folder.path).findings.isEmpty)
    try FileManager.default.createDirectory(atPath: folder["prompts"], withIntermediateDirectories: true)
    #expect(try LoadedSite.load(folder: folder.path).hasErrors)
  }

  @Test(arguments: ["../secret.wav", "/etc/x.wav", "a/../../x.wav", ""])
  func `a clip never leaves its folders`(
    _ clip: String
  ) {
    #expect(ClipLibrary(folders: ["/"]).path(of: clip, language: "ko") == nil)
  }

  @Test func `shifts that leave a queue alone while its calendar is open are a warning`() throws {
    let folder = try TestFolder()
    func write(_ text: String, to name: String) throws {
      try text.write(toFile: folder[name], atomically: true, encoding: .utf8)
    }
    try write(
      """
      callflow 1
      language en default
      skill billing
      calendar office { timezone "UTC"; open mon-fri 09:00-18:00; lunch 12:00-13:00 }
      queue billing { need billing 2; calendar office }
      flow main {
        route to_billing { queue billing; talked -> bye; overflow -> bye }
        do bye { say "Bye."; hangup }
      }
      """, to: "a.callflow")
    func findings(_ lines: String) throws -> [String] {
      try write("site 1\nflows \"a.callflow\"\nline test keypad flow main\n" + lines, to: "a.site")
      let loaded = try LoadedSite.load(site: folder["a.site"], today: nil)
      return loaded.findings.flatMap { $0.diagnostics.map { "\($0.code) \($0.message)" } }
    }
    let kim = "agent kim { skills billing 3; shift mon-fri 09:00-12:00, 13:00-18:00 }\n"
    #expect(
      try findings(kim) == [
        "CF273 nobody's shift covers queue 'billing', which needs billing 2, on mon 12:00-13:00"
      ])
    #expect(try findings(kim + "agent lee { skills billing 2; shift mon-wed, thu-fri 11:00-14:00 }\n") == [])
    #expect(
      try findings(kim + "agent lee { skills billing 2; shift mon-thu 11:00-14:00 }\n") == [
        "CF273 nobody's shift covers queue 'billing', which needs billing 2, on fri 12:00-13:00"
      ])
    // Nobody has said when he works.
    #expect(try findings(kim + "agent lee { skills billing 2 }\n") == [])
    #expect(try findings("agent kim { shift noday 09:00-18:00 }\n").first?.hasPrefix("CF206") == true)
    #expect(try findings("agent kim { shift mon 09:00 }\n").first?.hasPrefix("CF206") == true)
  }

  @Test func `a policy is for a segment that some flow declares, or for all others`() throws {
    let folder = try TestFolder()
    func findings(_ segments: String, _ policies: String) throws -> [String] {
      let flow = """
        callflow 1
        language en default
        skill billing
        \(segments)
        flow main { do bye { say "Bye."; hangup } }
        """
      try flow.write(toFile: folder["a.callflow"], atomically: true, encoding: .utf8)
      let site = "site 1\nflows \"a.callflow\"\nline test keypad flow main\n" + policies
      try site.write(toFile: folder["a.site"], atomically: true, encoding: .utf8)
      return try LoadedSite.load(site: folder["a.site"], today: nil).findings.flatMap { finding in
        finding.diagnostics.filter { $0.severity == .error }.map {
          "\($0.range.start.line):\($0.range.start.column) \($0.code) \($0.message); \($0.hint ?? "")"
        }
      }
    }
    let gold = "segment gold { }\nsegment silver { }"
    #expect(try findings(gold, "policy gold { answer 20s }\npolicy default { answer 1m }\n") == [])
    #expect(
      try findings(gold, "policy default { answer 1m }\npolicy glod { answer 20s }\n") == [
        "5:8 CF210 no application has segment 'glod'; did you mean 'gold'?"
      ])
    #expect(
      try findings(gold, "policy platinum { answer 20s }\n") == [
        "4:8 CF210 no application has segment 'platinum'; segments are gold, silver; default is for all others"
      ])
    #expect(
      try findings("", "policy gold { answer 20s }\n").first?.contains("no flow declares a segment") == true)
  }

  @Test func `a line's flow that several applications have is told with whom it reaches`() throws {
    let folder = try TestFolder()
    func findings(_ second: String) throws -> [String] {
      for (name, flow) in [("bank", "main"), ("desk", second)] {
        let text = "callflow 1\nlanguage en default\nflow \(flow) { do bye { say \"Bye.\"; hangup } }\n"
        try text.write(toFile: folder["\(name).callflow"], atomically: true, encoding: .utf8)
      }
      let site = "site 1\nflows \"bank.callflow\", \"desk.callflow\"\nline test keypad flow main\n"
      try site.write(toFile: folder["a.site"], atomically: true, encoding: .utf8)
      return try LoadedSite.load(site: folder["a.site"], today: nil).findings.flatMap { finding in
        finding.diagnostics.filter { $0.code == "CF283" }.map {
          "\($0.range.start.line): \($0.message.replacingOccurrences(of: folder.path + "/", with: ""))"
        }
      }
    }
    #expect(try findings("other") == [])
    #expect(
      try findings("main") == [
        "3: line 'test' starts flow 'main', which several applications have: its callers get that of "
          + "'bank.callflow', never that of 'desk.callflow'"
      ])
  }

  @Test func `leave and shifts are looked at together, and all days are told`() throws {
    let folder = try TestFolder()
    let flow = """
      callflow 1
      language en default
      skill billing
      skill cards
      calendar office { timezone "UTC"; open mon-fri 09:00-18:00 }
      queue billing { need billing 1; calendar office }
      queue cards { need cards 1 }
      flow main {
        route to_billing { queue billing; talked -> bye; overflow -> to_cards }
        route to_cards { queue cards; talked -> bye; overflow -> bye }
        do bye { say "Bye."; hangup }
      }
      """
    try flow.write(toFile: folder["a.callflow"], atomically: true, encoding: .utf8)
    func findings(_ lines: String) throws -> [String] {
      let site = "site 1\nflows \"a.callflow\"\nline test keypad flow main\n" + lines
      try site.write(toFile: folder["a.site"], atomically: true, encoding: .utf8)
      return try LoadedSite.load(site: folder["a.site"], today: nil).findings.flatMap { finding in
        finding.diagnostics.filter { $0.code == "CF272" }.map { "\($0.message); \($0.hint ?? "")" }
      }
    }
    // From a Tuesday to a Sunday.
    let kim =
      "agent kim { skills billing 3, cards 1; shift mon-fri 09:00-18:00; leave 2026-12-01 .. 2026-12-06 }\n"
    let choi = "agent choi { skills billing 1; shift sat 09:00-18:00 }\n"
    let cards =
      "from 2026-12-01 to 2026-12-06 nobody is there for queue 'cards', which needs cards 1; on leave: kim"
    #expect(
      try findings(kim + choi) == [
        "from 2026-12-01 to 2026-12-04 nobody is there for queue 'billing', which needs billing 1; on leave: kim",
        cards,
      ])
    // The afternoon of the Thursday is nobody's.
    let han = "agent han { skills billing 1; shift mon-wed, fri 09:00-18:00; shift thu 09:00-12:00 }\n"
    #expect(
      try findings(kim + choi + han) == [
        "on 2026-12-03 nobody is there for queue 'billing', which needs billing 1; on leave: kim", cards,
      ])
    #expect(try findings(kim + "agent lee { skills billing 1, cards 1 }\n") == [])
  }

  @Test func `shifts go by the clocks of the agent, else of the site`() throws {
    let folder = try TestFolder()
    let flow = """
      callflow 1
      language en default
      skill billing
      calendar office { timezone "Asia/Seoul"; open mon-fri 09:00-18:00 }
      queue billing { need billing 1; calendar office }
      flow main {
        route to_billing { queue billing; talked -> bye; overflow -> bye }
        do bye { say "Bye."; hangup }
      }
      """
    try flow.write(toFile: folder["a.callflow"], atomically: true, encoding: .utf8)
    func load(_ lines: String) throws -> LoadedSite {
      let site = "site 1\nflows \"a.callflow\"\nline test keypad flow main\n" + lines
      try site.write(toFile: folder["a.site"], atomically: true, encoding: .utf8)
      return try LoadedSite.load(site: folder["a.site"], today: nil)
    }
    func findings(_ lines: String) throws -> [String] {
      try load(lines).findings.flatMap { $0.diagnostics.map { "\($0.code) \($0.message)" } }
    }
    let kim = "agent kim { skills billing 3; shift mon-fri 09:00-18:00 }\n"
    let gap = "CF273 nobody's shift covers queue 'billing', which needs billing 1, on "
    #expect(try findings(kim) == [])
    #expect(try findings("timezone \"Asia/Seoul\"\n" + kim) == [])
    // Four in the afternoon in Seoul is eight in the morning in London, in winter seven.
    #expect(try findings("timezone \"Europe/London\"\n" + kim) == [gap + "mon 09:00-18:00"])
    let ann = "agent ann { skills billing 3; timezone \"Europe/London\"; shift mon-fri 07:00-09:00 }\n"
    let early = kim.replacing("09:00-18:00", with: "09:00-16:00")
    #expect(try findings(early + ann) == [gap + "mon 17:00-18:00"])
    #expect(try findings(early + ann.replacing("07:00", with: "08:00")) == [gap + "mon 16:00-17:00"])
    #expect(try findings(early + ann.replacing("07:00-09:00", with: "07:00-10:00")) == [])
    let both = try load("timezone \"Asia/Seoul\"\n" + kim + ann)
    #expect(both.zone.name == "Asia/Seoul" && both.definition.zone?.name == "Asia/Seoul")
    #expect(both.file.agents.map(\.zone?.name) == [nil, "Europe/London"])
    #expect(
      try findings("timezone \"Asia/Seul\"\n" + kim).first == "CF206 there is no time zone \"Asia/Seul\"")
  }
}
