import CEpoll
import Foundation

/// Many callers, all from one thread, each of whom sends a frame every 20 ms that tells who sent it and
/// which it is: whoever hears it knows when it was sent.
final class TalkLoad {
  private struct Caller {
    var descriptor: Int32
    var isOpen = true
    /// The next frame's number, and when the last ones were sent.
    var number = 0
    var sent = [UInt64](repeating: 0, count: TalkLoad.remembered)
    var pending: [UInt8] = []
    var place = 0
  }
  struct Result {
    var frames = 0
    /// Frames that were heard as they had been sent, and how long that took, in milliseconds.
    var delays: [Double] = []
    var lost = 0
  }
  private static let remembered = 256
  private static let mark: Int16 = 23_130

  private let poll = epoll_create1(Int32(EPOLL_CLOEXEC))
  private var callers: [Caller] = []
  private let sound: [Int16]
  private(set) var result = Result()

  /// - Parameter sound: what the callers say, each from another place on.
  init(sound: [Int16]) { self.sound = sound }
  deinit {
    for caller in callers where caller.isOpen { close(caller.descriptor) }
    close(poll)
  }

  func connect(_ count: Int, port: UInt16) throws {
    for n in 0..<count {
      let descriptor = try Loopback.connect(port: port)
      let name = Loopback.name()
      _ = send(descriptor, name, name.count, Int32(MSG_NOSIGNAL))
      var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(callers.count)))
      epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event)
      callers.append(Caller(descriptor: descriptor, place: (n * 7919 * 160) % max(1, sound.count - 160)))
      if n % 8 == 7 { run(milliseconds: 1) }
    }
  }

  func run(milliseconds: Int) {
    let start = DispatchTime.now().uptimeNanoseconds / 1_000_000
    if sentUpTo == 0 { sentUpTo = start }
    var events = [epoll_event](repeating: epoll_event(), count: 256)
    while true {
      let now = DispatchTime.now().uptimeNanoseconds
      while sentUpTo < now / 1_000_000 {
        sentUpTo += 1
        let phase = Int(sentUpTo % 20)
        for index in stride(from: phase, to: callers.count, by: 20) where callers[index].isOpen { say(index) }
      }
      if now / 1_000_000 >= start + UInt64(milliseconds) { return }
      let count = epoll_wait(poll, &events, Int32(events.count), 1)
      for event in events[..<max(0, Int(count))] { hear(Int(event.data.u64)) }
    }
  }
  private var sentUpTo: UInt64 = 0

  func forget() { result = Result() }

  private var frame: [UInt8] = [0x10, 0x01, 0x40] + [UInt8](repeating: 0, count: 320)
  private func say(_ index: Int) {
    var place = callers[index].place
    if place + 160 > sound.count { place = 0 }
    let number = callers[index].number
    func put(_ sample: Int16, _ i: Int) {
      frame[3 + 2 * i] = UInt8(truncatingIfNeeded: sample)
      frame[4 + 2 * i] = UInt8(truncatingIfNeeded: sample >> 8)
    }
    for i in 0..<160 { put(sound[place + i], i) }
    put(TalkLoad.mark, 0)
    put(Int16(truncatingIfNeeded: index), 1)
    put(Int16(number % 16_384), 2)
    put(-TalkLoad.mark, 3)
    callers[index].place = place + 160
    callers[index].number = number + 1
    callers[index].sent[number % TalkLoad.remembered] = DispatchTime.now().uptimeNanoseconds
    _ = send(callers[index].descriptor, frame, frame.count, Int32(MSG_NOSIGNAL))
  }

  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private func hear(_ index: Int) {
    guard callers.indices.contains(index), callers[index].isOpen else { return }
    let count = recv(callers[index].descriptor, &buffer, buffer.count, 0)
    if count <= 0 {
      guard count == 0 || errno != EAGAIN else { return }
      close(callers[index].descriptor)
      callers[index].isOpen = false
      result.lost += 1
      return
    }
    let now = DispatchTime.now().uptimeNanoseconds
    callers[index].pending += buffer[..<count]
    while callers[index].pending.count >= Loopback.frame {
      take(Array(callers[index].pending[..<Loopback.frame]), at: now)
      callers[index].pending.removeFirst(Loopback.frame)
    }
  }

  private func take(_ bytes: [UInt8], at now: UInt64) {
    result.frames += 1
    func sample(_ i: Int) -> Int16 {
      Int16(truncatingIfNeeded: Int(bytes[3 + 2 * i]) | Int(bytes[4 + 2 * i]) << 8)
    }
    guard sample(0) == TalkLoad.mark, sample(3) == -TalkLoad.mark else { return }
    let (speaker, number) = (Int(sample(1)), Int(sample(2)))
    guard callers.indices.contains(speaker), number >= 0 else { return }
    let sent = callers[speaker].sent[number % TalkLoad.remembered]
    if sent > 0, sent <= now { result.delays.append(Double(now - sent) / 1e6) }
  }
}
