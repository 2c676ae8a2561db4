import Chronology

/// `record take_message { say leave_message; max 3m; deliver billing; done -> bye }`.
enum RecordKind {
  static let row = KindRow(
    word: "record", isWaiting: true, hasOwnKeys: true, hasOwnFailures: true, takesInto: true,
    isIntoOptional: true,
    results: [.length],
    own: [
      OwnRow("max", "max 3m"), OwnRow("min", "min 2s"), OwnRow("silence", "silence 4s"),
      OwnRow("beep", "beep off"), OwnRow("review", "review"),
      OwnRow("deliver", "deliver queue as work within 4h"), OwnRow("notice", "notice today for 12h"),
      OwnRow("failed", "failed -> state"),
      OwnRow("done", "done -> state", isRequired: true),
    ], build: { build(&$0) })

  /// Of the file's name.
  static var resultType: VariableSource.TypeSource { .type(.text, isDigits: false) }

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = RecordSpec(done: state.nowhere)
    if let into = state.into, let slot = state.flow.slots[into.text] {
      state.body.fit(.text, to: slot, at: into.range)
      spec.variable = slot
    }
    if let most = TransferKind.duration("max", state, in: .seconds(1)...(.minutes(30))) { spec.max = most }
    if let least = TransferKind.duration("min", state, in: .zero...(.minutes(1))) { spec.min = least }
    if let silence = TransferKind.duration("silence", state, in: .seconds(1)...(.minutes(1))) {
      spec.silence = silence
    }
    if spec.min >= spec.max, let line = state.line("min") ?? state.line("max") {
      app.error("CF206", "'min' is shorter than 'max'", at: line.word.range, hint: "like min 2s and max 3m")
    }
    if let line = state.line("beep") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if cursor.take(word: "off") {
        spec.hasBeep = false
      } else if !cursor.take(word: "on") {
        app.missing("'beep' is on or off", cursor, line)
        cursor.skipToEnd()
      }
      app.expectEnd(&cursor, line)
    }
    if let line = state.line("review") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      spec.review = cursor.isAtEnd ? [] : state.body.parts(&cursor, line)
      app.expectEnd(&cursor, line)
    }
    if let line = state.line("deliver") { spec.delivery = delivery(line, state) }
    if let line = state.line("notice") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let token = app.name("a notice", &cursor, line),
        let index = app.look(up: token, .notice, code: "CF229")
      {
        var notice = RecordSpec.Notice(index: index)
        if cursor.take(word: "for") { notice.length = app.noticeLength(&cursor, line) }
        spec.notice = notice
        app.expectEnd(&cursor, line)
      }
    }
    if state.line("deliver") == nil, state.line("notice") == nil, state.into == nil, state.isWhole {
      app.error(
        "CF204", "a record needs a line 'deliver'", at: state.source.name.range,
        hint: "add: deliver and a queue, or write: record \(state.name) into file")
    }
    spec.length = state.flow.slots[ImplicitResult.length.rawValue]
    spec.failed = state.way("failed")
    spec.done = state.way("done") ?? state.nowhere
    return .record(spec)
  }

  /// `deliver queue [as work [within 4h]]`.
  private static func delivery(_ line: SyntaxLine, _ state: StateBuilder) -> RecordSpec.Delivery? {
    let app = state.app
    var cursor = TokenCursor(line)
    app.expectBare(line)
    guard let token = app.name("a queue", &cursor, line) else { return nil }
    var delivery = app.look(up: token, .queue, code: "CF221").map {
      RecordSpec.Delivery(queue: QueueIndex($0))
    }
    if cursor.take(word: "as") {
      if cursor.take(word: "work") {
        delivery?.work = .hours(4)
        if cursor.take(word: "within"), let time = app.duration(&cursor, line) {
          if time < .minutes(1) || time > .hours(24 * 7) {
            app.error("CF206", "work is to be done within 1m to 168h", at: line.word.range)
          }
          delivery?.work = time
        }
      } else {
        app.missing("a message is delivered 'as work'", cursor, line)
        cursor.skipToEnd()
      }
    }
    app.expectEnd(&cursor, line)
    return delivery
  }
}
