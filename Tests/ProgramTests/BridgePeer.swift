import Foundation
import Synchronization
import Testing
import Tones

/// A PBX with one caller on the bridge: connects, names the call, sends a frame each packet time on an
/// absolute clock, keeps what it hears. Says a digit as a message at its end, as a PBX does that takes tones
/// out, or lets the tone through. Drops the call at once, as Asterisk does, where the bridge sends what
/// Asterisk does not take: another kind, an empty or odd payload, or one that comes in pieces.
final class BridgePeer: Sendable {
  /// What of Asterisk is at the other end.
  enum Kind: Sendable, CustomTestStringConvertible {
    /// `AudioSocket()` in the dialplan.
    case application
    /// The same before 22.4: takes the bridge's hang-up for a fault, and has no messages for digits.
    case olderApplication
    /// `Dial(AudioSocket/…/c(codec))`: frames are of the codec's rate.
    case channel(rate: Int)

    var rate: Int { if case .channel(let rate) = self { rate } else { 8000 } }
    /// It says digits as messages.
    var hasMessages: Bool { if case .olderApplication = self { false } else { true } }
    /// Of its frames of sound.
    var code: UInt8 {
      switch rate {
      case 12_000: 0x11
      case 16_000: 0x12
      case 24_000: 0x13
      case 32_000: 0x14
      case 44_100: 0x15
      case 48_000: 0x16
      default: 0x10
      }
    }
    var testDescription: String {
      switch self {
      case .application: "application"
      case .olderApplication: "older application"
      case .channel(let rate): "channel of \(rate) Hz"
      }
    }
  }
  struct Options: Sendable {
    var kind = Kind.application
    /// 32 hexadecimal digits; by itself one that says no number.
    var uuid = "abcdefabcdefabcd" + String(UInt64.random(in: 1 << 63 ... .max), radix: 16)
    var packet = 20
    /// One frame in so many never comes, as when the network has lost it.
    var losesOneIn: Int?
  }
  enum End: Equatable {
    /// The bridge's hang-up, then the end of its stream.
    case hungUp
    case closed
    case reset
    /// The bridge has sent what Asterisk does not take.
    case dropped(String)
  }

  private enum Act: Sendable {
    case sound([Int16])
    /// Nothing is sent for that long.
    case nothing(Int)
    case message(UInt8)
  }
  private struct State {
    var acts: [Act] = []
    var heard: [Int16] = []
    var end: End?
    var frames = 0
    /// Milliseconds between frames that came, and when the last one came.
    var gaps: [Double] = []
    var lastAt: UInt64?
  }
  /// The frame that names its call.
  let name: [UInt8]
  private let descriptor: Int32
  let options: Options
  private let state = Mutex(State())
  private let isGone = Atomic<Bool>(false)
  private let gone = DispatchSemaphore(value: 0)
  private let changed = NSCondition()

  init(port: UInt16, _ options: Options = Options()) throws {
    descriptor = try connected(port: port)
    self.options = options
    let uuid = stride(from: 0, to: 32, by: 2).map { at in
      UInt8(options.uuid.dropFirst(at).prefix(2), radix: 16) ?? 0
    }
    name = [0x01, 0x00, 0x10] + uuid
    send(name)
    Thread.detachNewThread { [self] in speak() }
    Thread.detachNewThread { [self] in listen() }
  }
  deinit { close(descriptor) }

  // MARK: What the caller does

  /// A digit of 100 ms, with 100 ms after it; `asMessage`: the tone's time is empty and a message ends it.
  func press(_ keys: String, asMessage: Bool) {
    for key in keys.compactMap(Key.init) {
      if asMessage {
        order(.nothing(100), .message(key.character.asciiValue ?? 0))
      } else {
        order(.sound(ToneGenerator.samples(of: .dtmf([key], milliseconds: 100, pause: 0))))
      }
      order(.sound([Int16](repeating: 0, count: 800)))
    }
  }
  /// Any other sound, and 100 ms of none.
  func sound(_ samples: [Int16]) { order(.sound(samples + [Int16](repeating: 0, count: 800))) }
  /// As behind a PBX that takes keys out of the sound and has no message for them.
  func pressUnheard(_ count: Int) {
    for _ in 0..<count { order(.nothing(120), .sound([Int16](repeating: 0, count: 2400))) }
  }
  func hangUp() {
    isGone.store(true, ordering: .releasing)
    gone.signal()
    shutdown(descriptor, Int32(SHUT_RDWR))
  }
  private func order(_ acts: Act...) { state.withLock { $0.acts += acts } }

  // MARK: What he hears

  var heard: [Int16] { state.withLock { $0.heard } }
  var frames: Int { state.withLock { $0.frames } }
  /// The times between the frames that he hears, in milliseconds; from now on they are noted anew.
  func takeGaps() -> [Double] {
    state.withLock { state in
      defer { state.gaps = [] }
      return state.gaps
    }
  }
  /// Waits until what was heard has that property.
  func wait(for what: String, _ condition: @escaping @Sendable ([Int16]) -> Bool) async throws {
    _ = try await onThread { [self] in
      try wait(for: what) { condition($0.heard) ? true : nil }
    }
  }
  func ended() async throws -> End {
    try await onThread { [self] in try wait(for: "the end of the call") { $0.end } }
  }
  private func wait<T>(for what: String, _ value: (State) -> T?) throws -> T {
    let deadline = Date().addingTimeInterval(RunningProgram.patience)
    changed.lock()
    defer { changed.unlock() }
    while true {
      let (value, end) = state.withLock { (value($0), $0.end) }
      if let value { return value }
      if let end { throw TooLate(description: "on the bridge: \(end) before \(what)") }
      guard changed.wait(until: deadline) else { throw TooLate(description: "on the bridge: no \(what)") }
    }
  }
  private func change(_ body: (inout State) -> Void) {
    changed.lock()
    state.withLock { body(&$0) }
    changed.broadcast()
    changed.unlock()
  }

