import ACD
import CallFlow
import Tones

/// One state made ready to run.
final class PreparedState: Sendable {
  struct PreparedHandler: CountedHandler, Sendable {
    var event: EventName
    var count: Int
    var condition: Expression?
    var script: Script
    /// `on failed.no-input 2`, for the log.
    var cause: String
  }
  struct PreparedKey: Sendable {
    var script: Script
    /// `key 1`, for the log.
    var cause: String
  }
  /// Blocks of a state's kind, by their meaning there.
  enum Ways: Sendable {
    case none
    /// `done` of a collect or a call; `solved` of an answer.
    case one(Script)
    case collect(done: Script, checks: [(condition: Expression, otherwise: Script)], confirm: Saying?)
    case hours(open: Script, closed: Script, holiday: Script?, lunch: Script?)
    case lookup(found: Script, missing: Script, many: Script?)
    case answer(solved: Script, unsolved: Script, ask: Saying?)
    case desk(PreparedDesk)
    /// `done` saves first.
    case survey(questions: [Saying], saves: Script, done: Script)
    case fetch(found: Script, missing: Script, failed: Script?, timeout: Script?)
    case mailbox(done: Script, call: Script?)
    case record(done: Script, failed: Script?, review: Saying?)
    case route(talked: Script, overflow: [OverflowReason: Script], otherwise: Script?, keys: [PreparedKey])
    case transfer(done: Script?, busy: Script?, noAnswer: Script?, refused: Script?)
  }

  let state: State
  let entry: Script
  let keys: [PreparedKey]
  let handlers: [[PreparedHandler]]
  let tries: Script?
  let ways: Ways
  /// The wait of a menu or collect.
  let collect: CollectRequest
  /// The wait at the question of a confirm.
  let confirm: CollectRequest
  /// A collect's `##`: no amount.
  static let noAmountTag = -2
  static let rightTag = -3
  static let againTag = -4
  /// The request of a route, by the call's language; priority, notes and closure come with the call.
  let queueRequests: [QueueRequest]

  /// Whether the state itself asks the caller for keys.
  var asks: Bool {
    switch state.kind {
    case .menu, .collect, .answer: true
    default: false
    }
  }

  init(_ state: State, graph: FlowGraph, binding: GraphBinding, speaker: Speaker) {
    self.state = state
    let gate = state.settings.bargeIn
    let options: [KeyBinding]
    if case .menu = state.kind {
      options = state.keys.filter { !$0.isInherited && $0.label != nil }
    } else {
      options = []
    }
    func script(_ block: Block) -> Script {
      Script(block, gate: gate, options: options, speaker: speaker)
    }
    func saying(_ parts: [SayPart]) -> Saying {
      Saying(parts, gate: gate, options: options, speaker: speaker)
    }
    func prepared(_ keys: [KeyBinding]) -> [PreparedKey] {
      keys.map { PreparedKey(script: script($0.action), cause: "key " + $0.name) }
    }
    entry = script(state.entry)
    keys = prepared(state.keys)
    handlers = state.handlers.map { scope in
      scope.map {
        PreparedHandler(
          event: $0.event, count: $0.count, condition: $0.condition, script: script($0.action),
          cause: "on \($0.event)" + ($0.count > 1 ? " \($0.count)" : ""))
      }
    }
    if case .block(let block) = state.tries.action { tries = script(block) } else { tries = nil }

    var confirm = state.waitForKeys()
    confirm.privacy = .open
    var requests: [QueueRequest] = []
    switch state.kind {
    case .do, .menu: ways = .none
    case .collect(let spec):
      ways = .collect(
        done: script(spec.done),
        checks: spec.checks.map { (condition: $0.condition, otherwise: script($0.otherwise)) },
        confirm: spec.confirm.map { saying($0.parts) })
      if let question = spec.confirm { confirm.ask(question) }
    case .hours(let spec):
      ways = .hours(
        open: script(spec.open), closed: script(spec.closed), holiday: spec.holiday.map(script),
        lunch: spec.lunch.map(script))
    case .lookup(let spec):
      ways = .lookup(found: script(spec.found), missing: script(spec.missing), many: spec.many.map(script))
    case .answer(let spec):
      ways = .answer(
        solved: script(spec.solved), unsolved: script(spec.unsolved), ask: spec.ask.map(saying))
    case .route(let spec):
      ways = .route(
        talked: script(spec.talked), overflow: spec.overflow.mapValues(script),
        otherwise: spec.otherwise.map(script), keys: prepared(spec.keys))
      requests = graph.content.languages.map {
        QueueRequest(spec, language: $0.tag, graph: graph, binding: binding)
      }
    case .transfer(let spec):
      ways = .transfer(
        done: spec.done.map(script), busy: spec.busy.map(script), noAnswer: spec.noAnswer.map(script),
        refused: spec.refused.map(script))
    case .callBack(let spec): ways = .one(script(spec.done))
    case .call(let spec): ways = .one(script(spec.done))
    case .survey(let spec):
      ways = .survey(
        questions: spec.questions.map { saying($0.parts) }, saves: script(spec.saves),
        done: script(Block(spec.saves.statements + spec.done.statements, at: spec.done.position)))
    case .fetch(let spec):
      ways = .fetch(
        found: script(spec.found), missing: script(spec.missing), failed: spec.failed.map(script),
        timeout: spec.timeout.map(script))
    case .mailbox(let spec): ways = .mailbox(done: script(spec.done), call: spec.call.map(script))
    case .record(let spec):
      ways = .record(
        done: script(spec.done), failed: spec.failed.map(script), review: spec.review.map(saying))
    case .desk(let spec):
      ways = .desk(
        PreparedDesk(
          spec, state, done: script(spec.done), standby: spec.standby.map(saying),
          whisper: spec.whisper.map(saying)))
    }
    collect = state.waitForKeys()
    self.confirm = confirm
    queueRequests = requests
  }
}

