import CallFlow
import Chronology
import Tones
import Wording

/// Somebody who was rung for a caller: joined to him at once, or when he has said by a key that he takes the
/// call. He is no call of his own, and is hung up when the two are done.
public struct DialledWalker: Walker {
  private let prepared: PreparedGraph
  private let language: LanguageID
  private let asks: Bool
  private let from: String?
  private var questions = 0
  private var isOver = false

  static let question: Duration = .seconds(10)
  static let most = 3
  private static let take = 1, refuse = 2

  /// - Parameters:
  ///   - language: the tag of the caller's language.
  ///   - asks: whether he is asked first.
  ///   - from: who calls, as he may be told.
  public init(_ prepared: PreparedGraph, language: String, asks: Bool, from: String?) {
    (self.prepared, self.asks) = (prepared, asks)
    self.language = prepared.language(tagged: language)
    self.from = from.flatMap { TransferRequest.isNumber($0) ? $0 : nil }
  }

  public mutating func handle(
    _ event: WalkerEvent, in context: some WalkerContext, into effects: inout [WalkerEffect]
  ) {
    if isOver { return }
    switch event {
    case .began:
      if asks { ask(&effects) } else { join(&effects) }
    case .keys(let entry):
      if entry.tag == DialledWalker.take { join(&effects) } else { leave(&effects) }
    case .noInput, .noMatch, .cleared, .fault: ask(&effects)
    case .desk(.loggedOut), .limit:
      isOver = true
      effects.append(.disconnect)
    case .desk, .played: listen(&effects)
    case .hungUp: isOver = true
    case .queueKey, .timed, .agentConnected, .agentDone, .left, .talk, .row, .noRow, .manyRows, .saved,
      .conflict,
      .failed, .message, .messageFailed, .callBackOrdered, .transferEnded, .transferFailed:
      break
    }
  }

  private mutating func ask(_ effects: inout [WalkerEffect]) {
    questions += 1
    guard questions <= DialledWalker.most else { return leave(&effects) }
    effects.append(
      .queuePrompt(prepared.speaker.builtIn(.dialled(.takeCall(from: from)), language, isFixed: from == nil)))
    effects.append(
      .collect(
        CollectRequest(
          grammar: KeyGrammar(
            choices: [
              KeyGrammar.Choice(key: .one, tag: DialledWalker.take),
              KeyGrammar.Choice(key: .two, tag: DialledWalker.refuse),
            ], terminator: nil), timeout: DialledWalker.question, interdigit: .seconds(2))))
  }

  private func join(_ effects: inout [WalkerEffect]) {
    effects.append(.desk(.accept))
    listen(&effects)
  }

  private mutating func leave(_ effects: inout [WalkerEffect]) {
    isOver = true
    effects.append(.desk(.refuse))
    effects.append(.disconnect)
  }

  /// He talks; nothing that he presses means anything to us.
  private func listen(_ effects: inout [WalkerEffect]) {
    effects.append(
      .standBy(
        StandBy(
          CollectRequest(
            grammar: KeyGrammar(terminator: nil), timeout: .seconds(10), interdigit: .seconds(2),
            privacy: .secret))))
  }
}

extension PreparedGraph {
  /// The default language for one that is not declared.
  func language(tagged tag: String) -> LanguageID {
    graph.content.languages.firstIndex { $0.tag == tag }.map { LanguageID($0) }
      ?? graph.content.defaultLanguage
  }
}
