import CallFlow
import Engine
import Site

/// What a reload could not apply to what is going on, or took away from it.
enum ReloadNotes {
  /// - Parameter now: as it was just before.
  static func notes(of now: EngineSnapshot, from old: LoadedSite, to new: LoadedSite) -> [String] {
    var notes: [String] = []
    let before = queues(of: old)
    let after = queues(of: new)
    for queue in now.queues where queue.waiting > 0 {
      let waits = queue.waiting == 1 ? "1 caller waits" : "\(queue.waiting) callers wait"
      guard let next = after[queue.name] else {
        notes.append(
          "warning: queue '\(queue.name)' is gone, and \(waits) in it: they go on by its old rules; ivrctl move sends "
            + "them elsewhere")
        continue
      }
      if before[queue.name] != next {
        notes.append("\(waits) in queue '\(queue.name)' by the needs and announcements of before")
      }
    }
    let agents = Set(new.file.agents.map(\.name))
    for agent in now.agents where !agent.isGone && !agents.contains(agent.name) {
      switch agent.state {
      case .loggedOut: continue
      case .talking:
        notes.append("warning: agent '\(agent.name)' is gone: he is logged out when his talk is over")
      case .offered, .ready, .wrapUp, .paused, .notAnswering, .lineGone:
        notes.append("warning: agent '\(agent.name)' is gone: he was \(agent.state.word), and is logged out")
      }
    }
    return notes
  }

  /// What a caller takes with him as he comes in, as text.
  private static func queues(of site: LoadedSite) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for graph in site.applications {
      for queue in graph.content.queues where found[queue.name] == nil {
        var parts = queue.needs.map { graph.text(of: .need($0)) }
        parts += queue.prefers.map { graph.text(of: .prefer($0)) }
        parts += queue.widenings.map { widening in
          switch widening.change {
          case .need(let need): "after \(widening.after) \(graph.text(of: .need(need)))"
          case .drop(let ability): "after \(widening.after) drop \(graph.text(of: .prefer(.init(ability))))"
          }
        }
        parts += queue.absences.map { "without \(graph.text(of: .prefer($0.ability))) \($0.change)" }
        parts.append("\(queue.music ?? "-") \(queue.announcements.map { "\($0.news) \($0.every)" })")
        found[queue.name] = parts
      }
    }
    return found
  }
}
