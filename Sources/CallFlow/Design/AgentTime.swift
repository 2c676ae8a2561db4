import Chronology
import Tones

/// AGENT-TIME: how long a caller listens until he knows how to reach a person.
enum AgentTime {
  static let most: Duration = .seconds(30)

  static func check(_ model: DesignModel, _ found: inout DesignFindings) {
    for entry in Set(model.entries).sorted(by: { $0.index < $1.index }) {
      let times = model.languageIDs.compactMap { language in
        shortest(model, from: entry, language).map { ($0, language) }
      }
      guard let (time, language) = times.max(by: { $0.0 < $1.0 }), time > most else { continue }
      let state = model.content.states[entry]
      found.report(
        "a call that begins at '\(state.name)' speaks \(time.wholeSeconds) s before an agent can be chosen (in \(model.content.languages[language].tag))",
        at: state, hint: "30 s at most: name the agent's key earlier, or say less before it")
    }
  }

  /// Where a call may go from a state, and when; and when a person is offered in it.
  private struct Ways {
    var next: [(state: Int, after: Duration)] = []
    var person: Duration?
    mutating func offer(after time: Duration) { person = min(person ?? time, time) }
  }

  /// Nil when no way that callers choose leads to a person.
  private static func shortest(
    _ model: DesignModel, from entry: StateID, _ language: LanguageID
  ) -> Duration? {
    // One ring for each tenth of a second: a state is settled in the first that it stands in.
    var rings: [[Int]] = [[entry.index]]
    var isSettled = [Bool](repeating: false, count: model.content.states.count)
    var best: Int?
    var ring = 0
    while ring < min(rings.count, best ?? .max) {
      var place = 0
      while place < rings[ring].count {
        let index = rings[ring][place]
        place += 1
        guard !isSettled[index] else { continue }
        isSettled[index] = true
        let ways = ways(model, StateID(index), language)
        if let person = ways.person { best = min(best ?? .max, ring + person.tenths) }
        for (state, after) in ways.next where !isSettled[state] {
          let then = ring + after.tenths
          while rings.count <= then { rings.append([]) }
          rings[then].append(state)
        }
      }
      ring += 1
    }
    return best.map { .milliseconds(Int64($0) * 100) }
  }

  private static func ways(_ model: DesignModel, _ id: StateID, _ language: LanguageID) -> Ways {
    let state = model.content.states[id]
    var ways = Ways()
    func follow(_ block: Block, after time: Duration) {
      let said = model.length(model.heard(Lengths.saidInOneGo(block).flatMap { $0 }, in: language))
      for move in block.moves {
        for next in move.states(from: state.flow, starts: model.starts) {
          ways.next.append((next.index, time + said))
        }
      }
    }
    if state.kind.isHelp { ways.offer(after: .zero) }
    let named = named(model, state, language)
    switch state.kind {
    case .menu, .collect:
      for key in state.keys {
        let time = key.singles.compactMap { named.keys[$0] }.min() ?? named.whole
        if model.meaning(key, of: state, id) == .person { ways.offer(after: time) }
        follow(key.action, after: time)
      }
      if case .collect(let spec) = state.kind { follow(spec.done, after: named.whole) }
    default:
      follow(state.entry, after: .zero)
      for block in state.wayBlocks { follow(block, after: named.whole) }
      if case .call(let spec) = state.kind { ways.next.append((model.starts[spec.flow].index, named.whole)) }
    }
    return ways
  }

  /// When each key has been named, and when all has been said.
  private static func named(
    _ model: DesignModel, _ state: State, _ language: LanguageID
  ) -> (keys: [Key: Duration], whole: Duration) {
    var keys: [Key: Duration] = [:]
    var whole = Duration.zero
    for piece in model.heard(Lengths.saidInOneGo(state.entry).flatMap { $0 }, in: language).pieces {
      if case .text(let text) = piece {
        for order in SpokenKeys.orders(text.text, language: text.language) where keys[order.key] == nil {
          keys[order.key] = whole + model.length(text, upTo: order.offset + 1)
        }
      }
      whole += model.length(piece)
      if case .options = piece {
        for key in state.ownKeys {
          whole += Lengths.option(model, key, language)
          for single in key.singles where keys[single] == nil { keys[single] = whole }
        }
      }
    }
    return (keys, whole)
  }
}

extension Duration {
  fileprivate var tenths: Int { Int(milliseconds / 100) }
}
