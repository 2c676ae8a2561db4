/// `answer name { from faq; solved -> a; unsolved -> b }`.
enum AnswerKind {
  static let row = KindRow(
    word: "answer", article: "an", isWaiting: true, inheritsKeys: true, results: [.topic],
    own: [
      OwnRow("from", "from answers_name", isRequired: true), OwnRow("topic", "topic expr"),
      OwnRow("page", "page 8"), OwnRow("order", "order most-asked"), OwnRow("ask", "ask was_that_it"),
      OwnRow("solved", "solved -> state", isRequired: true),
      OwnRow("unsolved", "unsolved -> state", isRequired: true),
    ], build: { build(&$0) })

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var item: AnswersItem?
    if let line = state.line("from") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let token = app.name("the answers", &cursor, line) {
        if let index = app.look(up: token, .answers, code: "CF223"), app.answers.indices.contains(index) {
          item = app.resolved(app.answers[index], state.body)
        }
        app.expectEnd(&cursor, line)
      }
    }
    var spec = AnswerSpec(
      answers: item ?? AnswersItem(name: "", topics: []), solved: state.nowhere, unsolved: state.nowhere)
    if let line = state.line("topic") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      spec.topic = state.body.value(&cursor, of: [.text], "'topic'", state.body.using(.logged))
      if case .constant(.text(let name))? = spec.topic, let item,
        !item.topics.contains(where: { $0.name == name })
      {
        app.error(
          "CF223", "'\(item.name)' has no topic '\(name)'", at: line.word.range,
          hint: Suggestions.hint(name, among: item.topics.map(\.name)))
      }
      app.expectEnd(&cursor, line)
    }
    if let line = state.line("page") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let page = app.integer(1...8, &cursor, line) {
        spec.page = page
        app.expectEnd(&cursor, line)
      }
    }
    if let line = state.line("order") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      spec.isByUse = cursor.take(word: "most-asked")
      if !spec.isByUse {
        app.missing("topics can be in the order 'most-asked'", cursor, line)
        cursor.skipToEnd()
      }
      app.expectEnd(&cursor, line)
    }
    if let line = state.line("ask") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      spec.ask = state.body.parts(&cursor, line)
      app.expectEnd(&cursor, line)
    }
    spec.solved = state.way("solved") ?? state.nowhere
    spec.unsolved = state.way("unsolved") ?? state.nowhere
    return .answer(spec)
  }
}

/// Declared answers: their lines as they were read, compiled anew in each state that offers them.
final class AnswersSource {
  let name: Token
  let line: SyntaxLine
  init(name: Token, line: SyntaxLine) {
    self.name = name
    self.line = line
  }
}

extension ApplicationBuilder {
  func registerAnswers(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the answers", &cursor, line), register(token, .answers, index: answers.count)
    else { return nil }
    expectEnd(&cursor, line)
    expectNoElse(line)
    answers.append(AnswersSource(name: token, line: line))
    content.answers.append(AnswersItem(name: token.text, topics: []))
    var numbers: [String: SourceRange] = [:]
    var seen: [String: SourceRange] = [:]
    for row in line.block?.lines ?? [] {
      guard row.word.isWord("topic") else {
        unknownLine(row, of: "answers", among: ["topic"])
        continue
      }
      var cursor = TokenCursor(row)
      guard let topic = name("the topic", &cursor, row) else { continue }
      if let earlier = seen[topic.text] {
        error(
          "CF202", "topic '\(topic.text)' is already there (\(place(earlier, from: topic.range)))",
          at: topic.range)
      }
      seen[topic.text] = topic.range
      noteReview(of: "topic", topic, &cursor, row)
      expectEnd(&cursor, row)
      expectNoElse(row)
      checkTopic(row, topic, &numbers)
    }
    return nil
  }

  private func checkTopic(_ row: SyntaxLine, _ topic: Token, _ numbers: inout [String: SourceRange]) {
    let words = ["label", "say", "more", "step", "when", "number"]
    guard let block = row.block else {
      return missing("a topic needs its lines in braces", TokenCursor(row), row)
    }
    var seen: Set<String> = []
    var isWhole = row.isSound && block.close != nil && block.lines.allSatisfy(\.isSound)
    for line in block.lines {
      guard words.contains(line.word.text) else {
        unknownLine(line, of: "a topic", among: words)
        isWhole = false
        continue
      }
      if !seen.insert(line.word.text).inserted, line.word.text != "step", line.isSound {
        error(
          "CF205", "'\(line.word.text)' is already written", at: line.word.range, hint: "keep one of the two")
      }
    }
    checkNumber(block, &numbers)
    guard isWhole else { return }
    for word in ["label", "say"] where !seen.contains(word) && !(word == "say" && seen.contains("step")) {
      error("CF204", "a topic needs a line '\(word)'", at: topic.range, hint: "add: \(word) \"…\"")
    }
  }

  private func checkNumber(_ block: SyntaxBlock, _ numbers: inout [String: SourceRange]) {
    guard let line = block.lines.first(where: { $0.word.isWord("number") }), line.isSound else { return }
    var cursor = TokenCursor(line)
    let isDigits =
      cursor.takeString().map { string in
        (1...8).contains(string.token.text.utf8.count)
          && string.token.text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      } ?? false
    if !isDigits {
      error(
        "CF206", "a topic's number is of 1 to 8 digits, in quotes", at: line.word.range,
        hint: "number \"120\"")
      return
    }
    var again = TokenCursor(line)
    guard let number = again.takeString()?.token.text else { return }
    if number.utf8.count == 1, number != "0" {
      error(
        "CF230", "key \(number) is a key of the list of topics", at: line.word.range,
        hint: "give the topic a longer number")
    } else if let earlier = numbers[number] {
      error(
        "CF230", "number \(number) is already another topic's (\(place(earlier, from: line.word.range)))",
        at: line.word.range, hint: "give one of the two another number")
    }
    numbers[number] = line.word.range
  }

  /// The topics with their names resolved at one place.
  func resolved(_ source: AnswersSource, _ body: BodyBuilder) -> AnswersItem {
    var item = AnswersItem(name: source.name.text, topics: [])
    for row in source.line.block?.lines ?? [] where row.word.isWord("topic") {
      guard let name = row.arguments.first else { continue }
      var topic = AnswersItem.Topic(name: name.text, label: [], say: [])
      for line in row.block?.lines ?? [] {
        var cursor = TokenCursor(line)
        switch line.word.text {
        case "label": topic.label = said(body, &cursor, line)
        case "say": topic.say = said(body, &cursor, line)
        case "more": topic.more = said(body, &cursor, line)
        case "step": topic.steps.append(said(body, &cursor, line))
        case "when": topic.condition = body.condition(&cursor)
        case "number":
          guard let (token, _) = cursor.takeString() else { continue }
          (topic.number, topic.writtenNumber) = (KeyPattern.parse(token.text), token.text)
        default: continue
        }
        expectEnd(&cursor, line)
        expectNoElse(line)
      }
      item.topics.append(topic)
    }
    return item
  }

  /// `prompts`, or a block with a text for each language.
  private func said(_ body: BodyBuilder, _ cursor: inout TokenCursor, _ line: SyntaxLine) -> [SayPart] {
    if cursor.isAtEnd, let block = line.block { return body.sayByLanguage(block) }
    expectBare(line)
    return body.parts(&cursor, line)
  }
}
