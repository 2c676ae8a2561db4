import TestSupport
import Foundation
import Testing

@Suite struct `ivrctl check` {
  @Test func `the shipped flows are clean`() async throws {
    let folder = try TestFolder.withBank()
    // Also by the folder above, twice named, and as one file.
    for paths in [["callflows"], ["callflows", "callflows/bank/bank.callflow"], ["."]] {
      let result = try await ivrctl(["check", "--strict"] + paths, in: folder.path)
      #expect(result.status == 0 && result.err == "")
      // That keypad sites have no way to dial is a remark.
      #expect(result.out.contains("\nno faults"))
      #expect(!result.out.contains("error:") && !result.out.contains("warning:"))
    }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var find: String
    var replace: String
    /// Where the finding begins, in the replacement.
    var at: String
    var code: String
    var testDescription: String { "\(code) \(at)" }
    init(_ find: String, _ replace: String, at: String, _ code: String) {
      (self.find, self.replace, self.at, self.code) = (find, replace, at, code)
    }
  }
  static let faults: [Fault] = [
    Fault("dial 1000, 15881000 -> main", "dial 1000, 15881000 -> mein", at: "mein", "CF210"),
    Fault("timezone \"Asia/Seoul\"", "timezone \"Asia/Seol\"", at: "\"Asia", "CF206"),
    Fault("holidays \"kr.holidays\"", "holidays \"kr.holiday\"", at: "\"kr", "CF206"),
    Fault("need billing 2", "need biling 2", at: "biling", "CF270"),
    Fault("max-callers 20", "max-callers ２0", at: "２0", "CF102"),
    Fault("no-agents 30s\n    ring 10s", "no-agents 30s\n    ring 10x", at: "10x", "CF206"),
    Fault("\"입력이 없습니다.\";", "\"입력이 없습니다.;", at: "\"입력이", "CF101"),
    Fault("prompt goodbye ", "promt goodbye ", at: "promt", "CF200"),
    Fault("set vip = false", "set vip = flase", at: "flase", "CF241"),
    Fault("key 2 { language en;", "key 1 { language en;", at: "1 {", "CF230"),
    Fault(
      "calendar office\n        open -> top", "calendar ofice\n        open -> top", at: "ofice", "CF222"),
    Fault(
      "\"your balance\"          -> ask_account", "\"your balance\" -> ask_acount", at: "ask_acount", "CF210"),
    Fault("say options\n        key 1 \"잔액 조회\"", "say “options”\n        key 1 \"잔액 조회\"", at: "“", "CF102"),
    Fault("digits 8-12", "digits 12-8", at: "12-8", "CF206"),
    Fault("confirm read_back", "confirm read_bak", at: "read_bak", "CF220"),
    Fault("mask 4", "mask -4", at: "-4", "CF206"),
    Fault("number == account", "numbr == account", at: "numbr", "CF241"),
    Fault("read holder, balance, vip", "read holder, balanse, vip", at: "balanse", "CF223"),
    Fault("outcome balance_told", "outcom balance_told", at: "outcom", "CF203"),
    Fault("say tell_balance", "say tell_balanse", at: "tell_balanse", "CF220"),
    Fault("from common\n        solved", "from comon\n        solved", at: "comon", "CF223"),
    Fault("queue billing\n        priority", "queue biling\n        priority", at: "biling", "CF221"),
    Fault("say nobody; -> take_message }", "say nobody; -> tak_message }", at: "tak_m", "CF210"),
    Fault("{\n    set vip = false", "{{\n    set vip = false", at: "{\n", "CF102"),
  ]

  struct Finding: Decodable, Equatable {
    var file: String
    var line: Int
    var column: Int
    var code: String
    var severity: String
  }

