import CEpoll
import Foundation

/// Many callers behind a PBX, all from one thread: each sends a frame every 20 ms on its own phase and hands
/// on what comes back.
struct PacedCallers: ~Copyable {
  private struct Caller {
    var descriptor: Int32
    var isOpen = true
    /// Where it is in the sound that it sends.
    var place: Int
  }
  private let poll = epoll_create1(Int32(EPOLL_CLOEXEC))
  private var callers: [Caller] = []
  private let sound: [Int16]
  private var sentUpTo: UInt64 = 0
  private var frame: [UInt8] = [0x10, 0x01, 0x40] + [UInt8](repeating: 0, count: 320)
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// - Parameter sound: what the callers say, each from another place on.
  init(sound: [Int16]) { self.sound = sound }
  deinit {
    for caller in callers where caller.isOpen { close(caller.descriptor) }
    close(poll)
  }

  /// One more caller, named as any unless told.
  mutating func connect(port: UInt16, as name: [UInt8] = Loopback.name()) throws {
    let descriptor = try Loopback.connect(port: port)
    _ = send(descriptor, name, name.count, Int32(MSG_NOSIGNAL))
    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(callers.count)))
    epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event)
    let place = (callers.count * 7919 * 160) % max(1, sound.count - 160)
    callers.append(Caller(descriptor: descriptor, place: place))
  }

  /// Sends and receives for so long.
  /// - Parameters:
  ///   - mark: may change the frame that a caller is about to send, and add others behind it.
  ///   - heard: takes the bytes that came for a caller, and when; none when its connection has ended.
  mutating func run(
    milliseconds: Int, mark: (Int, inout [UInt8]) -> Void = { _, _ in },
    heard: (Int, ArraySlice<UInt8>, UInt64) -> Void
  ) {
    let start = DispatchTime.now().uptimeNanoseconds / 1_000_000
    if sentUpTo == 0 { sentUpTo = start }
    var events = [epoll_event](repeating: epoll_event(), count: 256)
    while true {
      let now = DispatchTime.now().uptimeNanoseconds
      while sentUpTo < now / 1_000_000 {
        sentUpTo += 1
        for index in stride(from: Int(sentUpTo % 20), to: callers.count, by: 20) where callers[index].isOpen {
          say(index, mark)
        }
      }
      if now / 1_000_000 >= start + UInt64(milliseconds) { return }
      let count = epoll_wait(poll, &events, Int32(events.count), 1)
      for event in events[..<max(0, Int(count))] { hear(Int(event.data.u64), heard) }
    }
  }

  private mutating func say(_ index: Int, _ mark: (Int, inout [UInt8]) -> Void) {
    var place = callers[index].place
    if place + 160 > sound.count { place = 0 }
    for i in 0..<160 {
      let sample = UInt16(bitPattern: sound[place + i])
      frame[3 + 2 * i] = UInt8(truncatingIfNeeded: sample)
      frame[4 + 2 * i] = UInt8(truncatingIfNeeded: sample >> 8)
    }
    mark(index, &frame)
    callers[index].place = place + 160
    _ = send(callers[index].descriptor, frame, frame.count, Int32(MSG_NOSIGNAL))
  }

  private mutating func hear(_ index: Int, _ heard: (Int, ArraySlice<UInt8>, UInt64) -> Void) {
    guard callers.indices.contains(index), callers[index].isOpen else { return }
    let count = recv(callers[index].descriptor, &buffer, buffer.count, 0)
    if count <= 0 {
      guard count == 0 || errno != EAGAIN else { return }
      close(callers[index].descriptor)
      callers[index].isOpen = false
    }
    heard(index, buffer[..<max(0, count)], DispatchTime.now().uptimeNanoseconds)
  }
}
