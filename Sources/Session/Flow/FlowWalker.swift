import ACD
import CallFlow
import Chronology
import Foundation
import Wording

/// Walks a call through a `FlowGraph`. A value; what all calls share is in the `PreparedGraph`.
public struct FlowWalker: Walker {
  /// What the walker has asked and waits for.
  enum Mode: Sendable {
    case nothing
    case menu, collect, confirm
    case topics, topicQuestion
    case queue
    case desk
    /// A place in a queue is given up before the state does what it does.
    case leaving
    case transfer
    /// A call-back is ordered.
    case ordering
    /// For the number to be called back at, and how often it was asked for; and who is called back, whether
    /// he wants to be connected.
    case callBackNumber(Int)
    case calledBack(Int)
    case lookup
    /// At a question, and how often it was asked.
    case survey(Int, asked: Int)
    /// A message is spoken; it is looked at again, and how often that was asked.
    case message
    case mailbox
    indirect case review(MessageSound, asked: Int)
    /// What follows when the row is there already.
    case save(table: String, otherwise: Script?)
    case over
  }
  /// What follows when statements end without a move.
  enum After: Sendable {
    /// Entry: the state does what its kind does.
    case perform
    case again, resumeQueue, hangUp
    /// A check that failed.
    case invalid
    /// What was to be kept of a survey is kept.
    case thrown(EventName)
    /// The same before a way out of it is taken.
    case outOfTries
    case move(Move)
  }
  enum Todo {
    case enter(StateID, Entry)
    case run, perform
    case thrown(EventName)
  }
  enum Entry { case forward, again, retry, back }
  /// A place in a queue that the caller has left the route with.
  struct Held {
    var queue: QueueIndex
    /// The first waiting state since: where the caller decides.
    var decidesIn: StateID?
    var place: QueuePosition?
  }

  let prepared: PreparedGraph
  let start: StateID
  let isSeated: Bool
  var language: LanguageID
  var fields: [Value] = []
  /// How fast and how loud he is spoken to, over what the language says.
  var manner = SpeechStyle()
  /// Effects before it have been given that manner, or were not ours.
  private var unstyled = 0
  /// Effects before it were not ours.
  private var began = 0
  /// Which callers he is counted among.
  var segment: SegmentIndex?
  var frame: FlowFrame
  /// Callers of the running flow, outermost first; each stands in its `call` state.
  var below: [FlowFrame] = []
  var mode = Mode.nothing

  /// Statements under way, outermost block first.
  var cursor: [(script: Script, next: Int)] = []
  var after = After.perform
  /// What led here, for the log.
  var cause = ""
  /// The `visit` of the `say` lines that are spoken.
  var sayVisit = 1

  /// The event whose handler runs.
  var handling: EventName?
  /// An error has happened since the last wait of the caller.
  var hadError = false
  var isInBuiltInHandler = false
  /// Moves since the last wait of the caller.
  var moves = 0
  var hasPressed = false
  var isHungUp = false
  var isRecorded = false
  /// The person who answers a call-back; everything else is that of the call which ordered it.
  var isCalledBack = false
  /// What was typed ahead was meant for another place.
  var dropsNext = false
  var entry = Value.undefined
  var entryPrivacy = Privacy.open
  var answer: AnswerPosition?
  /// By this call in this very event: the others see it as soon as that has been handled.
  var turned: [SwitchID: SwitchItem.Position] = [:]
  /// When no further question of a survey is asked.
  var surveyEnds: Instant?
  var held: Held?
  /// What the caller was last told about his wait in this queue, and his place then.
  var toldWait: (minutes: Int, position: Int)?
  var ownOutcome: String?
  /// By their place among those of the application.
  var heardNotices: Set<Int> = []
  /// At most one: `aside`.
  var asides: [Aside] = []

  static let moveLimit = 1000
  static let callDepth = 16

  /// - Parameters:
  ///   - start: the first state, of whatever flow.
  ///   - language: nil for the application's default.
  ///   - isSeated: at a desk an agent sits who has not to log in.
  public init(
    _ prepared: PreparedGraph, start: StateID, language: LanguageID? = nil, isSeated: Bool = false
  ) {
    self.prepared = prepared
    self.isSeated = isSeated
    self.start = start
    self.language = language ?? prepared.graph.content.defaultLanguage
    frame = FlowFrame(flow: prepared.states[start.index].state.flow, variables: 0, state: start)
  }

