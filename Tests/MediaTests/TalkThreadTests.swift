import ACD
import Chronology
import Dispatch
import Engine
import Foundation
import Synchronization
import Testing
import Tones

@testable import Media

@Suite struct `Talks among several threads` {
  /// Legs of one thread, which takes seats and leaves them at random, and passes frames meanwhile.
  private static func live(_ switchboard: Switchboard, orders: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let legs = (0..<4).map { _ in
      MediaLeg(voice: FlatVoice(), sounds: SoundStore(), switchboard: switchboard)
    }
    let seats: [TalkSeat] = [
      .caller, .agent, .supervisor(.nobody), .supervisor(.agent), .supervisor(.everybody),
    ]
    var frame = [Int16](repeating: 0, count: 160)
    var now = 0
    for _ in 0..<orders {
      if let leg = legs.randomElement(using: &random) {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: leg.talk.leave()
        case 1: leg.message(Key.five.ascii) { _ in }
        default:
          let talk = TalkID(UInt64.random(in: 0..<4, using: &random))
          leg.talk.join(talk, as: seats.randomElement(using: &random) ?? .caller)
        }
      }
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        now += 20_000
        for leg in legs {
          let packet = [160, 160, 160, 480, 0].randomElement(using: &random) ?? 0
          let samples = (0..<packet).map { _ in Int16.random(in: -9000...9000, using: &random) }
          leg.hear(samples.span, at: Instant(microseconds: Int64(now))) { _ in }
          var span = frame.mutableSpan
          leg.pull(into: &span, at: Instant(microseconds: Int64(now))) { _ in }
        }
      }
    }
  }

  @Test func `come and go in any order, and leave nothing behind`() {
    let seed = UInt64.random(in: 0 ... .max)
    let switchboard = Switchboard()
    DispatchQueue.concurrentPerform(iterations: 4) { n in
      Self.live(switchboard, orders: 250, seed: seed &+ UInt64(n))
    }
    #expect(switchboard.talksNow == 0, "seed \(seed)")
  }

  @Test func `are heard from one thread to another, bit for bit`() {
    let switchboard = Switchboard()
    let count = 300
    let sounds = (1...2).map { `Two legs that talk`.noise(160 * count, seed: UInt64($0)) }
    let heard = Mutex<[[Int16]]>([[], []])
    // Both say a frame, and then both hear one.
    let gates = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
    DispatchQueue.concurrentPerform(iterations: 2) { n in
      let leg = TestLeg(switchboard)
      leg.join(1, n == 0 ? .caller : .agent)
      func meet() {
        gates[1 - n].signal()
        gates[n].wait()
      }
      for k in 0..<count {
        meet()
        leg.send(Array(sounds[n][(160 * k)..<(160 * k + 160)]), at: k * 20_000)
        meet()
        leg.tick(at: k * 20_000 + 8000 * (n + 1))
      }
      heard.withLock { $0[n] = leg.heard }
    }
    let all = heard.withLock { $0 }
    for n in 0..<2 {
      let at = place(of: sounds[n][1600..<(160 * (count - 4))], in: all[1 - n])
      #expect(at != nil)
    }
  }
}
