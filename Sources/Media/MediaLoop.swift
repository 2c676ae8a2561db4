import Chronology
import Engine
import Foundation
import Synchronization

/// One leg as the loop sees it: asked for a frame each 20 ms.
public protocol MediaTicking: AnyObject, Sendable {
  /// One frame is due, which begins at `instant`. Called on the loop's thread.
  /// - Returns: false when the leg is over and wants no more ticks.
  func tick(at instant: Instant) -> Bool
}

/// A thread that gives every leg its frames: due by the monotonic clock, never by a count of ticks.
public final class MediaLoop: Sendable {
  /// 160 samples at 8 kHz.
  public static let frame: Duration = .milliseconds(20)
  private let clock: @Sendable () -> Instant
  private let added = Mutex<[any MediaTicking]>([])
  private let wake = DispatchSemaphore(value: 0)
  private let isOver = Atomic<Bool>(false)

  /// - Parameter clock: the engine's time.
  public init(clock: @escaping @Sendable () -> Instant) {
    self.clock = clock
    let thread = Thread { [self] in run() }
    thread.name = "media"
    thread.qualityOfService = .userInteractive
    thread.start()
  }

  public func add(_ leg: any MediaTicking) {
    added.withLock { $0.append(leg) }
    wake.signal()
  }
  public func stop() {
    isOver.store(true, ordering: .releasing)
    wake.signal()
  }

  private func run() {
    var legs: [(leg: any MediaTicking, next: Instant)] = []
    while !isOver.load(ordering: .acquiring) {
      if legs.isEmpty { wake.wait() }
      let now = clock()
      for leg in added.withLock({ legs in
        defer { legs = [] }; return legs
      }) { legs.append((leg, now)) }
      var index = 0
      while index < legs.count {
        if serve(&legs[index], until: now) { index += 1 } else { legs.remove(at: index) }
      }
      guard let next = legs.map(\.next).min() else { continue }
      // Woken early when a leg joins, so that its first frame is not late.
      let pause = next - clock()
      if pause > .zero {
        _ = wake.wait(timeout: .now() + .microseconds(Int(pause.microseconds)))
      }
    }
  }

  /// Gives a leg all frames that are due, at most a quarter of a second of them: what is later than that
  /// is left out rather than sent in a burst.
  private func serve(_ leg: inout (leg: any MediaTicking, next: Instant), until now: Instant) -> Bool {
    if now - leg.next > .milliseconds(250) { leg.next = now }
    while leg.next <= now {
      guard leg.leg.tick(at: leg.next) else { return false }
      leg.next += MediaLoop.frame
    }
    return true
  }
}
