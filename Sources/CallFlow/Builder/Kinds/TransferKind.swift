import Tones

/// `transfer name { to "201"; busy -> a; no-answer -> b }`.
enum TransferKind {
  static let row = KindRow(
    word: "transfer", isWaiting: true, results: [.talk, .reason],
    own: [
      OwnRow("to", "to \"201\"", isRequired: true), OwnRow("mode", "mode bridge"),
      OwnRow("ring", "ring 30s"), OwnRow("max", "max 10m"), OwnRow("key", "key *# ends", isRepeatable: true),
      OwnRow("done", "done -> state"), OwnRow("busy", "busy -> state"),
      OwnRow("no-answer", "no-answer -> state"), OwnRow("refused", "refused -> state"),
    ], build: { build(&$0) })

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = TransferSpec(number: .constant(.undefined))
    if let number = dialledNumber(state, like: "201") { spec.number = number }
    if let line = state.line("mode") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let word = cursor.takeWord(), let mode = TransferSpec.Mode(rawValue: word.text) {
        spec.mode = mode
        app.expectEnd(&cursor, line)
      } else {
        app.missing("'mode' is blind, bridge or ask", TokenCursor(line), line, hint: "like mode bridge")
      }
    }
    if let ring = duration("ring", state, in: .seconds(5)...(.minutes(5))) { spec.ring = ring }
    spec.max = duration("max", state, in: .seconds(1)...(.hours(24)))
    readKeys(state, &spec)
    if spec.mode == .blind {
      for line in ["ring", "max", "key"].flatMap(state.lines) where line.isSound {
        app.error(
          "CF203", "a blind transfer has no '\(line.word.text)': the call has left us",
          at: line.word.range, hint: "write: mode bridge")
      }
    }
    (spec.done, spec.busy) = (state.way("done"), state.way("busy"))
    (spec.noAnswer, spec.refused) = (state.way("no-answer"), state.way("refused"))
    return .transfer(spec)
  }

  /// What `to` says, in a state that has somebody dialled.
  static func dialledNumber(_ state: StateBuilder, like example: String) -> Expression? {
    guard let line = state.line("to") else { return nil }
    let app = state.app
    var cursor = TokenCursor(line)
    app.expectBare(line)
    defer { app.expectEnd(&cursor, line) }
    guard let found = state.body.value(&cursor, state.body.using(.dialled)) else { return nil }
    if let type = found.type, type != .text {
      app.error(
        "CF301", "'to' is a text, this is a \(type.rawValue)", at: found.range,
        hint: "write the number in quotes, like to \"\(example)\"")
    } else if case .constant(.text(let number)) = found.value, !isNumber(number) {
      app.error(
        "CF206", "'\(number)' is no telephone number", at: found.range, hint: "like to \"\(example)\"")
    }
    return found.value
  }

  static func duration(
    _ word: String, _ state: StateBuilder, in range: ClosedRange<Duration>
  ) -> Duration? {
    guard let line = state.line(word) else { return nil }
    var cursor = TokenCursor(line)
    state.app.expectBare(line)
    let start = cursor.here
    guard let found = state.app.duration(&cursor, line) else { return nil }
    state.app.expectEnd(&cursor, line)
    guard range.contains(found) else {
      state.app.error(
        "CF206", "'\(word)' is from \(range.lowerBound.written) to \(range.upperBound.written)", at: start)
      return nil
    }
    return found
  }

  /// `key *# ends`.
  private static func readKeys(_ state: StateBuilder, _ spec: inout TransferSpec) {
    let app = state.app
    for line in state.lines("key") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      app.expectNoElse(line)
      repeat {
        guard let found = app.keySet(&cursor, line) else { break }
        spec.endKeys += found.patterns
      } while cursor.take(sign: ",")
      if cursor.take(word: "ends") {
        app.expectEnd(&cursor, line)
      } else if line.isSound {
        app.missing("a key of a transfer ends it", cursor, line, hint: "write: key *# ends")
      }
    }
  }

  /// What a telephone can dial; blanks and hyphens are left out when it is dialled.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.filter { $0 != " " && $0 != "-" }
    let plain = digits.hasPrefix("+") ? digits.dropFirst() : digits[...]
    return !plain.isEmpty && plain.count <= 32
      && plain.allSatisfy { Key($0).map { $0.digit != nil || $0 == .star || $0 == .hash } ?? false }
  }
}
