import TestSupport
import Foundation

/// `ivrd` with a site in a folder of its own.
final class RunningSite: Sendable {
  static let site = """
    site 1

    flows "callflows/bank/bank.callflow"
    prompts "callflows/bank/prompts"
    data "bank.sqlite"
    log "calls.sqlite"
    recordings "recordings"
    dial "true"
    control "ivrd.sock"

    line test keypad flow main

    agent kim { number 201; name "김민지"; skills billing 3, ko 5, en 2 }
    agent lee { number 202; name "Lee Ann"; skills billing 1, cards 2, en 5 }

    """
  let folder: TestFolder
  let ivrd: RunningProgram
  var log: String { folder["calls.sqlite"] }

  /// A folder with everything that the site needs. The office is open at any hour, and callers and agents
  /// have all the time that a machine needs on which many tests run at once; nothing is said before the queue.
  static func prepare() async throws -> TestFolder {
    let folder = try TestFolder.withBank()
    for other in ["demo.site", "demo.call", "bank/bank.site"] {
      try FileManager.default.removeItem(atPath: folder["callflows/" + other])
    }
    let flow = try folder.text("callflows/bank/bank.callflow")
      .replacingOccurrences(of: "open mon-fri 09:00-18:00", with: "open mon-sun 00:00-24:00")
      .replacingOccurrences(of: "    open sat 09:00-13:00\n", with: "")
      .replacingOccurrences(of: "    holidays \"kr.holidays\"\n", with: "")
      .replacingOccurrences(of: "\ndefaults {\n", with: "\ndefaults {\n    timeout 10m\n    max-call 1h\n")
      .replacingOccurrences(of: "respect barge-in hold", with: "respect")
      .replacingOccurrences(of: "ring 10s", with: "ring 10m")
      .replacingOccurrences(of: "no-agents 30s", with: "no-agents 10m")
      .replacingOccurrences(of: "wrap-up 20s", with: "wrap-up 10m")
    try folder.write(flow, to: "callflows/bank/bank.callflow")
    try folder.write(site, to: "bank.site")
    let made = try await folder.ivrctl("data", "bank.site")
    guard made.status == 0 else { throw TooLate(description: "no data file: \(made.err)") }
    return folder
  }

  /// Returns once it takes calls.
  static func start(
    in folder: TestFolder? = nil, environment: [String: String] = [:]
  ) async throws -> RunningSite {
    let folder = if let folder { folder } else { try await prepare() }
    let ivrd = try RunningProgram(Programs.ivrd, ["bank.site"], in: folder.path, environment: environment)
    try await ivrd.wait(until: "ivrd: running bank.site")
    return RunningSite(folder, ivrd)
  }
  private init(_ folder: TestFolder, _ ivrd: RunningProgram) { (self.folder, self.ivrd) = (folder, ivrd) }

  // A test that failed on its way leaves nothing running.
  deinit { ivrd.kill() }

  func ivrctl(_ words: String...) async throws -> RunningProgram.Output {
    try await folder.ivrctl(words)
  }

  /// A caller at a keypad whose keys are typed by `type`.
  func call(_ more: String...) async throws -> RunningProgram {
    let call = try RunningProgram(
      Programs.ivrctl, ["call", "--live", "test"] + more, in: folder.path, keys: nil,
      environment: folder.environment)
    try await call.wait(until: "on line test")
    return call
  }

  /// Returns once all that was told to the log is in its file.
  func writtenLog() async throws {
    for _ in 0..<1000 {
      let status = try await folder.json("status") as? [String: Any]
      if status?["log_waiting"] as? Int == 0 { return }
    }
    throw TooLate(description: "records still wait to be written")
  }

  /// Ends it as an operator does.
  func stop() async throws -> RunningProgram.Output {
    ivrd.signal(SIGTERM)
    return try await ivrd.ended()
  }
}

extension TestFolder {
  var environment: [String: String] { ["IVRD_SOCKET": self["ivrd.sock"]] }
  func ivrctl(_ words: String...) async throws -> RunningProgram.Output { try await ivrctl(words) }
  @discardableResult func ivrctl(_ words: [String]) async throws -> RunningProgram.Output {
    try await ProgramTests.ivrctl(words, in: path, environment: environment)
  }
  func json(_ words: String...) async throws -> Any {
    let result = try await ivrctl(words + ["--json"])
    guard result.status == 0 else { throw TooLate(description: "\(words): \(result.err)") }
    return try JSONSerialization.jsonObject(with: Data(result.out.utf8))
  }
}

extension TestFolder {
  private static let setpriv = "/usr/bin/setpriv"
  private static let asNobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", Programs.ivrctl]

  /// Whether a test can become that user, and start the program so.
  static func canBeNobody() async -> Bool {
    guard getuid() == 0 else { return false }
    let tried = try? await RunningProgram(setpriv, asNobody + ["--version"], in: "/").ended().status
    return tried == 0
  }
  /// `ivrctl` as the user `nobody`, who may look into the folder from then on.
  func ivrctlAsNobody(_ words: String...) async throws -> RunningProgram.Output {
    chmod(path, 0o755)
    return try await RunningProgram(
      TestFolder.setpriv, TestFolder.asNobody + words, in: path, environment: environment
    ).ended()
  }
}
