import Foundation

/// Agents at lines of their own and callers who wait, all from one thread: each agent takes a call, ends it, and
/// says by a key that he is ready; noted is how long it takes until he hears the next offer.
final class OfferLoad {
  private enum Phase {
    case loggingIn
    /// He has heard the beep, and answers.
    case offered
    /// The talk was ended; he presses the key when his line has been quiet for a while.
    case wrapUp
    case ready(pressed: UInt64)
  }
  private struct Agent {
    var phase = Phase.loggingIn
    /// Keys still to be pressed, one a frame from that frame on.
    var keys: [UInt8]
    var frames = 0
    var nextKey: Int
    /// When he last heard anything, and when he pressed a key last.
    var heard: UInt64 = 0
    var pending: [UInt8] = []
  }
  private let count: Int
  private let callers: Int
  private var agents: [Agent] = []
  private var lines = PacedCallers(sound: [Int16](repeating: 0, count: 320))
  /// Milliseconds.
  private(set) var times: [Double] = []
  private var lost = 0
  private var scatter = Scatter(7)

  init(agents: Int, callers: Int) { (count, self.callers) = (agents, callers) }

  func connect(port: UInt16) throws {
    for n in 0..<count {
      try lines.connect(port: port, as: Loopback.name(from: "100\(100 + n)", to: "3000"))
      // Not all in one moment.
      agents.append(Agent(keys: Array("\(100 + n)#1234#".utf8), nextKey: 50 + n * 5))
    }
    for n in 0..<callers {
      try lines.connect(port: port, as: Loopback.name(from: "2\(100_000 + n)", to: "1000"))
      if n % 8 == 7 { turn() }
    }
  }

  func run(trials: Int) throws {
    let limit = DispatchTime.now().uptimeNanoseconds + UInt64(60 + trials / 4) * 1_000_000_000
    while times.count < trials {
      guard lost == 0 else { throw BenchFault("\(lost) lines were lost") }
      guard DispatchTime.now().uptimeNanoseconds < limit else {
        throw BenchFault("only \(times.count) of \(trials) offers were heard")
      }
      turn()
    }
  }

  private func turn() { lines.run(milliseconds: 5, mark: say, heard: { hear($0, $1, at: $2) }) }

  private func say(_ index: Int, _ frame: inout [UInt8]) {
    frame.removeLast(frame.count - Loopback.frame)
    guard index < count else { return }
    agents[index].frames += 1
    let now = DispatchTime.now().uptimeNanoseconds
    if case .wrapUp = agents[index].phase, agents[index].keys.isEmpty,
      now - agents[index].heard > 300_000_000
    {
      // As he becomes free.
      agents[index].phase = .ready(pressed: now)
      agents[index].keys = [UInt8(ascii: "1")]
      agents[index].nextKey = agents[index].frames
    }
    guard !agents[index].keys.isEmpty, agents[index].frames >= agents[index].nextKey else { return }
    let key = agents[index].keys.removeFirst()
    agents[index].heard = now
    frame += [0x03, 0x00, 0x01, key]
  }

  private func hear(_ index: Int, _ bytes: ArraySlice<UInt8>, at now: UInt64) {
    if bytes.isEmpty { lost += 1 }
    guard index < count else { return }
    agents[index].pending += bytes
    while agents[index].pending.count >= 3 {
      let length = 3 + Int(agents[index].pending[1]) << 8 + Int(agents[index].pending[2])
      guard agents[index].pending.count >= length else { return }
      let isSound = agents[index].pending[0] == 0x10 && agents[index].pending[3..<length].contains { $0 != 0 }
      agents[index].pending.removeFirst(length)
      if isSound { heardSound(index, at: now) }
    }
  }

  /// All words are silent: what sounds is the beep of an offer.
  private func heardSound(_ index: Int, at now: UInt64) {
    agents[index].heard = now
    switch agents[index].phase {
    case .offered, .wrapUp: return
    case .ready(let pressed): times.append(Double(now - pressed) / 1e6)
    case .loggingIn: break
    }
    // Takes the call after a while, and ends it at once.
    agents[index].phase = .wrapUp
    agents[index].keys = Array("1*7".utf8)
    agents[index].nextKey = agents[index].frames + 10 + scatter.next(10)
  }
}

extension Loopback {
  /// The frame that names a call whose UUID carries both numbers, as a line with `ids digits` reads it.
  static func name(from ani: String, to dnis: String) -> [UInt8] {
    func filled(_ text: String, _ count: Int) -> String {
      text + String(repeating: "f", count: max(0, count - text.count))
    }
    let random = String(UInt32.random(in: 0...0xFF_FFFF), radix: 16)
    let digits = Array(
      (filled(ani, 15) + filled(dnis, 11) + String(repeating: "0", count: 6 - random.count) + random))
    let bytes = stride(from: 0, to: 32, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 }
    return [0x01, 0x00, 0x10] + bytes
  }
}
