import CEpoll
import Foundation

/// Callers who come, wait for the first frame with sound in it, and go: from one thread.
final class SetupLoad {
  private struct Caller {
    var descriptor: Int32
    var began: UInt64
    /// Bytes of the frame that is coming.
    var bytes = 0
  }
  private let port: UInt16
  private let poll = epoll_create1(Int32(EPOLL_CLOEXEC))
  private var callers: [Int: Caller] = [:]
  private var serial = 0
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// From the call to connect until the frame was there, in milliseconds.
  private(set) var times: [Double] = []

  init(port: UInt16) { self.port = port }
  deinit {
    for caller in callers.values { close(caller.descriptor) }
    close(poll)
  }

  /// Calls at an even rate.
  func run(perSecond rate: Int, seconds: Int) throws {
    let start = DispatchTime.now().uptimeNanoseconds
    for n in 0..<(rate * seconds) {
      let due = start + UInt64(n) * 1_000_000_000 / UInt64(rate)
      while DispatchTime.now().uptimeNanoseconds < due { receive(milliseconds: 1) }
      try call()
    }
    try finish()
  }

  /// So many calls at every moment, a new one as soon as one has heard something.
  func run(atOnce count: Int, seconds: Int) throws -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    while DispatchTime.now().uptimeNanoseconds < start + UInt64(seconds) * 1_000_000_000 {
      while callers.count < count { try call() }
      receive(milliseconds: 1)
    }
    let done = Double(times.count)
    let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    try finish()
    return done / elapsed
  }

  private func finish() throws {
    let end = DispatchTime.now().uptimeNanoseconds + 5_000_000_000
    while !callers.isEmpty {
      receive(milliseconds: 5)
      guard DispatchTime.now().uptimeNanoseconds < end else {
        throw BenchFault("\(callers.count) calls never heard anything")
      }
    }
  }

  private func call() throws {
    let began = DispatchTime.now().uptimeNanoseconds
    let descriptor = try Loopback.connect(port: port)
    let name = Loopback.name()
    _ = send(descriptor, name, name.count, Int32(MSG_NOSIGNAL))
    serial += 1
    callers[serial] = Caller(descriptor: descriptor, began: began)
    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(serial)))
    epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event)
  }

  private func receive(milliseconds: Int32) {
    var events = [epoll_event](repeating: epoll_event(), count: 64)
    let count = epoll_wait(poll, &events, 64, milliseconds)
    for event in events[..<max(0, Int(count))] {
      let id = Int(event.data.u64)
      guard var caller = callers[id] else { continue }
      let length = recv(caller.descriptor, &buffer, buffer.count, 0)
      guard length > 0 else {
        callers[id] = nil
        close(caller.descriptor)
        continue
      }
      // Frames are all of one size; three bytes of each are its header.
      let hasSound = (0..<length).contains { (caller.bytes + $0) % Loopback.frame >= 3 && buffer[$0] != 0 }
      caller.bytes = (caller.bytes + length) % Loopback.frame
      callers[id] = caller
      if hasSound {
        times.append(Double(DispatchTime.now().uptimeNanoseconds - caller.began) / 1e6)
        callers[id] = nil
        close(caller.descriptor)
      }
    }
  }
}

/// Connections to a server on this machine, as a PBX makes them.
enum Loopback {
  /// Bytes of a frame of 20 ms, its header among them.
  static let frame = 323

  static func connect(port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      let message = String(cString: strerror(errno))
      close(descriptor)
      throw BenchFault("port \(port): \(message)")
    }
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    return descriptor
  }

  /// The frame that names a call, by chance.
  static func name() -> [UInt8] { [0x01, 0x00, 0x10] + (0..<16).map { _ in UInt8.random(in: 0...255) } }
}
