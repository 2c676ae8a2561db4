import Foundation

/// How soon an agent who becomes free hears that a call is offered to him, over the bridge.
enum OfferBench: Bench {
  static let name = "offer"
  static let summary = "from an agent becoming free to the offer's first sound on his line, over the bridge"
  static let usualRuns = 3
  private static let agents = 20
  private static let trials = 200
  /// A caller comes back 1.5 s after his talk, an agent within one: with fewer nobody waits now and then, and
  /// what is measured is when the next one comes.
  private static let least = 5 * agents

  static func run(_ options: BenchOptions) throws -> BenchReport {
    var figures: [Figure] = []
    for callers in options.calls.map({ [$0] }) ?? [least, 500] {
      guard callers >= least else {
        throw BenchFault("somebody has always to wait for \(agents) agents: --calls takes \(least) or more")
      }
      var times: [[Double]] = []
      for _ in 0..<(options.runs ?? usualRuns) {
        let server = try ServerProcess(CommandLine.arguments[0], [BridgeServer.command, "offer"])
        let load = OfferLoad(agents: agents, callers: callers)
        try load.connect(port: server.port)
        try load.run(trials: trials)
        times.append(load.times.sorted())
      }
      func add(_ what: String, _ place: (Int) -> Int) {
        figures.append(
          Figure("\(callers) callers: \(what)", "ms", times.map { $0[min($0.count - 1, place($0.count))] }))
      }
      add("median") { $0 / 2 }
      add("99 %") { $0 * 99 / 100 }
      add("longest") { $0 - 1 }
    }
    return BenchReport(
      name: name,
      work:
        "\(agents) agents at desk lines, \(trials) times one who is in wrap-up presses the key that makes "
        + "him ready while callers wait: from the write of the key to the first frame of the offer's beep that "
        + "comes back; a frame is 20 ms",
      figures: figures)
  }
}
