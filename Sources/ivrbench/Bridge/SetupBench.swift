import Foundation

/// How soon a caller behind a PBX hears something, and how many such calls a second can begin.
enum SetupBench: Bench {
  static let name = "setup"
  static let summary = "calls over the audio bridge: from the connection to the first sound"
  static let usualRuns = 3
  private static let atOnce = 1000
  /// A call begins with half a second of silence by the language's rule, which is taken off.
  private static let silence = 500.0

  static func run(_ options: BenchOptions) throws -> BenchReport {
    var median: [Double] = [], late: [Double] = [], most: [Double] = []
    for _ in 0..<(options.runs ?? usualRuns) {
      let server = try ServerProcess(CommandLine.arguments[0], [BridgeServer.command, "prompt"])
      let even = SetupLoad(port: server.port)
      try even.run(perSecond: 200, seconds: 10)
      let times = even.times.sorted().map { $0 - silence }
      median.append(times[times.count / 2])
      late.append(times[times.count * 99 / 100])
      most.append(try SetupLoad(port: server.port).run(atOnce: atOnce, seconds: 5))
    }
    return BenchReport(
      name: name,
      work: "a call connects, names itself, hears its first prompt's first frame, and goes; the half "
        + "second of silence before a first prompt is taken off",
      figures: [
        Figure("200 a second, median", "ms", median), Figure("200 a second, 99 %", "ms", late),
        Figure("\(atOnce) at once", "calls a second", most),
      ])
  }
}
