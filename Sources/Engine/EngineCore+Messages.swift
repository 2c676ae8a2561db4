import ACD
import CallFlow
import Chronology
import Session

/// Messages of callers: taken, kept in mailboxes, and taken away again.
extension EngineCore {
  mutating func message(_ step: MessageStep, _ s: Int, _ id: CallID, _ line: any Line) {
    switch step {
    case .start:
      let extra = makeExtra(s)
      extra.messages += 1
      let day = (definition.zone ?? .utc).local(wall(slots[s].arrived)).day
      let name = "messages/\(day)/\(id)-\(extra.messages).wav"
      let fault = messages.folder == nil ? "the site file names no 'recordings' folder" : recordingFault?()
      let path = "\(messages.folder ?? "")/\(name)"
      extra.message = (name, path)
      if let fault {
        // Told as a line would: what asked for it is still at work.
        inbox.post(.line(slots[s].lineCall, .recorded(path: path, duration: nil, fault: fault)), at: now)
      } else {
        line.record(.message(path: path), for: slots[s].lineCall)
      }
    case .stop: line.record(.endMessage, for: slots[s].lineCall)
    }
  }

  /// - Returns: false when that is no message.
  mutating func messageEnded(
    _ path: String, _ duration: Duration?, _ fault: String?, _ s: Int, at instant: Instant
  ) -> Bool {
    guard let message = slots[s].extra?.message, message.path == path else { return false }
    slots[s].extra?.message = nil
    let sound = duration.map { MessageSound(name: message.name, path: path, duration: $0) }
    if slots[s].ending != nil {
      if duration != nil { onNotice?(now, .fileUnwanted(path)) }
    } else {
      deliver(.messageEnded(sound, fault: fault), to: s, at: instant)
    }
    return true
  }

  mutating func keepMessage(_ order: MessageOrder, _ s: Int, _ id: CallID) {
    guard let given = slots[s].given else { return }
    messages.last += 1
    var message = StoredMessage(
      number: messages.last, queue: order.queue, name: order.sound.name, call: id.number,
      from: given.facts.ani, callerName: given.facts.callerName, language: order.language,
      at: wall(now).milliseconds, length: order.sound.duration.milliseconds)
    message.segment = order.segment
    if let within = order.work {
      slots[s].visits += 1
      message.work = StoredMessage.Work(until: (wall(now) + within).milliseconds, visit: slots[s].visits)
    }
    messages.messages[message.number] = message
    if keepsState {
      log.append(.kept(KeptRow("messages", "last", at: wall(now), "\(messages.last)")))
    }
    keep(message: message.number)
    publish(message)
    if message.work != nil { offerWork(message.number) }
  }

  func publish(_ message: StoredMessage, _ text: String? = nil) {
    guard onNotice != nil else { return }
    var event = CentreEvent(.message, at: wall(now), call: CallID(message.call), agent: message.work?.agent)
    (event.from, event.queue, event.message) = (message.from, message.queue, message.number)
    event.state = message.work.map { "work \($0.state.rawValue)" } ?? message.state.rawValue
    event.length = .milliseconds(message.length)
    event.text = text
    onNotice?(now, .centre(event))
  }

  func keep(message number: Int) {
    guard keepsState else { return }
    log.append(
      .kept(
        KeptRow("message", "\(number)", at: wall(now), messages.messages[number].map { KeptText.encode($0) }))
    )
  }

  mutating func restore(messages rows: [KeptRow]) {
    for row in rows {
      if row.kind == "messages", let last = row.value.flatMap({ Int($0) }) {
        messages.last = max(messages.last, last)
      }
      if row.kind == "notice" { restore(notice: row) }
      guard row.kind == "message", let message: StoredMessage = KeptText.decode(row.value) else { continue }
      messages.messages[message.number] = message
      messages.last = max(messages.last, message.number)
    }
  }

  /// What people have heard, want to keep, or no longer want.
  mutating func change(_ number: Int, to state: StoredMessage.State?) -> EngineReply {
    guard let message = messages.messages[number] else { return .refused("there is no message \(number)") }
    guard let state else {
      if let work = works[number] { distribute(.callLeft(work, .ended)) }
      let isNotice = messages.notices.values.contains { $0.file == message.name }
      if !isNotice, let sound = messages.sound(message) { onNotice?(now, .fileUnwanted(sound.path)) }
      messages.messages[number] = nil
      keep(message: number)
      publish(message, "deleted")
      return .done
    }
    messages.messages[number]?.change(to: state, at: wall(now).milliseconds)
    keep(message: number)
    return .done
  }
}
