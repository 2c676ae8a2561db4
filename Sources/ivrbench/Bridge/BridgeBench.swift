import Foundation
import Tones

/// Calls over the audio bridge in real time: what a pair of frames costs, how even frames come, what a call
/// holds in memory; beside a bare server in C that sends by its own clock.
enum BridgeBench: Bench {
  static let name = "bridge"
  static let summary = "calls over the audio bridge: CPU a frame, gaps between frames, memory a call"
  static let usualRuns = 3
  private static let measured = 10_000

  static func run(_ options: BenchOptions) throws -> BenchReport {
    let own = CommandLine.arguments[0]
    var servers = [("ivrd", own, [BridgeServer.command, "prompt"])]
    if let peer = options.peer { servers.append(("plain C", peer, [])) }
    var table = ComparisonTable(ears: servers.map(\.0))
    var sounds = EarSounds(seed: options.seed)
    let sound = sounds.call().samples
    for calls in options.calls.map({ [$0] }) ?? [500, 2000] {
      var measures = servers.map { _ in [Measure]() }
      for _ in 0..<(options.runs ?? usualRuns) {
        for (i, server) in servers.enumerated() {
          measures[i].append(try measure(calls, server.1, server.2, sound))
        }
      }
      func add(_ title: String, _ unit: String, _ better: ComparisonTable.Better, _ of: (Measure) -> Double) {
        table.add("\(calls) calls: \(title)", unit, measures.map { $0.map(of) }, better)
      }
      add("CPU a frame pair", "us", .lowest) { $0.cpu }
      add("gap, median", "ms", .lowest) { $0.p50 }
      add("gap, 99 %", "ms", .lowest) { $0.p99 }
      add("gap, longest", "ms", .lowest) { $0.longest }
      add("frames delivered", "%", .highest) { $0.delivered }
      add("memory a call", "kB", .lowest) { $0.memory }
    }
    return BenchReport(
      name: name,
      work: "each caller sends and gets 50 frames a second, \(measured / 1000) s measured; the callers "
        + "share the machine",
      figures: [], comparison: table)
  }

  private struct Measure {
    var cpu = 0.0, p50 = 0.0, p99 = 0.0, longest = 0.0, delivered = 0.0, memory = 0.0
  }

  private static func measure(
    _ calls: Int, _ program: String, _ arguments: [String], _ sound: [Int16]
  ) throws -> Measure {
    let server = try ServerProcess(program, arguments)
    let load = BridgeLoad(sound: sound)
    let before = try server.use()
    try load.connect(calls, port: server.port)
    load.run(milliseconds: 2000)
    load.forget()
    let start = try server.use()
    load.run(milliseconds: measured)
    let end = try server.use()
    let result = load.result
    guard result.lost == 0 else { throw BenchFault("\(result.lost) of \(calls) calls were lost") }
    return Measure(
      cpu: (end.cpu - start.cpu) * 1e6 / Double(max(1, result.frames)), p50: result.gap(at: 0.5),
      p99: result.gap(at: 0.99), longest: result.gap(at: 1),
      delivered: 100 * Double(result.frames) / Double(calls * measured / 20),
      memory: (end.resident - before.resident) / 1024 / Double(calls))
  }
}

/// What a process has used so far.
struct ProcessUse {
  /// Seconds, user and system.
  var cpu: Double
  /// Bytes.
  var resident: Double

  init(_ process: Int32) throws {
    let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    // The name, in brackets, may hold anything.
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    guard fields.count > 22, let user = Double(fields[12]), let system = Double(fields[13]),
      let pages = Double(fields[22])
    else { throw BenchFault("/proc/\(process)/stat is not as expected") }
    cpu = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    resident = pages * Double(sysconf(Int32(_SC_PAGESIZE)))
  }
}