  // MARK: The threads

  private func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  private func speak() {
    let length = options.packet * 8
    var resampler = options.kind.rate == 8000 ? nil : Resampler(from: 8000, to: options.kind.rate)
    var pending: [Int16] = []
    var quiet = 0
    let start = DispatchTime.now().uptimeNanoseconds
    var number = 0
    while !isGone.load(ordering: .acquiring), state.withLock({ $0.end }) == nil {
      // The next acts, up to a frame's worth.
      while pending.count < length, quiet == 0 {
        guard let act = state.withLock({ $0.acts.isEmpty ? nil : $0.acts.removeFirst() }) else {
          pending += [Int16](repeating: 0, count: length - pending.count)
          break
        }
        switch act {
        case .sound(let samples): pending += samples
        case .nothing(let milliseconds): quiet = milliseconds / options.packet
        case .message(let byte): send([0x03, 0x00, 0x01, byte])
        }
      }
      if quiet > 0 {
        quiet -= 1
      } else {
        let frame = pending.prefix(length)
        pending.removeFirst(min(length, pending.count))
        number += 1
        if options.losesOneIn.map({ number % $0 != 0 }) ?? true {
          var samples = Array(frame)
          if resampler != nil {
            samples = []
            resampler?.feed(Array(frame).span, into: &samples)
          }
          var bytes = [options.kind.code, UInt8((2 * samples.count) >> 8), UInt8((2 * samples.count) & 0xFF)]
          for sample in samples {
            bytes.append(UInt8(truncatingIfNeeded: sample))
            bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
          }
          send(bytes)
        }
      }
      state.withLock { $0.frames += 1 }
      let due = start + UInt64(state.withLock { $0.frames }) * UInt64(options.packet) * 1_000_000
      // The peer's own clock: the next frame is due, or he has hung up.
      _ = gone.wait(timeout: DispatchTime(uptimeNanoseconds: due))
    }
  }

  private func listen() {
    var bytes: [UInt8] = []
    var hasHungUp = false
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else {
        let end: End = count < 0 && !hasHungUp ? .reset : hasHungUp ? .hungUp : .closed
        change { $0.end = end }
        return
      }
      bytes += buffer[..<count]
      while bytes.count >= 3 {
        let length = Int(bytes[1]) << 8 | Int(bytes[2])
        guard bytes.count >= 3 + length else {
          if isStalled { return drop("a payload in pieces") }
          break
        }
        switch bytes[0] {
        case 0x10 where length > 0 && length % 2 == 0: hear(bytes[3..<(3 + length)])
        case 0x00 where length == 0:
          hasHungUp = true
          switch options.kind {
          // It closes when it is told.
          case .application, .channel: shutdown(descriptor, Int32(SHUT_WR))
          case .olderApplication: return drop(nil)
          }
        default: return drop("kind \(bytes[0]) with \(length) bytes")
        }
        bytes.removeFirst(3 + length)
      }
    }
  }
  private func hear(_ payload: ArraySlice<UInt8>) {
    let samples = stride(from: payload.startIndex, to: payload.endIndex - 1, by: 2).map {
      Int16(bitPattern: UInt16(payload[$0]) | UInt16(payload[$0 + 1]) << 8)
    }
    let now = DispatchTime.now().uptimeNanoseconds
    change {
      $0.heard += samples
      if let last = $0.lastAt { $0.gaps.append(Double(now - last) / 1e6) }
      $0.lastAt = now
    }
  }
  /// Inside a payload Asterisk waits 5 ms for more of it.
  private var isStalled: Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wanted, 1, 5) == 0
  }
  /// - Parameter fault: what the bridge did wrong; nil for its hang-up.
  private func drop(_ fault: String?) {
    resetOnClose(descriptor)
    shutdown(descriptor, Int32(SHUT_RDWR))
    change { $0.end = fault.map { .dropped($0) } ?? .hungUp }
  }
}

/// A peer that sends what it is told, and no more.
final class RawBridgePeer: Sendable {
  private let descriptor: Int32
  private let isClosedHere = Atomic<Bool>(false)
  /// - Parameter buffer: bytes that it can be sent without reading them.
  init(port: UInt16, buffer: Int32? = nil) throws {
    descriptor = try connected(port: port, buffer: buffer)
  }
  deinit { end() }

  /// Closes, or takes the connection down.
  func end(resetting: Bool = false) {
    guard !isClosedHere.exchange(true, ordering: .acquiringAndReleasing) else { return }
    if resetting { resetOnClose(descriptor) }
    close(descriptor)
  }
  /// Sends nothing more, and still listens.
  func closeHalf() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// What the bridge no longer takes is left out: it has closed.
  func send(_ bytes: [UInt8]) throws {
    _ = bytes.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }
  /// Waits until the bridge closes the connection.
  func isClosed() async throws -> Bool {
    try await onThread { [self] in
      var limit = timeval(tv_sec: Int(RunningProgram.patience), tv_usec: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count <= 0 { return count == 0 || errno == ECONNRESET }
      }
    }
  }
}

private func resetOnClose(_ descriptor: Int32) {
  var never = linger(l_onoff: 1, l_linger: 0)
  setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &never, socklen_t(MemoryLayout<linger>.size))
}

/// A connection to that port of this machine.
private func connected(port: UInt16, buffer: Int32? = nil) throws -> Int32 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  if var buffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, 4) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
  let code = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  guard code == 0 else {
    close(descriptor)
    throw TooLate(description: "port \(port): \(String(cString: strerror(errno)))")
  }
  return descriptor
}
