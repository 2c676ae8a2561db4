import Tones

/// `transfer name { to "201"; busy -> a; no-answer -> b }`.
enum TransferKind {
  static let row = KindRow(
    word: "transfer", isWaiting: true, results: [.talk, .reason],
    own: [
      OwnRow("to", "to \"201\"", isRequired: true), OwnRow("mode", "mode blind"),
      OwnRow("done", "done -> state"), OwnRow("busy", "busy -> state"),
      OwnRow("no-answer", "no-answer -> state"), OwnRow("refused", "refused -> state"),
    ], build: { build(&$0) })

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = TransferSpec(number: .constant(.undefined))
    if let line = state.line("to") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let found = state.body.value(&cursor, state.body.using(.dialled)) {
        spec.number = found.value
        if let type = found.type, type != .text {
          app.error(
            "CF301", "'to' is a text, this is a \(type.rawValue)", at: found.range,
            hint: "write the number in quotes, like to \"201\"")
        } else if case .constant(.text(let number)) = found.value, !isNumber(number) {
          app.error("CF206", "'\(number)' is no telephone number", at: found.range, hint: "like to \"201\"")
        }
      }
      app.expectEnd(&cursor, line)
    }
    if let line = state.line("mode") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if !cursor.take(word: "blind") {
        app.error("CF206", "a transfer is blind in this version", at: cursor.here, hint: "write: mode blind")
        cursor.skipToEnd()
      }
      app.expectEnd(&cursor, line)
    }
    (spec.done, spec.busy) = (state.way("done"), state.way("busy"))
    (spec.noAnswer, spec.refused) = (state.way("no-answer"), state.way("refused"))
    return .transfer(spec)
  }

  /// What a telephone can dial; blanks and hyphens are left out when it is dialled.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.filter { $0 != " " && $0 != "-" }
    let plain = digits.hasPrefix("+") ? digits.dropFirst() : digits[...]
    return !plain.isEmpty && plain.count <= 32
      && plain.allSatisfy { Key($0).map { $0.digit != nil || $0 == .star || $0 == .hash } ?? false }
  }
}
