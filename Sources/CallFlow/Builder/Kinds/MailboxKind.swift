/// `mailbox hear_them { queue billing; pin 4-6; call -> ring_back; done -> bye }`.
enum MailboxKind {
  static let row = KindRow(
    word: "mailbox", isWaiting: true, refusesKeys: true, results: [.messageFrom],
    own: [
      OwnRow("queue", "queue name", isRequired: true), OwnRow("pin", "pin 4-6", isRequired: true),
      OwnRow("call", "call -> state"), OwnRow("done", "done -> state", isRequired: true),
    ], build: { build(&$0) })

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = MailboxSpec(queue: QueueIndex(0), pin: 4...8, done: state.nowhere)
    if let queue = state.queue() { spec.queue = queue }
    if let line = state.line("pin") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let range = app.range(&cursor, within: 4...16, line) {
        spec.pin = range
        app.expectEnd(&cursor, line)
      }
    }
    spec.call = state.way("call")
    spec.done = state.way("done") ?? state.nowhere
    return .mailbox(spec)
  }
}
