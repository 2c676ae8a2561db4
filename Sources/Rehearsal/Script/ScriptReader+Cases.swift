import CallFlow

/// `for x in (1, 2) { … }` becomes one case for each value: the value's tokens stand where the name stood.
extension ScriptReader {
  struct Variant {
    /// `key=2`.
    var values: [String] = []
    var lines: [SyntaxLine] = []
  }

  mutating func variants(_ lines: [SyntaxLine]) -> [Variant] {
    var all = [Variant()]
    for line in lines {
      guard line.word.isWord("for") else {
        for i in all.indices { all[i].lines.append(line) }
        continue
      }
      guard let (name, values, block) = loop(line) else { continue }
      var next: [Variant] = []
      for value in values {
        let body = block.lines.map { $0.replacing(name, by: value) }
        for inner in variants(body) {
          for outer in all {
            guard next.count < ScriptReader.caseLimit else {
              fault("CF206", "more than \(ScriptReader.caseLimit) cases", line.word.range)
              return []
            }
            next.append(
              Variant(
                values: outer.values + ["\(name)=\(value.sourceText)"] + inner.values,
                lines: outer.lines + inner.lines))
          }
        }
      }
      all = next
    }
    return all
  }

  private mutating func loop(_ line: SyntaxLine) -> (String, [[Token]], SyntaxBlock)? {
    var cursor = TokenCursor(line)
    guard let name = name(&cursor, "a name behind 'for'") else { return nil }
    guard cursor.take(word: "in"), cursor.take(sign: "(") else {
      missing("'in (' and the values", cursor.here, hint: "as for key in (1, 2) { … }")
      return nil
    }
    var values: [[Token]] = []
    var value: [Token] = []
    while let token = cursor.next(), !token.isSign(")") {
      if token.isSign(",") {
        values.append(value)
        value = []
      } else {
        value.append(token)
      }
    }
    values.append(value)
    guard cursor.previous?.isSign(")") == true else {
      missing("')'", cursor.here)
      return nil
    }
    guard values.allSatisfy({ !$0.isEmpty }) else {
      missing("a value", cursor.previous?.range ?? cursor.here)
      return nil
    }
    end(&cursor, line)
    guard let block = line.block else {
      missing("a { } block", cursor.here)
      return nil
    }
    return (name, values, block)
  }
}

extension SyntaxLine {
  fileprivate func replacing(_ name: String, by value: [Token]) -> SyntaxLine {
    var line = self
    line.arguments = arguments.replacing(name, by: value)
    line.block?.lines = (block?.lines ?? []).map { $0.replacing(name, by: value) }
    return line
  }
}

extension [Token] {
  /// Tokens keep the place of the name they replace, so that a fault is told where the author looks.
  fileprivate func replacing(_ name: String, by value: [Token]) -> [Token] {
    flatMap { token -> [Token] in
      switch token.kind {
      case .word where token.text == name:
        return value.enumerated().map { index, part in
          var part = part
          part.range = token.range
          if index == 0 { part.touchesPrevious = token.touchesPrevious }
          return part
        }
      case .string where token.text.contains("{\(name)}"):
        var token = token
        token.text = token.text.replacing("{\(name)}", with: value.plain)
        token.kind = .string([.text(token.text)])
        return [token]
      default:
        return [token]
      }
    }
  }
  private var plain: String {
    if count == 1, case .string = self[0].kind { self[0].text } else { sourceText }
  }
}
