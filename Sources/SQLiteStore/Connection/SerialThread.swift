import Foundation

/// A thread that does one thing after the other, in the order in which they were asked for.
final class SerialThread: @unchecked Sendable {
  private let signal = Signal()
  private var work: [@Sendable () -> Void] = []
  private var isClosing = false
  private var isDone = false

  init(name: String) {
    let thread = Thread { [self] in loop() }
    thread.name = name
    thread.start()
  }

  /// False when the thread has been closed: the work will not be done.
  func async(_ job: @escaping @Sendable () -> Void) -> Bool {
    signal.withLock {
      guard !isClosing else { return false }
      work.append(job)
      signal.broadcast()
      return true
    }
  }

  /// Finishes what was asked for and waits for it.
  func close() {
    signal.withLock {
      isClosing = true
      signal.broadcast()
      while !isDone { signal.wait() }
    }
  }

  private func loop() {
    while true {
      signal.lock()
      while work.isEmpty && !isClosing { signal.wait() }
      let jobs = work
      work.removeAll(keepingCapacity: true)
      if jobs.isEmpty {
        isDone = true
        signal.broadcast()
        signal.unlock()
        return
      }
      signal.unlock()
      for job in jobs { job() }
    }
  }
}
