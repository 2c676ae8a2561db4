import TestSupport
import Foundation
import Testing
import Tones

/// The daemon of `scripts/soundline`, with a line whose two ends are ALSA devices.
final class SoundLine: Sendable {
  let environment: [String: String]
  let folder: TestFolder
  private let stopper: Mutable

  /// Its process, once: a test may end it earlier.
  final class Mutable: @unchecked Sendable {
    private let lock = NSLock()
    private var isRunning = true
    func once(_ body: () -> Void) {
      lock.lock()
      defer { lock.unlock() }
      if isRunning { body() }
      isRunning = false
    }
  }

  /// Whether nothing else takes the processor: sound that must come in time cannot be asked of a machine on
  /// which hundreds of tests run at once.
  static let isAlone = ProcessInfo.processInfo.environment["IVR_SOUND_SERVER"] == "1"

  /// Why it cannot run here; nil when it can.
  static let missing: String? = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Programs.package + "/scripts/soundline")
    process.arguments = ["check"]
    let pipe = Pipe()
    process.standardError = pipe
    guard (try? process.run()) != nil else { return "scripts/soundline cannot be run" }
    let text = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : String(decoding: text, as: UTF8.self)
  }()

  init(in folder: TestFolder) async throws {
    self.folder = folder
    stopper = Mutable()
    environment = try await SoundLine.start(in: folder)
  }
  static func start(in folder: TestFolder) async throws -> [String: String] {
    let made = try await RunningProgram(
      Programs.package + "/scripts/soundline", ["start", folder["sound"]], in: folder.path
    ).ended()
    guard made.status == 0 else { throw TooLate(description: made.err) }
    var environment: [String: String] = [:]
    for part in made.out.split(whereSeparator: { $0 == " " || $0 == "\n" }) where part.contains("=") {
      let pair = part.split(separator: "=", maxSplits: 1)
      environment[String(pair[0])] = pair[1].replacingOccurrences(of: "'", with: "")
    }
    return environment
  }
  func stop() {
    stopper.once {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Programs.package + "/scripts/soundline")
      process.arguments = ["stop", folder["sound"]]
      try? process.run()
      process.waitUntilExit()
    }
  }
  deinit { stop() }

  // MARK: The caller's end of line 0

  /// Writes what is heard there to a file, as it comes, until it is killed.
  func recorder() throws -> RunningProgram {
    try RunningProgram(
      "/usr/bin/arecord",
      ["-q", "-D", "caller0", "-t", "raw", "-f", "S16_LE", "-r", "8000", "-c", "1"]
        + ["--period-size=160", "--buffer-size=16000", "heard.raw"],
      in: folder.path, environment: environment)
  }
  var heard: [Int16] {
    get throws {
      SoundCardSite.samples((try? Data(contentsOf: URL(fileURLWithPath: folder["heard.raw"]))) ?? Data())
    }
  }
  /// Says that, and ends when it is said.
  func player(_ samples: [Int16]) throws -> RunningProgram {
    try folder.write(WAVFile.bytes(samples), to: "said.wav")
    return try RunningProgram(
      "/usr/bin/aplay", ["-q", "-D", "caller0", "--period-size=160", "--buffer-size=16000", "said.wav"],
      in: folder.path, environment: environment)
  }
}

/// These need a sound server and run one after the other, since they run in real time.
@Suite(
  .serialized,
  .enabled(if: SoundLine.isAlone, "in real time, by themselves: scripts/soundline test"),
  .enabled(if: SoundLine.missing == nil, "\(SoundLine.missing ?? "")"))
