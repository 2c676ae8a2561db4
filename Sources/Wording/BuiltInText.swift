/// Sentences that the engine itself says, in every language it knows.
public enum BuiltInText: Hashable, Sendable {
  /// The caller's place in the queue; 1 is next.
  case queuePosition(Int)
  /// The expected wait, in whole minutes; below one is said as one.
  case queueETA(minutes: Int)
  /// The expected wait is longer than that many minutes.
  case queueETAOver(minutes: Int)
  /// Something broke; the call goes to a person or ends.
  case technicalFault
  case goodbye
  /// After a self-service answer: 1 yes, 2 no.
  case wasThatYourQuestion
  /// The label of the key that turns a page of topics.
  case nextPage
  /// What is said on the line of an agent, or about his talk.
  case desk(DeskPhrase)
  /// What is said to somebody who was rung for a caller.
  case dialled(DialledPhrase)
  /// What is said to somebody who leaves a message, or hears those of others.
  case message(MessagePhrase)

  /// For lists and files: `goodbye`, `desk-askNumber`, `message-acts-canCall-false`.
  public var name: String {
    String(describing: self).split { !$0.isLetter && !$0.isNumber }
      .filter { !["Wording", "DeskPhrase", "DialledPhrase", "MessagePhrase", "from", "nil"].contains($0) }
      .joined(separator: "-")
  }

  /// - Parameter level: for a language with several; others have one text.
  public func text(in language: WordedLanguage, _ level: SpeechLevel = .formal) -> Worded {
    language.rules.atLevel(level, language.rules.builtIn(self))
  }
}
