import Tones

/// One application as the design rules look at it: its graph, and what several of them ask of it, found once
/// in time that grows with the graph.
public struct DesignModel: Sendable {
  let content: FlowGraph.Content
  let profile: DesignProfile?
  let evidence: DesignEvidence
  /// The first state of each flow.
  let starts: [StateID]
  /// Where calls begin.
  let entries: [StateID]
  /// States that callers may come to; agents' own lines are not among them.
  let isCallers: [Bool]
  let callersStates: [(id: StateID, state: State)]
  let menus: [(id: StateID, state: State)]
  /// By state: where a call goes on by itself when nothing fails; nothing for a state that waits.
  let passing: [[Int]]
  /// By state: those that callers may come from.
  let before: [[StateID]]
  /// By state: whether passing states alone lead from it to a person, a message or a call-back; itself counts.
  let leadsToPerson: [Bool]
  /// … to a hang-up.
  let leadsToEnd: [Bool]
  /// … to a state that waits for the caller.
  let leadsToWaiting: [Bool]
  /// … to a table that is written, or a server that is sent something.
  let leadsToWriting: [Bool]
  /// … to what cannot be undone.
  private(set) var leadsToGrave: [Bool] = []
  /// By state: how many menus stand one after the other on the shortest way to it, itself counted; nil for
  /// what is no menu or is not reached.
  private(set) var levels: [Int?] = []
  /// States to which callers may come who have had nothing yet while somebody is there.
  let isUnserved: [Bool]
  /// States of calls that may come to a person, or to what stands in for one: not those of a line for
  /// people of the house.
  let isHelped: [Bool]
  /// … to a person.
  let isAnswered: [Bool]

  init(
    _ graph: FlowGraph, profile: DesignProfile?, entryFlows: Set<String> = [],
    evidence: DesignEvidence = DesignEvidence()
  ) {
    let content = graph.content
    self.content = content
    self.profile = profile
    self.evidence = evidence
    let starts = content.flows.map(\.start)
    self.starts = starts
    var entries = content.dials.map(\.target)
    for flow in content.flows where entryFlows.contains(flow.name) { entries.append(flow.start) }
    if entries.isEmpty, let first = starts.first { entries = [first] }
    entries = entries.filter {
      if case .desk = content.states[$0.index].kind { false } else { true }
    }
    self.entries = entries
    let next = content.states.map { state -> [Int] in
      if case .desk = state.kind { return [] }
      return state.successors(starts: starts).map(\.index)
    }
    let reached = StateGraph(edges: next).reached(from: entries.map(\.index))
    isCallers = content.states.indices.map(reached.contains)
    var before = [[StateID]](repeating: [], count: content.states.count)
    for (from, targets) in next.enumerated() where reached.contains(from) {
      for to in Set(targets) { before[to].append(StateID(from)) }
    }
    self.before = before
    callersStates = content.states.enumerated().compactMap {
      reached.contains($0) ? (StateID($0), $1) : nil
    }
    menus = callersStates.filter { if case .menu = $0.state.kind { true } else { false } }
    let passing = content.states.map { $0.passedOn(starts: starts).map(\.index) }
    self.passing = passing
    leadsToPerson = Self.through(passing) { content.states[$0].kind.isHelp }
    leadsToWaiting = Self.through(passing) { content.states[$0].kind.isWaiting }
    leadsToEnd = Self.through(passing) { place in
      let state = content.states[place]
      guard !state.kind.isWaiting else { return false }
      return ([state.entry] + state.wayBlocks).contains { $0.moves.contains { $0.target == .hangUp } }
    }
    isUnserved = Self.unserved(content, entries, starts)
    (isHelped, isAnswered) = Self.helped(content, next, entries)
    leadsToWriting = Self.through(passing) { content.states[$0].writes }
    let graves = content.states.map { deed(of: $0) != nil }
    leadsToGrave = Self.through(passing) { graves[$0] }
    let areLevels = content.states.enumerated().map { place, state in
      guard case .menu = state.kind, !state.isLanguageMenu else { return false }
      return !Confirming.isPlainQuestion(self, state, StateID(place))
    }
    levels = Self.levels(content, next, entries, areLevels)
  }

  /// By state: whether it is part of calls that may come to help, and to a person.
  private static func helped(
    _ content: FlowGraph.Content, _ next: [[Int]], _ entries: [StateID]
  ) -> (help: [Bool], person: [Bool]) {
    // Whoever opens a mailbox is at home.
    let graph = StateGraph(
      edges: content.states.indices.map {
        if case .mailbox = content.states[$0].kind { [] } else { next[$0] }
      })
    var help = [Bool](repeating: false, count: content.states.count), person = help
    for entry in Set(entries) {
      let reached = graph.reached(from: [entry.index])
      guard reached.contains(where: { content.states[$0].kind.isHelp }) else { continue }
      let hasPerson = reached.contains { content.states[$0].kind.isPerson }
      for place in reached {
        help[place] = true
        if hasPerson { person[place] = true }
      }
    }
    return (help, person)
  }

  /// Those from which states lead on to one that passes a test, which is one of them.
  static func through(_ edges: [[Int]], _ test: (Int) -> Bool) -> [Bool] {
    var result = edges.indices.map(test)
    var before = [[Int]](repeating: [], count: edges.count)
    for (from, targets) in edges.enumerated() { for to in targets { before[to].append(from) } }
    var open = result.indices.filter { result[$0] }
    while let node = open.popLast() {
      for from in before[node] where !result[from] {
        result[from] = true
        open.append(from)
      }
    }
    return result
  }

