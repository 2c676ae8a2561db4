import Foundation

/// Many callers each of whose frames tells who sent it and which it is: whoever hears it knows when it was
/// sent.
final class TalkLoad {
  private struct Caller {
    /// The next frame's number, and when the last ones were sent.
    var number = 0
    var sent = [UInt64](repeating: 0, count: TalkLoad.remembered)
    var pending: [UInt8] = []
  }
  struct Result {
    var frames = 0
    /// Frames that were heard as they had been sent, and how long that took, in milliseconds.
    var delays: [Double] = []
    var lost = 0
  }
  private static let remembered = 256
  private static let mark: Int16 = 23_130

  private var lines: PacedCallers
  private var callers: [Caller] = []
  private(set) var result = Result()

  /// - Parameter sound: what the callers say, each from another place on.
  init(sound: [Int16]) { lines = PacedCallers(sound: sound) }

  func connect(_ count: Int, port: UInt16) throws {
    for n in 0..<count {
      try lines.connect(port: port)
      callers.append(Caller())
      if n % 8 == 7 { run(milliseconds: 1) }
    }
  }

  func run(milliseconds: Int) {
    lines.run(milliseconds: milliseconds, mark: sign, heard: { hear($0, $1, at: $2) })
  }

  func forget() { result = Result() }

  private func sign(_ index: Int, _ frame: inout [UInt8]) {
    let number = callers[index].number
    for (i, sample) in [
      TalkLoad.mark, Int16(truncatingIfNeeded: index), Int16(number % 16_384), -TalkLoad.mark,
    ].enumerated() {
      frame[3 + 2 * i] = UInt8(truncatingIfNeeded: sample)
      frame[4 + 2 * i] = UInt8(truncatingIfNeeded: sample >> 8)
    }
    callers[index].number = number + 1
    callers[index].sent[number % TalkLoad.remembered] = DispatchTime.now().uptimeNanoseconds
  }

  private func hear(_ index: Int, _ bytes: ArraySlice<UInt8>, at now: UInt64) {
    if bytes.isEmpty { result.lost += 1 }
    callers[index].pending += bytes
    while callers[index].pending.count >= Loopback.frame {
      take(Array(callers[index].pending[..<Loopback.frame]), at: now)
      callers[index].pending.removeFirst(Loopback.frame)
    }
  }

  private func take(_ bytes: [UInt8], at now: UInt64) {
    result.frames += 1
    func sample(_ i: Int) -> Int16 {
      Int16(truncatingIfNeeded: Int(bytes[3 + 2 * i]) | Int(bytes[4 + 2 * i]) << 8)
    }
    guard sample(0) == TalkLoad.mark, sample(3) == -TalkLoad.mark else { return }
    let (speaker, number) = (Int(sample(1)), Int(sample(2)))
    guard callers.indices.contains(speaker), number >= 0 else { return }
    let sent = callers[speaker].sent[number % TalkLoad.remembered]
    if sent > 0, sent <= now { result.delays.append(Double(now - sent) / 1e6) }
  }
}
