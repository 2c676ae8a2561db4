import CEpoll
import Chronology
import Engine
import Foundation
import Media
import Synchronization

/// What keeps a line of the bridge from listening, with what to do about it.
public struct AudioSocketError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
  init(_ description: String) { self.description = description }
}

/// A listening TCP socket on the media loop.
final class BridgeListener: MediaSocket, @unchecked Sendable {
  let descriptor: Int32
  let port: UInt16
  let isLoopback: Bool
  /// Set before it joins the loop; called on the loop's thread with a connection that does not block.
  var take: (Int32, Instant) -> Void = { descriptor, _ in close(descriptor) }
  private let isStopped = Atomic<Bool>(false)
  private var isClosed = false

  /// - Parameter address: `127.0.0.1:9092`, `[::1]:9092`, `localhost:9092`.
  init(address: String) throws(AudioSocketError) {
    let found = try BridgeListener.resolve(address)
    defer { freeaddrinfo(found) }
    let info = found.pointee
    let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(info.ai_family, flags, 0)
    guard descriptor >= 0 else { throw AudioSocketError("\(address): \(systemMessage(errno))") }
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
    guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, 1024) == 0 else {
      let code = errno
      close(descriptor)
      let hint =
        code == EADDRINUSE ? "; another program listens there: stop it, or choose another port" : ""
      throw AudioSocketError("\(address): cannot listen: \(systemMessage(code))\(hint)")
    }
    (port, isLoopback) = BridgeListener.place(of: descriptor)
    // Stored last: `deinit` closes what is stored, after a throw as well.
    self.descriptor = descriptor
  }
  deinit { if !isClosed { close(descriptor) } }

  /// What an address means. The caller frees it.
  static func resolve(_ address: String) throws(AudioSocketError) -> UnsafeMutablePointer<addrinfo> {
    guard let place = HostPort(address) else {
      throw AudioSocketError("\(address): an address is host:port, as 127.0.0.1:9092 or [::1]:9092")
    }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(place.host, String(place.port), &hints, &found)
    guard code == 0, let found else {
      throw AudioSocketError("\(address): \(String(cString: gai_strerror(code))); check host and port")
    }
    return found
  }

  func stop() { isStopped.store(true, ordering: .releasing) }

  func tick(at instant: Instant) -> Bool {
    if isStopped.load(ordering: .acquiring), !isClosed {
      isClosed = true
      close(descriptor)
    }
    return !isClosed
  }

  func receive(at instant: Instant, scratch: UnsafeMutableRawBufferPointer) -> Bool {
    // A bounded number a turn: a storm of connections delays no frame by much.
    for _ in 0..<32 {
      let new = accept(descriptor, nil, nil)
      guard new >= 0 else { break }
      BridgeListener.prepare(new)
      take(new, instant)
    }
    return true
  }

  /// Small buffers: a peer that stalls is noticed within seconds, and costs little.
  private static func prepare(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    var size: Int32 = 16 << 10
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, 4)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
    // A peer whose machine is gone acknowledges nothing.
    var limit: UInt32 = 10_000
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &limit, 4)
  }

  /// The bytes of the other end's address: 4, 16, or none when it has gone.
  static func peer(of descriptor: Int32) -> [UInt8] {
    var address = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) }
    }
    guard code == 0 else { return [] }
    return withUnsafeBytes(of: address) {
      Array(Int32(address.ss_family) == AF_INET ? $0[4..<8] : $0[8..<24])
    }
  }

  private static func place(of descriptor: Int32) -> (port: UInt16, isLoopback: Bool) {
    var address = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    guard code == 0 else { return (0, false) }
    return withUnsafeBytes(of: address) { bytes in
      // The port lies at the same place in both families, in network order; the host behind it, or behind
      // the flow label.
      let loopback6 = [UInt8](repeating: 0, count: 15) + [1]
      let isLoopback =
        Int32(address.ss_family) == AF_INET ? bytes[4] == 127 : bytes[8..<24].elementsEqual(loopback6)
      return (UInt16(bytes[2]) << 8 | UInt16(bytes[3]), isLoopback)
    }
  }
}

/// The system's words for an `errno`.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
