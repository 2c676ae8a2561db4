import Chronology
import Session
import Tones

/// Writes the `*.call` of a call as it is made: what the caller did, when, and what was said to him before.
public struct ScriptWriter {
  private var lines: [String]
  /// Where a script that ran these lines would be in time.
  private var clock: Instant
  private var hasCalled = false

  /// - Parameters:
  ///   - flow: the flow's path beside the script.
  ///   - start: the script's first instant.
  public init(name: String, flow: String, start: Instant, zone: Zone = .utc, seed: UInt64 = 1) {
    let (day, time) = zone.local(start)
    lines = [
      "call \(ScriptWriter.quoted(name))", "flow \(ScriptWriter.quoted(flow))",
      "at \(day) \(time) \"\(zone.name)\"", "seed \(seed)",
    ]
    clock = zone.instant(day, time)
  }

  /// A line of one's own: `agent kim skills billing 3`, `data accounts from "accounts.csv"`.
  public mutating func add(_ line: String) { lines.append(line) }

  public mutating func call(ani: String?, dnis: String, at instant: Instant) {
    if !hasCalled { lines.append("") }
    hasCalled = true
    wait(until: instant)
    lines.append("caller \(ani ?? "withheld") dials \(dnis)")
  }
  public mutating func press(_ key: Key, at instant: Instant) {
    wait(until: instant)
    lines.append("press \(key.character)")
  }
  public mutating func hangUp(at instant: Instant) {
    wait(until: instant)
    lines.append("hang up")
  }

  /// Turns what the call tells into expectations; what is masked is expected by its prompt's name only.
  public mutating func take(_ story: CallStory, at instant: Instant) {
    switch story {
    case .said(let segment, _, _) where segment.isSaid:
      if segment.written == segment.loggable {
        lines.append("expect say \(ScriptWriter.quoted(segment.written)) in \(segment.voice.language)")
      } else if let prompt = segment.prompt {
        lines.append("expect say \(prompt)")
      } else {
        return
      }
    case .trace(.state(let name, _)): lines.append("expect state \(name)")
    case .queued(let queue, let position): lines.append("expect queue \(queue) position \(position)")
    case .connected(let agent, _): lines.append("expect connected \(agent)")
    default: return
    }
    clock = max(clock, instant)
  }
  public mutating func take(_ ending: Ending, at instant: Instant) {
    lines.append("expect hangup by \(ending.by.rawValue)")
    lines.append("expect log outcome=\(ending.outcome.rawValue)")
    clock = max(clock, instant)
  }

  public var text: String { lines.joined(separator: "\n") + "\n" }

  private mutating func wait(until instant: Instant) {
    let milliseconds = (instant - clock).milliseconds
    if milliseconds > 0 { lines.append("wait \(milliseconds)ms") }
    clock = max(clock, instant)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\", "{", "}": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
