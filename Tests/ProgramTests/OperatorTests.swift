import Foundation
import Testing

/// What goes wrong is told to whoever runs the site, with its cause.
@Suite struct `An operator is told` {
  @Test func `of a recordings folder that cannot be written, at the check, at the start and in the status`()
    async throws
  {
    let folder = try await RunningSite.prepare()
    let site = RunningSite.site.replacingOccurrences(
      of: "recordings \"recordings\"", with: "recordings \"/proc/rec\"")
    try folder.write(site, to: "bank.site")
    let check = try RunningProgram(Programs.ivrd, ["bank.site", "--check"], in: folder.path)
    let checked = try await check.ended()
    #expect(checked.status == 0)
    #expect(checked.err.contains("ivrd: warning: calls will not be recorded: /proc/rec: "))
    let running = try await RunningSite.start(in: folder)
    #expect(try await running.ivrctl("status").out.contains("warning: calls are not recorded: /proc/rec: "))
    // Mended, it is told once.
    try folder.write(
      site.replacingOccurrences(of: "/proc/rec", with: "rec"), to: "bank.site")
    #expect(try await running.ivrctl("reload").status == 0)
    #expect(try await !running.ivrctl("status").out.contains("not recorded"))
    let err = try await running.stop().err.split(separator: "\n")
    #expect(err.count { $0.contains("calls are not recorded: /proc/rec: ") } == 1)
    #expect(err.count { $0.contains("calls can be recorded again in ") } == 1)
  }

  /// The folder is looked at every three seconds, and when a call is about to be told that it is recorded.
  @Test func `of a call that cannot be recorded, and its caller is not told that it is`() async throws {
    let (site, port) = try await PBXSite.start("recordings \"rec\"") { folder in
      let flow = PBXSite.flow.replacingOccurrences(
        of: "do bye { say \"This is sales.\"; hangup }",
        with: "do bye { say \"This is sales.\"; recording start \"This call is recorded.\"; hangup }")
      try folder.write(flow, to: "pbx.callflow")
    }
    /// Samples with sound in them that the caller hears until he is hung up on.
    func call() async throws -> Int {
      let peer = try BridgePeer(port: port, .init(uuid: "01012345678ffff" + "2000fffffff" + "000001"))
      #expect(try await peer.ended() == .hungUp)
      return peer.heard.count { abs(Int($0)) > 500 }
    }
    let told = try await call()
    #expect(FileManager.default.fileExists(atPath: site.folder["rec"]))
    try FileManager.default.moveItem(atPath: site.folder["rec"], toPath: site.folder["old"])
    try site.folder.write("no folder", to: "rec")
    let untold = try await call()
    // The second call hears but the first of two sentences.
    #expect(untold > 1000 && told > untold * 3 / 2, "\(told) and \(untold)")
    let output = try await site.stop()
    #expect(output.err.contains("warning: calls are not recorded: "), "\(output.err)")
    let warnings = try site.events("warning")
    #expect(warnings.count == 1 && warnings[0].hasPrefix("the call is not recorded: "), "\(warnings)")
  }

  @Test func `what was wrong with an order, and with which status`() async throws {
    let site = try await RunningSite.start()
    let hangUp = try await site.ivrctl("hangup", "nosuch")
    #expect(hangUp.status == 1 && hangUp.err.contains("'nosuch' is no call"))
    let leg = "40325ec2-5efd-4bd3-805f-53576e581d13"
    for words in [
      ["--name", String(repeating: "x", count: 100_000)], ["--flow", String(repeating: "y", count: 5000)],
      ["--set", "vip=" + String(repeating: "z", count: 100_000)],
    ] {
      let result = try await site.folder.ivrctl(["expect", leg] + words)
      #expect(result.status == 2 && result.err.count < 200, "\(result)")
    }
    let name = try await site.folder.ivrctl(["expect", leg, "--name", String(repeating: "x", count: 200)])
    #expect(name.status == 1 && name.err.contains("at most 80 characters"))
    _ = try await site.stop()
  }

  @Test func `nothing of a sound server by a site without a sound card`() async throws {
    let folder = try await RunningSite.prepare()
    let check = try RunningProgram(
      Programs.ivrd, ["bank.site", "--check"], in: folder.path, environment: ["HOME": "/proc/nohome"])
    let output = try await check.ended()
    #expect(output.status == 0 && output.err.split(separator: "\n").count == 1, "\(output.err)")
  }
}
