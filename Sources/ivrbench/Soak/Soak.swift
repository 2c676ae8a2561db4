import Control
import Foundation

/// `ivrbench soak`: a real `ivrd` under calls that come, press, talk and go at random, some of them hostile,
/// for as long as is wanted. Nothing of it may grow, and every call leaves one record.
enum Soak {
  static let command = "soak"
  /// The site's line for agents, and those who sit there: their names, with number and PIN as they key them.
  static let agentsLine = "agents"
  static let desks = (1...8).map { (name: "desk\($0)", login: "30\($0)#4711#") }
  struct Options {
    var minutes = 60.0
    var calls = 200
    var seed = UInt64.random(in: 1...999_999)
    /// The program, and the site to run it with.
    var ivrd = ""
    var site = ""

    init(_ words: [String]) throws {
      var words = words[...]
      while let word = words.popFirst() {
        guard let value = words.popFirst() else { throw BenchFault("\(word) needs a value") }
        switch word {
        case "--minutes":
          guard let number = Double(value), number >= 0.5, number <= 100_000 else {
            throw BenchFault("--minutes needs a number from 0.5 on")
          }
          minutes = number
        case "--calls":
          guard let number = Int(value), (1...5000).contains(number) else {
            throw BenchFault("--calls needs a number from 1 to 5000")
          }
          calls = number
        case "--seed":
          guard let number = UInt64(value) else { throw BenchFault("--seed needs a whole number") }
          seed = number
        case "--ivrd": ivrd = value
        case "--site": site = value
        default: throw BenchFault("soak knows no \(word)")
        }
      }
      if ivrd.isEmpty || site.isEmpty { throw BenchFault("soak needs --ivrd and --site; see scripts/soak") }
    }
  }

  /// - Returns: whether all was well.
  static func run(_ words: [String]) throws -> Bool {
    let options = try Options(words)
    let folder = (options.site as NSString).deletingLastPathComponent
    let process = try start(options, folder)
    defer {
      // By its id, and only while it is ours.
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
    }
    let control = try connect(folder + "/ivrd.sock", process)
    let ports = try ports(control)
    guard let port = ports["trunk"] else { throw BenchFault("the site has no line trunk") }
    let load = SoakLoad(port: port, deskPort: ports[agentsLine], desks: desks, seed: options.seed)
    let agents = SoakAgents(
      path: control.path, seed: options.seed, desks: Set(desks.map(\.name)), load: load)
    say("soak: \(options.calls) calls for \(shown(options.minutes)) minutes, seed \(options.seed)")

    let pid = process.processIdentifier
    let idle = try ProcessHolds(pid, at: 0)
    let total = options.minutes * 60
    // Five minutes of the hour; in a short run a larger part, since what a start takes does not shrink with it.
    let warmUp = max(total / 12, min(30, total / 4))
    let pause = min(5, max(0.5, total / 600))
    var holds: [ProcessHolds] = []
    var worst = 0.0
    var nextLine = 0.0
    while Double(load.now) / 1000 < total {
      try load.run(options.calls, milliseconds: Int(pause * 1000))
      guard process.isRunning else { throw BenchFault("ivrd has ended by itself; see \(folder)/ivrd.err") }
      var hold = try ProcessHolds(pid, at: Double(load.now) / 1000)
      hold.calls = load.named
      holds.append(hold)
      guard hold.seconds >= nextLine else { continue }
      nextLine = hold.seconds + max(10, total / 60)
      let gap = load.takeGap(at: 0.99)
      worst = max(worst, gap)
      say(
        "\(clock(hold.seconds))  \(load.count) connections, \(load.named) calls over, "
          + "\(megabytes(hold.resident)), \(Int(hold.descriptors)) descriptors, "
          + "\(Int(hold.threads)) threads, gap 99 % \(shown(gap)) ms")
    }
    try load.end()
    agents.stop()
    let faults = try verdict(
      holds.filter { $0.seconds >= warmUp }, idle, process, load, folder, total)
    say(
      "\(load.named) calls and \(load.hostile) hostile connections, \(load.keys) keys, "
        + "\(agents.answered.load(ordering: .relaxed)) answered by agents, "
        + "\(agents.talks.load(ordering: .relaxed)) talks with agents on \(load.deskLegs) lines; gaps of frames, 99 % in the worst "
        + "stretch: \(shown(worst)) ms")
    for fault in faults { say("soak: \(fault)") }
    say(faults.isEmpty ? "soak: all well" : "soak: FAILED, seed \(options.seed)")
    return faults.isEmpty
  }