  @Test(arguments: faults) func `a planted fault is named where it is, and nothing else`(_ fault: Fault)
    async throws
  {
    let folder = try TestFolder.withBank()
    let text = try folder.text("callflows/bank/bank.callflow")
    let range = try #require(text.range(of: fault.find))
    let broken = text.replacingCharacters(in: range, with: fault.replace)
    try folder.write(broken, to: "callflows/bank/bank.callflow")
    let inside = try #require(fault.replace.range(of: fault.at))
    let before = text[..<range.lowerBound] + fault.replace[..<inside.lowerBound]
    let line = before.count { $0 == "\n" } + 1
    let column = before.reversed().prefix { $0 != "\n" }.count + 1

    let json = try await ivrctl(["check", "callflows", "--json"], in: folder.path)
    #expect(json.status == 1)
    let findings = try JSONDecoder().decode([Finding].self, from: Data(json.out.utf8))
    #expect(
      findings.filter { $0.severity != "info" } == [
        Finding(
          file: "callflows/bank/bank.callflow", line: line, column: column, code: fault.code,
          severity: "error")
      ])
    let plain = try await ivrctl(["check", "callflows"], in: folder.path)
    #expect(plain.status == 1)
    #expect(plain.out.contains("callflows/bank/bank.callflow:\(line):\(column): error: "))
    #expect(plain.out.contains("\n1 error, 0 warnings"))
  }

  @Test func `a warning fails only with --strict`() async throws {
    let folder = try TestFolder.withBank()
    let text = try folder.text("callflows/bank/bank.callflow")
    try folder.write(
      text.replacingOccurrences(
        of: "if holder == none or balance == none -> to_billing else -> tell", with: "-> tell"),
      to: "callflows/bank/bank.callflow")
    let plain = try await ivrctl(["check", "callflows"], in: folder.path)
    #expect(plain.status == 0 && plain.out.contains("warning") && plain.out.contains("[CF303]"))
    #expect(try await ivrctl(["check", "--strict", "callflows"], in: folder.path).status == 1)
  }

  struct Junk: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: @Sendable () -> [UInt8]
    /// What the findings say.
    var says: String
  }
  static let junk: [Junk] = [
    // 안녕하세요 in CP949.
    Junk(
      testDescription: "CP949",
      bytes: {
        Array("callflow 1\nprompt a { ko \"".utf8)
          + [0xBE, 0xC8, 0xB3, 0xE7, 0xC7, 0xCF, 0xBC, 0xBC, 0xBF, 0xE4] + Array("\" }\n".utf8)
      }, says: "UTF-8"),
    Junk(
      testDescription: "UTF-16",
      bytes: {
        [0xFF, 0xFE]
          + "callflow 1\nflow main { do a { hangup } }\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      },
      says: "UTF-16"),
    Junk(
      testDescription: "a NUL", bytes: { Array("callflow 1\nflow main { do a { hangup }\u{0} }\n".utf8) },
      says: ":2:"),
    Junk(
      testDescription: "invalid UTF-8", bytes: { Array("callflow 1\n".utf8) + [0xC3, 0x28, 0xFF, 10] },
      says: ":2:"),
    Junk(
      testDescription: "a line of 10 MB",
      bytes: { Array("callflow 1\n".utf8) + [UInt8](repeating: 0x61, count: 10 << 20) },
      says: ":2:"),
    Junk(
      testDescription: "10,000 nested blocks",
      bytes: { Array(("callflow 1\n" + String(repeating: "flow a {\n", count: 10_000)).utf8) }, says: "error"),
    Junk(testDescription: "nothing", bytes: { [] }, says: ":1:1:"),
    Junk(
      testDescription: "a program",
      bytes: {
        (try? [UInt8](Data(contentsOf: URL(fileURLWithPath: Programs.ivrctl)).prefix(1 << 20))) ?? []
      }, says: "error"),
  ]
  @Test(arguments: junk) func `a file that is no flow ends in a diagnostic`(_ junk: Junk) async throws {
    let folder = try TestFolder()
    try folder.write(junk.bytes(), to: "bad.callflow")
    let result = try await ivrctl(["check", "bad.callflow"], in: folder.path)
    #expect(result.status == 1)
    #expect(
      result.out.contains("bad.callflow:") && result.out.contains(junk.says), "\(result.out.prefix(500))")
    #expect(result.out.utf8.count < 100_000)
  }
}

@Suite struct `ivrctl check and the rules of design` {
  static let flow = """
    callflow 1
    profile iso
    language en { option "for {label}, press {key}" }
    skill help
    queue help { need help; max-wait 5m }
    defaults { tries 3 -> main.person; key 0 -> main.person; key * -> back; key # -> repeat }
    flow main {
        menu first { say options; key 1 "a person" -> person; key 3 "the end" -> bye }
        route person { queue help; talked -> bye; overflow -> bye }
        do bye { hangup }
    }

    """