  /// Menus on the shortest way from the beginning of a call, or from what the caller entered last.
  private static func levels(
    _ content: FlowGraph.Content, _ next: [[Int]], _ entries: [StateID], _ areLevels: [Bool]
  ) -> [Int?] {
    var steps = [Int?](repeating: nil, count: content.states.count)
    func weight(_ place: Int) -> Int { areLevels[place] ? 1 : 0 }
    var rings: [[Int]] = [[]]
    func enter(_ place: Int, _ distance: Int) {
      while rings.count <= distance { rings.append([]) }
      rings[distance].append(place)
    }
    var begun = Set(entries.map(\.index))
    for (place, state) in content.states.enumerated() {
      switch state.kind {
      case .collect, .answer, .route, .transfer, .survey, .record, .callBack: begun.insert(place)
      default: break
      }
    }
    for place in begun.sorted() { enter(place, weight(place)) }
    var distance = 0
    while distance < rings.count {
      var place = 0
      while place < rings[distance].count {
        let node = rings[distance][place]
        place += 1
        guard steps[node] == nil else { continue }
        steps[node] = distance
        for target in next[node] where steps[target] == nil { enter(target, distance + weight(target)) }
      }
      distance += 1
    }
    return content.states.indices.map { weight($0) == 0 ? nil : steps[$0] }
  }
}

extension State {
  /// The states to which a call goes on by itself when nothing fails; none from one that waits.
  fileprivate func passedOn(starts: [StateID]) -> [StateID] {
    guard !kind.isWaiting else { return [] }
    var next = ([entry] + wayBlocks).flatMap(\.moves).flatMap { $0.states(from: flow, starts: starts) }
    if case .call(let spec) = kind { next.append(starts[spec.flow]) }
    return next
  }
}

extension StateKind {
  /// A person, or what stands in for one.
  var isHelp: Bool {
    switch self {
    case .route, .transfer, .callBack: true
    case .record(let spec): spec.notice == nil
    case .do, .menu, .collect, .hours, .lookup, .answer, .call, .desk, .survey, .fetch, .mailbox: false
    }
  }
  var isPerson: Bool {
    switch self {
    case .route, .transfer: true
    default: false
    }
  }
}

extension Block {
  var moves: [Move] {
    var found: [Move] = []
    visitMoves { found.append($0) }
    return found
  }
  /// Whether some statement in it, inner ones too, passes a test.
  func contains(_ test: (Statement) -> Bool) -> Bool {
    statements.contains { statement in
      if test(statement) { return true }
      switch statement {
      case .branch(let branches, let otherwise):
        return branches.contains { $0.block.contains(test) } || otherwise?.contains(test) ?? false
      case .save(let order): return order.otherwise?.contains(test) ?? false
      default: return false
      }
    }
  }
  var throwsEvent: Bool { contains { if case .throwEvent = $0 { true } else { false } } }
}

extension DesignModel {
  /// Whether an action of a state may come, by passing states alone, to one for which `table` holds.
  func leads(_ block: Block, of state: State, _ table: [Bool]) -> Bool {
    block.moves.contains { move in
      move.states(from: state.flow, starts: starts).contains { table[$0.index] }
    }
  }
  /// Whether an action ends the call: it may hang up, and leads to nothing that waits.
  func ends(_ block: Block, of state: State) -> Bool {
    let moves = block.moves
    guard !block.throwsEvent else { return false }
    let hangs = moves.contains { $0.target == .hangUp } || leads(block, of: state, leadsToEnd)
    let stays = moves.contains {
      switch $0.target {
      case .repeat, .retry, .stay, .back, .top, .return: true
      case .state, .hangUp: false
      }
    }
    return hangs && !stays && !leads(block, of: state, leadsToWaiting)
  }
}

/// What a key of a menu does for the caller.
enum KeyMeaning: Hashable {
  case person, again, back, end, help, option
}

extension DesignModel {
  func meaning(_ key: KeyBinding, of state: State, _ id: StateID) -> KeyMeaning {
    let block = key.action
    if block.contains({ if case .throwEvent(let event, _) = $0 { event == .help } else { false } }) {
      return .help
    }
    if block.throwsEvent { return .option }
    let targets = block.moves.map(\.target)
    if targets.isEmpty { return block.statements.isEmpty ? .again : .option }
    if targets.allSatisfy({ $0 == .repeat || $0 == .state(id) || $0 == .retry(nil) }) { return .again }
    if targets.contains(where: { $0 == .back || $0 == .top }) { return .back }
    if leads(block, of: state, leadsToPerson) { return .person }
    if ends(block, of: state) { return .end }
    return .option
  }
}

extension KeyBinding {
  /// The single keys that it is for.
  var singles: [Key] { patterns.compactMap { $0.literal?.count == 1 ? $0.literal?.first : nil } }
}

extension State {
  var ownKeys: [KeyBinding] { keys.filter { !$0.isInherited } }

  /// It asks for nothing but the language.
  var isLanguageMenu: Bool {
    guard case .menu = kind, !ownKeys.isEmpty else { return false }
    return ownKeys.allSatisfy { key in
      key.action.contains {
        switch $0 {
        case .language, .languageByName: true
        default: false
        }
      }
    }
  }
}

extension State {
  /// It writes a table or sends something to a server.
  fileprivate var writes: Bool {
    if case .fetch(let spec) = kind, spec.method == .post { return true }
    guard !kind.isWaiting else { return false }
    return entry.contains { if case .save = $0 { true } else { false } }
  }
}
