import Control
import Foundation

/// Which way keys come over a line behind a PBX: an operator presses some, and the running ivrd is watched.
enum BridgeTest {
  /// What came over the line since it began.
  private struct Counts {
    var calls: Int64, told: Int64, heard: Int64, both: Int64, gaps: Int64
    init(_ line: JSONValue) {
      func count(_ key: String) -> Int64 { line[key]?.integer ?? 0 }
      (calls, told, heard) = (count("taken"), count("digits_by_message"), count("digits_by_tone"))
      (both, gaps) = (count("digits_joined"), count("silent_keys"))
    }
    static func - (now: Self, then: Self) -> Self {
      var change = now
      change.calls -= then.calls
      change.told -= then.told
      change.heard -= then.heard
      change.both -= then.both
      change.gaps -= then.gaps
      return change
    }
  }

  /// The line of a running ivrd by that name, if it is one behind a PBX; nil also when no ivrd runs.
  static func line(_ name: String, _ arguments: Arguments) -> (Live, JSONValue)? {
    guard let live = try? Live(arguments), let line = try? find(name, live) else { return nil }
    return line["kind"] == "audiosocket" ? (live, line) : nil
  }
  private static func find(_ name: String, _ live: Live) throws -> JSONValue? {
    try live.ask(.lines).list?.first { $0["line"]?.text == name }
  }

  /// - Returns: 0 keys come, 1 they do not.
  static func run(_ name: String, _ live: Live, _ line: JSONValue, seconds: Int, json: Bool) throws -> Int32 {
    if !json {
      printError(
        "ivrctl: call line \(name) (\(line.cell("address"))) from a telephone of the PBX and press five keys, "
          + "half a second apart; \(seconds) s …")
    }
    let before = Counts(line)
    var change = before - before
    let end = Date().addingTimeInterval(TimeInterval(seconds))
    // Figures are told once a second.
    while Date() < end, change.told + change.heard < 5 {
      usleep(500_000)
      guard let now = try find(name, live) else {
        throw CommandError("line \(name) is gone", hint: "was the site loaded again?", status: 1)
      }
      change = Counts(now) - before
    }
    let verdict = verdict(change)
    if json {
      printOut(
        JSONValue.object([
          "line": .text(name), "calls": .integer(change.calls), "by_message": .integer(change.told),
          "by_tone": .integer(change.heard), "both_ways": .integer(change.both),
          "silences_like_keys": .integer(change.gaps), "verdict": .text(verdict.text),
        ]).pretty)
    } else {
      printOut("calls     \(change.calls) begun meanwhile")
      printOut(
        "keys      \(change.told) by message, \(change.heard) by tone, \(change.both) of them both ways")
      printOut("silences  \(change.gaps) as long as a key, without one")
      printOut(WrappedText.lines("verdict   " + verdict.text, width: 80, indent: 10).joined(separator: "\n"))
    }
    return verdict.isGood ? 0 : 1
  }

  private static func verdict(_ change: Counts) -> (isGood: Bool, text: String) {
    if change.told > 0 { return (true, "good: the PBX tells of keys by messages") }
    if change.heard > 0 {
      return (
        true, "keys come as tones in the sound, and are heard; messages are surer where the PBX has them"
      )
    }
    if change.gaps > 0 { return (false, "keys are lost: " + OlderPeer.advice) }
    if change.calls == 0 { return (false, "no call came: is the dialplan's address that of the line?") }
    return (false, "nothing came: no key was pressed, or the PBX keeps keys for itself")
  }
}

/// What is known of a PBX whose keys never come.
enum OlderPeer {
  static let advice =
    "an Asterisk before 22.4 (and 20 and 21 before spring 2025) swallows keys on this path; set dtmf_mode = inband "
    + "on its endpoints, or take a later one"

  /// For `ivrctl lines`; nil when nothing hints at it.
  static func hint(_ line: JSONValue) -> String? {
    func count(_ key: String) -> Int64 { line[key]?.integer ?? 0 }
    guard count("silent_keys") >= 3, count("digits_by_message") == 0, count("digits_by_tone") == 0 else {
      return nil
    }
    return
      "\(line.cell("line")): \(count("silent_keys")) silences as long as a key, and never a key: perhaps "
      + "\(advice); to be sure: ivrctl lines --test \(line.cell("line"))"
  }
}
