import Chronology

/// What is said to somebody who leaves a message, or hears those of others.
public enum MessagePhrase: Hashable, Sendable {
  /// He has spoken it. 1 plays it, 2 says it again, 3 keeps it, 4 throws it away.
  case review
  case askPIN, wrongPIN
  /// No further try for now.
  case locked
  /// What lies in a mailbox.
  case summary(new: Int, old: Int)
  /// A message, who left it, where that is known, and when: no nearer than is of use to who hears it today.
  case message(number: Int, of: Int, from: String?, Day, ClockTime, today: Day)
  /// 1 plays it again, 2 goes on, 3 saves it, 4 deletes it, 5 rings whoever left it, # ends.
  case acts(canCall: Bool)
  case saved, deleted, noMore

  /// Those without values in them.
  public static let fixed: [MessagePhrase] = [
    .review, .askPIN, .wrongPIN, .locked, .acts(canCall: false), .acts(canCall: true), .saved, .deleted,
    .noMore,
  ]
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
    case .askPIN: return "Enter the PIN of the mailbox, then hash."
    case .wrongPIN: return "That PIN is wrong."
    case .locked: return "That PIN is wrong. You cannot try again now."
    case .summary(0, 0): return "There are no messages."
    case .summary(let new, let old):
      let (newWords, oldWords) = (number(new), number(old))
      func messages(_ count: Int) -> String { count == 1 ? " message" : " messages" }
      if old == 0 { return "You have " + newWords + Worded(" new" + messages(new) + ".") }
      if new == 0 { return "You have no new messages, and " + oldWords + " old." }
      return "You have " + newWords + Worded(" new" + messages(new) + " and ") + oldWords + " old."
    case .message(let index, let count, let from, let day, let time, let today):
      let head = "Message " + number(index) + " of " + number(count)
      let caller = from.map { ", from " + Wording.phone($0, self) } ?? ""
      let when = day == today ? "today at " : date(day, short: day.year == today.year) + ", "
      return head + caller + ", " + when + self.time(time.wholeMinute) + "."
    case .acts(let canCall):
      return Worded(
        written: "To hear it again press 1, for the next 2, to save it 3, to delete it 4"
          + (canCall ? ", to call back 5" : "") + ", to end press hash.",
        spoken: "To hear it again press one, for the next two, to save it three, to delete it four"
          + (canCall ? ", to call back five" : "") + ", to end press hash.")
    case .saved: return "Saved."
    case .deleted: return "Deleted."
    case .noMore: return "There are no more messages."
    }
  }

  func messageKorean(_ phrase: MessagePhrase) -> Worded {
    switch phrase {
    case .review:
      return Worded(
        written: "남기신 메시지를 들으시려면 1번, 다시 녹음하시려면 2번, 저장하시려면 3번, 삭제하시려면 4번을 눌러 주십시오.",
        spoken: "남기신 메시지를 들으시려면 일번, 다시 녹음하시려면 이번, 저장하시려면 삼번, 삭제하시려면 사번을 눌러 주십시오.")
    case .askPIN: return "메시지함 비밀번호를 누르고 우물정자를 눌러 주십시오."
    case .wrongPIN: return "비밀번호가 맞지 않습니다."
    case .locked: return "비밀번호가 맞지 않습니다. 지금은 다시 시도하실 수 없습니다."
    case .summary(0, 0): return "메시지가 없습니다."
    case .summary(let new, let old):
      let (newWords, oldWords) = (pieces(new), pieces(old))
      if old == 0 { return "새 메시지가 " + newWords + " 있습니다." }
      if new == 0 { return "새 메시지는 없고, 들으신 메시지가 " + oldWords + " 있습니다." }
      return "새 메시지가 " + newWords + ", 들으신 메시지가 " + oldWords + " 있습니다."
    case .message(let index, let count, let from, let day, let time, let today):
      let head = pieces(count) + " 중 " + ordinal(String(index)) + " 메시지, "
      let caller = from.map { Wording.phone($0, self) + "에서, " } ?? ""
      let when = day == today ? "오늘" : date(day, short: day.year == today.year)
      return head + caller + when + " " + self.time(time.wholeMinute) + "에 남기셨습니다."
    case .acts(let canCall):
      return Worded(
        written: "다시 들으시려면 1번, 다음 메시지는 2번, 저장하시려면 3번, 삭제하시려면 4번"
          + (canCall ? ", 전화하시려면 5번" : "") + ", 끝내시려면 우물정자를 눌러 주십시오.",
        spoken: "다시 들으시려면 일번, 다음 메시지는 이번, 저장하시려면 삼번, 삭제하시려면 사번"
          + (canCall ? ", 전화하시려면 오번" : "") + ", 끝내시려면 우물정자를 눌러 주십시오.")
    case .saved: return "저장하였습니다."
    case .deleted: return "삭제하였습니다."
    case .noMore: return "메시지가 더 없습니다."
    }
  }

  private func pieces(_ count: Int) -> Worded { self.count(Numeral(count), counter: "건") }
}

extension ClockTime {
  fileprivate var wholeMinute: ClockTime { ClockTime(hour: hour, minute: minute) ?? self }
}
