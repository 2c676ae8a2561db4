import Foundation

/// Who is on the other end of a connection, as the kernel says.
public struct ControlPeer: Hashable, Sendable {
  public var process: Int32
  public var user: UInt32
  public var group: UInt32
  public init(process: Int32, user: UInt32, group: UInt32) {
    (self.process, self.user, self.group) = (process, user, group)
  }
}

/// Where the answer to one request goes. Usable from any thread, now or later; every request must be
/// finished or failed once. What is sent to a peer that has gone is dropped.
public final class ControlSink: Sendable {
  /// Tells connections apart; never used twice by a server.
  public let connection: UInt64
  public let peer: ControlPeer
  public let request: Int64
  private let outgoing: Outgoing
  /// Told what became of the request: nil, or why it failed.
  private let ended: (@Sendable (String?) -> Void)?

  init(
    connection: UInt64, peer: ControlPeer, request: Int64, outgoing: Outgoing,
    ended: (@Sendable (String?) -> Void)? = nil
  ) {
    (self.connection, self.peer, self.request, self.outgoing) = (connection, peer, request, outgoing)
    self.ended = ended
  }

  /// The same, telling what becomes of the request: nil, or why it fails.
  public func told(_ ended: @escaping @Sendable (String?) -> Void) -> ControlSink {
    ControlSink(connection: connection, peer: peer, request: request, outgoing: outgoing, ended: ended)
  }

  /// Bytes that the peer has not read yet.
  public var unread: Int { outgoing.unread }

  /// Whether the peer is still there.
  public var isOpen: Bool { !outgoing.isClosed }
  public func event(_ value: JSONValue) { outgoing.send(ControlReply(.event, id: request, value: value)) }
  public func finish(_ value: JSONValue = .null) {
    ended?(nil)
    outgoing.send(ControlReply(.done, id: request, value: value))
  }
  /// - Parameter message: what is wrong and what to do, in one line.
  public func fail(_ message: String) {
    ended?(message)
    outgoing.send(ControlReply(.failed, id: request, message: message))
  }
  /// Ends a request whose answer is not read: in place of what the peer has not been sent yet he is told why,
  /// and the connection is closed. What lies in his socket he can still read, as late as he likes.
  /// - Parameter message: why, given the first event of the answer that he is not sent.
  public func letGo(_ message: (JSONValue?) -> String) {
    guard let why = outgoing.letGo(request, message) else { return }
    ended?(why)
  }
  /// Called once when the connection is gone, at once when it already is: a live call then hangs up.
  public func onClose(_ action: @escaping @Sendable () -> Void) { outgoing.onClose(action) }
}

/// A connection's bytes on their way out, filled by any thread, emptied by the server's.
final class Outgoing: @unchecked Sendable {
  private let lock = NSLock()
  private let wake: @Sendable () -> Void
  private let limit: Int
  private var bytes: [UInt8] = []
  private var sent = 0
  private var open = 0
  private var closed = false
  private var isOverfull = false
  private var isLast = false
  private var closeActions: [@Sendable () -> Void] = []

  init(limit: Int, wake: @escaping @Sendable () -> Void) { (self.limit, self.wake) = (limit, wake) }

  /// A request has begun; counts until its last reply.
  func began() { lock.withLock { open += 1 } }
  var isClosed: Bool { lock.withLock { closed } }
  /// Requests whose last reply is still to come.
  var openRequests: Int { lock.withLock { open } }
  var isEmpty: Bool { lock.withLock { sent == bytes.count } }
  var unread: Int { lock.withLock { bytes.count - sent } }
  /// The peer does not read what it asked for.
  var hasOverrun: Bool { lock.withLock { isOverfull } }

  func send(_ reply: ControlReply) {
    let line: [UInt8]
    do {
      line = try ControlProtocol.encode(reply)
    } catch {
      line = (try? ControlProtocol.encode(ControlReply(.failed, id: reply.id, message: "\(error)"))) ?? []
    }
    lock.withLock {
      if reply.kind != .event { open -= 1 }
      guard !closed, !isOverfull, !isLast else { return }
      if bytes.count - sent + line.count > limit {
        isOverfull = true
      } else {
        bytes.append(contentsOf: line)
      }
    }
    wake()
  }

  /// What is there is all that the peer will be sent.
  var isEnded: Bool { lock.withLock { isLast } }

  /// Whole lines that are not on their way yet give way to the last one.
  /// - Returns: its message; nil when the peer is gone anyhow.
  func letGo(_ request: Int64, _ message: (JSONValue?) -> String) -> String? {
    let why: String? = lock.withLock {
      guard !closed, !isOverfull, !isLast else { return nil }
      let newline = UInt8(ascii: "\n")
      let isMidLine = sent > 0 && bytes[sent - 1] != newline
      let kept = isMidLine ? (bytes[sent...].firstIndex(of: newline) ?? bytes.count - 1) + 1 : sent
      let dropped = bytes[kept...].split(separator: newline).lazy
        .compactMap { try? JSONDecoder().decode(ControlReply.self, from: Data($0)) }
        .first { $0.kind == .event && $0.id == request }
      let why = message(dropped?.value)
      let line = (try? ControlProtocol.encode(ControlReply(.failed, id: request, message: why))) ?? []
      bytes.replaceSubrange(kept..., with: line)
      open -= 1
      isLast = true
      return why
    }
    if why != nil { wake() }
    return why
  }

  /// Sends what the socket takes: so many bytes; nil when the peer is gone.
  func flush(to descriptor: Int32) -> Int? {
    lock.withLock {
      var taken = 0
      while sent < bytes.count {
        guard let count = UnixSocket.send(bytes[sent...], to: descriptor) else { return nil }
        if count == 0 { return taken }
        sent += count
        taken += count
      }
      bytes.removeAll(keepingCapacity: true)
      sent = 0
      return taken
    }
  }

  func onClose(_ action: @escaping @Sendable () -> Void) {
    let isLate = lock.withLock {
      if !closed { closeActions.append(action) }
      return closed
    }
    if isLate { action() }
  }

  func close() {
    let actions = lock.withLock {
      closed = true
      defer { closeActions = [] }
      return closeActions
    }
    for action in actions { action() }
  }
}
