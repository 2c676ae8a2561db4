/// One state of a flow as it was read.
final class StateSource {
  let id: StateID
  let name: Token
  let flow: FlowBuilder
  let line: SyntaxLine
  /// The row of its kind; nil for a kind that is not known or not part of this version.
  let kind: KindRow?
  /// The variable behind `into`.
  var into: Token?
  /// Blocks that must leave, and where each is written; filled while the state is built.
  var ways: [(block: Block, range: SourceRange, what: String)] = []
  /// Keys and handlers of the state itself.
  var ownKeys: [KeyBinding] = []
  var ownHandlers: [Handler] = []
  /// Where `say options` stands.
  var saysOptions: SourceRange?

  init(id: StateID, name: Token, flow: FlowBuilder, line: SyntaxLine, kind: KindRow?) {
    (self.id, self.name, self.flow, self.line, self.kind) = (id, name, flow, line, kind)
  }
}

/// One flow while it is built: its states and its variables.
final class FlowBuilder {
  struct PromptKey: Hashable {
    var prompt: Int
    var isConfirm: Bool
    var entry: ValueType?
  }
  unowned let app: ApplicationBuilder
  let id: FlowID
  let name: Token
  let line: SyntaxLine
  let file: Int
  var parameters: [ParameterSource] = []
  var gives: [ParameterSource] = []
  var states: [StateSource] = []
  var stateNames: [String: StateSource] = [:]
  /// Lines of the flow's own `defaults`.
  var defaults: [SyntaxLine] = []
  /// `set` lines of the flow itself.
  var sets: [SyntaxLine] = []
  /// A state or target could not be made out: what would only follow from that is not told.
  var isBroken: Bool
  /// A line that may have made a variable could not be read: an unknown name is then no finding.
  var losesNames: Bool

  var variables: [VariableSource] = []
  var slots: [String: VariableID] = [:]
  var uses: [(variable: VariableID, range: SourceRange, use: BodyScope.Use)] = []
  private var unknownNames: Set<String> = []
  var promptCache: [PromptKey: CompiledPrompt] = [:]
  var layerCache: [LayerKey: Layer] = [:]

  init(app: ApplicationBuilder, id: FlowID, name: Token, line: SyntaxLine, file: Int, isSound: Bool) {
    (self.app, self.id, self.name, self.line, self.file) = (app, id, name, line, file)
    isBroken = !isSound
    losesNames = !isSound
  }

  func slot(of name: String) -> VariableID? {
    if let slot = slots[name] { return slot }
    guard let result = ImplicitResult(rawValue: name),
      states.contains(where: { $0.kind?.results.contains(result) ?? false })
    else { return nil }
    // A result of a state is a variable only in flows that name it.
    let slot = declare(name, at: line.word.range, source: .type(result.type, isDigits: result == .keys))
    variables[slot.index].isImplicit = true
    return slot
  }

  /// Whether a name that nothing gives a value is met for the first time.
  func isFirstUnknown(_ name: String) -> Bool { unknownNames.insert(name).inserted }

  func noteUse(_ variable: VariableID, at range: SourceRange, _ use: BodyScope.Use) {
    uses.append((variable, range, use))
    variables[variable.index].isUsed = true
  }
}

/// Values that states give without being asked.
enum ImplicitResult: String, CaseIterable {
  case agent, waited, talk, reason
  case nextOpen = "next_open"
  case topic, keys
  /// Whether a survey was answered to its end.
  case complete
  /// Of a recorded message.
  case length
  /// Who left the message that was heard last.
  case messageFrom = "message_from"
  case offerQueue = "offer_queue"
  case offerLanguage = "offer_language"
  case offerCaller = "offer_caller"
  case offerNotes = "offer_notes"
  var type: ValueType {
    switch self {
    case .agent, .reason, .topic, .keys, .offerQueue, .offerLanguage, .offerCaller, .offerNotes,
      .messageFrom:
      .text
    case .waited, .talk, .length: .duration
    case .nextOpen: .instant
    case .complete: .flag
    }
  }
}
