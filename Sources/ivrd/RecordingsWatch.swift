import ACD
import Dispatch
import Foundation
import Synchronization

/// Looks now and then whether recordings could be kept, and tells the operator when that changes: a folder that
/// cannot be written and a full disk are known before a caller is told that he is recorded.
final class RecordingsWatch: Sendable {
  private struct State {
    var folder: String?
    var fault: String?
    /// Lines are not told more often than the disk can change its mind.
    var toldAt: UInt64 = 0
    var isWatching = false
    var isLooking = false
    /// Nanoseconds.
    var lookedAt: UInt64 = 0
    var isTold = false
  }
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "recordings", qos: .utility)
  private let now = DispatchQueue(label: "recordings now", qos: .userInitiated)
  private static let interval = DispatchTimeInterval.seconds(3)
  /// What was seen so long ago is looked at again before a call is told that it is recorded.
  private static let fresh: UInt64 = 100_000_000
  /// A fault shows itself at once. A disk that takes longer holds up no calls: what was seen before counts.
  private static let patience = DispatchTimeInterval.milliseconds(10)
  /// Nanoseconds between two faults that are told.
  private static let pause: UInt64 = 60_000_000_000

  /// Why recordings cannot be kept now; nil when they can, or none are made.
  var fault: String? {
    let isOld = state.withLock { state in
      guard state.folder != nil, !state.isLooking else { return false }
      return DispatchTime.now().uptimeNanoseconds - state.lookedAt > RecordingsWatch.fresh
    }
    if isOld {
      let seen = DispatchSemaphore(value: 0)
      now.async { [self] in
        look()
        seen.signal()
      }
      _ = seen.wait(timeout: .now() + RecordingsWatch.patience)
    }
    return state.withLock { $0.fault }
  }

  /// Looks at once, and from then on.
  func watch(_ folder: String?) {
    state.withLock { state in
      state.folder = folder
      if folder == nil { (state.fault, state.isTold) = (nil, false) }
    }
    look()
    let isFirst = state.withLock { state in
      defer { state.isWatching = true }
      return !state.isWatching
    }
    if isFirst { lookAgain() }
  }

  private func lookAgain() {
    queue.asyncAfter(deadline: .now() + RecordingsWatch.interval) { [weak self] in
      self?.look()
      self?.lookAgain()
    }
  }

  /// One could not be kept.
  func lost(_ call: CallID, _ path: String, _ why: String?) {
    tell(
      isLasting: false,
      "the recording of call \(call) could not be kept (\(why ?? "its line does not say why")): \(path)")
  }

  private func look() {
    guard
      let folder = state.withLock({ state in
        state.isLooking = state.folder != nil
        return state.folder
      })
    else { return }
    let found = RecordingsWatch.fault(of: folder)
    let isOver = state.withLock { state in
      (state.isLooking, state.lookedAt) = (false, DispatchTime.now().uptimeNanoseconds)
      guard state.folder == folder else { return false }
      state.fault = found
      guard found == nil, state.isTold else { return false }
      state.isTold = false
      return true
    }
    if let found { tell(isLasting: true, "calls are not recorded: \(found)") }
    if isOver { Ivrd.say("calls can be recorded again in \(folder)") }
  }

  /// Once a fault; one that comes and goes, once a minute.
  /// - Parameter isLasting: its end will be told too.
  private func tell(isLasting: Bool, _ text: String) {
    let now = DispatchTime.now().uptimeNanoseconds
    let isNew = state.withLock { state in
      guard !state.isTold, state.toldAt == 0 || now - state.toldAt > RecordingsWatch.pause else {
        return false
      }
      (state.isTold, state.toldAt) = (isLasting, now)
      return true
    }
    if isNew { Ivrd.say("warning: \(text)") }
  }

  /// Writes a little into an unnamed file in the folder, or in the nearest one above it that is there: rights
  /// alone do not tell, as of a read-only file system or of a full disk.
  static func fault(of folder: String?) -> String? {
    guard let folder else { return nil }
    var nearest = folder
    var status = stat()
    while stat(nearest, &status) != 0, errno == ENOENT, nearest != "/", nearest != "." {
      nearest = Places.folder(of: nearest)
    }
    func fault(_ code: Int32) -> String { "\(folder): \(String(cString: strerror(code)))" }
    var name = Array("\(nearest)/.ivrd-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { return fault(errno) }
    defer { close(descriptor) }
    unlink(name)
    let sample = [UInt8](repeating: 0, count: 16 << 10)
    let count = write(descriptor, sample, sample.count)
    if count == sample.count { return nil }
    return fault(count < 0 ? errno : ENOSPC)
  }
}
