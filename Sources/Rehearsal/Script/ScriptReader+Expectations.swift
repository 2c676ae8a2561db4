import CallFlow
import Chronology
import Tones
import Wording

extension ScriptReader {
  static let bodies = [
    "say", "state", "event", "cut", "heard", "key", "queue", "connected", "lookup", "var", "hangup", "log",
    "table", "silence", "error", "quiet", "transfer", "callback",
    "message",
  ]

  mutating func readExpectation(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Expectation? {
    var manner = Expectation.Manner.some
    for word in [Expectation.Manner.next, .no, .never] where cursor.take(word: word.rawValue) {
      manner = word
      break
    }
    return readExpected(&cursor, line, manner)
  }
  /// Behind `wait until`.
  mutating func readAwaited(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Expectation? {
    readExpected(&cursor, line, .some)
  }

  private mutating func readExpected(
    _ cursor: inout TokenCursor, _ line: SyntaxLine, _ manner: Expectation.Manner
  ) -> Expectation? {
    guard let body = readBody(&cursor) else {
      cursor.skipToEnd()
      return nil
    }
    let text = ([line.word] + line.arguments).sourceText
    var expectation = Expectation(manner: manner, body: body, text: text)
    while !cursor.isAtEnd {
      if cursor.take(word: "within") {
        guard let value = duration(&cursor, "within how long") else { return nil }
        expectation.within = value
      } else if cursor.take(word: "at") {
        guard let moment = moment(&cursor) else { return nil }
        expectation.at = moment
      } else {
        break
      }
    }
    return expectation
  }

  private mutating func readBody(_ cursor: inout TokenCursor) -> Expectation.Body? {
    let range = cursor.here
    guard let word = name(&cursor, "what is expected") else { return nil }
    switch word {
    case "say": return readSay(&cursor)
    case "state":
      var names: [String] = []
      repeat {
        guard let name = dotted(&cursor, "a state's name") else { return nil }
        names.append(name)
      } while cursor.take(sign: ",")
      return .states(names)
    case "event":
      guard let event = dotted(&cursor, "an event") else { return nil }
      return .event(event, count: optionalInteger(&cursor))
    case "cut": return .cut
    case "heard":
      guard let prompt = name(&cursor, "a prompt") else { return nil }
      let percent = optionalInteger(&cursor)
      if percent != nil { _ = cursor.take(sign: "%") }
      return .heard(prompt, percent: percent.map(Double.init))
    case "key":
      let place = cursor.here
      guard let keys = keys(&cursor) else { return nil }
      guard let key = keys.first, keys.count == 1 else {
        fault("CF206", "one key was expected", place)
        return nil
      }
      return .key(key)
    case "queue": return readQueue(&cursor)
    case "connected": return name(&cursor, "an agent's name").map { .connected($0) }
    case "lookup":
      guard let table = name(&cursor, "a table's name") else { return nil }
      if cursor.take(word: "missing") { return .lookup(table, rows: 0) }
      guard cursor.take(word: "row") else { return .lookup(table, rows: nil) }
      return integer(&cursor, "how many rows").map { .lookup(table, rows: $0) }
    case "var":
      guard let variable = dotted(&cursor, "a variable") else { return nil }
      guard cursor.take(sign: "==") else {
        missing("'=='", cursor.here)
        return nil
      }
      return constant(&cursor, "a value").map { .variable(variable, $0) }
    case "hangup":
      guard cursor.take(word: "by") else { return .hangUp(by: nil) }
      let place = cursor.here
      guard let party = name(&cursor, "who hangs up") else { return nil }
      guard ["caller", "system", "agent", "line"].contains(party) else {
        fault("CF206", "'\(party)' cannot hang up", place, hint: "caller, system or agent")
        return nil
      }
      return .hangUp(by: party)
    case "log": return fields(&cursor).map { .log($0) }
    case "table":
      guard let table = name(&cursor, "a table's name") else { return nil }
      guard cursor.take(word: "has") else {
        missing("'has'", cursor.here)
        return nil
      }
      return fields(&cursor).map { .table(table, $0) }
    case "silence":
      if let token = cursor.peek, case .duration(let length) = token.kind {
        cursor.next()
        return .silence(length)
      }
      return .silence(.zero)
    case "error":
      guard let token = cursor.peek, case .word = token.kind, !["within", "at"].contains(token.text) else {
        return .error(nil)
      }
      return dotted(&cursor, "an event").map { .error($0) }
    case "quiet": return .quiet
    case "transfer":
      for answer in Expectation.TransferEnd.allCases where cursor.take(word: answer.rawValue) {
        return .transferEnd(answer)
      }
      return phone(&cursor, "the number, or what became of it").map { .transfer($0) }
    case "message":
      guard let token = cursor.peek, case .word = token.kind, !["within", "at"].contains(token.text) else {
        return .message(nil)
      }
      return name(&cursor, "a queue's name").map { .message($0) }
    case "callback": return phone(&cursor, "the number to be called back").map { .callBack($0) }
    default:
      fault(
        "CF200", "'\(word)' cannot be expected", range,
        hint: Suggestions.hint(word, among: ScriptReader.bodies) ?? ScriptReader.bodies.joined(separator: " ")
      )
      return nil
    }
  }

  private mutating func optionalInteger(_ cursor: inout TokenCursor) -> Int? {
    guard let token = cursor.peek, case .number = token.kind, let value = Int(token.text) else { return nil }
    cursor.next()
    return value
  }

  private mutating func readSay(_ cursor: inout TokenCursor) -> Expectation.Body? {
    var what: Expectation.Text?
    if cursor.take(word: "contains") {
      what = text(&cursor, "what is said").map { .contains($0) }
    } else if cursor.take(word: "matches") {
      what = text(&cursor, "a pattern").map { .matches($0) }
    } else if let (token, _) = cursor.takeString() {
      what = .equals(token.text)
    } else {
      what = name(&cursor, "a text or a prompt's name").map { .prompt($0) }
    }
    guard let what else { return nil }
    var language: String?
    var form: Form?
    while true {
      if cursor.take(word: "in") {
        guard let tag = name(&cursor, "a language") else { return nil }
        language = tag
      } else if cursor.take(word: "as") {
        guard let value = self.form(&cursor) else { return nil }
        form = value
      } else {
        return .say(what, language: language, form: form)
      }
    }
  }

  private mutating func readQueue(_ cursor: inout TokenCursor) -> Expectation.Body? {
    guard let queue = name(&cursor, "a queue's name") else { return nil }
    var position: Int?
    var needs: [Expectation.Level] = []
    var prefers: [Expectation.Level] = []
    while true {
      if cursor.take(word: "position") {
        guard let value = integer(&cursor, "a position") else { return nil }
        position = value
      } else if cursor.take(word: "needs") {
        guard let levels = skills(&cursor) else { return nil }
        needs = levels
      } else if cursor.take(word: "prefers") {
        guard let levels = skills(&cursor) else { return nil }
        prefers = levels
      } else {
        return .queue(queue, position: position, needs: needs, prefers: prefers)
      }
    }
  }
}

extension [Token] {
  /// As written, with single blanks.
  var sourceText: String {
    var text = ""
    for token in self {
      if !text.isEmpty, !token.touchesPrevious { text += " " }
      if case .string = token.kind { text += "\"\(token.text)\"" } else { text += token.text }
    }
    return text
  }
}
