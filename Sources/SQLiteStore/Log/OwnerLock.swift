import Foundation

/// The right to write one log: a lock on the file `LOG-owner`, which the system frees when the process ends
/// in whatever way.
final class OwnerLock: @unchecked Sendable {
  private let descriptor: Int32

  init(log path: String) throws(SQLiteError) {
    let file = path + "-owner"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      let code = errno
      throw SQLiteError(
        SQLiteError.isDiskFull(code) ? .diskFull : .cannotOpen, path: path,
        message: "cannot be written (\(systemMessage(code)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      var bytes = [UInt8](repeating: 0, count: 32)
      let count = pread(descriptor, &bytes, bytes.count, 0)
      close(descriptor)
      guard code == EWOULDBLOCK else {
        throw SQLiteError(.cannotOpen, path: path, message: "cannot be locked (\(systemMessage(code)))")
      }
      let digits = bytes.prefix(max(0, count)).prefix { $0 >= 0x30 && $0 <= 0x39 }
      let holder = digits.isEmpty ? "another process" : "process " + String(decoding: digits, as: UTF8.self)
      throw SQLiteError(.owned(by: holder), path: path, message: "is written by \(holder)")
    }
    // The number is for people; a failure to write it harms nothing.
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
    self.descriptor = descriptor
  }
  deinit { close(descriptor) }

  /// Whether somebody writes the log now; false where that cannot be known.
  static func isHeld(log path: String) -> Bool {
    let descriptor = open(path + "-owner", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}

/// The system's words for an `errno`.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