  @Test func `prints what breaks one, with a way to mend it`() async throws {
    let folder = try TestFolder()
    try folder.write(Self.flow, to: "a.callflow")
    let plain = try await ivrctl(["check", "a.callflow"], in: folder.path)
    #expect(
      plain.out == """
        a.callflow:8:5: warning: 'first' has no option on key 2, and one above it [MENU-ASC]
            menu first { say options; key 1 "a person" -> person; key 3 "the end" -> bye }
            ^
            hint: number its options 1, 2, 3 and so on

        0 errors, 1 warning

        """)
    #expect(plain.status == 0)
    #expect(try await ivrctl(["check", "--strict", "a.callflow"], in: folder.path).status == 1)
    let json = try await ivrctl(["check", "--json", "a.callflow"], in: folder.path)
    let findings = try JSONDecoder().decode(
      [`ivrctl check`.Finding].self, from: Data(json.out.utf8))
    #expect(
      findings == [.init(file: "a.callflow", line: 8, column: 5, code: "MENU-ASC", severity: "warning")])

    try folder.write(
      Self.flow.replacingOccurrences(
        of: "key 3 \"the end\" -> bye",
        with: "key 3 \"the end\" -> bye; allow MENU-ASC \"as in the printed plan\""),
      to: "a.callflow")
    #expect(try await ivrctl(["check", "--strict", "a.callflow"], in: folder.path).out == "no faults\n")
  }

  /// The codes in a check's output.
  private func codes(_ arguments: [String], in folder: TestFolder) async throws -> [String] {
    let json = try await ivrctl(["check", "--json"] + arguments, in: folder.path)
    return try JSONDecoder().decode([`ivrctl check`.Finding].self, from: Data(json.out.utf8)).map(\.code)
  }

  @Test func `goes by --profile, else by the file, else by the site`() async throws {
    let folder = try TestFolder()
    let clean = Self.flow.replacingOccurrences(of: "key 3", with: "key 2")
    try folder.write(clean, to: "a.callflow")
    try folder.write(
      "site 1\nprofile kr\nflows \"a.callflow\"\nline one keypad flow main\nagent kim { skills help 1 }\n",
      to: "a.site")
    let kr = ["CALLBACK", "KEY-USE", "KEY-USE", "WORKER-NOTICE"]
    #expect(try await codes(["a.callflow"], in: folder) == [])
    #expect(try await codes(["a.site"], in: folder) == [])
    #expect(try await codes(["--profile", "kr", "a.callflow"], in: folder) == kr)
    #expect(try await codes(["--profile", "kr", "a.site"], in: folder) == kr)
    #expect(try await codes(["--profile", "custom", "a.site"], in: folder) == [])
    try folder.write(clean.replacingOccurrences(of: "profile iso\n", with: ""), to: "a.callflow")
    #expect(try await codes(["a.callflow"], in: folder) == [])
    #expect(try await codes(["a.site"], in: folder) == kr)
    #expect(try await codes(["--profile", "iso", "a.site"], in: folder) == [])

    let wrong = try await ivrctl(["check", "--profile", "ksc", "a.site"], in: folder.path)
    #expect(wrong.status == 2 && wrong.err.contains("there is no profile 'ksc'"))
    let none = try await ivrctl(["check"], in: folder.path)
    #expect(none.status == 2 && none.err.contains("something is missing: ivrctl check PATH"))
  }

  @Test func `compares menus with those of --before, and measures what --sound speaks`() async throws {
    let folder = try TestFolder()
    let clean = Self.flow.replacingOccurrences(of: "key 3", with: "key 2")
    for name in ["old", "new"] {
      try FileManager.default.createDirectory(atPath: folder[name], withIntermediateDirectories: true)
    }
    try folder.write(clean, to: "old/a.callflow")
    try folder.write(
      clean.replacingOccurrences(of: "key 2", with: "key 4").replacingOccurrences(of: "key 1", with: "key 2")
        .replacingOccurrences(of: "key 4", with: "key 1"), to: "new/a.callflow")
    #expect(try await codes(["new", "--before", "old"], in: folder).contains("CHANGED"))
    #expect(try await codes(["new", "--before", "new/a.callflow"], in: folder).contains("CHANGED") == false)
    #expect(try await codes(["old", "--sound"], in: folder) == [])
    let none = try await ivrctl(["check", "old", "--log", "none.sqlite"], in: folder.path)
    #expect(none.status == 2, "\(none)")
  }

  @Test func `looks with --log at what callers pressed and when they heard nothing`() async throws {
    let folder = try TestFolder()
    let clean = Self.flow.replacingOccurrences(of: "key 3", with: "key 2")
    try folder.write(clean, to: "a.callflow")
    try folder.write("site 1\nflows \"a.callflow\"\nline one keypad flow main\n", to: "a.site")
    let day = try await folder.ivrctl(
      "simulate", "a.site", "--queue", "help", "--calls-per-hour", "5", "--aht", "60s", "--agents", "1",
      "--seeds", "1",
      "--log", "day.sqlite")
    #expect(day.status == 0, "\(day)")
    #expect(try await codes(["a.callflow", "--log", "day.sqlite"], in: folder) == [])
    // As `ivrd` writes the moves of a hundred callers, most of whom want the second option.
    _ = try Records.rows(
      folder["day.sqlite"],
      """
      WITH RECURSIVE callers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM callers WHERE i < 100)
      INSERT INTO call_events (call, n, at, kind, state, detail)
      SELECT 1000000 + i, 1, i, 'move', 'main.first', iif(i <= 30, 'key 1 -> main.person', 'key 2 -> main.bye')
      FROM callers
      """)
    let told = try await ivrctl(["check", "a.callflow", "--log", "day.sqlite"], in: folder.path)
    #expect(
      told.status == 0
        && told.out.contains(
          "'first' says key 1 first, which 30 % of callers press; key 2 is pressed by 70 % [MENU-FREQ]"),
      "\(told)")
    #expect(try await codes(["a.callflow"], in: folder) == [])
    let none = try await ivrctl(["check", "a.callflow", "--log", "a.site"], in: folder.path)
    #expect(none.status == 2 && none.err.contains("a.site"), "\(none)")
  }

  @Test func `--rules lists them all`() async throws {
    struct Rule: Decodable, Equatable {
      var rule: String
      var iso: String?
      var kr: String?
      var custom: String?
      var seen_to_by: String?
    }
    let json = try await ivrctl(["check", "--rules", "--json"])
    let rules = try JSONDecoder().decode([Rule].self, from: Data(json.out.utf8))
    #expect(rules.contains(Rule(rule: "MENU-SIZE", iso: "warning", kr: "warning", custom: "warning")))
    #expect(rules.contains(Rule(rule: "KEY-USE", iso: "warning", kr: "warning")))
    #expect(rules.contains(Rule(rule: "RRN", kr: "error")))
    #expect(
      rules.contains(
        Rule(rule: "VAR-SET", iso: "error", kr: "error", custom: "error", seen_to_by: "CF241")))
    let plain = try await ivrctl(["check", "--rules", "--profile", "iso"])
    #expect(plain.status == 0)
    #expect(plain.out.split(separator: "\n").contains { $0.hasPrefix("RRN            off ") })
    for rule in rules { #expect(plain.out.contains("\n\(rule.rule) ") || plain.out.hasPrefix(rule.rule)) }
  }

  @Test func `the shipped applications each name a profile, and both are in use`() async throws {
    var profiles: Set<Substring> = []
    let folder = try TestFolder.withBank()
    let all = FileManager.default.enumerator(atPath: folder["callflows"])?.compactMap { $0 as? String } ?? []
    for path in all where path.hasSuffix(".callflow") {
      let lines = try folder.text("callflows/" + path).split(separator: "\n")
      let profile = lines.first { $0.hasPrefix("profile ") }
      // What begins in a file of a centre is named by the file that all centres share.
      #expect(profile != nil || lines.contains("use \"centres.callflow\""), "\(path)")
      if let profile { profiles.insert(profile) }
      #expect(!lines.contains { $0.contains("allow ") }, "\(path)")
    }
    #expect(profiles == ["profile iso", "profile kr"])
  }
}
