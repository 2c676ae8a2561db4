/// Keeps what the playback device holds from growing: after a stall, or where the capture device runs
/// faster, frames pile up in it and everything is heard late. Silent frames are left out then, no others.
struct PlaybackBalance: Sendable {
  enum Order: Hashable, Sendable { case once, leaveOut }
  /// Looked at over five seconds, since the device's own figure jumps by a period.
  private static let window = 250
  private static let spare = 2

  private var least = Int.max
  private var frames = 0
  /// Frames too many.
  private(set) var surplus = 0

  /// - Parameters:
  ///   - held: samples of 8 kHz that the device holds.
  ///   - isQuiet: whether nobody misses the frame that is to be written.
  mutating func next(held: Int?, prefill: Int, isQuiet: Bool) -> Order {
    if let held {
      least = min(least, held)
      frames += 1
    }
    if frames == PlaybackBalance.window {
      surplus = max(0, least / 160 - prefill - PlaybackBalance.spare)
      (least, frames) = (.max, 0)
    }
    guard surplus > 0, isQuiet else { return .once }
    surplus -= 1
    return .leaveOut
  }
}
