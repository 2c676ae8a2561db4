import Foundation
import Testing

@Suite struct `Being the caller` {
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a call of one's own that a signal ends leaves no files behind`(_ number: Int32) async throws {
    let folder = try TestFolder()
    try FileManager.default.createDirectory(atPath: folder["tmp"], withIntermediateDirectories: true)
    // However late the signal comes, the call still waits for a key.
    try folder.write(
      """
      callflow 1
      language en default
      table visits (number text)
      flow main { menu ask { timeout 60m; max-call 2h; say "Press one."; key 1 -> hangup } }
      """, to: "patient.callflow")
    let call = try RunningProgram(
      Programs.ivrctl, ["call", "patient.callflow"], in: folder.path, keys: nil,
      environment: ["TMPDIR": folder["tmp"]])
    defer { call.kill() }
    try await call.wait(until: "Press one.")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["tmp"]).count == 1)
    call.signal(number)
    let end = try await call.ended()
    #expect(end.status == -number, "\(end)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["tmp"]) == [])
  }

  @Test func `on a running ivrd it says once that there is no sound, and ends with ivrd`() async throws {
    let site = try await RunningSite.start()
    let call = try RunningProgram(
      Programs.ivrctl, ["call", "--live", "test"], in: site.folder.path, keys: nil,
      environment: site.folder.environment.merging(["IVR_SOUND": "nosuchdevice"]) { $1 })
    defer { call.kill() }
    try await call.wait(until: "바다은행")
    site.ivrd.kill()
    let end = try await call.ended()
    #expect(end.status == 3)
    #expect(end.err.contains("ivrd has closed the connection"))
    let all = end.out + end.err
    #expect(all.components(separatedBy: "no sound device").count == 2, "\(all)")
  }
}
