import Chronology
import Control
import Engine
import Foundation

extension JSONValue {
  /// As it is streamed: what is not known is left out.
  public init(_ event: CentreEvent, number: Int64) {
    var members: [String: JSONValue] = [
      "n": .integer(number), "kind": .text(event.kind.rawValue), "at": .text(JSONValue.stamp(event.at)),
    ]
    func add(_ name: String, _ text: String?) { members[name] = text.map { .text($0) } }
    add("call", event.call?.description)
    add("from", event.from)
    add("to", event.to)
    add("queue", event.queue)
    add("agent", event.agent)
    add("state", event.state)
    add("reason", event.reason)
    add("disposition", event.disposition)
    add("text", event.text)
    if let waited = event.waited { members["waited_ms"] = .integer(waited.milliseconds) }
    if let talk = event.talk { members["talk_ms"] = .integer(talk.milliseconds) }
    if let position = event.position { members["position"] = .integer(Int64(position)) }
    if let message = event.message { members["message"] = .integer(Int64(message)) }
    if let length = event.length { members["length_ms"] = .integer(length.milliseconds) }
    if !event.notes.isEmpty {
      members["notes"] = .list(event.notes.map { ["name": .text($0.name), "text": .text($0.text)] })
    }
    self = .object(members)
  }

  /// ISO 8601 in UTC, with milliseconds.
  private static func stamp(_ instant: Instant) -> String {
    let (day, time) = Zone.utc.local(instant)
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : String(n) }
    let thousandth = String(1000 + instant.milliseconds - instant.milliseconds / 1000 * 1000).dropFirst()
    return "\(day)T\(two(time.hour)):\(two(time.minute)):\(two(time.second)).\(thousandth)Z"
  }
}
