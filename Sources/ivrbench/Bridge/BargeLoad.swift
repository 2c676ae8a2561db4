import CEpoll
import Foundation
import Tones

/// Callers who come, hear a prompt, press a key while it plays, and go a second later: from one thread. Each
/// is at a phase of his own, and notes how long he still heard the prompt.
final class BargeLoad {
  /// How a key is pressed.
  enum Press: Hashable {
    /// A tone of that level, which begins anywhere in a frame.
    case tone(levelDBm0: Double)
    case message
  }
  private struct Caller {
    var descriptor: Int32
    var press: Press
    /// When the next frame is due, in nanoseconds.
    var due: UInt64
    var pending: [UInt8] = []
    /// The key is pressed then; nil before the prompt was heard.
    var pressAt: UInt64?
    /// When the frame with the tone's first sample was written, or the message.
    var pressed: UInt64?
    var tone: [Int16] = []
    var place = 0
    var lastHeard: UInt64 = 0
  }
  /// How long he listens on.
  private static let listens: UInt64 = 800_000_000
  /// What is still heard so much later was not cut.
  private static let uncut = 700.0
  private let port: UInt16
  private let poll = epoll_create1(Int32(EPOLL_CLOEXEC))
  private var callers: [Int: Caller] = [:]
  private var serial = 0
  private var chance: Scatter
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private let tones: [Press: [Int16]]
  /// From the press until the last frame of the prompt was there, in milliseconds.
  private(set) var times: [Press: [Double]] = [:]
  /// Calls whose key did nothing.
  private(set) var unheard = 0

  static let presses: [Press] = [
    .tone(levelDBm0: -6), .tone(levelDBm0: -12), .tone(levelDBm0: -18), .tone(levelDBm0: -24), .message,
  ]

  init(port: UInt16, seed: UInt64) {
    self.port = port
    chance = Scatter(seed)
    var tones: [Press: [Int16]] = [:]
    for press in BargeLoad.presses {
      if case .tone(let level) = press {
        tones[press] = ToneGenerator.samples(of: .dtmf([.one], levelDBm0: level, milliseconds: 100, pause: 0))
      }
    }
    self.tones = tones
  }
  deinit {
    for caller in callers.values { close(caller.descriptor) }
    close(poll)
  }

  /// So many of each kind, some at a time.
  func run(each count: Int, atOnce: Int = 40) throws {
    var left = BargeLoad.presses.flatMap { Array(repeating: $0, count: count) }
    let limit = DispatchTime.now().uptimeNanoseconds + UInt64(60 + left.count / 8) * 1_000_000_000
    var nextCall: UInt64 = 0
    var events = [epoll_event](repeating: epoll_event(), count: 64)
    while !left.isEmpty || !callers.isEmpty {
      let now = DispatchTime.now().uptimeNanoseconds
      guard now < limit else { throw BenchFault("\(callers.count + left.count) calls did not end") }
      if callers.count < atOnce, !left.isEmpty, now >= nextCall {
        try call(left.remove(at: chance.next(left.count)), at: now)
        nextCall = now + UInt64(chance.next(40)) * 1_000_000
      }
      for id in Array(callers.keys) where callers[id]?.due ?? .max <= now { say(id, at: now) }
      let next = callers.values.map(\.due).min() ?? now + 1_000_000
      let pause = min(1_000_000, max(0, Int(clamping: next) - Int(clamping: now)))
      var time = timespec(tv_sec: 0, tv_nsec: pause)
      let found = epoll_pwait2(poll, &events, 64, &time, nil)
      for event in events[..<max(0, Int(found))] { hear(Int(event.data.u64)) }
    }
  }

  private func call(_ press: Press, at now: UInt64) throws {
    let descriptor = try Loopback.connect(port: port)
    let name = Loopback.name()
    _ = send(descriptor, name, name.count, Int32(MSG_NOSIGNAL))
    serial += 1
    let due = now + UInt64(chance.next(20_000)) * 1000
    callers[serial] = Caller(descriptor: descriptor, press: press, due: due)
    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(serial)))
    epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event)
  }

  private func say(_ id: Int, at now: UInt64) {
    guard var caller = callers[id] else { return }
    caller.due += 20_000_000
    var samples = [Int16](repeating: 0, count: 160)
    if caller.pressed == nil, let at = caller.pressAt, now >= at {
      switch caller.press {
      case .message:
        let frame: [UInt8] = [0x03, 0x00, 0x01, 0x31]
        _ = send(caller.descriptor, frame, frame.count, Int32(MSG_NOSIGNAL))
      case .tone:
        caller.tone = [Int16](repeating: 0, count: chance.next(160)) + (tones[caller.press] ?? [])
      }
      caller.pressed = now
    }
    for i in 0..<160 where caller.place < caller.tone.count {
      samples[i] = caller.tone[caller.place]
      caller.place += 1
    }
    var frame: [UInt8] = [0x10, 0x01, 0x40]
    for sample in samples {
      frame.append(UInt8(truncatingIfNeeded: sample))
      frame.append(UInt8(truncatingIfNeeded: sample >> 8))
    }
    if caller.pressed == now { caller.pressed = DispatchTime.now().uptimeNanoseconds }
    _ = send(caller.descriptor, frame, frame.count, Int32(MSG_NOSIGNAL))
    callers[id] = caller
    if let pressed = caller.pressed, now > pressed, now - pressed > BargeLoad.listens { end(id) }
  }

  private func hear(_ id: Int) {
    guard var caller = callers[id] else { return }
    let count = recv(caller.descriptor, &buffer, buffer.count, 0)
    if count <= 0 {
      if count < 0, errno == EAGAIN { return }
      return end(id)
    }
    let now = DispatchTime.now().uptimeNanoseconds
    caller.pending += buffer[..<count]
    while caller.pending.count >= 3 {
      let length = 3 + Int(caller.pending[1]) << 8 + Int(caller.pending[2])
      guard caller.pending.count >= length else { break }
      let frame = caller.pending[3..<length]
      if caller.pending[0] == 0x10, frame.contains(where: { $0 != 0 }) {
        caller.lastHeard = now
        if caller.pressAt == nil {
          caller.pressAt = now + 100_000_000 + UInt64(chance.next(400_000)) * 1000
        }
      }
      let isOver = caller.pending[0] == 0x00
      caller.pending.removeFirst(length)
      if isOver {
        callers[id] = caller
        return end(id)
      }
    }
    callers[id] = caller
  }

  private func end(_ id: Int) {
    guard let caller = callers.removeValue(forKey: id) else { return }
    close(caller.descriptor)
    let time = caller.pressed.map { caller.lastHeard > $0 ? Double(caller.lastHeard - $0) / 1e6 : 0 }
    guard let time, time < BargeLoad.uncut else {
      unheard += 1
      return
    }
    times[caller.press, default: []].append(time)
  }
}
