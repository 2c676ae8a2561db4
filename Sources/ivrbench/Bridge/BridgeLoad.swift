import CEpoll
import Foundation
import Tones

/// Many callers behind a PBX, all from one thread: each sends a frame every 20 ms on its own phase and notes
/// when frames come back.
final class BridgeLoad {
  private struct Caller {
    var descriptor: Int32
    /// When a frame last came whole, and bytes of the next that are in.
    var last: UInt64 = 0
    var bytes = 0
    /// Where it is in the sound that it sends.
    var place = 0
    var isOpen = true
  }
  /// What came back.
  struct Result {
    var frames = 0
    /// In tenths of a millisecond; the last one holds all that were longer.
    var gaps = [Int](repeating: 0, count: 10_001)
    var lost = 0

    func gap(at share: Double) -> Double {
      let total = gaps.reduce(0, +)
      guard total > 0 else { return 0 }
      var left = Int((Double(total) * (1 - share)).rounded(.down))
      for tenth in gaps.indices.reversed() where gaps[tenth] > 0 {
        left -= gaps[tenth]
        if left < 0 { return Double(tenth) / 10 }
      }
      return 0
    }
  }

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

  /// Connects so many, a few each millisecond.
  func connect(_ count: Int, port: UInt16) throws {
    for n in 0..<count {
      let descriptor = try Loopback.connect(port: port)
      let name = Loopback.name()
      _ = send(descriptor, name, name.count, Int32(MSG_NOSIGNAL))
      var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(callers.count)))
      epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event)
      callers.append(Caller(descriptor: descriptor, place: (n * 7919 * 160) % max(1, sound.count - 160)))
      // Phases spread over the 20 ms, on the server's side as well.
      if n % 8 == 7 { try run(milliseconds: 1) }
    }
  }

  /// Sends and receives for so long.
  func run(milliseconds: Int) throws {
    let start = DispatchTime.now().uptimeNanoseconds / 1_000_000
    let end = start + UInt64(milliseconds)
    if sentUpTo == 0 { sentUpTo = start }
    var events = [epoll_event](repeating: epoll_event(), count: 256)
    while true {
      let now = DispatchTime.now().uptimeNanoseconds
      while sentUpTo < now / 1_000_000 {
        sentUpTo += 1
        let phase = Int(sentUpTo % 20)
        for index in stride(from: phase, to: callers.count, by: 20) where callers[index].isOpen { say(index) }
      }
      if now / 1_000_000 >= end { return }
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
    for i in 0..<160 {
      let sample = UInt16(bitPattern: sound[place + i])
      frame[3 + 2 * i] = UInt8(truncatingIfNeeded: sample)
      frame[4 + 2 * i] = UInt8(truncatingIfNeeded: sample >> 8)
    }
    callers[index].place = place + 160
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
    // Both servers send frames of one size only.
    callers[index].bytes += count
    let now = DispatchTime.now().uptimeNanoseconds
    while callers[index].bytes >= Loopback.frame {
      callers[index].bytes -= Loopback.frame
      result.frames += 1
      if callers[index].last > 0 {
        result.gaps[min(10_000, Int((now - callers[index].last) / 100_000))] += 1
      }
      callers[index].last = now
    }
  }
}