extension State {
  /// What a menu, collect or answer listens for.
  func waitForKeys() -> CollectRequest {
    var grammar = KeyGrammar(choices: keys.choices, terminator: settings.terminator)
    var privacy = Privacy.open
    if case .collect(let spec) = kind {
      grammar.data = KeyGrammar.Data(spec.form)
      privacy = spec.privacy
      if spec.form == .amount {
        grammar.choices.append(
          KeyGrammar.Choice(
            [KeyPattern([.init(KeySet(.hash)), .init(KeySet(.hash))])], tag: PreparedState.noAmountTag))
      }
    }
    return CollectRequest(
      grammar: grammar, timeout: settings.timeout, interdigit: settings.interdigit,
      terminatorWait: settings.terminatorWait, dropsTypeAhead: settings.dropsTypeAhead, privacy: privacy,
      maxCall: settings.maxCall)
  }
}

extension [KeyBinding] {
  /// Their tags are their places in the list.
  var choices: [KeyGrammar.Choice] {
    enumerated().map { KeyGrammar.Choice($1.patterns, tag: $0, isInherited: $1.isInherited) }
  }
}

extension CollectRequest {
  /// The question of a confirm: its two keys, and what is inherited.
  mutating func ask(_ question: CollectSpec.Confirm) {
    let own = [
      KeyGrammar.Choice(key: question.right, tag: PreparedState.rightTag),
      KeyGrammar.Choice(key: question.again, tag: PreparedState.againTag),
    ]
    grammar.data = nil
    grammar.choices = own + grammar.choices.withoutSingle([question.right, question.again])
    dropsTypeAhead = false
  }
}

extension KeyGrammar.Choice {
  init(key: Key, tag: Int) { self.init([KeyPattern([.init(KeySet(key))])], tag: tag) }
}

extension [KeyGrammar.Choice] {
  /// Without the ways to press one of these keys alone.
  func withoutSingle(_ keys: [Key]) -> [KeyGrammar.Choice] {
    compactMap { choice in
      var choice = choice
      choice.patterns = choice.patterns.compactMap { pattern in
        guard pattern.elements.count == 1 else { return pattern }
        var pattern = pattern
        for key in keys { pattern.elements[0].keys.remove(KeySet(key)) }
        return pattern.elements[0].keys.isEmpty ? nil : pattern
      }
      return choice.patterns.isEmpty || choice.tag == PreparedState.noAmountTag ? nil : choice
    }
  }
}

extension KeyGrammar.Data {
  init(_ form: CollectSpec.EntryForm) {
    switch form {
    case .digits(let lengths): self.init(lengths: lengths)
    case .amount:
      self.init(keys: KeySet.digits.union(KeySet(.star)), lengths: 1...14, starClears: false)
    case .date: self.init(lengths: 4...8, exactLengths: [4, 8])
    case .time: self.init(lengths: 4...4)
    case .yesNo: self.init(keys: [KeySet(.one), KeySet(.two)], lengths: 1...1)
    }
  }
}
