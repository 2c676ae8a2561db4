import ACD
import Chronology
import Glibc
import Synchronization

/// The engine's inbox: inputs from any thread, taken by the engine's own.
///
/// A POSIX condition variable on the monotonic clock, since a step of the wall clock must not stretch a
/// sleep. The lock is held for an append or a swap only.
public final class Mailbox: EngineInbox, @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  // Guarded by the mutex.
  private var waiting: [(EngineInput, Instant)] = []
  /// The thread that runs the engine now; 0 when none does. What it posts itself needs no lock.
  private let runner = Atomic<UInt>(0)
  // The runner's own.
  private var own: [(EngineInput, Instant)] = []
  private let hasNews = Atomic<Bool>(false)
  private let lastCall = Atomic<UInt64>(0)
  private let time = Atomic<Int64>(0)
  /// In real time, reads the clock; in virtual time the engine publishes its instant.
  private let clock: (@Sendable () -> Instant)?

  public init(clock: (@Sendable () -> Instant)? = nil) {
    self.clock = clock
    // A line's thread may be in real time: whoever it waits for is as urgent as it is.
    var kind = pthread_mutexattr_t()
    pthread_mutexattr_init(&kind)
    pthread_mutexattr_setprotocol(&kind, Int32(PTHREAD_PRIO_INHERIT))
    pthread_mutex_init(mutex, &kind)
    pthread_mutexattr_destroy(&kind)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }
  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  public func post(_ input: EngineInput, at instant: Instant) {
    // Nobody but the runner itself can find its own thread there.
    if runner.load(ordering: .relaxed) == UInt(pthread_self()) {
      own.append((input, instant))
      return
    }
    pthread_mutex_lock(mutex)
    waiting.append((input, instant))
    hasNews.store(true, ordering: .releasing)
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  public var now: Instant { clock?() ?? published }
  /// The engine's own instant: that of the event it handles, or handled last.
  public var published: Instant { Instant(microseconds: time.load(ordering: .relaxed)) }

  public func makeCallID(at instant: Instant) -> CallID {
    let wanted = UInt64(clamping: instant.microseconds)
    var last = lastCall.load(ordering: .relaxed)
    while true {
      let next = max(wanted, last &+ 1)
      let (done, seen) = lastCall.compareExchange(expected: last, desired: next, ordering: .relaxed)
      if done { return CallID(next) }
      last = seen
    }
  }

  /// Ids made from now on are larger than that one: the largest in the log, should the wall clock have been
  /// set back since.
  public func startCallIDs(after call: CallID) {
    lastCall.store(max(call.number, lastCall.load(ordering: .relaxed)), ordering: .relaxed)
  }

  func publish(_ instant: Instant) { time.store(instant.microseconds, ordering: .relaxed) }

  /// From here to `endRun` the engine runs on this thread.
  func beginRun() { runner.store(UInt(pthread_self()), ordering: .relaxed) }
  /// Afterwards whatever this thread posts is treated like that of any other.
  func endRun() { runner.store(0, ordering: .relaxed) }

  /// Takes what has arrived into an emptied buffer: what the engine's own thread posted while it ran, then
  /// the others', each in the order of arrival.
  func take(into buffer: inout [(EngineInput, Instant)]) {
    if !own.isEmpty { swap(&own, &buffer) }
    guard hasNews.load(ordering: .acquiring) else { return }
    pthread_mutex_lock(mutex)
    if buffer.isEmpty {
      swap(&waiting, &buffer)
    } else {
      buffer += waiting
      waiting.removeAll(keepingCapacity: true)
    }
    hasNews.store(false, ordering: .relaxed)
    pthread_mutex_unlock(mutex)
  }

  /// Sleeps until something arrives or the monotonic clock reaches the deadline; nil waits for ever.
  func sleep(untilMonotonic nanoseconds: Int64?) {
    pthread_mutex_lock(mutex)
    while !hasNews.load(ordering: .relaxed) {
      if let nanoseconds {
        var deadline = timespec(
          tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { break }
      } else {
        pthread_cond_wait(condition, mutex)
      }
    }
    pthread_mutex_unlock(mutex)
  }
}
