import Foundation

/// Waits for what happens in a folder, told by the kernel.
struct FolderWatch: ~Copyable {
  private let descriptor: Int32
  private let path: String

  init(_ path: String) throws {
    self.path = path
    descriptor = inotify_init1(Int32(IN_CLOEXEC))
    let events = UInt32(IN_CREATE) | UInt32(IN_MOVED_TO) | UInt32(IN_MODIFY)
    guard inotify_add_watch(descriptor, path, events) >= 0 else {
      throw TooLate(description: "\(path) cannot be watched: \(String(cString: strerror(errno)))")
    }
  }
  deinit { close(descriptor) }

  /// Waits until there is a value; it is asked for now, and whenever something has happened.
  func wait<T>(for what: String, _ value: () throws -> T?) throws -> T {
    let deadline = Date().addingTimeInterval(RunningProgram.patience)
    var events = [UInt8](repeating: 0, count: 4096)
    while true {
      if let value = try value() { return value }
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, Int32(max(0, deadline.timeIntervalSinceNow) * 1000)) > 0 else {
        throw TooLate(description: "\(path): no \(what)")
      }
      _ = read(descriptor, &events, events.count)
    }
  }
}
