import Chronology

extension ApplicationBuilder {
  /// What a notice may be in force for.
  static let noticeLengths: ClosedRange<Duration> = .minutes(1)...(.hours(24 * 31))

  /// `notice name { flow a, b; for 12h }`.
  func registerNotice(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the notice", &cursor, line),
      register(token, .notice, index: content.notices.count)
    else { return nil }
    expectEnd(&cursor, line)
    expectNoElse(line)
    content.notices.append(NoticeItem(name: token.text))
    return content.notices.count - 1
  }

  func resolveNotice(_ line: SyntaxLine, _ index: Int) {
    var seen: Set<String> = []
    for row in line.block?.lines ?? [] {
      var cursor = TokenCursor(row)
      guard ["flow", "for"].contains(row.word.text) else {
        unknownLine(row, of: "a notice", among: ["flow", "for"])
        continue
      }
      if !seen.insert(row.word.text).inserted, row.isSound {
        error(
          "CF205", "'\(row.word.text)' is already written", at: row.word.range, hint: "keep one of the two")
      }
      expectBare(row)
      if row.word.isWord("for") {
        if let length = noticeLength(&cursor, row) { content.notices[index].length = length }
      } else {
        repeat {
          guard let token = name("a flow", &cursor, row) else { break }
          if let flow = look(up: token, .flow, code: "CF210") {
            content.notices[index].flows.append(FlowID(flow))
          }
        } while cursor.take(sign: ",")
      }
      expectEnd(&cursor, row)
    }
  }

  func noticeLength(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Duration? {
    let start = cursor.here
    guard let length = duration(&cursor, line) else { return nil }
    guard ApplicationBuilder.noticeLengths.contains(length) else {
      error("CF206", "a notice is in force for 1m to 744h", at: start)
      return nil
    }
    return length
  }
}

extension BodyBuilder {
  /// `notice today off`.
  func buildNotice(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      guard let name = app.name("a notice", &cursor, line, hint: "like notice today off"),
        let index = app.look(up: name, .notice, code: "CF229")
      else { return nil }
      guard cursor.take(word: "off") else {
        app.missing(
          "a notice is taken away by 'off'", cursor, line, hint: "one is spoken in a state of the kind record"
        )
        cursor.skipToEnd()
        return nil
      }
      return .noticeOff(index)
    }
  }
}
