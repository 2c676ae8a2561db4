import TestSupport
import CSQLite
import Foundation
import Testing

@Suite struct `How ivrd starts and ends` {
  @Test func `SIGTERM in the middle of calls ends within five seconds with every record closed`() async throws
  {
    let site = try await RunningSite.start()
    for act in [["login"], ["pause", "lunch"]] { try await site.folder.ivrctl(["agent", "kim"] + act) }
    var callers: [RunningProgram] = []
    for _ in 0..<4 { callers.append(try await site.call()) }
    callers[0].type("24")
    try await callers[0].wait(until: "waiting in queue billing")
    let began = Date()
    let end = try await site.stop()
    #expect(end.status == 0 && Date().timeIntervalSince(began) < 5)
    for caller in callers { #expect(try await caller.ended().out.contains("the call is over")) }
    #expect(
      try Records.rows(
        site.log, "SELECT count(*), count(ended), count(outcome), sum(end_estimated) FROM calls")
        == [["4", "4", "4", "0"]])
    #expect(try Records.value(site.log, "PRAGMA integrity_check") == "ok")
    #expect(!FileManager.default.fileExists(atPath: site.folder["ivrd.sock"]))
  }

  @Test func `kill -9 in the middle of calls loses no record`() async throws {
    let site = try await RunningSite.start()
    let folder = site.folder
    for act in [["login"], ["pause", "lunch"]] { try await folder.ivrctl(["agent", "kim"] + act) }
    // One that has ended, one in a queue, two in menus.
    let ended = try await site.call()
    ended.type("h")
    try await ended.ended()
    var callers: [RunningProgram] = []
    for _ in 0..<3 { callers.append(try await site.call()) }
    callers[0].type("24")
    try await callers[0].wait(until: "waiting in queue billing")
    // What is told to the log is in the file once the group it belongs to is written.
    let log = site.log
    _ = try await onThread {
      try FolderWatch(folder.path).wait(for: "record of each call") {
        try Records.value(log, "SELECT count(*) FROM calls WHERE ended IS NOT NULL") == "1"
          && Records.value(log, "SELECT count(*) FROM calls") == "4" ? true : nil
      }
    }
    site.ivrd.signal(SIGKILL)
    #expect(try await site.ivrd.ended().status == -SIGKILL)
    for caller in callers {
      let output = try await caller.ended()
      #expect(output.status == 3 && output.err.split(separator: "\n").count == 1)
    }
    // Its socket is still there and is replaced.
    #expect(FileManager.default.fileExists(atPath: folder["ivrd.sock"]))
    #expect(try await folder.ivrctl("status").status == 3)
    let again = try await RunningSite.start(in: folder)
    #expect(try await again.ivrctl("status").status == 0)
    let next = try await again.call()
    next.type("h")
    try await next.ended()
    let end = try await again.stop()
    #expect(end.status == 0 && end.err.contains("3 calls of an earlier run closed as interrupted"))
    #expect(
      try Records.rows(again.log, "SELECT outcome, end_estimated FROM calls ORDER BY id")
        == [
          ["hung-up", "0"], ["interrupted", "1"], ["interrupted", "1"], ["interrupted", "1"],
          ["hung-up", "0"],
        ])
    #expect(try Records.value(again.log, "PRAGMA integrity_check") == "ok")
    #expect(try Records.value(again.log, "SELECT count(*) FROM calls WHERE ended IS NULL") == "0")
  }

  @Test func `SIGTERM when no record can be written says how many are lost`() async throws {
    let site = try await RunningSite.start()
    // As on a full disk: the log takes nothing, nor does its spool.
    var holder: OpaquePointer?
    defer { sqlite3_close(holder) }
    #expect(sqlite3_open_v2(site.log, &holder, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
    sqlite3_busy_timeout(holder, 60_000)
    #expect(sqlite3_exec(holder, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    try FileManager.default.createDirectory(
      atPath: site.log + "-spool", withIntermediateDirectories: false)
    let caller = try await site.call()
    caller.type("h")
    try await caller.ended()
    // Whoever asks meanwhile is told, and so is whoever orders something that would have to be kept.
    var isInMemoryAlone = false
    for _ in 0..<1000 where !isInMemoryAlone {
      let status = try await site.folder.json("status") as? [String: Any]
      isInMemoryAlone = status?["log_in_memory_alone"] as? Bool == true
    }
    #expect(isInMemoryAlone)
    for reading in [["report", "calls"], ["calls"], ["audit"]] {
      let read = try await site.folder.ivrctl(reading + ["--log", "calls.sqlite"])
      #expect(
        read.status == 0 && read.err.contains(" records of the running ivrd are not in this log yet"),
        "\(reading): \(read.err)")
    }
    let order = try await site.ivrctl("queue", "billing", "close")
    #expect(order.status == 0 && order.err.contains("it cannot be kept now"), "\(order.err)")
    let end = try await site.stop()
    #expect(end.status == 3)
    #expect(end.err.contains("records of the call log are lost: "), "\(end.err)")
  }

  @Test func `a log that another program holds is waited for`() async throws {
    let site = try await RunningSite.start()
    #expect(try await site.stop().status == 0)
    var holder: OpaquePointer?
    defer { sqlite3_close(holder) }
    #expect(sqlite3_open_v2(site.log, &holder, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
    #expect(sqlite3_exec(holder, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    let again = try RunningProgram(Programs.ivrd, ["bank.site"], in: site.folder.path)
    try await again.wait(until: "held by another program: waiting for it")
    #expect(sqlite3_exec(holder, "ROLLBACK", nil, nil, nil) == SQLITE_OK)
    try await again.wait(until: "ivrd: running bank.site")
    again.signal(SIGTERM)
    #expect(try await again.ended().status == 0)
  }

  @Test func `a second one on the same socket or the same log is refused`() async throws {
    let site = try await RunningSite.start()
    let same = try await RunningProgram(Programs.ivrd, ["bank.site"], in: site.folder.path).ended()
    #expect(same.status == 2)
    #expect(same.err.contains("ivrd.sock") && same.err.contains("another server is running there"))
    try site.folder.write(
      RunningSite.site.replacingOccurrences(of: "ivrd.sock", with: "other.sock"), to: "other.site")
    let other = try await RunningProgram(Programs.ivrd, ["other.site"], in: site.folder.path).ended()
    #expect(other.status == 2)
    #expect(other.err.contains("calls.sqlite") && other.err.split(separator: "\n").count == 1, "\(other.err)")
    #expect(!FileManager.default.fileExists(atPath: site.folder["other.sock"]))
    // The first has noticed nothing.
    #expect(try await site.ivrctl("status").status == 0)
    #expect(try await site.stop().status == 0)
  }

  struct Missing: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (TestFolder) throws -> Void
    var says: [String]
    init(_ what: String, says: [String], _ change: @escaping @Sendable (TestFolder) throws -> Void) {
      (testDescription, self.says, self.change) = (what, says, change)
    }
  }
  static func edit(_ folder: TestFolder, _ file: String, _ old: String, _ new: String) throws {
    let text = try folder.text(file)
    guard text.contains(old) else { throw TooLate(description: "no '\(old)' in \(file)") }
    try folder.write(text.replacingOccurrences(of: old, with: new), to: file)
  }
  static let missing: [Missing] = [
    Missing("the log's folder cannot be made", says: ["blocked", "folder"]) { folder in
      try folder.write("a file", to: "blocked")
      try edit(folder, "bank.site", "calls.sqlite", "blocked/calls.sqlite")
    },
    Missing("the log cannot be written", says: ["/proc/calls.sqlite"]) { folder in
      try edit(folder, "bank.site", "\"calls.sqlite", "\"/proc/calls.sqlite")
    },
    Missing("the log is another database", says: ["bank.sqlite", "not a call log"]) { folder in
      try edit(folder, "bank.site", "\"calls.sqlite", "\"bank.sqlite")
    },
    Missing("the log's folder is below one that takes none", says: ["/proc/x", "folder"]) { folder in
      try edit(folder, "bank.site", "\"calls.sqlite", "\"/proc/x/calls.sqlite")
    },
    Missing("the log is a folder", says: ["callflows", "is a folder"]) { folder in
      try edit(folder, "bank.site", "\"calls.sqlite", "\"callflows")
    },
    Missing("the log is a text", says: ["bank.callflow", "not a database"]) { folder in
      try edit(folder, "bank.site", "\"calls.sqlite", "\"callflows/bank/bank.callflow")
    },
    Missing("the socket's folder cannot be made", says: ["blocked", "folder"]) { folder in
      try folder.write("a file", to: "blocked")
      try edit(folder, "bank.site", "ivrd.sock", "blocked/ivrd.sock")
    },
    Missing("no data file", says: ["none.sqlite", "ivrctl data bank.site"]) { folder in
      try edit(folder, "bank.site", "bank.sqlite", "none.sqlite")
    },
    Missing("the data file is none", says: ["bank.sqlite"]) {
      try $0.write("hello there", to: "bank.sqlite")
    },
    Missing("a voice that is not installed", says: ["language en", "xx-klingon"]) { folder in
      try edit(folder, "callflows/bank/bank.callflow", "\"en-gb\"", "\"xx-klingon\"")
    },
    Missing("the socket's path is too long", says: ["107 bytes", "shorter"]) { folder in
      try edit(folder, "bank.site", "ivrd.sock", String(repeating: "s", count: 120) + ".sock")
    },
    Missing("a file is where the socket should be", says: ["no socket"]) {
      try $0.write("", to: "ivrd.sock")
    },
    Missing("no group of that name", says: ["nogroupofthatname"]) { folder in
      try edit(folder, "bank.site", "\"ivrd.sock\"", "\"ivrd.sock\" group \"nogroupofthatname\"")
    },
    Missing("two lines on one port", says: ["line 'side'", "line 'trunk' listens on port 9092 already"]) {
      folder in
      try edit(
        folder, "bank.site", "line test",
        "line trunk audiosocket \"0.0.0.0:9092\" flow main\n"
          + "line side audiosocket \"127.0.0.1:9092\" flow main\nline test")
    },
    Missing("a host that nobody knows", says: ["trunk", "nosuch.invalid", "check host and port"]) { folder in
      try edit(
        folder, "bank.site", "line test",
        "line trunk audiosocket \"nosuch.invalid:9092\" flow main\nline test")
    },
  ]
  @Test(arguments: missing, [[], ["--check"]])
  func `what is missing is told in one line before any call`(_ missing: Missing, _ check: [String])
    async throws
  {
    let folder = try await RunningSite.prepare()
    try missing.change(folder)
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    let result = try await RunningProgram(Programs.ivrd, ["bank.site"] + check, in: folder.path).ended()
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
    #expect(result.status == 2 && result.out == "")
    #expect(result.err.hasPrefix("ivrd: ") && result.err.split(separator: "\n").count == 1, "\(result.err)")
    for part in missing.says { #expect(result.err.contains(part), "\(result.err)") }
  }

  @Test func `a check makes neither log nor socket, and passes while the site runs`() async throws {
    let folder = try await RunningSite.prepare()
    try Self.edit(folder, "bank.site", "\"calls.sqlite", "\"new/folder/calls.sqlite")
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    let check = {
      try await RunningProgram(Programs.ivrd, ["bank.site", "--check"], in: folder.path).ended()
    }
    #expect(try await check().status == 0)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
    let site = try await RunningSite.start(in: folder)
    let again = try await check()
    #expect(again.status == 0 && again.err.contains("ready to run"), "\(again.err)")
    #expect(try await site.stop().status == 0)
  }

  @Test func `a flow with faults does not start, and all of them are told`() async throws {
    let folder = try await RunningSite.prepare()
    try Self.edit(folder, "callflows/bank/bank.callflow", "say tell_balance", "say tell_it")
    try Self.edit(folder, "callflows/bank/bank.callflow", "digits 8-12", "digits 12-8")
    try Self.edit(
      folder, "callflows/bank/bank.callflow", "wrong number key)", "wrong number key, colour text)")
    for check in [[], ["--check"]] {
      let result = try await RunningProgram(Programs.ivrd, ["bank.site"] + check, in: folder.path).ended()
      #expect(result.status == 1 && result.out == "")
      for part in ["tell_it", "12-8", "colour", "3 faults"] {
        #expect(result.err.contains(part), "\(result.err)")
      }
    }
  }

  static let lacking: [(file: String, old: String, new: String, says: String)] = [
    (
      "callflows/bank/bank.callflow", "ko audio \"chime.wav\" or \"\"", "ko audio \"chime2.wav\"",
      "chime2.wav\" is missing and no text stands behind it [CF226]"
    ),
    (
      "bank.site", "prompts \"callflows/bank/prompts\"", "prompts \"../nope\"",
      "no prompts folder '../nope' [CF226]"
    ),
    ("callflows/bank/bank.callflow", "wrong number key)", "wrong number key, colour text)", "colour"),
  ]
  @Test(arguments: lacking) func `a clip, folder or column that is not there ends it with status 2`(
    _ lacking: (file: String, old: String, new: String, says: String)
  ) async throws {
    let folder = try await RunningSite.prepare()
    try Self.edit(folder, lacking.file, lacking.old, lacking.new)
    for check in [[], ["--check"]] {
      let result = try await RunningProgram(Programs.ivrd, ["bank.site"] + check, in: folder.path).ended()
      #expect(result.status == 2 && result.out == "")
      #expect(result.err.contains(lacking.says) && result.err.contains("is not loaded"), "\(result.err)")
    }
  }

  @Test func `a missing clip with a text is a warning only`() async throws {
    let folder = try await RunningSite.prepare()
    try Self.edit(
      folder, "callflows/bank/bank.callflow", "ko audio \"chime.wav\" or \"\"",
      "ko audio \"gone.wav\" or \"\"")
    let check = try await RunningProgram(Programs.ivrd, ["bank.site", "--check"], in: folder.path).ended()
    #expect(check.status == 0 && check.err.contains("ready to run"))
    #expect(check.err.contains("warning") && check.err.contains("gone.wav"))
    let site = try await RunningSite.start(in: folder)
    let caller = try await site.call()
    try await caller.wait(until: "바다은행")
    #expect(try await site.stop().status == 0)
  }
}
