import TestSupport
import Foundation

/// `ivrd` behind a PBX, with a flow that needs no data.
enum PBXSite {
  static let flow = """
    callflow 1

    language en default
    dial 1000 -> main
    dial 2000, 21XX -> sales
    field vip flag = false
    field tier text

    // Whoever is asked has all the time that a machine needs on which many tests run at once.
    defaults { timeout 10m; interdigit 1m; max-call 1h }

    flow main {
        menu first {
            say "Press 1 to be transferred."
            log "vip {call.vip}"
            if caller.name != none { log "name {caller.name}" }
            key 1 -> out
            key 2 -> bye
        }
        transfer out {
            to "201"
            done -> bye
            busy -> again
        }
        menu again { say "It is busy. Press 1 to try again."; key 1 -> out }
        do bye { say "Good bye."; hangup }
    }
    flow sales { do bye { say "This is sales."; hangup } }

    """
  /// - Parameters:
  ///   - lines: beside `trunk`, which carries numbers in its UUIDs.
  ///   - more: further lines of the site.
  static func start(_ more: String = "", _ prepare: (TestFolder) throws -> Void = { _ in }) async throws
    -> (site: RunningSite, port: UInt16)
  {
    let folder = try TestFolder()
    try folder.write(flow, to: "pbx.callflow")
    try folder.write(
      """
      site 1

      flows "pbx.callflow"
      log "calls.sqlite"
      control "ivrd.sock"
      line trunk audiosocket "127.0.0.1:0" ids digits flow main
      \(more)

      """, to: "bank.site")
    try prepare(folder)
    let site = try await RunningSite.start(in: folder)
    return (site, try await site.port("trunk"))
  }

  static func uuid() -> String { UUID().uuidString.lowercased() }
}

extension RunningSite {
  func line(_ name: String) async throws -> [String: Any] {
    let lines = try await folder.json("lines") as? [[String: Any]] ?? []
    guard let line = lines.first(where: { $0["line"] as? String == name }) else {
      throw TooLate(description: "no line \(name)")
    }
    return line
  }
  func port(_ line: String) async throws -> UInt16 {
    UInt16(try await self.line(line)["port"] as? Int ?? 0)
  }
  /// The timeline of the only call.
  func events(_ kinds: String...) throws -> [String] {
    try Records.rows(log, "SELECT kind, detail FROM call_events ORDER BY call, n")
      .filter { kinds.contains($0[0]) }.map { $0[1] }
  }
}

extension BridgePeer.Options {
  /// Named like that.
  init(leg: String) {
    self.init()
    uuid = leg.filter { $0 != "-" }
  }
}
