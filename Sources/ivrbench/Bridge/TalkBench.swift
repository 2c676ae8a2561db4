import Foundation
import Tones

/// People who talk over the bridge: what it costs more than hearing nothing, and how much later they hear
/// each other.
enum TalkBench: Bench {
  static let name = "talk"
  static let summary = "pairs of callers bridged: CPU a frame beside the same calls alone, delay added"
  static let usualRuns = 3
  private static let measured = 10_000

  static func run(_ options: BenchOptions) throws -> BenchReport {
    let calls = options.calls ?? 500
    var sounds = EarSounds(seed: options.seed)
    let sound = sounds.call().samples
    var talk = Measures(), alone = Measures()
    for _ in 0..<(options.runs ?? usualRuns) {
      try measure(calls, BridgeServer.Kind.alone, sound, &alone)
      try measure(calls, BridgeServer.Kind.talk, sound, &talk)
    }
    return BenchReport(
      name: name,
      work: "\(calls) legs, each sends and gets 50 frames a second, \(measured / 1000) s measured; then the "
        + "same as \(calls / 2) pairs who hear each other. The callers share the machine, and both "
        + "directions of the network are in the delay",
      figures: [
        Figure("CPU a frame pair, alone", "us", alone.cpu),
        Figure("CPU a frame pair, talking", "us", talk.cpu),
        Figure("frames heard as they were sent", "%", talk.heard),
        Figure("delay, median", "ms", talk.median), Figure("delay, 99 %", "ms", talk.late),
        Figure("delay, longest", "ms", talk.longest),
      ])
  }

  private struct Measures {
    var cpu: [Double] = [], heard: [Double] = [], median: [Double] = [], late: [Double] = []
    var longest: [Double] = []
  }

  private static func measure(
    _ calls: Int, _ kind: BridgeServer.Kind, _ sound: [Int16], _ measures: inout Measures
  ) throws {
    let server = try ServerProcess(CommandLine.arguments[0], [BridgeServer.command, kind.rawValue])
    let load = TalkLoad(sound: sound)
    try load.connect(calls, port: server.port)
    load.run(milliseconds: 3000)
    load.forget()
    let start = try server.use()
    load.run(milliseconds: measured)
    let end = try server.use()
    let result = load.result
    guard result.lost == 0 else { throw BenchFault("\(result.lost) of \(calls) calls were lost") }
    measures.cpu.append((end.cpu - start.cpu) * 1e6 / Double(max(1, result.frames)))
    guard kind == .talk else { return }
    let delays = result.delays.sorted()
    guard let longest = delays.last else { throw BenchFault("nobody heard anybody") }
    measures.heard.append(100 * Double(delays.count) / Double(max(1, result.frames)))
    measures.median.append(delays[delays.count / 2])
    measures.late.append(delays[delays.count * 99 / 100])
    measures.longest.append(longest)
  }
}
