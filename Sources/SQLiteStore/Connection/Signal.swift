import Chronology
import Foundation

/// A lock and a condition on the monotonic clock, so that a step of the wall clock delays no wait.
final class Signal: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
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

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func withLock<T>(_ body: () throws -> T) rethrows -> T {
    lock()
    defer { unlock() }
    return try body()
  }
  /// The lock is held before and after.
  func wait() { pthread_cond_wait(condition, mutex) }
  /// False when `nanoseconds` of the monotonic clock was reached without a signal.
  func wait(until nanoseconds: UInt64) -> Bool {
    var instant = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    return pthread_cond_timedwait(condition, mutex, &instant) == 0
  }
  func broadcast() { pthread_cond_broadcast(condition) }

  /// The monotonic clock.
  static var now: UInt64 {
    var instant = timespec()
    clock_gettime(CLOCK_MONOTONIC, &instant)
    return UInt64(instant.tv_sec) * 1_000_000_000 + UInt64(instant.tv_nsec)
  }
}

extension Duration {
  /// For deadlines on the monotonic clock; never negative.
  var nanoseconds: UInt64 { UInt64(max(0, microseconds)) &* 1000 }
}
