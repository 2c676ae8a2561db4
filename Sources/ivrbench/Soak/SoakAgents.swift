import ACD
import Control
import Foundation
import Synchronization

/// The agents of the soak. Those without a line of their own work through the control socket: they log in,
/// answer most offers, talk for a while, and now and then go for a break. Those on lines do the same by keys,
/// and hold, transfer, record, ask for secrets, and lose their lines.
final class SoakAgents: @unchecked Sendable {
  // Of the load only `act` is called here, from a thread of its own.
  private let path: String
  private let seed: UInt64
  private let isOver = Atomic<Bool>(false)
  let answered = Atomic<Int>(0)
  /// Talks over lines of agents.
  let talks = Atomic<Int>(0)
  private let desks: Set<String>
  private let load: SoakLoad

  init(path: String, seed: UInt64, desks: Set<String>, load: SoakLoad) {
    (self.path, self.seed, self.desks, self.load) = (path, seed, desks, load)
    Thread.detachNewThread { [self] in
      do { try run() } catch { FileHandle.standardError.write(Data("agents: \(error)\n".utf8)) }
    }
  }
  func stop() { isOver.store(true, ordering: .releasing) }

  private func run() throws {
    var chance = SeededGenerator(seed: seed)
    let client = try ControlClient(path: path)
    var before: [String: String] = [:]
    func act(_ name: String, _ act: String, reason: String? = nil) throws {
      _ = try client.ask(.agent(name, act, reason: reason))
    }
    while !isOver.load(ordering: .acquiring) {
      for agent in try client.ask(.agents).value.list ?? [] {
        guard let name = agent["name"]?.text else { continue }
        guard !desks.contains(name) else {
          let state = agent["state"]?.text ?? ""
          if state == "talking", before[name] != state { talks.add(1, ordering: .relaxed) }
          if let next = next(in: state, isNew: before[name] != state, &chance) { load.act(next, as: name) }
          before[name] = state
          continue
        }
        switch agent["state"]?.text {
        case "logged-out": try act(name, "login")
        case "paused": try act(name, "ready")
        case "ready" where Int.random(in: 0..<200, using: &chance) == 0:
          try act(name, "pause", reason: "tea")
        case "offered":
          let isTaken = Int.random(in: 0..<10, using: &chance) < 8
          try act(name, isTaken ? "answer" : "refuse")
          if isTaken { answered.add(1, ordering: .relaxed) }
        case "talking" where Int.random(in: 0..<15, using: &chance) == 0: try act(name, "hangup")
        default: break
        }
      }
      usleep(1_000_000)
    }
  }

  /// What an agent at a line does in a second.
  private func next(
    in state: String, isNew: Bool, _ chance: inout SeededGenerator
  ) -> SoakLoad.DeskAct? {
    func happens(_ inHundred: Int) -> Bool { Int.random(in: 0..<100, using: &chance) < inHundred }
    switch state {
    case "offered": return isNew ? .press(happens(85) ? "1" : "2") : nil
    case "wrap-up", "paused", "not-answering": return happens(30) ? .press("1") : nil
    case "ready": return happens(1) ? .press("7") : nil
    case "talking":
      if happens(6) { return .press("*7") }
      if happens(4) { return .press("*3") }
      if happens(3) { return .press("*5") }
      if happens(2) { return .press("*170#") }
      if happens(2) { return .press("*2301#") }
      if happens(2) { return .press("*4") }
      return happens(2) ? .leave : nil
    default: return nil
    }
  }
}
