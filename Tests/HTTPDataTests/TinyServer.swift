import TestSupport
import Foundation
import Synchronization

/// A server on a port of its own at the loopback address, a thread a connection. What it does with a request
/// is told by the request's path.
final class TinyServer: Sendable {
  let port: Int
  private let socket: Int32
  private final class Seen: Sendable { let requests = Mutex<[String]>([]) }
  private let seen = Seen()
  /// Head and body of each request.
  var requests: [String] { seen.requests.withLock { $0 } }

  init(_ serve: @escaping @Sendable (_ path: String, _ connection: Connection) -> Void) throws {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && listen(socket, 64) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard socket >= 0, isBound else { throw CocoaError(.fileReadUnknown) }
    (self.socket, port) = (socket, Int(UInt16(bigEndian: address.sin_port)))
    signal(SIGPIPE, SIG_IGN)
    Thread { [seen] in
      while true {
        let descriptor = accept(socket, nil, nil)
        guard descriptor >= 0 else { return }
        Thread {
          let connection = Connection(descriptor: descriptor)
          if let request = connection.readRequest() {
            seen.requests.withLock { $0.append(request) }
            let words = request.prefix { $0 != "\r\n" }.split(separator: " ")
            serve(words.count > 1 ? String(words[1]) : "", connection)
          }
          close(descriptor)
        }.start()
      }
    }.start()
  }
  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }
}

struct Connection: Sendable {
  let descriptor: Int32

  /// Head and body, as far as its length is told.
  func readRequest() -> String? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return nil }
      bytes += chunk[..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { continue }
      let head = text[..<end.lowerBound].lowercased()
      let length =
        head.range(of: "content-length: ").flatMap { Int(head[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
      if text[end.upperBound...].utf8.count >= length { return text }
    }
  }

  /// False when nobody reads any more.
  @discardableResult func send(_ text: String, _ more: Data = Data()) -> Bool {
    let bytes = Array(text.utf8) + Array(more)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  func answer(_ status: String, _ body: String, _ headers: String = "") {
    send(
      "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\(headers)\r\n\(body)"
    )
  }

  /// Whether the other side goes within so many milliseconds.
  func hasLeft(within milliseconds: Int32) -> Bool {
    var descriptors = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptors, 1, milliseconds) != 0
  }

  /// Until the other side has gone.
  func waitForEnd() {
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) > 0 {}
  }
}
