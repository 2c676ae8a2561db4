import CEpoll
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

/// A leg that has a socket as well.
public protocol MediaSocket: MediaTicking {
  /// Open and non-blocking as long as the leg is on the loop; the leg closes it.
  var descriptor: Int32 { get }
  /// Something has come, or the peer has gone. Called on the loop's thread again as long as anything is
  /// left to read; one call reads a bounded part.
  /// - Parameter scratch: the loop's own buffer of 64 kB, for what is read now.
  /// - Returns: false when the leg is over.
  func receive(at instant: Instant, scratch: UnsafeMutableRawBufferPointer) -> Bool
}

/// A thread that gives every leg its frames and reads the sockets of those that have one. Frames are due by
/// the monotonic clock, never by a count of ticks; incoming frames are never a clock.
///
/// Legs are spread over the 20 ms by the millisecond at which they joined. A frame allocates nothing, takes
/// no lock and asks the system once. Few legs are read as soon as something comes; a crowd is looked at once a
/// millisecond, so that the thread is not woken for each of its frames.
public final class MediaLoop: Sendable {
  /// 160 samples at 8 kHz.
  public static let frame: Duration = .milliseconds(20)
  private let clock: @Sendable () -> Instant
  private let added = Mutex<[any MediaTicking]>([])
  private let isOver = Atomic<Bool>(false)
  private let isDraining = Atomic<Bool>(false)
  private let drained = DispatchSemaphore(value: 0)
  private let poll: Int32
  private let wake: Int32

  /// - Parameter clock: the engine's time.
  public init(clock: @escaping @Sendable () -> Instant) {
    self.clock = clock
    poll = epoll_create1(Int32(EPOLL_CLOEXEC))
    wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: MediaLoop.wakeToken))
    epoll_ctl(poll, EPOLL_CTL_ADD, wake, &event)
    let thread = Thread { [self] in run() }
    thread.name = "media"
    thread.qualityOfService = .userInteractive
    thread.start()
  }
  deinit {
    close(poll)
    close(wake)
  }

  public func add(_ leg: any MediaTicking) {
    added.withLock { $0.append(leg) }
    rouse()
  }
  public func stop() {
    isOver.store(true, ordering: .releasing)
    rouse()
  }
  /// Waits until every leg has left, so that farewells are written and read, and stops; at the latest after
  /// that time. Not for the loop's own thread.
  public func drain(for limit: Duration) {
    isDraining.store(true, ordering: .releasing)
    rouse()
    _ = drained.wait(timeout: .now() + .microseconds(Int(limit.microseconds)))
    stop()
  }
  private func rouse() {
    var one: UInt64 = 1
    // A counter that is full wakes as well.
    _ = write(wake, &one, 8)
  }

  // MARK: The loop's thread

  private static let wakeToken = UInt64.max
  private static let phases = 20
  /// What is later than that is left out rather than sent in a burst.
  private static let patience: Duration = .milliseconds(250)
  /// So many legs are a crowd: more than one frame a millisecond comes on the average.
  private static let crowd = 40
  /// How long what has come for a crowd may lie.
  private static let gathering: Duration = .milliseconds(1)

  private struct Slot {
    var leg: any MediaTicking
    var socket: (any MediaSocket)?
    var phase: Int
  }
  /// The legs whose frames are due at the same millisecond of every 20.
  private struct Phase {
    var next = Instant(microseconds: .min)
    var slots: [Int] = []
  }

  private func run() {
    var slots: [Slot?] = []
    var free: [Int] = []
    var phases = [Phase](repeating: Phase(), count: MediaLoop.phases)
    var events = [epoll_event](repeating: epoll_event(), count: 256)
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { scratch.deallocate() }
    /// Events taken the last time.
    var count = 0

    func remove(_ index: Int) {
      guard let slot = slots[index] else { return }
      // A descriptor that the leg has closed has left by itself.
      if let socket = slot.socket { epoll_ctl(poll, EPOLL_CTL_DEL, socket.descriptor, nil) }
      phases[slot.phase].slots.removeAll { $0 == index }
      slots[index] = nil
      free.append(index)
    }
    func join(_ leg: any MediaTicking, at now: Instant) {
      let milliseconds = now.microseconds / 1000
      let phase = Int(milliseconds % Int64(MediaLoop.phases))
      let first = Instant(microseconds: milliseconds * 1000)
      // Its first frame is not to be late, nor twice.
      if phases[phase].slots.isEmpty || phases[phase].next > now {
        guard leg.tick(at: first) else { return }
        phases[phase].next = first + MediaLoop.frame
      }
      let index = free.popLast() ?? slots.count
      if index == slots.count { slots.append(nil) }
      let socket = leg as? any MediaSocket
      slots[index] = Slot(leg: leg, socket: socket, phase: phase)
      phases[phase].slots.append(index)
      if let socket {
        var event = epoll_event(
          events: EPOLLIN.rawValue | EPOLLRDHUP.rawValue, data: epoll_data_t(u64: UInt64(index)))
        epoll_ctl(poll, EPOLL_CTL_ADD, socket.descriptor, &event)
      }
    }

    while !isOver.load(ordering: .acquiring) {
      if isDraining.load(ordering: .acquiring), slots.count == free.count { drained.signal() }
      var due: Instant?
      for phase in phases where !phase.slots.isEmpty { due = min(due ?? phase.next, phase.next) }
      // When more has come than was taken, nothing is waited for.
      let isGathering = slots.count - free.count >= MediaLoop.crowd && count < events.count
      count = wait(into: &events, until: due, gathering: isGathering)
      let now = clock()
      for event in events[..<max(0, count)] {
        if event.data.u64 == MediaLoop.wakeToken {
          var value: UInt64 = 0
          _ = read(wake, &value, 8)
          let new = added.withLock { legs in
            defer { legs = [] }
            return legs
          }
          for leg in new { join(leg, at: now) }
        } else if let index = Int(exactly: event.data.u64), index < slots.count,
          let socket = slots[index]?.socket, !socket.receive(at: now, scratch: scratch)
        {
          remove(index)
        }
      }
      for phase in phases.indices where !phases[phase].slots.isEmpty {
        if now - phases[phase].next > MediaLoop.patience {
          let behind = (now - phases[phase].next).microseconds / MediaLoop.frame.microseconds
          phases[phase].next += .microseconds(behind * MediaLoop.frame.microseconds)
        }
        while phases[phase].next <= now {
          let instant = phases[phase].next
          var at = 0
          while at < phases[phase].slots.count {
            let index = phases[phase].slots[at]
            if slots[index]?.leg.tick(at: instant) ?? false { at += 1 } else { remove(index) }
          }
          phases[phase].next = instant + MediaLoop.frame
        }
      }
    }
  }

  /// Waits for a socket, a call to wake up, or the instant; for a crowd, until the instant or for a millisecond.
  private func wait(into events: inout [epoll_event], until due: Instant?, gathering: Bool) -> Int {
    guard let due else { return Int(epoll_wait(poll, &events, Int32(events.count), -1)) }
    var pause = max(0, (due - clock()).microseconds)
    if gathering { pause = min(pause, MediaLoop.gathering.microseconds) }
    var time = timespec(tv_sec: Int(pause / 1_000_000), tv_nsec: Int(pause % 1_000_000) * 1000)
    guard gathering else { return Int(epoll_pwait2(poll, &events, Int32(events.count), &time, nil)) }
    if pause > 0 { nanosleep(&time, nil) }
    return Int(epoll_wait(poll, &events, Int32(events.count), 0))
  }
}