struct `A line on a sound server` {
  @Test(arguments: 1...5) func `hears every key and plays prompts sample by sample`(_ run: Int) async throws {
    // A server, unlike a card, is held up itself where it is not allowed to run in real time.
    let site = try SoundCardSite(device: "line0", rules: " buffer 200ms")
    let sound = try await SoundLine(in: site.folder)
    defer { sound.stop() }
    let ivrd = try await site.start(sound.environment)
    defer { ivrd.kill() }
    try await site.line(is: "idle")
    let recorder = try sound.recorder()
    defer { recorder.kill() }
    let player = try sound.player(SoundCardSite.caller)
    defer { player.kill() }
    try await site.line("one call, and over") { $0["taken"] as? Int == 1 && $0["state"] as? String == "idle" }
    #expect(try await player.ended().status == 0)
    // It writes what it reads at once.
    recorder.kill()
    try await recorder.ended()
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    let heard = try sound.heard
    #expect(place(of: site.first, in: heard) != nil, "\(remains(of: site.first, in: heard))")
    #expect(place(of: site.second, in: heard) != nil, "\(remains(of: site.second, in: heard))")
    let record = try site.record()
    #expect(record.keys == SoundCardSite.keys)
    #expect(record.ends == [["desk", "system", "finished"]])
  }

  @Test func `that is killed ends the call, and the line is there again with the server`() async throws {
    let site = try SoundCardSite(device: "line0")
    let sound = try await SoundLine(in: site.folder)
    defer { sound.stop() }
    let ivrd = try await site.start(sound.environment)
    defer { ivrd.kill() }
    try await site.line(is: "idle")
    #expect(try await site.folder.ivrctl("answer", "desk").status == 0)
    try await site.line(is: "in call")
    sound.stop()
    try await site.line(is: "device gone")
    let again = try await SoundLine(in: site.folder)
    defer { again.stop() }
    try await site.line(is: "idle")
    try await ivrd.wait(until: "the sound device is there again")
    #expect(try await site.folder.ivrctl("answer", "desk").status == 0)
    try await site.line("a second call") { $0["taken"] as? Int == 2 }
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    let ends = try site.record().ends
    #expect(ends.map { $0[1] } == ["line", "system"])
  }