  public mutating func handle(
    _ event: WalkerEvent, in context: some WalkerContext, into effects: inout [WalkerEffect]
  ) {
    let turn = Turn(context)
    if !turned.isEmpty { turned = [:] }
    unstyled = effects.count
    began = effects.count
    defer { style(&effects) }
    var todo = attempt(turn, &effects) { walker, effects throws(ExpressionFault) in
      try walker.react(to: event, turn, &effects)
    }
    while let next = todo {
      todo = attempt(turn, &effects) { walker, effects throws(ExpressionFault) in
        try walker.step(next, turn, &effects)
      }
    }
  }

  /// What has been said since is said in the caller's own manner.
  private mutating func style(_ effects: inout [WalkerEffect]) {
    defer { unstyled = effects.count }
    guard manner.rate != 100 || manner.volume != 0 else { return }
    for index in effects.indices where index >= unstyled {
      if case .queuePrompt(let segments) = effects[index] {
        effects[index] = .queuePrompt(segments.map { $0.styled(manner) })
      }
    }
  }

  mutating func change(_ setting: SpeechSetting, to value: Value, _ effects: inout [WalkerEffect])
    throws(ExpressionFault)
  {
    style(&effects)
    var wanted = setting.usual
    switch value {
    case .number(let number):
      let (low, high) = (Decimal(setting.range.lowerBound), Decimal(setting.range.upperBound))
      wanted = NSDecimalNumber(decimal: Swift.min(Swift.max(number, low), high)).intValue
    case .none: break
    default: throw .wrongType
    }
    switch setting {
    case .rate: manner.rate = wanted
    case .volume: manner.volume = wanted
    }
    effects.append(.trace(.variable("call.\(setting.rawValue)", "\(wanted)")))
  }

  /// Something was said just now that the caller is to hear to its end.
  func saysToTheEnd(_ effects: [WalkerEffect]) -> Bool {
    effects.indices.contains { index in
      guard index >= began, case .queuePrompt(let segments) = effects[index] else { return false }
      return segments.contains { $0.gate == .hold }
    }
  }

  /// An expression without a value is an event of the flow.
  private mutating func attempt(
    _ turn: Turn, _ effects: inout [WalkerEffect],
    _ body: (inout FlowWalker, inout [WalkerEffect]) throws(ExpressionFault) -> Todo?
  ) -> Todo? {
    do { return try body(&self, &effects) } catch {
      effects.append(.trace(.fault(error.description)))
      return .thrown(Events.value)
    }
  }

  private mutating func step(
    _ todo: Todo, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    switch todo {
    case .enter(let state, let entry): return enter(state, entry, &effects)
    case .run: return try run(turn, &effects)
    case .perform: return try perform(turn, &effects)
    case .thrown(let event): return thrown(event, turn, &effects)
    }
  }

