/// `callback call_me { to caller.number; within 4h; done -> bye }`.
enum CallBackKind {
  static let row = KindRow(
    word: "callback", isWaiting: true, refusesKeys: true, takesInto: true, isIntoOptional: true,
    own: [
      OwnRow("to", "to caller.number", isRequired: true), OwnRow("queue", "queue name"),
      OwnRow("within", "within 4h"), OwnRow("ring", "ring 25s"),
      OwnRow("slots", "slots office"), OwnRow("attempts", "attempts 3 every 5m"),
      OwnRow("done", "done -> state", isRequired: true),
    ], build: { build(&$0) })

  /// Of the number that he is called back at.
  static var resultType: VariableSource.TypeSource { .type(.text, isDigits: true) }

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = CallBackSpec(number: .constant(.undefined), done: state.nowhere)
    if let number = TransferKind.dialledNumber(state, like: "0212345678") { spec.number = number }
    if let into = state.into, let slot = state.flow.slots[into.text] {
      state.body.fit(.text, to: slot, at: into.range)
      state.body.noteSecret(from: spec.number, to: slot)
      spec.variable = slot
    }
    if let queue = state.queue() { spec.queue = queue }
    if let line = state.line("within") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let time = app.duration(&cursor, line) {
        spec.within = time
        app.expectEnd(&cursor, line)
      }
    }
    if let ring = TransferKind.duration("ring", state, in: .seconds(5)...(.minutes(5))) { spec.ring = ring }
    if let line = state.line("slots") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let token = app.name("a calendar", &cursor, line) {
        spec.slots = app.look(up: token, .calendar, code: "CF222").map { CalendarID($0) }
        app.expectEnd(&cursor, line)
      }
    }
    if let line = state.line("attempts") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let count = app.integer(1...20, &cursor, line) {
        spec.attempts = count
        if cursor.take(word: "every"), let time = app.duration(&cursor, line) { spec.every = time }
        app.expectEnd(&cursor, line)
      }
    }
    if state.line("queue") == nil, app.content.queues.isEmpty, state.isWhole {
      app.error(
        "CF204", "a callback needs a queue", at: state.source.name.range,
        hint: "declare a queue in which callers wait")
    }
    spec.done = state.way("done") ?? state.nowhere
    return .callBack(spec)
  }
}
