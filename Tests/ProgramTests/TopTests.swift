import Foundation
import Testing

@Suite struct `ivrctl top` {
  static func start(_ site: RunningSite, columns: UInt16 = 80, rows: UInt16 = 24) throws -> PseudoTerminal {
    try PseudoTerminal(
      Programs.ivrctl, ["top"], in: site.folder.path, columns: columns, rows: rows,
      environment: site.folder.environment)
  }

  @Test func `shows queues, agents and calls, follows a resize, and gives the terminal back`() async throws {
    let site = try await RunningSite.start()
    for act in [["kim", "login"], ["kim", "pause", "lunch"]] { try await site.folder.ivrctl(["agent"] + act) }
    let caller = try await site.call("--from", "0212345678")
    caller.type("24")
    try await caller.wait(until: "waiting in queue billing")
    let top = try Self.start(site)
    try await top.wait(for: "caller") { text in
      let lines = TerminalPicture(text, columns: 80, rows: 24).lines
      return lines.contains { $0.contains("0212345678") } && lines.contains { $0.contains("lunch") }
    }
    let picture = TerminalPicture(top.text, columns: 80, rows: 24)
    #expect(picture.isAlternate && !picture.hasCursor && !top.isCooked)
    #expect(picture.lines.first?.hasSuffix("q leaves") == true, "\(picture.lines)")
    #expect(picture.lines.contains { $0.hasPrefix("billing") && $0.split(separator: " ")[1] == "1" })
    let before = top.text.count
    top.resize(columns: 200, rows: 50)
    // Side by side there is one line with both.
    try await top.wait(for: "wide screen") { text in
      TerminalPicture(String(text.dropFirst(before)), columns: 200, rows: 50).lines
        .contains { $0.contains("agent") && $0.contains("from") }
    }
    top.type("q")
    #expect(try await top.ended() == 0)
    try await top.wait(for: "end of the screen") { $0.hasSuffix("\u{1B}[?1049l") }
    let after = TerminalPicture(top.text, columns: 200, rows: 50)
    #expect(!after.isAlternate && after.hasCursor && top.isCooked)
    caller.type("h")
    #expect(try await site.stop().status == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func `a signal leaves the terminal clean`(_ number: Int32)
    async throws
  {
    let site = try await RunningSite.start()
    let top = try Self.start(site)
    try await top.wait(for: "screen") { $0.contains("q leaves") }
    top.signal(number)
    #expect(try await top.ended() == -number)
    try await top.wait(for: "end of the screen") { $0.hasSuffix("\u{1B}[?1049l") }
    #expect(top.isCooked)
    #expect(try await site.stop().status == 0)
  }

  @Test func `goes on when ivrd is started again, and without a terminal prints one screen`() async throws {
    let site = try await RunningSite.start()
    let top = try Self.start(site)
    try await top.wait(for: "screen") { $0.contains("q leaves") }
    #expect(try await site.stop().status == 0)
    try await top.wait(for: "word of the end") { $0.contains("ivrd") && $0.contains("not running") }
    let before = top.text.count
    let again = try await RunningSite.start(in: site.folder)
    try await top.wait(for: "screen again") { $0.dropFirst(before).contains("q leaves") }
    top.type("q")
    #expect(try await top.ended() == 0)
    let once = try await again.ivrctl("top", "--width", "120")
    #expect(
      once.status == 0 && once.out.contains("billing") && once.out.contains("logged-out"), "\(once.out)")
    #expect(!once.out.contains("\u{1B}") && once.out.split(separator: "\n").allSatisfy { $0.count <= 120 })
    #expect(try await again.stop().status == 0)
  }
}