  private mutating func react(
    to event: WalkerEvent, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    if case .over = mode {
      if case .hungUp = event {} else { return disconnect(&effects) }
    }
    switch event {
    case .began: return try begin(turn, &effects)
    case .keys(let keys):
      pressed()
      if case .desk = mode { return try deskKeys(keys, turn, &effects) }
      if case .mailbox = mode { return mailboxKeys(keys, turn, &effects) }
      return try accept(keys, turn, &effects)
    case .noInput:
      waited()
      if case .desk = mode { return deskBlank(&effects) }
      if case .mailbox = mode { return mailboxMissed(turn, &effects) }
      if let todo = asksAgain(&effects) { return todo.next }
      if case .survey = mode { return try surveyMissed(.noInput, turn, &effects) }
      if case .review = mode { return try reviewed(nil, turn, &effects) }
      return .thrown(.noInput)
    case .noMatch:
      pressed()
      if case .desk = mode { return deskBlank(&effects) }
      if case .mailbox = mode { return mailboxMissed(turn, &effects) }
      if let todo = asksAgain(&effects) { return todo.next }
      if case .survey = mode { return try surveyMissed(.noMatch, turn, &effects) }
      if case .review = mode { return try reviewed(nil, turn, &effects) }
      dropsNext = true
      return .thrown(.noMatch)
    case .cleared:
      pressed()
      if case .mailbox = mode { return mailboxMissed(turn, &effects) }
      return .enter(frame.state, .again)
    case .played:
      if case .desk = mode { return deskHeard(&effects) }
      return .perform
    case .desk(let news):
      waited()
      if case .mailbox = mode { return mailboxTold(news, turn, &effects) }
      guard case .desk = mode else { return nil }
      return try deskTold(news, turn, &effects)
    case .talk(let news): return try talkTold(news, turn, &effects)
    case .queueKey(let tag, _):
      pressed()
      return queueKey(tag, &effects)
    case .timed(let index, let position):
      try announce(index, position: position, turn, &effects)
      return nil
    case .agentConnected(let agent, let waited):
      connected(agent, waited)
      return nil
    case .agentDone(_, let talk, _):
      waited()
      return talked(talk, &effects)
    case .left(let reason):
      waited()
      return left(reason, turn, &effects)
    case .row(let values), .manyRows(let values):
      if let length = values.lazy.compactMap(\.excess).first {
        return failed(.shape("a text of \(length) bytes; \(Value.longest) characters are the most"), &effects)
      }
      let clean = values.map(\.clean)
      if case .row = event { return found(clean, isOnly: true, &effects) }
      return found(clean, isOnly: false, &effects)
    case .noRow: return missing(&effects)
    case .saved:
      guard case .save(let table, _) = mode else { return .perform }
      effects.append(.trace(.saved(table: table, isConflict: false)))
      return .run
    case .conflict:
      guard case .save(let table, let otherwise) = mode else { return .perform }
      effects.append(.trace(.saved(table: table, isConflict: true)))
      guard let otherwise else { return .thrown(Events.saveConflict) }
      cursor.append((otherwise, 0))
      return .run
    case .failed(let fault): return failed(fault, &effects)
    case .message(let sound, let end):
      waited()
      return try messageTaken(sound, end, turn, &effects)
    case .messageFailed(let why, let end):
      waited()
      guard case .hungUp(let party) = end else { return messageFailed(why, &effects) }
      effects.append(.log("no message: \(why)"))
      (isHungUp, mode) = (true, .nothing)
      return .thrown(Events.hangUp(by: party))
    case .transferEnded(let talk):
      waited()
      return transferEnded(talk, &effects)
    case .transferFailed(let fault):
      waited()
      return transferFailed(fault, turn, &effects)
    case .callBackOrdered:
      waited()
      return callBackDone(&effects)
    case .hungUp(let party):
      isHungUp = true
      keepReviewed(turn, &effects)
      if case .survey = mode { return surveyLeft(by: Events.hangUp(by: party)) }
      mode = .nothing
      return .thrown(Events.hangUp(by: party))
    case .limit(let limit):
      keepReviewed(turn, &effects)
      return .thrown(limit == .call ? Events.limitCall : Events.limitTurns)
    case .fault(let fault):
      keepReviewed(turn, &effects)
      return .thrown(fault == .audio ? Events.audio : Events.speech)
    }
  }

  /// The caller has been waited for: nothing goes round by itself.
  private mutating func waited() {
    moves = 0
    hadError = false
  }
  mutating func waitedForTalk() { waited() }
  private mutating func pressed() {
    waited()
    hasPressed = true
  }

  // MARK: What all parts use

  var here: PreparedState { prepared.states[frame.state.index] }

  func scene(_ turn: Turn) -> Scene {
    var scene = Scene(
      prepared: prepared, context: turn.context, flow: frame.flow, variables: frame.variables,
      fields: fields, language: language, ownOutcome: ownOutcome, entry: entry,
      entryPrivacy: entryPrivacy)
    scene.turned = turned
    scene.manner = manner
    return scene
  }

  mutating func assign(_ value: Value, to variable: VariableID?) {
    guard let index = variable?.index, frame.variables.indices.contains(index) else { return }
    frame.variables[index] = value
  }

  mutating func begin(_ script: Script, _ cause: String, after: After) -> Todo {
    cursor.removeAll(keepingCapacity: true)
    cursor.append((script, 0))
    self.cause = cause
    self.after = after
    sayVisit = frame.place.visits.choose(among: script.visits) ?? 0
    return .run
  }

  mutating func disconnect(_ effects: inout [WalkerEffect]) -> Todo? {
    cursor.removeAll(keepingCapacity: true)
    mode = .over
    effects.append(.disconnect)
    return nil
  }

  mutating func ask(_ request: CollectRequest, _ mode: Mode, _ effects: inout [WalkerEffect]) -> Todo? {
    var request = request
    if dropsNext {
      request.dropsTypeAhead = true
      request.followsFailure = true
      dropsNext = false
    }
    handling = nil
    self.mode = mode
    effects.append(.collect(request))
    return nil
  }

