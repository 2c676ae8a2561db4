import TestSupport
import Foundation
import Testing
import Tones

@Suite struct `A line on a sound card` {
  /// Devices that are files: the caller's side is read from one, what he hears is written to another.
  static func files(_ folder: TestFolder, _ caller: [Int16]) throws -> [String: String] {
    try folder.write(SoundCardSite.raw(caller), to: "caller.raw")
    try folder.write(
      """
      </usr/share/alsa/alsa.conf>
      pcm.card {
        type asym
        capture.pcm { type file file "/dev/null" infile "\(folder["caller.raw"])" format raw slave.pcm null }
        playback.pcm { type file file "\(folder["heard.raw"])" format raw slave.pcm null }
      }

      """, to: "asound.conf")
    return ["ALSA_CONFIG_PATH": folder["asound.conf"]]
  }

  @Test func `a key that is held begins a call, keys are heard, prompts arrive sample by sample`()
    async throws
  {
    let site = try SoundCardSite(device: "card")
    let ivrd = try await site.start(Self.files(site.folder, SoundCardSite.caller))
    defer { ivrd.kill() }
    try await site.line("one call, and over") { $0["taken"] as? Int == 1 && $0["state"] as? String == "idle" }
    // So that what the device holds is in the file.
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    let heard = SoundCardSite.samples(try Data(contentsOf: URL(fileURLWithPath: site.folder["heard.raw"])))
    let first = try #require(place(of: site.first, in: heard))
    let second = try #require(place(of: site.second, in: heard))
    #expect(first + site.first.count <= second)
    let record = try site.record()
    #expect(record.keys == SoundCardSite.keys)
    #expect(record.ends == [["desk", "system", "finished"]])
  }

  @Test func `an operator begins and ends a call, and a line in a call cannot be answered again`()
    async throws
  {
    let site = try SoundCardSite(device: "card", rules: " start command")
    let ivrd = try await site.start(Self.files(site.folder, []))
    defer { ivrd.kill() }
    try await site.line(is: "idle")
    #expect(try await site.folder.ivrctl("answer", "desk").out.contains("begins on line desk"))
    let again = try await site.folder.ivrctl("answer", "desk")
    #expect(again.status == 1 && again.err.contains("is in call"))
    let call = try #require(try await site.line("in call") { $0["call"] is String }["call"] as? String)
    #expect(try await site.folder.ivrctl("hangup", call).status == 0)
    try await site.line(is: "idle")
    let unknown = try await site.folder.ivrctl("answer", "test")
    #expect(unknown.status == 1 && unknown.err.contains("desk"))
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    let ends = try site.record().ends
    #expect(ends == [["desk", "system", "finished"]])
  }

  @Test func `a device that is not there is told, tried again, and used once it is`() async throws {
    let site = try SoundCardSite(device: "card")
    let ivrd = try await site.start(["ALSA_CONFIG_PATH": "/usr/share/alsa/alsa.conf"])
    defer { ivrd.kill() }
    try await ivrd.wait(until: "line desk: cannot play to card: No such file or directory; list devices with")
    let gone = try await site.line("gone") { $0["state"] as? String == "device gone" }
    #expect((gone["next_try_seconds"] as? Int ?? -1) >= 0)
    let answer = try await site.folder.ivrctl("answer", "desk")
    #expect(answer.status == 1 && answer.err.contains("has no device"))
    let table = try await site.folder.ivrctl("lines")
    #expect(table.out.contains("device gone") && table.out.contains("next try in"))
    ivrd.signal(SIGTERM)
    let end = try await ivrd.ended()
    // Said once, however often it is tried, and nothing of the library's own.
    #expect(end.status == 0 && end.err.split(separator: "\n").count { $0.contains("cannot play") } == 1)
    #expect(!end.err.contains("ALSA"), "\(end.err)")
  }

  @Test func `a reload keeps the device and the call, and another device is a new line`() async throws {
    let site = try SoundCardSite(device: "card", rules: " start command")
    let ivrd = try await site.start(Self.files(site.folder, []))
    defer { ivrd.kill() }
    try await site.line(is: "idle")
    #expect(try await site.folder.ivrctl("answer", "desk").status == 0)
    let text = try site.folder.text("card.site")
    try site.folder.write(
      text.replacingOccurrences(of: "start command", with: "start voice"), to: "card.site")
    #expect(try await site.folder.ivrctl("reload").status == 0)
    try await site.line("the call with the new rule") {
      $0["begins"] as? String == "voice, command" && $0["state"] as? String == "in call"
    }
    try site.folder.write(text.replacingOccurrences(of: "\"card\"", with: "\"null\""), to: "card.site")
    #expect(try await site.folder.ivrctl("reload").status == 0)
    try await site.line("a new line") { $0["address"] as? String == "null" && $0["taken"] as? Int == 0 }
    // The call on the line that was taken out goes on until it ends by itself.
    let calls = try #require(try await site.folder.json("calls") as? [[String: Any]])
    #expect(calls.count == 1)
    let call = try #require((calls.first?["id"] ?? calls.first?["call"]) as? String)
    #expect(try await site.folder.ivrctl("hangup", call).status == 0)
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    #expect(try site.record().ends.count == 1)
  }

  @Test func `a silence both ways ends a call that was set up so`() async throws {
    let site = try SoundCardSite(device: "card", rules: " end silence 1s")
    let ivrd = try await site.start(
      Self.files(
        site.folder, SoundCardSite.silence(500) + SoundCardSite.dtmf("#", milliseconds: 1200)))
    defer { ivrd.kill() }
    try await site.line("one call, and over") { $0["taken"] as? Int == 1 && $0["state"] as? String == "idle" }
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    #expect(try site.record().ends == [["desk", "line", "hung-up"]])
  }

  @Test func `a busy tone ends a call, and begins no other`() async throws {
    let site = try SoundCardSite(device: "card")
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.korea), limit: 8000)
    let ivrd = try await site.start(
      Self.files(
        site.folder, SoundCardSite.silence(500) + SoundCardSite.dtmf("#", milliseconds: 1200) + busy))
    defer { ivrd.kill() }
    try await site.line("one call, and over") { $0["taken"] as? Int == 1 && $0["state"] as? String == "idle" }
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    #expect(try site.record().ends == [["desk", "line", "hung-up"]])
  }

  @Test func `devices are listed and a missing one is told`() async throws {
    let folder = try TestFolder()
    let environment = try Self.files(folder, [])
    let list = try await ivrctl(["lines", "--devices"], environment: environment)
    #expect(list.status == 0 && list.out.contains("of no use for a line:"))
    let test = try await ivrctl(["lines", "--test", "nope"], environment: environment)
    #expect(test.status == 2 && test.err.contains("cannot play to nope") && test.err.contains("--devices"))
  }
}
