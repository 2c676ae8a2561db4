extension BodyBuilder {
  func buildIf(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    var branches: [Statement.Branch] = []
    var otherwise: Block?
    let condition = condition(&cursor)
    if let block = action(&cursor, line) { branches.append(.init(condition: condition, block: block)) }
    for (place, other) in line.elses.enumerated() {
      var cursor = TokenCursor(other)
      if cursor.take(word: "if") {
        let condition = self.condition(&cursor)
        if let block = action(&cursor, block: other.block, isSound: line.isSound, of: other.word) {
          branches.append(.init(condition: condition, block: block))
        }
      } else {
        otherwise = action(&cursor, block: other.block, isSound: line.isSound, of: other.word)
        if place + 1 < line.elses.count, line.isSound {
          app.error(
            "CF200", "'else' cannot stand here", at: line.elses[place + 1].word.range,
            hint: "nothing follows the last else")
        }
        break
      }
    }
    return .branch(branches, otherwise: otherwise)
  }

  func buildChoose(_ line: SyntaxLine) -> Statement? {
    guard let block = line.block else {
      app.missing(
        "'choose' needs its lines in braces", TokenCursor(line), line,
        hint: "choose { when x == 1 -> a; else -> b }")
      return nil
    }
    var branches: [Statement.Branch] = []
    var otherwise: Block?
    var elses = line.elses
    for row in block.lines {
      var cursor = TokenCursor(row)
      switch row.word.text {
      case "when":
        let condition = condition(&cursor)
        if let block = action(&cursor, row) { branches.append(.init(condition: condition, block: block)) }
        elses += row.elses
      case "else": otherwise = action(&cursor, row)
      default: app.unknownLine(row, of: "a choose", among: ["when", "else"])
      }
    }
    if let other = elses.last {
      var cursor = TokenCursor(other)
      otherwise = action(&cursor, block: other.block, isSound: line.isSound, of: other.word)
    }
    if otherwise == nil, line.isSound, block.close != nil, block.lines.allSatisfy(\.isSound) {
      app.error(
        "CF204", "this choose has no 'else'", at: line.word.range, hint: "add a line: else -> …")
    }
    return .branch(branches, otherwise: otherwise)
  }

  func buildReturn(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      var values: [Expression] = []
      if !cursor.isAtEnd {
        repeat {
          // Values may be named, in the order in which the flow names them.
          if values.count < flow.gives.count, cursor.isAt(word: flow.gives[values.count].name.text),
            cursor.peek(ahead: 1)?.isSign("=") == true
          {
            cursor.next()
            cursor.next()
          }
          guard let found = value(&cursor) else { break }
          if values.count < flow.gives.count {
            let name = flow.gives[values.count].name.text
            if let slot = flow.slots[name] {
              fit(found.type, to: slot, at: found.range)
              noteSecret(from: found.value, to: slot)
            }
          } else {
            app.error(
              "CF206",
              "flow '\(flow.name.text)' gives \(flow.gives.count) value\(flow.gives.count == 1 ? "" : "s")",
              at: found.range, hint: "name what it gives: flow \(flow.name.text) gives …")
            cursor.skipToEnd()
            break
          }
          values.append(found.value)
        } while cursor.take(sign: ",")
      }
      return .move(Move(.return(values), at: line.word.range.start))
    }
  }
}
