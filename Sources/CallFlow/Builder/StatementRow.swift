/// A word that may begin a statement, and how it is built. One that gave a finding builds nothing.
struct StatementRow: Sendable {
  var build: @Sendable (BodyBuilder, SyntaxLine) -> Statement?

  static let rows: [String: StatementRow] = [
    "say": StatementRow { $0.buildSay($1) },
    "set": StatementRow { $0.buildSet($1) },
    "language": StatementRow { $0.buildLanguage($1) },
    "segment": StatementRow { $0.buildSegment($1) },
    "save": StatementRow { $0.buildSave($1) },
    "log": StatementRow { body, line in
      body.text(line, .logged).map { .log($0) }
    },
    "note": StatementRow { body, line in
      body.note(line).map { .note($0.name, $0.value) }
    },
    "outcome": StatementRow { body, line in
      body.bare(line) { cursor in body.app.name("the outcome", &cursor, line).map { .outcome($0.text) } }
    },
    "pause": StatementRow { body, line in
      body.bare(line) { cursor in body.app.duration(&cursor, line).map { .pause($0) } }
    },
    "recording": StatementRow { $0.buildRecording($1) },
    "throw": StatementRow { $0.buildThrow($1) },
    "clear": StatementRow { $0.buildClear($1) },
    "if": StatementRow { $0.buildIf($1) },
    "choose": StatementRow { $0.buildChoose($1) },
    "->": StatementRow { body, line in
      body.bare(line) { cursor in
        let target = body.app.target(
          &cursor, in: body.flow, knowsStates: body.knowsStates, isSound: line.isSound)
        return target.map { .move(Move($0, at: line.word.range.start)) } ?? .unresolved(at: line.word)
      }
    },
    "repeat": StatementRow { $0.move($1, .repeat) },
    "stay": StatementRow { $0.move($1, .stay) },
    "back": StatementRow { $0.move($1, .back) },
    "top": StatementRow { $0.move($1, .top) },
    "hangup": StatementRow { $0.move($1, .hangUp) },
    "retry": StatementRow { body, line in
      body.bare(line) { cursor in
        guard let name = cursor.takeWord() else { return .move(Move(.retry(nil), at: line.word.range.start)) }
        guard let state = body.app.state(name, in: body.flow) else { return .unresolved(at: line.word) }
        return .move(Move(.retry(state), at: line.word.range.start))
      }
    },
    "return": StatementRow { $0.buildReturn($1) },
    "turn": StatementRow { $0.buildTurn($1) },
    "notice": StatementRow { $0.buildNotice($1) },
  ]
}
