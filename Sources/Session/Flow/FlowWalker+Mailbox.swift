import CallFlow
import Chronology
import Tones
import Wording

/// Where somebody is who hears the messages of a queue.
struct MailboxPosition: Sendable {
  enum Phase: Sendable, Equatable {
    /// For the PIN, and how often it was asked for.
    case pin(Int), checking
    /// At what may be done with a message, and how often that was asked.
    case message(Int)
  }
  var queue: String
  var phase = Phase.pin(1)
  /// Numbers of messages, the new ones first.
  var numbers: [Int] = []
  var index = 0
  static let most = 3
}

extension FlowWalker {
  private static let hear = 1, next = 2, save = 3, delete = 4, callThem = 5, end = 6

  mutating func mailbox(_ spec: MailboxSpec, _ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    handling = nil
    assign(.none, to: spec.from)
    let queue = prepared.graph.content.queues[spec.queue].name
    let isOpen = asides.first?.unlocked == queue
    aside.mailbox = MailboxPosition(queue: queue)
    return isOpen ? openMailbox(turn, &effects) : askPIN(1, isAgain: false, spec, &effects)
  }

  // MARK: Its PIN

  private mutating func askPIN(
    _ asked: Int, isAgain: Bool = true, _ spec: MailboxSpec, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    guard asked <= MailboxPosition.most else { return mailboxDone(&effects) }
    aside.mailbox?.phase = .pin(asked)
    say(.askPIN, &effects)
    return ask(
      CollectRequest(
        grammar: KeyGrammar(data: KeyGrammar.Data(lengths: spec.pin)), timeout: .seconds(10),
        interdigit: .seconds(5), dropsTypeAhead: isAgain, privacy: .secret),
      .mailbox, &effects)
  }

  mutating func mailboxKeys(_ entry: KeyEntry, _ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .mailbox(let spec) = here.state.kind, let position = asides.first?.mailbox else {
      return .perform
    }
    switch position.phase {
    case .pin:
      aside.mailbox?.phase = .checking
      mode = .mailbox
      effects.append(.unlock(mailbox: position.queue, pin: entry.keys.text))
      return nil
    case .checking: return nil
    case .message: return act(entry, spec, turn, &effects)
    }
  }

  mutating func mailboxMissed(_ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .mailbox(let spec) = here.state.kind, let position = asides.first?.mailbox else {
      return .perform
    }
    switch position.phase {
    case .pin(let asked): return askPIN(asked + 1, spec, &effects)
    case .checking: return nil
    case .message(let asked):
      guard asked < MailboxPosition.most else { return mailboxDone(&effects) }
      return askAct(asked + 1, spec, turn, &effects)
    }
  }

  mutating func mailboxTold(_ news: DeskNews, _ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .mailbox(let spec) = here.state.kind, let position = asides.first?.mailbox,
      case .checking = position.phase
    else { return nil }
    switch news {
    case .loggedIn:
      aside.unlocked = position.queue
      return openMailbox(turn, &effects)
    case .refused(let left):
      say(left > 0 ? .wrongPIN : .locked, &effects)
      return left > 0 ? askPIN(1, spec, &effects) : mailboxDone(&effects)
    default: return mailboxDone(&effects)
    }
  }

  // MARK: What lies in it

  private mutating func openMailbox(_ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .mailbox(let spec) = here.state.kind, let position = asides.first?.mailbox else {
      return .perform
    }
    let all = turn.context.messages(in: position.queue)
    let new = all.filter { $0.state == .new }, old = all.filter { $0.state != .new }
    aside.mailbox?.numbers = new.map(\.number) + old.map(\.number)
    aside.mailbox?.index = 0
    say(.summary(new: new.count, old: old.count), isFixed: false, &effects)
    if all.isEmpty { return mailboxDone(&effects) }
    return hearMessage(spec, turn, &effects)
  }

