import Chronology
import Testing

@Suite struct `Instants and durations` {
  @Test func `microseconds are those of the division, at any size and sign`() {
    let seed = UInt64.random(in: 0...(.max))
    var state = seed
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
    var durations: [Duration] = [.zero, .nanoseconds(999), .nanoseconds(-999), .nanoseconds(-1001)]
    // About the length at which the short way ends.
    let limit = Duration(secondsComponent: 75_557, attosecondsComponent: 863_725_914_323_419_136)
    for near in -2...2 as ClosedRange<Int64> {
      let edge = limit + Duration(secondsComponent: 0, attosecondsComponent: near)
      durations += [edge, .zero - edge]
    }
    for _ in 0..<2000 {
      let shift = Int(next() % 64)
      let seconds = Int64(bitPattern: next()) >> shift
      durations.append(Duration(secondsComponent: seconds, attosecondsComponent: Int64(next() % (1 << 59))))
    }
    for duration in durations {
      let exact = Int64(clamping: duration.attoseconds / 1_000_000_000_000)
      #expect(duration.microseconds == exact, "\(duration), seed \(seed)")
    }
  }

  @Test func `a sum that no instant can hold stays at the edge`() {
    #expect(Instant(microseconds: .max) + .seconds(1) == Instant(microseconds: .max))
    #expect(Instant(microseconds: .min) - .seconds(1) == Instant(microseconds: .min))
    #expect(Instant(microseconds: 5) - .microseconds(7) == Instant(microseconds: -2))
  }
}
