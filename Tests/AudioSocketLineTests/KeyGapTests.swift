import Chronology
import Testing

@testable import AudioSocketLine

@Suite struct `Sound that stops as long as a key` {
  /// Frames of that length at these milliseconds, and messages.
  static func gaps(_ frames: [Int], length: Int = 20, messages: [Int] = []) -> Int {
    var watch = KeyGapWatch()
    var found = 0
    var messages = messages[...]
    for at in frames {
      while let message = messages.first, message <= at {
        watch.message()
        messages = messages.dropFirst()
      }
      let instant = Instant(milliseconds: Int64(at))
      if watch.frame(lasting: .milliseconds(Int64(length)), at: instant) { found += 1 }
    }
    return found
  }
  static func steady(_ from: Int, _ to: Int, by length: Int = 20) -> [Int] {
    Array(stride(from: from, through: to, by: length))
  }

  @Test func `is noticed when no message says which it was`() {
    #expect(Self.gaps(Self.steady(0, 1000) + Self.steady(1140, 2000)) == 1)
    #expect(Self.gaps(Self.steady(0, 600) + Self.steady(740, 1340) + Self.steady(1480, 2080)) == 2)
  }
  @Test(arguments: [1040, 1120, 1139, 1200])
  func `is a key when a message says so`(at: Int) {
    #expect(Self.gaps(Self.steady(0, 1000) + Self.steady(1140, 2000), messages: [at]) == 0)
  }
  @Test func `is nothing when it is lost packets, long frames or silence that is not sent`() {
    #expect(Self.gaps(Self.steady(0, 1000) + Self.steady(1060, 2000)) == 0)
    #expect(Self.gaps(Self.steady(0, 1020, by: 60) + Self.steady(1140, 2000, by: 60), length: 60) == 0)
    #expect(Self.gaps(Self.steady(0, 1000) + Self.steady(1900, 3000)) == 0)
    // Held up on the way, and all there at once.
    let late = [Int](repeating: 1160, count: 8)
    #expect(Self.gaps(Self.steady(0, 1000) + late + Self.steady(1180, 2000)) == 0)
    // Sound in pieces, as of somebody who speaks now and then.
    let pieces = stride(from: 0, to: 5000, by: 200).flatMap { Self.steady($0, $0 + 60) }
    #expect(Self.gaps(pieces) == 0)
  }
}
