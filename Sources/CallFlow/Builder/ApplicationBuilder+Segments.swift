/// `segment gold "Gold customers" { priority 5; need senior 2; prefer senior 5; after 60s drop senior }`.
extension ApplicationBuilder {
  func registerSegment(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the segment", &cursor, line),
      register(token, .segment, index: content.segments.count)
    else { return nil }
    var segment = SegmentItem(name: token.text)
    if let (_, parts) = cursor.takeString() { segment.title = parts.plainText }
    expectEnd(&cursor, line)
    expectNoElse(line)
    content.segments.append(segment)
    return content.segments.count - 1
  }

  /// A segment may have no lines: it is then for reports alone.
  func resolveSegment(_ line: SyntaxLine, _ index: Int) {
    var segment = content.segments[index]
    var priority: SourceRange?
    for row in line.block?.lines ?? [] {
      switch row.word.text {
      case "priority":
        if let earlier = priority {
          error(
            "CF205", "'priority' is already written (\(place(earlier, from: row.word.range)))",
            at: row.word.range, hint: "keep one of the two")
        }
        priority = row.word.range
        var cursor = TokenCursor(row)
        expectBare(row)
        let sign = cursor.take(sign: "-") ? -1 : 1
        if let number = integer(0...1000, &cursor, row) {
          segment.priority = sign * number
          expectEnd(&cursor, row)
        }
      case "need": if let need = need(row) { segment.needs.append(need) }
      case "prefer": if let prefer = prefer(row) { segment.prefers.append(prefer) }
      case "after": if let widening = widening(row) { segment.widenings.append(widening) }
      default: unknownLine(row, of: "a segment", among: ["priority", "need", "prefer", "after"])
      }
    }
    content.segments[index] = segment
  }
}

extension BodyBuilder {
  /// `segment gold`, `segment none`, `segment (expr)`.
  func buildSegment(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      if cursor.isAt(sign: "(") {
        return value(&cursor, of: [.text], "a segment", using(.logged)).map { .segmentByName($0) }
      }
      if cursor.take(word: "none") { return .segment(nil) }
      guard let token = app.name("a segment", &cursor, line, hint: "like segment gold, or segment (tier)")
      else { return nil }
      return app.look(up: token, .segment, code: "CF228").map { .segment(SegmentIndex($0)) }
    }
  }
}
