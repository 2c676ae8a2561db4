import Foundation

/// One peer of the server, used on the server's thread only.
final class ControlConnection {
  let descriptor: Int32
  let outgoing: Outgoing
  private let number: UInt64
  private let peer: ControlPeer
  private var incoming: [UInt8] = []
  /// Since when a request, or the rest of one, is owed.
  private(set) var owedSince: Int64
  /// Nothing more is read; what is due is still sent.
  private var isEnding = false
  private(set) var isFinished = false

  init(_ descriptor: Int32, number: UInt64, now: Int64, outgoing: Outgoing) {
    (self.descriptor, self.number, self.outgoing) = (descriptor, number, outgoing)
    owedSince = now
    // As the kernel's `struct ucred`, which does not import: process, user, group. Nobody, if it fails.
    var credentials: [UInt32] = [0, .max, .max]
    var size = socklen_t(12)
    getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size)
    peer = ControlPeer(
      process: Int32(truncatingIfNeeded: credentials[0]), user: credentials[1], group: credentials[2])
  }

  var user: UInt32 { peer.user }
  /// Nothing was asked that is still to be answered.
  var owes: Bool { outgoing.openRequests == 0 }

  /// Told why, as far as it takes that at once; the caller closes it.
  func turnAway(_ message: String) {
    refuse(message)
    _ = outgoing.flush(to: descriptor)
  }

  /// When it is closed unless something comes; nil while an answer is due.
  func deadline(idle: Duration) -> Int64? {
    if outgoing.openRequests > 0 && incoming.isEmpty && !isEnding { return nil }
    return owedSince + idle.components.seconds * 1000 + idle.components.attoseconds / 1_000_000_000_000_000
  }

  func serve(isReadable: Bool, now: Int64, limits: ControlLimits, handler: ControlServer.Handler) {
    if isReadable { read(now: now, handler: handler) }
    if outgoing.isEnded, !isEnding {
      isEnding = true
      owedSince = now
      // Full, since he does not read: the last line has to have room in it now, he may look far later.
      UnixSocket.doubleBuffer(of: descriptor)
    }
    let taken = outgoing.flush(to: descriptor)
    // Whoever reads a long answer, slowly, asks nothing meanwhile.
    if let taken, taken > 0, incoming.isEmpty { owedSince = now }
    if outgoing.hasOverrun || taken == nil { isFinished = true }
    if isEnding && outgoing.isEmpty { isFinished = true }
    if let deadline = deadline(idle: limits.idle), now >= deadline, !isFinished {
      if isEnding {
        isFinished = true
      } else {
        refuse(incoming.isEmpty ? "no request came in time" : "the rest of a request did not come in time")
        owedSince = now
        _ = outgoing.flush(to: descriptor)
        isFinished = outgoing.isEmpty
      }
    }
  }

  func close() {
    Glibc.close(descriptor)
    outgoing.close()
  }

  private func read(now: Int64, handler: ControlServer.Handler) {
    switch UnixSocket.receive(from: descriptor) {
    case .nothing: return
    case .end:
      isFinished = true
    case .bytes(let bytes):
      if isEnding { return }
      if incoming.isEmpty { owedSince = now }
      incoming.append(contentsOf: bytes)
      while !isEnding, let end = incoming.firstIndex(of: UInt8(ascii: "\n")) {
        let line = incoming[..<end]
        if line.count > ControlProtocol.lineLimit { return refuseLength() }
        let request = Array(line)
        incoming.removeSubrange(...end)
        owedSince = now
        take(request, handler: handler)
      }
      if incoming.count > ControlProtocol.lineLimit { refuseLength() }
    }
  }

  private func take(_ line: [UInt8], handler: ControlServer.Handler) {
    let request: ControlRequest
    do {
      request = try JSONDecoder().decode(ControlRequest.self, from: Data(line))
    } catch {
      return refuse("this is no request: one JSON object a line, with \"v\" and \"do\"")
    }
    outgoing.began()
    let sink = ControlSink(connection: number, peer: peer, request: request.id, outgoing: outgoing)
    guard request.version == ControlProtocol.version else {
      sink.fail(
        "the request is of version \(request.version), this server speaks \(ControlProtocol.version); "
          + "use programs of one release")
      isEnding = true
      return
    }
    handler(request, sink)
  }

  private func refuseLength() {
    refuse("a request is longer than \(ControlProtocol.lineLimit) bytes")
  }

  private func refuse(_ message: String) {
    incoming = []
    isEnding = true
    outgoing.began()
    outgoing.send(ControlReply(.failed, id: 0, message: message))
  }
}
