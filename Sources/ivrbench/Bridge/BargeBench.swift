import Foundation
import Synchronization

/// How soon a prompt is silent when a caller behind a PBX presses a key.
enum BargeBench: Bench {
  static let name = "barge"
  static let summary = "barge-in over the bridge: from a tone's first frame to the prompt's last one"
  static let usualRuns = 1
  /// Trials of each kind.
  private static let trials = 250

  static func run(_ options: BenchOptions) throws -> BenchReport {
    var figures: [Figure] = []
    for background in options.calls.map({ [$0] }) ?? [0, 500] {
      var tones: [[Double]] = [], messages: [[Double]] = [], unheard: [Double] = []
      for run in 0..<(options.runs ?? usualRuns) {
        let server = try ServerProcess(CommandLine.arguments[0], [BridgeServer.command, "barge"])
        let load = background > 0 ? try Background(background, port: server.port, seed: options.seed) : nil
        let callers = BargeLoad(port: server.port, seed: options.seed &+ UInt64(run))
        try callers.run(each: trials)
        load?.stop()
        tones.append(callers.times.filter { $0.key != .message }.flatMap(\.value).sorted())
        messages.append((callers.times[.message] ?? []).sorted())
        unheard.append(Double(callers.unheard))
      }
      let beside = background > 0 ? ", beside \(background) calls" : ""
      func add(_ what: String, _ times: [[Double]]) throws {
        guard times.allSatisfy({ !$0.isEmpty }) else { throw BenchFault("no \(what) was heard") }
        figures.append(Figure("\(what), median\(beside)", "ms", times.map { $0[$0.count / 2] }))
        figures.append(Figure("\(what), 99 %\(beside)", "ms", times.map { $0[$0.count * 99 / 100] }))
        figures.append(Figure("\(what), longest\(beside)", "ms", times.map { $0[$0.count - 1] }))
      }
      try add("tone", tones)
      try add("message", messages)
      figures.append(Figure("keys not heard\(beside)", "", unheard))
    }
    return BenchReport(
      name: name,
      work: "\(trials * (BargeLoad.presses.count - 1)) keys as tones of -6 to -24 dBm0 and \(trials) as "
        + "messages, each in a call of its own at a phase of its own: from the write of the frame in which "
        + "the tone begins, anywhere in it, to the last frame with sound that comes back",
      figures: figures)
  }

  /// Calls that go on meanwhile, on a thread of their own.
  private final class Background: Sendable {
    private let isOver = Atomic<Bool>(false)
    private let hasEnded = DispatchSemaphore(value: 0)

    init(_ calls: Int, port: UInt16, seed: UInt64) throws {
      var sounds = EarSounds(seed: seed)
      // Nobody presses a key.
      let sound = sounds.talking().samples
      let isReady = DispatchSemaphore(value: 0)
      Thread.detachNewThread { [self] in
        let load = BridgeLoad(sound: sound)
        try? load.connect(calls, port: port)
        isReady.signal()
        while !isOver.load(ordering: .relaxed) { load.run(milliseconds: 100) }
        hasEnded.signal()
      }
      isReady.wait()
    }
    func stop() {
      isOver.store(true, ordering: .relaxed)
      hasEnded.wait()
    }
  }
}
