import ACD
import Chronology
import Testing
import Tones

@testable import SoundCardLine

@Suite struct `A sound device` {
  @Test func `that is gone is tried again after growing pauses`() {
    var pause = RetryPause()
    #expect(
      (0..<7).map { _ in pause.next() } == [
        .milliseconds(500), .seconds(1), .seconds(2), .seconds(4),
        .seconds(8), .seconds(10), .seconds(10),
      ])
    pause.reset()
    #expect(pause.next() == .milliseconds(500))
  }

  @Test func `without a clock is held to the pace of time`() {
    var pace = DevicePace()
    var now = Instant(microseconds: 0)
    for _ in 0..<5000 { if let ahead = pace.frame(at: now) { now += ahead } }
    // 100 s of frames: at most 1 % and the slack too early.
    #expect(now >= Instant(microseconds: 98_400_000) && now <= Instant(microseconds: 100_000_000))
  }

  @Test(arguments: [19_900, 20_000, 20_100]) func `with a clock of its own is never held up`(_ period: Int) {
    var pace = DevicePace()
    for frame in 0..<500_000 {
      // Two frames at once, as some devices bring them.
      let now = Instant(microseconds: Int64(frame / 2 * 2 * period))
      guard pace.frame(at: now) == nil else { return #expect(Bool(false), "held up at frame \(frame)") }
    }
  }

  @Test func `that holds ever more has silent frames left out, no others`() {
    var balance = PlaybackBalance()
    var orders: [PlaybackBalance.Order] = []
    for _ in 0..<250 { orders.append(balance.next(held: 8 * 160, prefill: 3, isQuiet: false)) }
    for _ in 0..<10 { orders.append(balance.next(held: 8 * 160, prefill: 3, isQuiet: false)) }
    #expect(orders.allSatisfy { $0 == .once } && balance.surplus == 3)
    let quiet = (0..<5).map { _ in balance.next(held: 5 * 160, prefill: 3, isQuiet: true) }
    #expect(quiet == [.leaveOut, .leaveOut, .leaveOut, .once, .once])
    var calm = PlaybackBalance()
    for _ in 0..<1000 { #expect(calm.next(held: 5 * 160, prefill: 3, isQuiet: true) == .once) }
  }

  @Test(arguments: [1, 2, 6], [false, true])
  func `of any layout gives mono and takes mono`(_ channels: Int, _ isWide: Bool) {
    let format = DeviceFormat(rate: 48_000, channels: channels, isWide: isWide, period: 960, buffer: 7680)
    let samples: [Int16] = [0, 1, -1, 12_345, .max, .min]
    let raw = UnsafeMutableRawPointer.allocate(byteCount: samples.count * format.size, alignment: 16)
    defer { raw.deallocate() }
    format.spread(samples.span, from: 1, count: 5, into: raw)
    var heard: [Int16] = []
    format.append(raw, frames: 5, to: &heard)
    #expect(heard == Array(samples[1...]))
    guard channels == 2, !isWide else { return }
    // Two channels that differ: their mean.
    raw.storeBytes(of: 1000, as: Int16.self)
    raw.storeBytes(of: -500, toByteOffset: 2, as: Int16.self)
    heard = []
    format.append(raw, frames: 1, to: &heard)
    #expect(heard == [250])
  }

  @Test(arguments: [0, 1, 800, 3999]) func `that joins output and input is measured`(_ delay: Int) throws {
    let burst = LoopTest.sweep()
    var heard = [Int16](repeating: 0, count: 8000)
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for i in heard.indices { heard[i] = .random(in: -30...30, using: &random) }
    #expect(LoopTest.find(burst, in: heard) == nil, "seed \(seed)")
    for i in burst.indices { heard[delay + i] += burst[i] / 4 }
    let echo = try #require(LoopTest.find(burst, in: heard))
    #expect(echo.delay == .microseconds((delay + 160) * 125), "seed \(seed)")
    #expect(abs(echo.levelDBm0 - (Level.dBm0(burst) - 12)) < 0.2)
  }

  @Test func `that does not exist is told with what to do`() {
    #expect(throws: SoundCardError.self) { _ = try LoopTest.run(.init(playback: "no such device")) }
    do {
      _ = try LoopTest.run(.init(playback: "no such device"))
    } catch {
      #expect("\(error)".contains("no such device") && "\(error)".contains("ivrctl lines --devices"))
    }
  }
}