  /// The message, who left it and when, and what may be done with it.
  private mutating func hearMessage(
    _ spec: MailboxSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    guard let position = asides.first?.mailbox else { return .perform }
    var index = position.index
    let all = turn.context.messages(in: position.queue)
    // Others may have deleted some meanwhile.
    while position.numbers.indices.contains(index),
      !all.contains(where: { $0.number == position.numbers[index] })
    {
      index += 1
    }
    aside.mailbox?.index = index
    guard position.numbers.indices.contains(index),
      let message = all.first(where: { $0.number == position.numbers[index] })
    else {
      say(.noMore, &effects)
      return mailboxDone(&effects)
    }
    assign(message.from.map { .text($0) } ?? .none, to: spec.from)
    let (day, time) = prepared.zone.local(Instant(milliseconds: message.at))
    say(
      .message(
        number: index + 1, of: position.numbers.count, from: message.from, day, time,
        today: prepared.zone.local(turn.context.now).day),
      isFixed: false, &effects)
    if let sound = turn.context.sound(of: message) {
      effects.append(
        .queuePrompt([
          Segment(
            .message(
              sound.path, sound.duration, number: message.state == .new ? message.number : nil),
            voice: prepared.speaker.tongue(language).voice)
        ]))
    }
    return askAct(1, spec, turn, &effects)
  }

  private mutating func askAct(
    _ asked: Int, _ spec: MailboxSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    aside.mailbox?.phase = .message(asked)
    let canCall = canCall(spec, turn)
    say(.acts(canCall: canCall), &effects)
    var choices: [KeyGrammar.Choice] = [
      .init(key: .one, tag: FlowWalker.hear), .init(key: .two, tag: FlowWalker.next),
      .init(key: .three, tag: FlowWalker.save), .init(key: .four, tag: FlowWalker.delete),
      .init(key: .hash, tag: FlowWalker.end),
    ]
    if canCall { choices.append(.init(key: .five, tag: FlowWalker.callThem)) }
    return ask(
      CollectRequest(
        grammar: KeyGrammar(choices: choices, terminator: nil), timeout: here.state.settings.timeout,
        interdigit: .seconds(2)), .mailbox, &effects)
  }

  private func canCall(_ spec: MailboxSpec, _ turn: Turn) -> Bool {
    guard spec.call != nil, let position = asides.first?.mailbox,
      position.numbers.indices.contains(position.index)
    else { return false }
    let number = position.numbers[position.index]
    return turn.context.messages(in: position.queue).first { $0.number == number }?.from != nil
  }

  private mutating func act(
    _ entry: KeyEntry, _ spec: MailboxSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    guard let position = asides.first?.mailbox, position.numbers.indices.contains(position.index) else {
      return mailboxDone(&effects)
    }
    let number = position.numbers[position.index]
    switch entry.tag {
    case FlowWalker.hear: return hearMessage(spec, turn, &effects)
    case FlowWalker.save, FlowWalker.delete:
      let isSaved = entry.tag == FlowWalker.save
      effects.append(.markMessage(number, isSaved ? .saved : nil))
      say(isSaved ? .saved : .deleted, &effects)
    case FlowWalker.callThem:
      guard case .mailbox(_, let call?) = here.ways else { return mailboxDone(&effects) }
      markCut(entry, &effects)
      mode = .nothing
      aside.mailbox = nil
      return begin(call, "call", after: .hangUp)
    case FlowWalker.end: return mailboxDone(&effects)
    default: markCut(entry, &effects)  // the next
    }
    aside.mailbox?.index = position.index + 1
    return hearMessage(spec, turn, &effects)
  }

  /// Whoever goes on while a message plays has heard enough of it.
  private func markCut(_ entry: KeyEntry, _ effects: inout [WalkerEffect]) {
    if let number = entry.cutMessage { effects.append(.markMessage(number, .heard)) }
  }

  private mutating func mailboxDone(_ effects: inout [WalkerEffect]) -> Todo? {
    mode = .nothing
    aside.mailbox = nil
    guard case .mailbox(let done, _) = here.ways else { return disconnect(&effects) }
    return begin(done, "done", after: .hangUp)
  }

  private func say(_ phrase: MessagePhrase, isFixed: Bool = true, _ effects: inout [WalkerEffect]) {
    let segments = prepared.speaker.builtIn(.message(phrase), language, isFixed: isFixed)
    if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
  }
}
