import Chronology

/// Queues, call-backs and what comes after the agent.
enum Queues {
  static func exit(_ model: DesignModel, _ found: inout DesignFindings) {
    for (index, queue) in model.content.queues.enumerated()
    where queue.maxWait == nil && !routes(model, to: QueueIndex(index)).isEmpty {
      found.report(
        "queue '\(queue.name)' lets callers wait for ever", at: queue.position, length: queue.name.count,
        hint: "add: max-wait 10m")
    }
  }

  static func announce(_ model: DesignModel, _ found: inout DesignFindings) {
    for queue in model.content.queues {
      let spaces =
        queue.announcements.map { ($0.news.rawValue, $0.every) } + queue.comfort.map { ("comfort", $0.every) }
      guard let (what, every) = spaces.first(where: { $0.1 < .seconds(15) }) else { continue }
      found.report(
        "queue '\(queue.name)' says its \(what) every \(every.written)", at: queue.position,
        length: queue.name.count,
        hint: "every 15s at most; 60s are usual")
    }
  }

  static func callBack(_ model: DesignModel, _ found: inout DesignFindings) {
    let content = model.content
    let leads = DesignModel.through(model.passing) {
      if case .callBack = content.states[$0].kind { true } else { false }
    }
    for (index, queue) in content.queues.enumerated() {
      if let wait = queue.maxWait, wait <= .seconds(30) { continue }
      let routes = routes(model, to: QueueIndex(index))
      guard !routes.isEmpty else { continue }
      let isOffered = routes.contains { state, spec in
        spec.keys.contains { model.leads($0.action, of: state, leads) }
      }
      if isOffered { continue }
      found.report(
        "who waits in queue '\(queue.name)' is not offered a call-back", at: queue.position,
        length: queue.name.count,
        hint: "add: key 1 LABEL -> a state of the kind callback")
    }
  }

  private static func routes(_ model: DesignModel, to queue: QueueIndex) -> [(State, RouteSpec)] {
    model.callersStates.compactMap { _, state in
      if case .route(let spec) = state.kind, spec.queue == queue { (state, spec) } else { nil }
    }
  }

  static func survey(_ model: DesignModel, _ found: inout DesignFindings) {
    let routes = model.content.states.map { state in
      if case .route = state.kind { true } else { false }
    }
    let leads = DesignModel.through(model.passing) { routes[$0] }
    for (_, state) in model.callersStates {
      guard case .survey(let spec) = state.kind, model.leads(spec.done, of: state, leads) else { continue }
      found.report(
        "'\(state.name)' asks what callers think before they come to an agent", at: state,
        hint: "lead to it from 'talked'")
    }
  }
}