  private static func verdict(
    _ holds: [ProcessHolds], _ idle: ProcessHolds, _ process: Process,
    _ load: SoakLoad, _ folder: String, _ total: Double
  ) throws -> [String] {
    var faults: [String] = []
    func judge(
      _ name: String, _ value: (ProcessHolds) -> Double, allowed: (Double) -> Double,
      _ text: (Double) -> String
    ) {
      let growth = Growth(holds.map { ($0.seconds, value($0)) })
      say("\(name): \(text(growth.middle)), grown by \(text(growth.amount)) after the warm-up")
      if growth.amount > allowed(growth.middle) {
        faults.append("\(name) grows: by \(text(growth.amount)) in \(clock(total))")
      }
    }
    let memory = MemoryGrowth(holds)
    say(
      "memory: \(megabytes(memory.middle)); after the warm-up it grows by \(Int(memory.aCall.rounded())) "
        + "bytes a call (a leak from \(Int(MemoryGrowth.perCall)) on), \(megabytes(memory.aDay)) a day at "
        + "this rate; with steps by \(megabytes(memory.whole)), of \(megabytes(MemoryGrowth.most)) allowed")
    if let fault = memory.fault(isShort: total < 1800, megabytes) { faults.append(fault) }
    judge("descriptors", \.descriptors, allowed: { max(4, $0 / 50) }) { shown($0) }
    judge("threads", \.threads, allowed: { _ in 2 }) { shown($0) }

    // The one of before has been closed: nobody used it for long.
    let control = try ControlClient(path: folder + "/ivrd.sock")
    // Everybody has gone: calls end, and give back what they held.
    let limit = Date().addingTimeInterval(20)
    while Date() < limit {
      if try control.ask(.status).value["calls"]?.integer == 0 { break }
      usleep(200_000)
    }
    let calls = try control.ask(.status).value["calls"]?.integer ?? -1
    if calls != 0 { faults.append("\(calls) calls are still there after all callers have gone") }
    let after = try ProcessHolds(process.processIdentifier, at: 0)
    if after.descriptors > idle.descriptors + 4 {
      faults.append("\(Int(after.descriptors - idle.descriptors)) descriptors were not given back")
    }
    try lines(control)
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    if process.terminationStatus != 0 { faults.append("ivrd ended with status \(process.terminationStatus)") }
    let (count, crossed, wrong) = try SoakRecords.check(folder + "/calls.sqlite", load)
    say("records: \(count) calls compared with the log; \(crossed) were ended by both sides at once")
    return faults + wrong
  }

  /// What the line counted.
  private static func lines(_ control: ControlClient) throws {
    for line in try control.ask(.lines).value.list ?? [] {
      let reasons = (line["reasons"]?.list ?? []).map {
        "\($0["count"]?.integer ?? 0) \($0["reason"]?.text ?? "")"
      }
      func number(_ key: String) -> String { shown(line[key]?.number ?? 0) }
      say(
        "line \(line["line"]?.text ?? ""): \(number("frames_in")) frames in, \(number("frames_out")) out, "
          + "\(number("late")) late, \(number("lost")) lost, \(number("digits")) keys; "
          + reasons.joined(separator: ", "))
    }
  }

  // MARK: The program

  private static func start(_ options: Options, _ folder: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: options.ivrd)
    process.arguments = [options.site]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let output = folder + "/ivrd.err"
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardOutput = process.standardError
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits until it answers.
  private static func connect(_ socket: String, _ process: Process) throws -> ControlClient {
    let limit = Date().addingTimeInterval(60)
    while true {
      do {
        return try ControlClient(path: socket)
      } catch {
        guard process.isRunning, Date() < limit else { throw BenchFault("ivrd does not start: \(error)") }
        usleep(100_000)
      }
    }
  }

  /// Of the lines, once there are any.
  private static func ports(_ control: ControlClient) throws -> [String: UInt16] {
    let limit = Date().addingTimeInterval(60)
    while Date() < limit {
      var ports: [String: UInt16] = [:]
      for line in try control.ask(.lines).value.list ?? [] {
        if let name = line["line"]?.text, let port = line["port"]?.integer {
          ports[name] = UInt16(exactly: port)
        }
      }
      if !ports.isEmpty { return ports }
      usleep(100_000)
    }
    throw BenchFault("the site has no audiosocket line")
  }

  private static func say(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }
  private static func shown(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(format: "%.1f", value)
  }
  private static func megabytes(_ bytes: Double) -> String { String(format: "%.1f MB", bytes / 1_048_576) }
  private static func clock(_ seconds: Double) -> String {
    String(format: "%d:%02d", Int(seconds) / 60, Int(seconds) % 60)
  }
}
