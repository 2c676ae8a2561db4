import Foundation

/// Blocks signals in every thread and hands them out one by one.
final class Signals {
  private var set = sigset_t()

  /// To be made before any other thread is started, since threads inherit what is blocked.
  init(_ signals: [Int32]) {
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for the next one.
  func next() -> Int32 {
    var signal: Int32 = 0
    while sigwait(&set, &signal) != 0 {}
    return signal
  }
}