  @Test func `that hangs ends the call, and the line is there again once it goes on`() async throws {
    let site = try SoundCardSite(device: "line0")
    let sound = try await SoundLine(in: site.folder)
    defer { sound.stop() }
    let ivrd = try await site.start(sound.environment)
    defer { ivrd.kill() }
    try await site.line(is: "idle")
    let server = try #require(
      pid_t(try site.folder.text("sound/pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(try await site.folder.ivrctl("answer", "desk").status == 0)
    try await site.line("a call") { $0["taken"] as? Int == 1 }
    #expect(kill(server, SIGSTOP) == 0)
    defer { kill(server, SIGCONT) }
    try await site.line(is: "device gone")
    #expect(kill(server, SIGCONT) == 0)
    try await site.line(is: "idle")
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    #expect(try site.record().ends.map { $0[1] } == ["line"])
  }

  @Test func `heals when the machine stops for a moment, and counts it`() async throws {
    let site = try SoundCardSite(device: "line0")
    let sound = try await SoundLine(in: site.folder)
    defer { sound.stop() }
    let ivrd = try await site.start(sound.environment)
    defer { ivrd.kill() }
    try await site.line(is: "idle")
    #expect(try await site.folder.ivrctl("answer", "desk").status == 0)
    try await site.line(is: "in call")
    let before = try await site.line("xruns") { $0["xruns"] != nil }["xruns"] as? Int ?? 0
    ivrd.signal(SIGSTOP)
    // Five times what the device holds.
    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(300))
    ivrd.signal(SIGCONT)
    try await site.line("an xrun") { ($0["xruns"] as? Int ?? 0) > before }
    // The call goes on: every key is heard.
    let player = try sound.player(SoundCardSite.dtmf(SoundCardSite.keys) + SoundCardSite.silence(500))
    defer { player.kill() }
    try await site.line("the call is over") { $0["state"] as? String == "idle" }
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
    let record = try site.record()
    #expect(record.keys == SoundCardSite.keys)
    #expect(record.ends == [["desk", "system", "finished"]])
  }

  @Test func `plays what a caller at a keypad of a running ivrd hears`() async throws {
    let site = try SoundCardSite(device: "nosuchcard")
    let sound = try await SoundLine(in: site.folder)
    defer { sound.stop() }
    let ivrd = try await site.start(sound.environment)
    defer { ivrd.kill() }
    let recorder = try sound.recorder()
    defer { recorder.kill() }
    let call = try RunningProgram(
      Programs.ivrctl, ["call", "--live", "test"], in: site.folder.path, keys: nil,
      environment: sound.environment.merging(site.folder.environment) { $1 }
        .merging(["IVR_SOUND": "line0"]) { $1 })
    defer { call.kill() }
    try await call.wait(until: "prompts are played on sound device line0")
    try await call.wait(until: "[main.number]")
    let part = Array(site.first[4000..<8000])
    _ = try await onThread {
      try FolderWatch(sound.folder.path).wait(for: "part of the prompt") {
        place(of: part, in: try sound.heard)
      }
    }
    call.type("h")
    #expect(try await call.ended().status == 0)
    ivrd.signal(SIGTERM)
    #expect(try await ivrd.ended().status == 0)
  }

  @Test func `carries a talk with an agent on a bridge, both ways`() async throws {
    typealias Desk = `An agent on a line behind a PBX`
    let folder = try await Desk.prepare("line desk soundcard \"line0\" buffer 200ms flow main\n")
    let sound = try await SoundLine(in: folder)
    defer { sound.stop() }
    let site = try await RunningSite.start(in: folder, environment: sound.environment)
    let agent = try await Desk.seat(in: site)
    try await site.waitForLine("desk") { $0["state"] as? String == "idle" }
    let recorder = try sound.recorder()
    defer { recorder.kill() }
    #expect(try await site.ivrctl("answer", "desk").status == 0)
    let keys = try sound.player(
      SoundCardSite.silence(500) + SoundCardSite.dtmf("24", milliseconds: 100, pause: 300))
    defer { keys.kill() }
    try await site.wait(until: "offered", for: "kim")
    agent.press("1", asMessage: true)
    try await site.wait(until: "talking", for: "kim")
    let fromCaller = Desk.noise(100, seed: 1), fromAgent = Desk.noise(100, seed: 2)
    // Where a machine is busy some frames come late: it is said again until enough of it was heard.
    for _ in 0..<10 {
      let (before, player) = (agent.heard.count, try sound.player(fromCaller))
      defer { player.kill() }
      agent.sound(fromAgent)
      #expect(try await player.ended().status == 0)
      try await agent.wait(for: "three seconds") { $0.count >= before + 24_000 }
      let counts = (Desk.found(fromCaller, in: agent.heard), Desk.found(fromAgent, in: try sound.heard))
      if min(counts.0, counts.1) >= 80 { break }
    }
    #expect(Desk.found(fromCaller, in: agent.heard) >= 80)
    #expect(Desk.found(fromAgent, in: try sound.heard) >= 80)
    #expect(Desk.found(fromCaller, in: try sound.heard) == 0)
    agent.press("*7", asMessage: true)
    try await site.wait(until: "wrap-up", for: "kim")
    // The bank asks how the call was, and here waits ten minutes for an answer.
    let score = try sound.player(SoundCardSite.dtmf("5", milliseconds: 100, pause: 300))
    defer { score.kill() }
    try await site.waitForLine("desk") { $0["state"] as? String == "idle" }
    #expect(try await site.stop().status == 0)
    let rows = try Records.rows(site.log, "SELECT line, outcome FROM calls ORDER BY line")
    #expect(rows.last == ["desk", "agent"])
  }

  @Test func `with input and output joined is measured`() async throws {
    let folder = try TestFolder()
    let sound = try await SoundLine(in: folder)
    defer { sound.stop() }
    let test = try await ivrctl(["lines", "--test", "loop0", "--json"], environment: sound.environment)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(test.out.utf8)) as? [String: Any])
    #expect((report["delays_ms"] as? [Int])?.count == 5)
    // Our own share is a small part of a frame; the longest is also that of whatever else runs.
    #expect((report["own_ms"] as? Double ?? 99) < 10)
    #expect(report["own_longest_ms"] is Double)
    #expect(
      report["echo_dbm0"] as? [Double] == Array(repeating: report["played_dbm0"] as? Double ?? 0, count: 5))
    let list = try await ivrctl(["lines", "--devices"], environment: sound.environment)
    #expect(list.out.contains("line0") && list.out.contains("caller0"))
  }
}
