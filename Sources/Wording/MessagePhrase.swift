/// What is said to somebody who leaves a message, or hears those of others.
public enum MessagePhrase: Hashable, Sendable {
  /// He has spoken it. 1 plays it, 2 says it again, 3 keeps it, 4 throws it away.
  case review

  public static let fixed: [MessagePhrase] = [.review]
}

extension LanguageRules {
  func messageEnglish(_ phrase: MessagePhrase) -> Worded {
    switch phrase {
    case .review:
      return Worded(
        written: "To hear your message press 1, to record it again press 2, to keep it press 3, "
          + "to delete it press 4.",
        spoken: "To hear your message press one, to record it again press two, to keep it press three, "
          + "to delete it press four.")
    }
  }

  func messageKorean(_ phrase: MessagePhrase) -> Worded {
    switch phrase {
    case .review:
      return Worded(
        written: "남기신 메시지를 들으시려면 1번, 다시 녹음하시려면 2번, 저장하시려면 3번, 삭제하시려면 4번을 눌러 주십시오.",
        spoken: "남기신 메시지를 들으시려면 일번, 다시 녹음하시려면 이번, 저장하시려면 삼번, 삭제하시려면 사번을 눌러 주십시오.")
    }
  }
}
