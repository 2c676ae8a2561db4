import Foundation

/// Unix stream sockets by path: what the `Glibc` module makes clumsy.
enum UnixSocket {
  static func open() throws(ControlError) -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else {
      throw ControlError(.unusable, "no socket can be made: \(systemMessage(errno))")
    }
    return descriptor
  }

  /// Calls `connect` or `bind` with the address of that path; 0 or the `errno`.
  static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(ControlError) -> Int32 {
    var address = sockaddr_un()
    let limit = MemoryLayout.size(ofValue: address.sun_path) - 1
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count <= limit, !bytes.contains(0) else {
      throw ControlError(.unusable, "\(path): a socket's path has 1 to \(limit) bytes; choose a shorter one")
    }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0 ? 0 : errno
  }

  /// Neither blocks nor is left to programs that this one starts.
  static func setNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  /// What is sent may be twice as much as before until it is read, as far as the system lets it.
  static func doubleBuffer(of descriptor: Int32) {
    var size: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    // What is told is twice what was asked for: the kernel counts its own costs too.
    guard getsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, &length) == 0 else { return }
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, length)
  }

  /// Bytes sent; nil when the peer is gone. A peer that is gone raises no signal.
  static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int? {
    while true {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 { return count }
      if errno == EINTR { continue }
      return errno == EAGAIN ? 0 : nil
    }
  }

  enum Received {
    case bytes([UInt8])
    case nothing
    /// Closed, or broken.
    case end
  }
  static func receive(from descriptor: Int32) -> Received {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 { return .bytes(Array(buffer[..<count])) }
      if count == 0 { return .end }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .nothing : .end
    }
  }

  /// Milliseconds of the monotonic clock.
  static var now: Int64 {
    var instant = timespec()
    clock_gettime(CLOCK_MONOTONIC, &instant)
    return Int64(instant.tv_sec) * 1000 + Int64(instant.tv_nsec) / 1_000_000
  }
}

/// The system's words for an `errno`.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
