import ACD
import Control
import Foundation
import Synchronization

/// The agents of the soak, through the control socket: they log in, answer most offers, talk for a while, and
/// now and then go for a break.
final class SoakAgents: Sendable {
  private let path: String
  private let seed: UInt64
  private let isOver = Atomic<Bool>(false)
  let answered = Atomic<Int>(0)

  init(path: String, seed: UInt64) {
    (self.path, self.seed) = (path, seed)
    Thread.detachNewThread { [self] in
      do { try run() } catch { FileHandle.standardError.write(Data("agents: \(error)\n".utf8)) }
    }
  }
  func stop() { isOver.store(true, ordering: .releasing) }

  private func run() throws {
    var chance = SeededGenerator(seed: seed)
    let client = try ControlClient(path: path)
    func act(_ name: String, _ act: String, reason: String? = nil) throws {
      _ = try client.ask(.agent(name, act, reason: reason))
    }
    while !isOver.load(ordering: .acquiring) {
      for agent in try client.ask(.agents).value.list ?? [] {
        guard let name = agent["name"]?.text else { continue }
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
}
