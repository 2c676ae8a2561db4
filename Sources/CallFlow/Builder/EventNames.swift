/// The events that the engine throws, and their short names.
enum EventNames {
  static let short = [
    "no-input": "failed.no-input", "no-match": "failed.no-match", "invalid": "failed.invalid",
  ]
  static let builtIn = [
    "failed.no-input", "failed.no-match", "failed.invalid", "hangup.caller", "hangup.agent", "hangup.line",
    "hangup.transferred", "cancel", "help", "limit.call", "limit.turns", "error.lookup",
    "error.lookup.timeout", "error.lookup.shape", "error.save", "error.save.timeout", "error.save.shape",
    "error.save.conflict", "error.record", "error.fetch", "error.fetch.timeout", "error.fetch.shape",
    "error.audio", "error.callback", "error.speech", "error.transfer.busy", "error.transfer.no-answer",
    "error.transfer.refused", "error.transfer.route", "error.value", "error.loop",
    "error.unhandled",
  ]
  /// All names and their prefixes.
  static let known: Set<String> = Set(builtIn.flatMap { EventName($0).prefixes })
  static func long(_ text: String) -> String { short[text] ?? text }
}

extension ApplicationBuilder {
  /// `card_lost`, `failed.no-input`.
  func eventText(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> (String, SourceRange)? {
    guard let first = cursor.takeWord() else {
      missing("the name of an event was expected", cursor, line, hint: "like no-input")
      return nil
    }
    var text = first.text
    var range = first.range
    while cursor.isAt(sign: "."), let next = cursor.peek(ahead: 1), next.kind == .word {
      cursor.next()
      cursor.next()
      text += "." + next.text
      range.length = next.range.start.column + next.range.length - range.start.column
    }
    return (text, range)
  }
}
