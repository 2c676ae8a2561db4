/// `route name { queue billing; talked -> a; overflow -> b }`.
enum RouteKind {
  static let row = KindRow(
    word: "route", isWaiting: true, results: [.agent, .waited, .talk, .reason],
    own: [
      OwnRow("queue", "queue name", isRequired: true),
      OwnRow("need", "need skill 2 when expr", isRepeatable: true),
      OwnRow("prefer", "prefer skill 3 when expr", isRepeatable: true),
      OwnRow("without", "without skill 2 drop skill", isRepeatable: true), OwnRow("priority", "priority 3"),
      OwnRow("agent", "agent expr for 20s"),
      OwnRow("note", "note name = expr", isRepeatable: true),
      OwnRow("after", "after 60s need skill 1", isRepeatable: true),
      OwnRow("talked", "talked -> state", isRequired: true),
      OwnRow("overflow", "overflow -> state", isRepeatable: true),
    ], build: { build(&$0) })

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = RouteSpec(queue: QueueIndex(0), talked: state.nowhere)
    let queue = state.queue()
    if let queue { spec.queue = queue }
    readWishes(state, &spec)
    for line in state.lines("after") { if let change = app.widening(line) { spec.widenings.append(change) } }
    if let line = state.line("priority") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      spec.priority = state.body.value(&cursor, of: [.number], "a priority", state.body.using(.logged))
      app.expectEnd(&cursor, line)
    }
    if let line = state.line("agent") { spec.direct = direct(state, line) }
    for line in state.lines("note") { if let note = state.body.note(line) { spec.notes.append(note) } }
    spec.talked = state.way("talked") ?? state.nowhere
    readOverflow(&state, &spec)
    spec.keys = state.layer.layer.keys.map(\.binding)
    if queue != nil { inherit(state, &spec) } else { app.hasUnresolvedTargets = true }
    return .route(spec)
  }

  /// `need` and `prefer`, for all calls or for those for which a condition holds.
  private static func readWishes(_ state: StateBuilder, _ spec: inout RouteSpec) {
    let app = state.app
    for line in state.lines("need") + state.lines("prefer") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      let wish: RouteSpec.ConditionalWish.Wish? =
        line.word.isWord("need")
        ? app.need(&cursor, line).map { .need($0) } : app.prefer(&cursor, line).map { .prefer($0) }
      guard let wish else { continue }
      if cursor.take(word: "when") {
        if let condition = state.body.value(&cursor, of: [.flag], "a condition") {
          spec.wishes.append(RouteSpec.ConditionalWish(wish, when: condition))
        }
      } else {
        switch wish {
        case .need(let need): spec.needs.append(need)
        case .prefer(let prefer): spec.prefers.append(prefer)
        }
      }
      app.expectEnd(&cursor, line)
    }
    for line in state.lines("without") {
      if let absence = app.absence(line) { spec.absences.append(absence) }
      let queues = app.content.queues
      let shared = queues.indices.contains(spec.queue.index) ? queues[spec.queue].absences.count : 0
      app.checkCount(spec.absences.count + shared, line)
    }
  }

  /// `agent expr [for 20s] [only]`.
  private static func direct(_ state: StateBuilder, _ line: SyntaxLine) -> RouteSpec.Direct? {
    let app = state.app
    var cursor = TokenCursor(line)
    app.expectBare(line)
    let told = state.body.using(.logged)
    guard let agent = state.body.value(&cursor, of: [.text], "an agent's name or number", told) else {
      return nil
    }
    var direct = RouteSpec.Direct(agent)
    if cursor.take(word: "for"), let wait = app.duration(&cursor, line) { direct.wait = wait }
    direct.isOnly = cursor.take(word: "only")
    app.expectEnd(&cursor, line)
    return direct
  }

  private static func readOverflow(_ state: inout StateBuilder, _ spec: inout RouteSpec) {
    let app = state.app
    var isAllKnown = true
    for line in state.lines("overflow") {
      var cursor = TokenCursor(line)
      app.expectNoElse(line)
      var reason: OverflowReason?
      var isKnown = true
      if let word = cursor.takeWord() {
        reason = OverflowReason(rawValue: word.text)
        isKnown = reason != nil
        isAllKnown = isAllKnown && isKnown
        if !isKnown, line.isSound {
          app.error(
            "CF206", "there is no overflow '\(word.text)'", at: word.range,
            hint: Suggestions.hint(word.text, among: OverflowReason.allCases.map(\.rawValue))
              ?? "closed, no-agents, full or timeout")
        }
      }
      let isTaken = reason.map { spec.overflow[$0] != nil } ?? (spec.otherwise != nil)
      if isTaken, isKnown, line.isSound {
        app.error(
          "CF205", "this overflow is already written", at: line.word.range, hint: "keep one of the two")
      }
      guard let block = state.way(&cursor, line) else { continue }
      if let reason { spec.overflow[reason] = block } else if isKnown { spec.otherwise = block }
    }
    if spec.otherwise == nil, isAllKnown, state.isWhole, spec.overflow.count < OverflowReason.allCases.count {
      let open = OverflowReason.allCases.filter { spec.overflow[$0] == nil }.map(\.rawValue)
      app.warning(
        "CF271",
        spec.overflow.isEmpty
          ? "this route has no 'overflow'"
          : "this route has no 'overflow' for \(open.joined(separator: ", "))",
        at: state.source.name.range, hint: "add: overflow -> a state for callers whom nobody can take")
    }
  }

  /// A key or comfort of the queue counts here too, with its names as this flow knows them.
  private static func inherit(_ state: StateBuilder, _ spec: inout RouteSpec) {
    let own = spec.keys.flatMap(\.patterns)
    for line in state.app.queueKeys[spec.queue] ?? [] {
      var body = BodyBuilder(app: state.app, flow: state.flow)
      body.knowsStates = false
      var layer = LayerBuilder(body)
      layer.readKey(line)
      for key in layer.layer.keys {
        var binding = key.binding
        binding.isInherited = true
        binding.patterns.removeAll { pattern in own.contains { $0.overlaps(pattern) } }
        if !binding.patterns.isEmpty { spec.keys.append(binding) }
      }
    }
  }
}
