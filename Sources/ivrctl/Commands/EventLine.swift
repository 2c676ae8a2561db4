import Chronology
import Control
import Foundation

/// An event as a person reads it.
enum EventLine {
  private static let zone = Zone(TimeZone.current.identifier) ?? .utc

  static func text(_ event: JSONValue) -> String {
    var words = [event.cell("n"), time(event["at"]?.text ?? ""), event.cell("kind").padded(to: 11)]
    func add(_ name: String, _ lead: String = "") {
      if let text = event[name]?.text { words.append(lead + text) }
    }
    add("call")
    add("agent")
    add("state")
    add("queue", "queue ")
    add("from", "from ")
    add("to", "to ")
    // An alert's text begins with what it is about.
    if event["text"]?.text?.hasPrefix(event["reason"]?.text ?? "-") != true { add("reason") }
    if let place = event["position"]?.integer { words.append("position \(place)") }
    if let waited = event["waited_ms"]?.integer {
      words.append("waited \(clockText(seconds: waited / 1000))")
    }
    if let talk = event["talk_ms"]?.integer { words.append("talked \(clockText(seconds: talk / 1000))") }
    if let message = event["message"]?.integer { words.append("message \(message)") }
    if let length = event["length_ms"]?.integer { words.append("of \(clockText(seconds: length / 1000))") }
    add("disposition", "filed as ")
    add("text")
    for note in event["notes"]?.list ?? [] { words.append("\(note.cell("name"))=\(note.cell("text"))") }
    return words.joined(separator: " ")
  }

  /// The time of day here.
  static var now: String {
    clock(zone.local(Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))).time)
  }

  static func clock(_ time: ClockTime) -> String {
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : String(n) }
    return "\(two(time.hour)):\(two(time.minute)):\(two(time.second))"
  }

  /// Of a stamp in UTC, on the clock here.
  private static func time(_ stamp: String) -> String {
    let parts = stamp.split(separator: "T")
    guard parts.count == 2, let day = Day(parts[0]), let time = ClockTime(parts[1].prefix(8)) else {
      return stamp
    }
    return clock(zone.local(Zone.utc.instant(day, time)).time)
  }
}

extension JSONValue {
  /// On one line, keys in order.
  var compact: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }
}
