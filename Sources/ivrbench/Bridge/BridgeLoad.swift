import Foundation

/// Many callers behind a PBX, who note when frames come back.
final class BridgeLoad {
  private struct Caller {
    /// When a frame last came whole, and bytes of the next that are in.
    var last: UInt64 = 0
    var bytes = 0
  }
  /// What came back.
  struct Result {
    var frames = 0
    /// In tenths of a millisecond; the last one holds all that were longer.
    var gaps = [Int](repeating: 0, count: 10_001)
    var lost = 0

    func gap(at share: Double) -> Double {
      let total = gaps.reduce(0, +)
      guard total > 0 else { return 0 }
      var left = Int((Double(total) * (1 - share)).rounded(.down))
      for tenth in gaps.indices.reversed() where gaps[tenth] > 0 {
        left -= gaps[tenth]
        if left < 0 { return Double(tenth) / 10 }
      }
      return 0
    }
  }

  private var lines: PacedCallers
  private var callers: [Caller] = []
  private(set) var result = Result()

  /// - Parameter sound: what the callers say, each from another place on.
  init(sound: [Int16]) { lines = PacedCallers(sound: sound) }

  /// Connects so many, a few each millisecond.
  func connect(_ count: Int, port: UInt16) throws {
    for n in 0..<count {
      try lines.connect(port: port)
      callers.append(Caller())
      // Phases spread over the 20 ms, on the server's side as well.
      if n % 8 == 7 { run(milliseconds: 1) }
    }
  }

  /// Sends and receives for so long.
  func run(milliseconds: Int) {
    lines.run(milliseconds: milliseconds) { index, bytes, now in
      if bytes.isEmpty { result.lost += 1 }
      // Both servers send frames of one size only.
      callers[index].bytes += bytes.count
      while callers[index].bytes >= Loopback.frame {
        callers[index].bytes -= Loopback.frame
        result.frames += 1
        if callers[index].last > 0 {
          result.gaps[min(10_000, Int((now - callers[index].last) / 100_000))] += 1
        }
        callers[index].last = now
      }
    }
  }

  func forget() { result = Result() }
}
