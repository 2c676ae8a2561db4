import Glibc

/// The priority of threads that exchange sound with a device. Where the system does not allow it, they go on
/// with what they have.
enum RealTime {
  /// Low among the real-time ones: a sound server that has any is above it.
  private static let priority: Int32 = 3
  /// Linux's `SCHED_RESET_ON_FORK`.
  private static let endsWithThread: Int32 = 0x4000_0000

  /// The calling thread goes before whatever is not in real time.
  /// - Parameter handingOn: so do threads that it starts, such as those of the sound library, which carry the
  ///   same frames.
  static func begin(handingOn: Bool) {
    var parameters = sched_param()
    parameters.sched_priority = priority
    sched_setscheduler(0, SCHED_RR | (handingOn ? 0 : endsWithThread), &parameters)
  }
}
