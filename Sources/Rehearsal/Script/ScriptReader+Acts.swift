import CallFlow
import Chronology

extension ScriptReader {
  /// 400 ms: how far into a prompt `while saying` presses, if not told.
  static let bargeInDelay: Duration = .milliseconds(400)

  mutating func readAct(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> ScriptAct? {
    switch line.word.text {
    case "caller": return readCall(&cursor)
    case "press": return readPress(&cursor)
    case "wait":
      guard cursor.take(word: "until") else { return duration(&cursor, "how long to wait").map { .wait($0) } }
      return readAwaited(&cursor, line).map { .waitUntil($0) }
    case "say":
      guard let words = text(&cursor, "what the caller says") else { return nil }
      guard cursor.take(word: "for") else { return .say(words, for: nil) }
      return duration(&cursor, "how long he speaks").map { .say(words, for: $0) }
    case "hang":
      guard expectWord("up", &cursor) else { return nil }
      return .hangUp
    case "drop":
      guard expectWord("line", &cursor) else { return nil }
      return .dropLine
    case "play":
      guard let path = text(&cursor, "a sound file") else { return nil }
      var at: ScriptMoment?
      if cursor.take(word: "at") {
        guard let moment = moment(&cursor) else { return nil }
        at = moment
      }
      return .play(path, at: at)
    case "tone": return readTone(&cursor).map { .tone($0) }
    case "agent": return readDeed(&cursor)
    case "other": return readOtherLine(&cursor)
    case "load":
      guard expectWord("flow", &cursor), let path = text(&cursor, "the flow's file") else { return nil }
      return .load(flow: path)
    default:
      unknown(line)
      return nil
    }
  }

  private mutating func expectWord(_ word: String, _ cursor: inout TokenCursor) -> Bool {
    if cursor.take(word: word) { return true }
    missing("'\(word)'", cursor.here)
    return false
  }

  private mutating func readCall(_ cursor: inout TokenCursor) -> ScriptAct? {
    let withheld = ["withheld", "anonymous", "none"].contains { cursor.take(word: $0) }
    var ani: String?
    if !withheld {
      guard let number = phone(&cursor, "the caller's number") else { return nil }
      ani = number
    }
    guard expectWord("dials", &cursor), let dnis = phone(&cursor, "the number dialled") else { return nil }
    var callerName: String?
    if cursor.take(word: "name") {
      guard let name = text(&cursor, "the caller's name") else { return nil }
      callerName = name
    }
    return .call(ani: ani, dnis: dnis, callerName: callerName)
  }

  private mutating func readPress(_ cursor: inout TokenCursor) -> ScriptAct? {
    guard let keys = keys(&cursor) else { return nil }
    var every: Duration?
    var hold: Duration?
    var saying: ScriptAct.WhileSaying?
    while let word = cursor.peek {
      if cursor.take(word: "every") {
        guard let value = duration(&cursor, "the time from key to key") else { return nil }
        every = value
      } else if cursor.take(word: "hold") {
        guard let value = duration(&cursor, "how long a key is down") else { return nil }
        hold = value
      } else if cursor.take(word: "while") {
        guard expectWord("saying", &cursor) else { return nil }
        saying = .init(prompt: nil, after: ScriptReader.bargeInDelay)
        let isOption = ["after", "every", "hold"].contains { cursor.isAt(word: $0) }
        if !isOption, let prompt = cursor.takeWord() { saying?.prompt = prompt.text }
        if cursor.take(word: "after") {
          guard let value = duration(&cursor, "how far into the prompt") else { return nil }
          saying?.after = value
        }
      } else {
        fault("CF200", "\(word.shown) cannot stand here", word.range, hint: "every, hold or while saying")
        cursor.skipToEnd()
        return nil
      }
    }
    return .press(keys, every: every, hold: hold, saying)
  }

  /// `other line answers after 3s`.
  private mutating func readOtherLine(_ cursor: inout TokenCursor) -> ScriptAct? {
    guard expectWord("line", &cursor) else { return nil }
    let range = cursor.here
    guard let verb = name(&cursor, "what the other line does") else { return nil }
    let deed: ScriptAct.OtherDeed
    switch verb {
    case "answers": deed = .answers
    case "busy": deed = .busy
    case "rings": deed = .rings
    case "refuses": deed = .refuses
    case "fails": deed = .fails
    case "presses":
      guard let keys = keys(&cursor) else { return nil }
      deed = .presses(keys)
    case "hangs":
      guard expectWord("up", &cursor) else { return nil }
      deed = .hangsUp
    default:
      let verbs = ["answers", "busy", "rings", "refuses", "fails", "presses 1", "hangs up"]
      fault(
        "CF206", "another line cannot '\(verb)'", range,
        hint: Suggestions.hint(verb, among: verbs) ?? verbs.joined(separator: ", "))
      cursor.skipToEnd()
      return nil
    }
    guard cursor.take(word: "after") else { return .otherLine(deed, after: nil) }
    return duration(&cursor, "after how long").map { .otherLine(deed, after: $0) }
  }

  private mutating func readTone(_ cursor: inout TokenCursor) -> ScriptTone? {
    let range = cursor.here
    guard let keys = keys(&cursor) else { return nil }
    guard let key = keys.first, keys.count == 1 else {
      fault("CF206", "a tone is one key", range)
      return nil
    }
    guard expectWord("for", &cursor), let length = duration(&cursor, "the tone's length") else { return nil }
    var tone = ScriptTone(key: key, length: length, level: -9, twist: 0, noise: nil)
    while !cursor.isAtEnd {
      if cursor.take(word: "level") {
        guard let value = decibels(&cursor) else { return nil }
        tone.level = value
      } else if cursor.take(word: "twist") {
        guard let value = decibels(&cursor) else { return nil }
        tone.twist = value
      } else if cursor.take(word: "noise") {
        guard let value = decibels(&cursor) else { return nil }
        tone.noise = value
      } else {
        return tone
      }
    }
    return tone
  }

  private mutating func readDeed(_ cursor: inout TokenCursor) -> ScriptAct? {
    guard let agent = name(&cursor, "an agent's name") else { return nil }
    let range = cursor.here
    guard let verb = name(&cursor, "what the agent does") else { return nil }
    let deed: ScriptAct.AgentDeed
    switch verb {
    case "answers": deed = .answers
    case "misses": deed = .misses
    case "refuses": deed = .refuses
    case "pauses": deed = .pauses
    case "ready", "returns": deed = .returns
    case "hangs":
      guard expectWord("up", &cursor) else { return nil }
      deed = .hangsUp
    case "logs":
      if cursor.take(word: "in") {
        deed = .logsIn
      } else if cursor.take(word: "out") {
        deed = .logsOut
      } else {
        missing("'in' or 'out'", cursor.here)
        return nil
      }
    case "skills":
      fault("CF200", "agents are set up before the first act", range)
      cursor.skipToEnd()
      return nil
    default:
      let verbs = ["answers", "misses", "refuses", "hangs up", "logs in", "logs out", "pauses", "returns"]
      fault(
        "CF206", "an agent cannot '\(verb)'", range,
        hint: Suggestions.hint(verb, among: verbs) ?? verbs.joined(separator: ", "))
      cursor.skipToEnd()
      return nil
    }
    var after: Duration?
    if cursor.take(word: "after") {
      guard let value = duration(&cursor, "after how long") else { return nil }
      after = value
    }
    return .agent(agent, deed, after: after)
  }
}
