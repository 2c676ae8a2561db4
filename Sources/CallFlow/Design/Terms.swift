/// Words of the texts: one name for a key, and opening hours that the calendar says.
enum Terms {
  private struct Odd {
    var word: String
    var language: String
    var better: String
  }
  private static let odd: [Odd] = [
    Odd(word: "pound key", language: "en", better: "hash"),
    Odd(word: "press pound", language: "en", better: "hash"),
    Odd(word: "then pound", language: "en", better: "hash"),
    Odd(word: "number sign", language: "en", better: "hash"),
    Odd(word: "asterisk", language: "en", better: "star"),
    Odd(word: "push 1", language: "en", better: "press"),
    Odd(word: "hit 1", language: "en", better: "press"), Odd(word: "샵", language: "ko", better: "우물정자"),
    Odd(word: "샾", language: "ko", better: "우물정자"), Odd(word: "우물 정자", language: "ko", better: "우물정자"),
    Odd(word: "별 표", language: "ko", better: "별표"), Odd(word: "스타 버튼", language: "ko", better: "별표"),
  ]

  static func check(_ model: DesignModel, _ found: inout DesignFindings) {
    var told: Set<String> = []
    texts(model) { text, state in
      let words = text.text.lowercased()
      for term in odd where term.language == text.language && words.contains(term.word) {
        // 샵 is a shop, too.
        if term.word == "샵", !words.contains("샵을 누") && !words.contains("샵 버튼") && !words.contains("샵 누") {
          continue
        }
        guard told.insert(term.word).inserted else { continue }
        found.report(
          "'\(state.name)' says \"\(term.word)\"", at: state,
          hint: "the word is \"\(term.better)\" everywhere")
      }
    }
  }

  static func hours(_ model: DesignModel, _ found: inout DesignFindings) {
    guard let calendar = model.content.calendars.first else { return }
    var told: Set<String> = []
    texts(model) { text, state in
      let isOwn = text.sentences.contains { speaksOfHours($0) && namesClock($0) }
      guard isOwn, told.insert(text.text).inserted else { return }
      found.report(
        "'\(state.name)' says opening hours by its own words", at: state,
        hint: "let the calendar say them: {\(calendar.name) as hours}")
    }
  }

  private static func speaksOfHours(_ text: HeardText) -> Bool {
    let words = text.text.lowercased()
    return text.language == "ko"
      ? ["상담 시간", "상담시간", "영업시간", "영업 시간", "업무시간", "업무 시간", "운영시간", "운영 시간", "근무 시간"].contains {
        words.contains($0)
      }
      : ["open from", "are open", "opening hours", "office hours", "business hours", "we are here"].contains {
        words.contains($0)
      }
  }

  /// `9 am`, `9 to 6`, `09:00`, `9시부터`, `아홉 시부터`.
  private static func namesClock(_ text: HeardText) -> Bool {
    let words = text.text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == ":") }
    for (index, word) in words.enumerated() {
      let digits = word.prefix { $0.isASCII && $0.isNumber }
      let rest = word.dropFirst(digits.count)
      if text.language == "ko" {
        if (1...2).contains(digits.count), rest.hasPrefix("시부터") || rest.hasPrefix("시까지") { return true }
        if word == "시부터" || word == "시까지" { return true }
        continue
      }
      guard (1...2).contains(digits.count) else { continue }
      if ["am", "pm"].contains(rest) || rest.hasPrefix(":") { return true }
      let next = index + 1 < words.count ? words[index + 1] : ""
      if rest.isEmpty, ["am", "pm", "o"].contains(next) { return true }
      // `9 a.m.`, cut where a sentence may end.
      if rest.isEmpty, ["a", "p"].contains(next), index + 2 == words.count { return true }
      if rest.isEmpty, next == "to", index + 2 < words.count, words[index + 2].allSatisfy(\.isNumber) {
        return true
      }
    }
    return false
  }

  /// Each text that states and their answers say, in each language.
  private static func texts(_ model: DesignModel, _ body: (HeardText, State) -> Void) {
    for (_, state) in model.callersStates {
      for language in model.languageIDs {
        for block in state.blocks { for text in model.heard(block, in: language).texts { body(text, state) } }
        if case .answer(let spec) = state.kind {
          for topic in spec.answers.topics {
            for parts in [topic.say, topic.more] + topic.steps {
              for text in model.heard(parts, in: language).texts { body(text, state) }
            }
          }
        }
      }
    }
  }
}

extension HeardText {
  fileprivate var sentences: [HeardText] {
    text.split { ".!?…\n".contains($0) }.map { HeardText(text: String($0), language: language) }
  }
}
