import CallFlow
import Chronology
import Foundation
import Tones

/// Reads `*.call` texts by the reader of flows; every fault is told with its place, and nothing of a text
/// with faults is to be run.
public struct ScriptReader {
  /// Cases that one `call` may become through its `for` lines.
  public static let caseLimit = 10_000
  static let setupWords = [
    "flow", "at", "language", "data", "agent", "mailbox", "seed", "replace", "limit", "mode",
  ]
  static let stepWords = [
    "caller", "press", "say", "wait", "hang", "play", "tone", "agent", "drop", "load", "expect", "for",
  ]
  var diagnostics: Diagnostics

  /// All cases of one text, in order; a `for` gives one for each of its values.
  /// - Parameter file: the text's index, for positions.
  public static func read(
    _ source: SourceText, file: Int = 0, into diagnostics: inout Diagnostics
  ) -> [Script] {
    let syntax = Reader.read(source, file: file, dialect: .script, into: &diagnostics)
    var reader = ScriptReader(diagnostics: diagnostics)
    let scripts = reader.scripts(syntax)
    diagnostics = reader.diagnostics
    return scripts
  }

  private mutating func scripts(_ syntax: SyntaxFile) -> [Script] {
    var scripts: [Script] = []
    var rest = syntax.lines[...]
    if let first = rest.first, !first.word.isWord("call") {
      fault("CF204", "a script begins with 'call'", first.word.range, hint: "first line: call \"its name\"")
      rest = rest.drop { !$0.word.isWord("call") }
    } else if rest.isEmpty, syntax.isSound {
      let start = SourceRange(SourcePosition(file: syntax.file, line: 1, column: 1))
      fault("CF204", "a script begins with 'call'", start, hint: "first line: call \"its name\"")
    }
    while let head = rest.popFirst() {
      let body = rest.prefix { !$0.word.isWord("call") }
      rest = rest.dropFirst(body.count)
      scripts += cases(head, Array(body))
    }
    return scripts
  }

  private mutating func cases(_ head: SyntaxLine, _ body: [SyntaxLine]) -> [Script] {
    var cursor = TokenCursor(head)
    let name = text(&cursor, "the call's name") ?? ""
    end(&cursor, head)
    refuseBlock(head)
    var steps = body[...]
    var setup = ScriptSetup()
    var flow: (String, SourceRange)?
    while let line = steps.first, isSetup(line) {
      steps.removeFirst()
      if line.word.isWord("flow") {
        var cursor = TokenCursor(line)
        let range = cursor.here
        if let path = text(&cursor, "the flow's file") {
          if flow != nil { fault("CF205", "'flow' is written twice", line.word.range) }
          flow = (path, range)
        }
        end(&cursor, line)
        refuseBlock(line)
      } else {
        readSetup(line, into: &setup)
      }
    }
    if flow == nil, head.isSound {
      fault("CF204", "the line 'flow' is missing", head.word.range, hint: "add below: flow \"name.callflow\"")
    }
    var scripts: [Script] = []
    for variant in variants(Array(steps)) {
      let label = variant.values.isEmpty ? name : "\(name) [\(variant.values.joined(separator: " "))]"
      var script = Script(
        name: label, position: head.word.range.start, flow: flow?.0 ?? "",
        flowRange: flow?.1 ?? head.word.range)
      script.setup = setup
      script.steps = variant.lines.compactMap { readStep($0, inGroup: false) }
      scripts.append(script)
    }
    return scripts
  }

  private func isSetup(_ line: SyntaxLine) -> Bool {
    guard ScriptReader.setupWords.contains(line.word.text) else { return false }
    guard line.word.text == "agent" else { return true }
    return line.arguments.count > 1 && line.arguments[1].isWord("skills")
  }

  mutating func readStep(_ line: SyntaxLine, inGroup: Bool) -> ScriptStep? {
    for otherwise in line.elses { fault("CF200", "'else' cannot stand in a script", otherwise.word.range) }
    var cursor = TokenCursor(line)
    let range = line.word.range
    if line.word.isWord("caller"), let block = line.block {
      guard let name = cursor.takeWord() else {
        missing("the caller's name", cursor.here)
        return nil
      }
      end(&cursor, line)
      if inGroup { fault("CF200", "a group cannot stand in a group", range) }
      let steps = block.lines.compactMap { readStep($0, inGroup: true) }
      return ScriptStep(kind: .group(name: name.text, steps), range: range)
    }
    refuseBlock(line)
    if line.word.isWord("expect") {
      guard let expectation = readExpectation(&cursor, line) else { return nil }
      end(&cursor, line)
      return ScriptStep(kind: .expect(expectation), range: range)
    }
    guard let act = readAct(&cursor, line) else { return nil }
    end(&cursor, line)
    return ScriptStep(kind: .act(act), range: range)
  }

  mutating func unknown(_ line: SyntaxLine) {
    guard line.isSound else { return }
    let word = line.word.text
    if ScriptReader.setupWords.contains(word) {
      fault("CF200", "'\(word)' must stand before the first act", line.word.range)
    } else {
      let words = ScriptReader.setupWords + ScriptReader.stepWords
      fault(
        "CF200", "a script has no line '\(word)'", line.word.range,
        hint: Suggestions.hint(word, among: words) ?? "lines are: \(words.joined(separator: " "))")
    }
  }
}
