import Foundation

/// One connection to a running server. One thread at a time.
public final class ControlClient {
  public let path: String
  /// For `poll` beside other things, as a terminal; readable when `next` has something to read.
  public let descriptor: Int32
  private var incoming: [UInt8] = []
  /// Seconds that a connection may take to be taken in.
  private static let patience = 5

  /// Where the socket is: the option, else `IVRD_SOCKET`, else `run/ivrd.sock`.
  public static func path(option: String?, environment: [String: String]) -> String {
    option ?? environment["IVRD_SOCKET"].flatMap { $0.isEmpty ? nil : $0 } ?? "run/ivrd.sock"
  }

  public init(path: String) throws(ControlError) {
    self.path = path
    // Stored only once it is connected: `deinit` closes what is stored, after a throw as well.
    let descriptor = try UnixSocket.open()
    // A server that takes nobody in any more would be waited for without end.
    var patience = timeval(tv_sec: ControlClient.patience, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let code: Int32
    do throws(ControlError) {
      code = try UnixSocket.withAddress(path) { connect(descriptor, $0, $1) }
    } catch {
      Glibc.close(descriptor)
      throw error
    }
    guard code == 0 else {
      Glibc.close(descriptor)
      switch code {
      case EACCES, EPERM:
        throw ControlError(
          .notAllowed,
          "\(path): may not be used by this user; be its owner, or in the group that the site names")
      case ENOENT, ECONNREFUSED, ENOTDIR:
        throw ControlError(
          .notRunning, "\(path): ivrd is not running there; start it, or name its socket with --socket")
      case EAGAIN, EINPROGRESS:
        throw ControlError(.timeout, "\(path): ivrd takes no further connection; try again in a while")
      default: throw ControlError(.notRunning, "\(path): ivrd cannot be reached: \(systemMessage(code))")
      }
    }
    UnixSocket.setNonBlocking(descriptor)
    self.descriptor = descriptor
  }
  deinit { Glibc.close(descriptor) }

  /// - Parameter timeout: how long the server may take to accept the request.
  public func send(_ request: ControlRequest, timeout: Duration = .seconds(5)) throws(ControlError) {
    guard let line = try? ControlProtocol.encode(request) else {
      throw ControlError(.broken, "the request cannot be written as JSON")
    }
    guard line.count <= ControlProtocol.lineLimit else {
      throw ControlError(.unusable, "the request is longer than \(ControlProtocol.lineLimit) bytes")
    }
    let deadline = instant(after: timeout)
    var sent = 0
    while sent < line.count {
      guard let count = UnixSocket.send(line[sent...], to: descriptor) else {
        throw ControlError(.broken, "\(path): ivrd has closed the connection")
      }
      sent += count
      if count == 0 { try wait(for: POLLOUT, until: deadline) }
    }
  }

  /// The next line of an answer; nil when the server has closed the connection.
  ///
  /// - Parameter timeout: nil waits for ever.
  public func next(timeout: Duration? = .seconds(5)) throws(ControlError) -> ControlReply? {
    let deadline = timeout.map { instant(after: $0) }
    while true {
      if let end = incoming.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(incoming[..<end])
        incoming.removeSubrange(...end)
        guard let reply = try? JSONDecoder().decode(ControlReply.self, from: line) else {
          throw ControlError(.broken, "\(path): what answers there is no ivrd")
        }
        guard reply.version == ControlProtocol.version else {
          throw ControlError(
            .otherVersion,
            "ivrd speaks version \(reply.version) of the control socket, this program "
              + "\(ControlProtocol.version); use programs of one release")
        }
        return reply
      }
      switch UnixSocket.receive(from: descriptor) {
      case .bytes(let bytes): incoming.append(contentsOf: bytes)
      case .end: return nil
      case .nothing: try wait(for: POLLIN, until: deadline)
      }
    }
  }

  /// Sends and waits for the last line of the answer.
  /// - Parameter event: takes the values of the events before it.
  public func ask(
    _ request: ControlRequest, timeout: Duration = .seconds(5), event: (JSONValue) -> Void = { _ in }
  ) throws(ControlError) -> ControlReply {
    try send(request, timeout: timeout)
    while let reply = try next(timeout: timeout) {
      if reply.kind == .event, reply.id == request.id { event(reply.value) }
      if reply.kind != .event, reply.id == request.id || reply.id == 0 { return reply }
    }
    throw ControlError(.broken, "\(path): ivrd has closed the connection")
  }

  private func instant(after timeout: Duration) -> Int64 {
    UnixSocket.now + min(timeout.components.seconds, 1 << 40) * 1000
      + timeout.components.attoseconds / 1_000_000_000_000_000
  }

  private func wait(for events: Int32, until deadline: Int64?) throws(ControlError) {
    let pause = deadline.map { max(0, $0 - UnixSocket.now) } ?? -1
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    let count = poll(&entry, 1, Int32(clamping: pause))
    guard count != 0 else { throw ControlError(.timeout, "\(path): ivrd does not answer") }
  }
}
