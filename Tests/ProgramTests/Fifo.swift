import Foundation

/// A named pipe that a script writes to: what it writes, and that whoever held it open is gone.
final class Fifo: @unchecked Sendable {
  // Read by one thread after the other.
  private let descriptor: Int32
  private let name: String
  private var bytes: [UInt8] = []

  init(_ path: String) throws {
    name = path
    guard mkfifo(path, 0o600) == 0 else {
      throw TooLate(description: "\(path): \(String(cString: strerror(errno)))")
    }
    // A reader that does not wait: its end comes only after a writer has been there.
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw TooLate(description: "\(path) cannot be opened") }
  }
  deinit { close(descriptor) }

  /// The next line, without its end.
  func line() async throws -> String {
    try await onThread { [self] in
      while true {
        if let end = bytes.firstIndex(of: 0x0A) {
          defer { bytes.removeSubrange(...end) }
          return String(decoding: bytes[..<end], as: UTF8.self)
        }
        guard try more() else { throw TooLate(description: "\(name): no line before its end") }
      }
    }
  }
  /// All lines until nobody has it open for writing.
  func lines() async throws -> [String] {
    try await onThread { [self] in
      while try more() {}
      defer { bytes = [] }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  /// - Returns: false once the last writer is gone.
  private func more() throws -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, Int32(RunningProgram.patience * 1000)) > 0 else {
      throw TooLate(description: "\(name): nothing was written to it, or it is still held")
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0 { bytes += buffer[..<count] }
    return count > 0 || (count < 0 && errno == EAGAIN)
  }
}
