import Foundation

/// A peer's end of a connection to the bridge, which never blocks: what cannot be sent now is sent later.
struct SoakSocket {
  let descriptor: Int32
  private(set) var isOpen = true
  private var pending: [UInt8] = []
  // Where the reader is: bytes of the header, the kind, and what is left of the payload.
  private var header = 0
  private var kind: UInt8 = 0
  private var left = 0
  /// Audio frames that came whole.
  private(set) var frames = 0
  /// The bridge has hung up.
  private(set) var wasHungUp = false

  init(port: UInt16) throws { descriptor = try Loopback.connect(port: port) }

  var hasPending: Bool { !pending.isEmpty }

  mutating func send(_ bytes: [UInt8]) {
    guard isOpen else { return }
    if pending.isEmpty {
      let sent = max(0, Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)))
      if sent < bytes.count { pending = Array(bytes[sent...]) }
    } else if pending.count < 1 << 20 {
      pending += bytes
    }
  }
  mutating func flush() {
    guard isOpen, !pending.isEmpty else { return }
    let sent = Foundation.send(descriptor, pending, pending.count, Int32(MSG_NOSIGNAL))
    if sent > 0 { pending.removeFirst(sent) }
  }

  /// Takes what has come.
  /// - Returns: false once the bridge has closed.
  mutating func receive(_ buffer: inout [UInt8]) -> Bool {
    guard isOpen else { return false }
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count <= 0 { return count < 0 && (errno == EAGAIN || errno == EINTR) }
    var at = 0
    while at < count {
      switch header {
      case 0: (kind, header, at) = (buffer[at], 1, at + 1)
      case 1: (left, header, at) = (Int(buffer[at]) << 8, 2, at + 1)
      case 2: (left, header, at) = (left | Int(buffer[at]), 3, at + 1)
      default:
        let part = min(left, count - at)
        left -= part
        at += part
      }
      if header == 3, left == 0 {
        header = 0
        if kind == 0x10 { frames += 1 }
        if kind == 0x00 { wasHungUp = true }
      }
    }
    return true
  }

  mutating func closeHalf() { if isOpen { shutdown(descriptor, Int32(SHUT_WR)) } }
  mutating func end(resetting: Bool = false) {
    guard isOpen else { return }
    isOpen = false
    if resetting {
      var never = linger(l_onoff: 1, l_linger: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &never, socklen_t(MemoryLayout<linger>.size))
    }
    close(descriptor)
  }
}
