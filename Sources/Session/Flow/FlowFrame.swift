import CallFlow

/// One running flow of a call: its variables and where it stands.
struct FlowFrame: Sendable {
  var flow: FlowID
  var variables: [Value]
  var state: StateID
  var place = PlaceMemory()
  /// Waiting states entered by forward moves, oldest first.
  var history: [StateID] = []
  /// What is remembered of states left with failures counted or prompts heard more than once.
  private var memories: [(state: StateID, place: PlaceMemory)] = []
  static let historyLimit = 100

  init(flow: FlowID, variables: Int, state: StateID) {
    self.flow = flow
    self.variables = Array(repeating: .undefined, count: variables)
    self.state = state
  }

  mutating func enter(_ next: StateID, forward: Bool) {
    if next != state {
      if !place.isFresh { remember(state, place) }
      place = forward ? PlaceMemory() : recall(next)
      state = next
    } else if forward {
      place = PlaceMemory()
    }
    if forward { forget(next) }
  }

  private mutating func remember(_ state: StateID, _ place: PlaceMemory) {
    forget(state)
    memories.append((state, place))
  }
  private mutating func forget(_ state: StateID) {
    if !memories.isEmpty { memories.removeAll { $0.state == state } }
  }
  private func recall(_ state: StateID) -> PlaceMemory {
    memories.last { $0.state == state }?.place ?? PlaceMemory()
  }

  mutating func push(_ state: StateID) {
    guard history.last != state else { return }
    if history.count >= FlowFrame.historyLimit { history.removeFirst() }
    history.append(state)
  }
}

/// What a state knows of its caller since it was entered by a forward move.
struct PlaceMemory: Sendable {
  var counters = EventCounters()
  var visits = PromptVisits()
  /// "Again" at the question of a confirm.
  var agains = 0
  var isFresh: Bool { counters.isEmpty && visits.count == 1 && agains == 0 }
}
