import ACD
import Chronology
import Control
import Engine
import Foundation
import LiveView

/// What events of earlier runs began and none has ended: where ivrd was killed, whoever follows them would
/// have those callers on his screen, and those alerts, for ever.
struct UnfinishedEvents {
  private var calls: [CallID: CentreEvent] = [:]
  private var waiting: [CallID: CentreEvent] = [:]
  /// The end of what an agent is offered, or of his talk.
  private var atAgents: [AtAgent: CentreEvent] = [:]
  private var raised: [[String?]: Alert] = [:]
  private struct AtAgent: Hashable, Comparable {
    var call: CallID
    var agent: String
    static func < (a: AtAgent, b: AtAgent) -> Bool { (a.call, a.agent) < (b.call, b.agent) }
  }

  mutating func take(_ value: JSONValue) {
    guard let kind = value["kind"]?.text.flatMap(CentreEvent.Kind.init) else { return }
    let call = value["call"]?.text.flatMap { CallID($0) }
    if let call, let agent = value["agent"]?.text { take(kind, AtAgent(call: call, agent: agent), value) }
    switch (kind, call) {
    case (.arrived, let call?): calls[call] = UnfinishedEvents.event(.ended, call, value)
    case (.ended, let call?):
      (calls[call], waiting[call]) = (nil, nil)
      atAgents = atAgents.filter { $0.key.call != call }
    case (.queued, let call?): waiting[call] = UnfinishedEvents.event(.left, call, value)
    case (.answered, let call?), (.left, let call?): waiting[call] = nil
    case (.alert, _):
      guard let text = value["text"]?.text, let what = value["reason"]?.text else { break }
      raised[UnfinishedEvents.name(value)] = Alert(
        queue: value["queue"]?.text, agent: value["agent"]?.text, what: what, text: text,
        since: value["at"]?.text.flatMap { UnfinishedEvents.instant($0) } ?? Instant(microseconds: 0))
    case (.alertOver, _): raised[UnfinishedEvents.name(value)] = nil
    default: break
    }
  }

  private mutating func take(_ kind: CentreEvent.Kind, _ key: AtAgent, _ value: JSONValue) {
    switch kind {
    case .offered: atAgents[key] = UnfinishedEvents.event(.offerEnded, key.call, value)
    case .answered: atAgents[key] = UnfinishedEvents.event(.talkEnded, key.call, value)
    case .offerEnded, .talkEnded: atAgents[key] = nil
    default: return
    }
    atAgents[key]?.agent = key.agent
  }

  /// The oldest first.
  var alerts: [Alert] { raised.values.sorted { ($0.since, $0.text) < ($1.since, $1.text) } }

  /// What was never told of those calls, as of now.
  func endings(at now: Instant) -> [CentreEvent] {
    var endings =
      atAgents.keys.sorted().compactMap { atAgents[$0] } + waiting.keys.sorted().compactMap { waiting[$0] }
      + calls.keys.sorted().compactMap { calls[$0] }
    for index in endings.indices {
      endings[index].at = now
      if endings[index].kind == .ended {
        (endings[index].state, endings[index].reason) = ("interrupted", "system")
      } else {
        endings[index].reason = "interrupted"
      }
    }
    return endings
  }

  private static func name(_ value: JSONValue) -> [String?] {
    ["reason", "queue", "agent"].map { value[$0]?.text }
  }
  private static func event(_ kind: CentreEvent.Kind, _ call: CallID, _ value: JSONValue) -> CentreEvent {
    var event = CentreEvent(kind, at: Instant(microseconds: 0), call: call)
    (event.from, event.to) = (value["from"]?.text, value["to"]?.text)
    event.queue = kind == .left ? value["queue"]?.text : nil
    return event
  }
  private static func instant(_ text: String) -> Instant? {
    guard let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    else {
      return nil
    }
    return Instant(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
  }
}
