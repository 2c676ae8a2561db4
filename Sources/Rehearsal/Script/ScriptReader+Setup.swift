import CallFlow
import Chronology

extension ScriptReader {
  mutating func readSetup(_ line: SyntaxLine, into setup: inout ScriptSetup) {
    var cursor = TokenCursor(line)
    let faults = diagnostics.all.count
    if !line.word.isWord("data") { refuseBlock(line) }
    switch line.word.text {
    case "at": readStart(&cursor, into: &setup)
    case "language":
      let range = cursor.here
      if let name = name(&cursor, "a language") { setup.language = (name, range) }
    case "data": readData(&cursor, line, into: &setup)
    case "agent": readAgent(&cursor, into: &setup)
    case "mailbox":
      guard let queue = name(&cursor, "a queue's name") else { break }
      guard cursor.take(word: "pin") else {
        missing("'pin'", cursor.here)
        break
      }
      if let pin = phone(&cursor, "the mailbox's PIN") { setup.mailboxPins[queue] = pin }
    case "seed":
      if let seed = integer(&cursor, "the seed") { setup.seed = UInt64(clamping: seed) }
    case "replace":
      if let replacement = readReplacement(&cursor) { setup.replacements.append(replacement) }
    case "limit":
      if let limit = duration(&cursor, "how long the call may take") { setup.limit = limit }
    default:
      let range = cursor.here
      guard let word = name(&cursor, "virtual or audio") else { break }
      if let mode = ScriptSetup.Mode(rawValue: word) {
        setup.mode = mode
      } else {
        fault("CF206", "there is no mode '\(word)'", range, hint: "virtual or audio")
      }
    }
    // What stands behind a fault would only echo it.
    if diagnostics.all.count == faults { end(&cursor, line) }
  }

  private mutating func readStart(_ cursor: inout TokenCursor, into setup: inout ScriptSetup) {
    let range = cursor.here
    guard let moment = moment(&cursor) else { return }
    guard case .clock(let day?, let time) = moment else {
      fault("CF206", "a start needs its day", range, hint: "as at 2026-03-03 10:15 \"Asia/Seoul\"")
      return
    }
    let zoneRange = cursor.here
    if let (token, _) = cursor.takeString() {
      if let zone = Zone(token.text) {
        setup.zone = zone
      } else {
        fault("CF206", "there is no time zone \"\(token.text)\"", zoneRange, hint: "as \"Asia/Seoul\"")
      }
    }
    setup.start = setup.zone.instant(day, time)
  }

  private mutating func readData(
    _ cursor: inout TokenCursor, _ line: SyntaxLine, into setup: inout ScriptSetup
  ) {
    guard let table = name(&cursor, "a table's name") else { return }
    if cursor.take(word: "from") {
      refuseBlock(line)
      guard let path = text(&cursor, "a file") else { return }
      setup.rows.append(.init(table: table, source: .csv(path), range: line.word.range))
      return
    }
    guard let block = line.block else {
      missing("'from' or rows in { }", cursor.here)
      return
    }
    var rows: [[String: Value]] = []
    for line in block.lines {
      guard line.word.isSign("(") else {
        fault(
          "CF200", "a row was expected, not \(line.word.shown)", line.word.range, hint: "as (number = \"1\")")
        continue
      }
      var cursor = TokenCursor([line.word] + line.arguments, after: line.word.range)
      if let row = row(&cursor) {
        rows.append(row)
        end(&cursor, line)
      }
    }
    setup.rows.append(.init(table: table, source: .rows(rows), range: line.word.range))
  }

  private mutating func readAgent(_ cursor: inout TokenCursor, into setup: inout ScriptSetup) {
    let range = cursor.here
    guard let name = name(&cursor, "an agent's name"), cursor.take(word: "skills"),
      let levels = skills(&cursor)
    else { return }
    var number: String?
    var pin: String?
    while let word = ["number", "pin"].first(where: { cursor.take(word: $0) }) {
      let range = cursor.here
      guard let joined = cursor.takeJoined(), joined.text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
        return missing("digits", range, hint: "as \(word) 201")
      }
      if word == "number" { number = joined.text } else { pin = joined.text }
    }
    var begin = ScriptSetup.Agent.Begin.ready
    if cursor.take(word: "away") {
      begin = .away
    } else if cursor.take(word: "busy") {
      guard cursor.take(word: "until") else {
        missing("'until'", cursor.here, hint: "as busy until +90s")
        return
      }
      guard let until = moment(&cursor) else { return }
      begin = .busy(until: until)
    } else {
      _ = cursor.take(word: "ready")
    }
    if setup.agents.contains(where: { $0.name == name }) {
      fault("CF202", "the agent '\(name)' is there already", range)
    }
    let skills = Dictionary(levels.map { ($0.skill, $0.level) }, uniquingKeysWith: { $1 })
    var agent = ScriptSetup.Agent(name: name, skills: skills, begin: begin, range: range)
    (agent.number, agent.pin) = (number, pin)
    setup.agents.append(agent)
  }

  private static let replaceable = "lookup, fetch, audio, speech, recording, calendar or switch"

  private mutating func readReplacement(_ cursor: inout TokenCursor) -> ScriptSetup.Replacement? {
    let range = cursor.here
    guard let what = name(&cursor, ScriptReader.replaceable) else { return nil }
    switch what {
    case "lookup", "fetch":
      guard let table = name(&cursor, what == "fetch" ? "a state's name" : "a table's name") else {
        return nil
      }
      var reply: ScriptSetup.LookupReply?
      if cursor.take(word: "with") {
        guard let row = row(&cursor) else { return nil }
        reply = .row(row)
      } else if cursor.take(word: "fails") {
        guard let word = name(&cursor, "how it fails: timeout, shape or missing") else { return nil }
        reply = .fails(word)
      }
      var after: Duration?
      if cursor.take(word: "after") {
        guard let value = duration(&cursor, "how long it takes") else { return nil }
        after = value
      }
      if reply == nil, after == nil {
        missing("'with', 'fails' or 'after'", cursor.here)
        return nil
      }
      return what == "fetch"
        ? .fetch(state: table, reply, after: after) : .lookup(table: table, reply, after: after)
    case "audio":
      guard let path = text(&cursor, "a clip") else { return nil }
      guard cursor.take(word: "missing") else {
        missing("'missing'", cursor.here)
        return nil
      }
      return .missingClip(path)
    case "speech":
      guard cursor.take(word: "fails") else {
        missing("'fails'", cursor.here)
        return nil
      }
      return .speechFails
    case "recording":
      guard cursor.take(word: "fails") else {
        missing("'fails'", cursor.here)
        return nil
      }
      return .recordingFails
    case "switch":
      let place = cursor.here
      guard let toggle = name(&cursor, "a switch's name") else { return nil }
      for position in SwitchItem.Position.allCases where cursor.take(word: position.rawValue) {
        return .toggle(toggle, position, place)
      }
      missing("'on', 'off' or 'auto'", cursor.here)
      return nil
    case "calendar":
      let place = cursor.here
      guard let calendar = name(&cursor, "a calendar's name") else { return nil }
      if cursor.take(word: "open") { return .calendar(calendar, isOpen: true, place) }
      if cursor.take(word: "closed") { return .calendar(calendar, isOpen: false, place) }
      missing("'open' or 'closed'", cursor.here)
      return nil
    default:
      fault(
        "CF206", "'\(what)' cannot be replaced", range,
        hint: ScriptReader.replaceable)
      return nil
    }
  }
}