  private mutating func begin(
    _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    effects.append(.language(prepared.speaker.tongue(language).language.tag))
    if isCalledBack { return askCalledBack(1, &effects) }
    let declared = prepared.graph.content.fields
    fields = Array(repeating: .none, count: declared.count)
    let given = turn.context.facts.fields
    for (index, field) in declared.enumerated() {
      if let value = given[field.name] {
        fields[index] = value
        effects.append(.trace(.variable("call.\(field.name)", value.shown(field.privacy))))
        continue
      }
      guard let initial = field.initial else { continue }
      fields[index] = try initial.evaluate(in: scene(turn))
    }
    try makeFrame(frame.flow, at: start, turn)
    sayNotices(turn, &effects)
    return .enter(start, .forward)
  }

  /// Fresh variables: parameters, then the flow's own `set` lines.
  mutating func makeFrame(
    _ flow: FlowID, at state: StateID, arguments: [(VariableID, Value)] = [], _ turn: Turn
  ) throws(ExpressionFault) {
    let item = prepared.graph.content.flows[flow]
    frame = FlowFrame(flow: flow, variables: item.variables.count, state: state)
    for parameter in item.parameters {
      if let argument = arguments.first(where: { $0.0 == parameter.variable }) {
        assign(argument.1, to: parameter.variable)
      } else if let initial = parameter.initial {
        assign(try initial.evaluate(in: scene(turn)), to: parameter.variable)
      } else {
        assign(.none, to: parameter.variable)
      }
    }
    for initial in item.initialValues {
      assign(try initial.value.evaluate(in: scene(turn)), to: initial.variable)
    }
  }
}

extension Value {
  /// Characters of a text from outside that a call goes on with.
  static let longest = 4000
  /// How many bytes a text has that is too long.
  fileprivate var excess: Int? {
    guard case .text(let text) = self, text.utf8.count > Value.longest,
      text.utf8.count > 16 * Value.longest || text.count > Value.longest
    else { return nil }
    return text.utf8.count
  }
}

extension Value {
  /// A text from outside without what steers a terminal or forges a line of a log: control characters are
  /// blanks, marks that nobody sees are left out. A text of nothing else is no value.
  fileprivate var clean: Value {
    // Hangul and Han have neither, and most texts from outside are theirs or ASCII.
    guard case .text(let text) = self,
      text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || (0xC2...0xE3).contains($0) || $0 >= 0xEE })
    else { return self }
    guard let visible = text.visible else { return .none }
    var scalars = String.UnicodeScalarView()
    for scalar in visible.unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: scalars.append(" ")
      default: scalars.append(scalar)
      }
    }
    return .text(String(scalars))
  }
}

/// The world at one transition.
struct Turn {
  let context: any WalkerContext
  init(_ context: any WalkerContext) { self.context = context }
}

/// The events that the engine itself throws.
enum Events {
  static let value = EventName("error.value")
  static let callBack = EventName("error.callback")
  static let loop = EventName("error.loop")
  static let unhandled = EventName("error.unhandled")
  static let lookup = EventName("error.lookup")
  static let lookupTimeout = EventName("error.lookup.timeout")
  static let lookupShape = EventName("error.lookup.shape")
  static let save = EventName("error.save")
  static let saveTimeout = EventName("error.save.timeout")
  static let saveShape = EventName("error.save.shape")
  static let saveConflict = EventName("error.save.conflict")
  static let fetch = EventName("error.fetch")
  static let fetchTimeout = EventName("error.fetch.timeout")
  static let fetchShape = EventName("error.fetch.shape")
  static let record = EventName("error.record")
  static let audio = EventName("error.audio")
  static let speech = EventName("error.speech")
  static let limitCall = EventName("limit.call")
  static let limitTurns = EventName("limit.turns")
  static let hangUpCaller = EventName("hangup.caller")
  static let hangUpAgent = EventName("hangup.agent")
  static let hangUpLine = EventName("hangup.line")
  static let hangUpTransferred = EventName("hangup.transferred")
  static let hangUpSystem = EventName("hangup.system")

  static func hangUp(by party: Party) -> EventName {
    switch party {
    case .caller: hangUpCaller
    case .agent: hangUpAgent
    case .line: hangUpLine
    case .transferred: hangUpTransferred
    case .system: hangUpSystem
    }
  }
}
