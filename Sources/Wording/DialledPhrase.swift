/// What somebody hears who was rung for a caller.
public enum DialledPhrase: Hashable, Sendable {
  /// A call for him: who calls, as digits, where that is known. 1 takes it, 2 refuses it.
  case takeCall(from: String?)
  /// The number at which he wants to be called back.
  case askNumber
  /// He wanted to be called back. 1 connects him, 2 ends the order.
  case calledBack
  /// A call-back that he no longer wants.
  case callBackEnded

  public static let fixed: [DialledPhrase] = [.takeCall(from: nil), .askNumber, .calledBack, .callBackEnded]
}

extension LanguageRules {
  func dialledEnglish(_ phrase: DialledPhrase) -> Worded {
    switch phrase {
    case .takeCall(let from):
      let caller = from.map { " from " + Wording.phone($0, self) }
      return "A call" + (caller ?? "")
        + Worded(
          written: ". To take it press 1, to refuse it press 2.",
          spoken: ". To take it press one, to refuse it press two.")
    case .askNumber:
      return "Enter the number to call you back at, then hash."
    case .calledBack:
      return Worded(
        written: "This is the call you asked for. To be connected press 1. If you no longer need it press 2.",
        spoken:
          "This is the call you asked for. To be connected press one. If you no longer need it press two.")
    case .callBackEnded:
      return "We will not call again."
    }
  }

  func dialledKorean(_ phrase: DialledPhrase) -> Worded {
    switch phrase {
    case .takeCall(let from):
      let caller = from.map { Wording.phone($0, self) + "에서 " }
      return (caller ?? "")
        + Worded(
          written: "전화가 왔습니다. 받으시려면 1번, 받지 않으시려면 2번을 눌러 주십시오.",
          spoken: "전화가 왔습니다. 받으시려면 일번, 받지 않으시려면 이번을 눌러 주십시오.")
    case .askNumber:
      return "전화 받으실 번호를 누르고 우물정자를 눌러 주십시오."
    case .calledBack:
      return Worded(
        written: "요청하신 전화입니다. 상담원과 연결하시려면 1번, 필요하지 않으시면 2번을 눌러 주십시오.",
        spoken: "요청하신 전화입니다. 상담원과 연결하시려면 일번, 필요하지 않으시면 이번을 눌러 주십시오.")
    case .callBackEnded:
      return "다시 전화드리지 않겠습니다."
    }
  }
}
