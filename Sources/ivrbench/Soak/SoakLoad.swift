import ACD
import CEpoll
import Foundation
import Synchronization

/// Callers who come, press, talk and go, so many at once, and a few who mean harm: from one thread.
final class SoakLoad {
  private let port: UInt16
  private let poll = epoll_create1(Int32(EPOLL_CLOEXEC))
  private var callers: [SoakCaller?] = []
  private var free: [Int] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var chance: SeededGenerator
  private let start = DispatchTime.now().uptimeNanoseconds
  /// What the log has to say of those that are gone.
  private(set) var expectations: [SoakCaller.Expectation] = []
  /// Numbers that somebody else took as well.
  private(set) var twinned: [Int: Int] = [:]
  private(set) var named = 0
  private(set) var hostile = 0
  private(set) var keys = 0
  private(set) var frames = 0
  /// In tenths of a millisecond; the last one holds all that were longer.
  private var gaps = [Int](repeating: 0, count: 10_001)
  private var serial = 0

  /// An agent's line.
  private struct Desk {
    var name: String
    /// His number and PIN as keys.
    var login: String
    var index: Int?
    var returns = 0
  }
  enum DeskAct: Sendable { case press(String), leave }
  private let deskPort: UInt16?
  private var desks: [Desk] = []
  private let deskActs = Mutex<[(name: String, act: DeskAct)]>([])
  private(set) var deskLegs = 0

  /// - Parameters:
  ///   - deskPort: of the line that agents sit on; nil without one.
  ///   - desks: the agents with their logins as keys.
  init(port: UInt16, deskPort: UInt16?, desks: [(name: String, login: String)], seed: UInt64) {
    (self.port, self.deskPort) = (port, deskPort)
    chance = SeededGenerator(seed: seed)
    if deskPort != nil { self.desks = desks.map { Desk(name: $0.name, login: $0.login) } }
  }

  /// What an agent at a line does next; from any thread.
  func act(_ act: DeskAct, as name: String) { deskActs.withLock { $0.append((name, act)) } }
  deinit { close(poll) }

  var count: Int { callers.count - free.count }
  private var callersNow: Int { count - desks.count { $0.index != nil } }
  /// Milliseconds since it began.
  var now: Int { Int((DispatchTime.now().uptimeNanoseconds - start) / 1_000_000) }

  /// The gap between frames that so many of a hundred did not exceed, since this was last asked.
  func takeGap(at share: Double) -> Double {
    defer { gaps = [Int](repeating: 0, count: 10_001) }
    var left = Int(Double(gaps.reduce(0, +)) * (1 - share))
    for tenth in gaps.indices.reversed() where gaps[tenth] > 0 {
      left -= gaps[tenth]
      if left < 0 { return Double(tenth) / 10 }
    }
    return 0
  }

  /// Goes on for that long with that many at once.
  func run(_ count: Int, milliseconds: Int, hostile: Bool = true) throws {
    let end = now + milliseconds
    while now < end {
      // A few a turn: so many do not come in one moment.
      for _ in 0..<2 where callersNow < count { try come(hostile: hostile) }
      try seat()
      turn()
    }
  }

  private func takeDeskActs() -> [(name: String, act: DeskAct)] {
    deskActs.withLock { acts in
      let taken = acts
      acts = []
      return taken
    }
  }

  /// Agents sit down, again when their line has gone, and do what they are told.
  private func seat() throws {
    guard let deskPort else { return }
    for (name, act) in takeDeskActs() {
      guard let index = desks.first(where: { $0.name == name })?.index else { continue }
      switch act {
      case .press(let keys): callers[index]?.press(keys)
      case .leave: callers[index]?.leave(at: now)
      }
    }
    for place in desks.indices where desks[place].index == nil && now >= desks[place].returns {
      deskLegs += 1
      let caller = try SoakCaller(
        agent: SoakCaller.firstAgent + deskLegs, login: desks[place].login, port: deskPort, at: now)
      desks[place].index = add(caller)
      return
    }
  }

  /// Everybody goes.
  func end() throws {
    for index in callers.indices { callers[index]?.leave(at: now) }
    let limit = now + 15_000
    while count > 0 {
      turn()
      guard now < limit else { throw BenchFault("\(count) connections were never closed by ivrd") }
    }
  }

  private func come(hostile isHostile: Bool) throws {
    let way = SoakWay.random(&chance, hostile: isHostile)
    serial += 1
    var twin: Int?
    if case .hostile(let kind) = way {
      hostile += 1
      if kind == .twin {
        twin = callers.lazy.compactMap { $0 }.first { $0.isCaller && !$0.isOver }?.number
        if let twin { twinned[twin, default: 0] += 1 }
      }
      if kind == .storm { for _ in 0..<50 { close(try Loopback.connect(port: port)) } }
    }
    _ = add(try SoakCaller(serial, way, port: port, at: now, twin: twin, &chance))
  }

  private func add(_ caller: SoakCaller) -> Int {
    let index = free.popLast() ?? callers.count
    if index == callers.count { callers.append(nil) }
    if !caller.isDeaf {
      var event = epoll_event(
        events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(caller.number) << 32 | UInt64(index)))
      epoll_ctl(poll, EPOLL_CTL_ADD, caller.socket.descriptor, &event)
    }
    callers[index] = caller
    return index
  }

  private func turn() {
    var events = [epoll_event](repeating: epoll_event(), count: 256)
    let count = epoll_wait(poll, &events, Int32(events.count), 1)
    for event in events[..<max(0, Int(count))] {
      let index = Int(event.data.u64 & 0xFFFF_FFFF)
      // Events of one that is gone already name another.
      guard callers[index]?.number == Int(event.data.u64 >> 32) else { continue }
      callers[index]?.receive(&buffer) { gaps[min(10_000, max(0, Int($0 * 10)))] += 1 }
    }
    let now = now
    for index in callers.indices where callers[index] != nil {
      callers[index]?.advance(to: now, &chance)
      if let caller = callers[index], caller.isOver {
        callers[index] = nil
        free.append(index)
        keys += caller.keysPressed
        frames += caller.socket.frames
        if let place = desks.firstIndex(where: { $0.index == index }) {
          desks[place].index = nil
          desks[place].returns = now + 2000
        } else if caller.isNamed {
          named += 1
          expectations.append(caller.expectation)
        }
      }
    }
  }
}
