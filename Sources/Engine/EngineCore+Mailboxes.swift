import ACD
import Chronology
import Session

/// Mailboxes behind their PINs.
extension EngineCore {
  /// Before the name of a mailbox, where agents have their numbers.
  static let mailboxLogin = "mailbox "

  mutating func unlock(_ queue: String, _ pin: String, _ call: CallID, _ s: Int) {
    let extra = makeExtra(s)
    loginSerial &+= 1
    let (serial, number) = (loginSerial, EngineCore.mailboxLogin + queue)
    extra.login = (serial, number)
    if logins.isLocked(number, at: now) { return checked(call, serial, false) }
    // A mailbox without a PIN is not to be told by the time that the answer takes.
    let hash = definition.mailboxPins[queue] ?? definition.mailboxPins.values.sorted().first
    let isThere = definition.mailboxPins[queue] != nil
    pins.check(pin, against: hash) { [inbox] isRight in
      inbox.post(.pinChecked(call, serial, isRight && isThere), at: inbox.now)
    }
  }

  mutating func unlocked(_ number: String, _ call: CallID, _ extra: LegExtra, _ isRight: Bool) {
    let queue = number.dropFirst(EngineCore.mailboxLogin.count)
    guard isRight, !logins.isLocked(number, at: now) else {
      logins.failed(number, at: now)
      extra.failures += 1
      let left = DeskNews.tries - max(extra.failures, logins.failures(number, at: now))
      note(call, "mailbox") { _ in "\(queue) refused" }
      return tell(leg: call, .refused(triesLeft: max(0, left)))
    }
    logins.succeeded(number)
    extra.failures = 0
    note(call, "mailbox") { _ in "\(queue) opened" }
    tell(leg: call, .loggedIn(agent: ""))
  }
}
