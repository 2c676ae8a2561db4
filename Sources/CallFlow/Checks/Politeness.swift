import Wording

/// CF248: one politeness level for all that an application says in Korean.
///
/// Callers hear 하십시오체 from a bank and 해요체 from a shop; both by turns sound like two people.
enum Politeness {
  typealias Level = SpeechLevel
  /// What is not spoken to callers.
  private static let silent: Set<String> = [
    "log", "throw", "note", "outcome", "option", "voice", "timezone", "holidays", "use", "dial",
    "disposition",
    "music", "header", "get", "post", "set", "const", "field",
  ]
  /// So many texts of the wrong level are named.
  private static let most = 5

  static func check(_ app: ApplicationBuilder) {
    guard app.isSound else { return }
    var found: [(level: Level, range: SourceRange)] = []
    var plain: [SourceRange] = []
    func look(_ tokens: [Token]) {
      for token in tokens {
        guard case .string = token.kind else { continue }
        for level in levels(of: token.text) { found.append((level, token.range)) }
        if isPlain(token.text) { plain.append(token.range) }
      }
    }
    // The reader bounds the depth.
    func walk(_ line: SyntaxLine) {
      if !silent.contains(line.word.text) { look(line.arguments) }
      for row in line.block?.lines ?? [] { walk(row) }
      for other in line.elses {
        look(other.arguments)
        for row in other.block?.lines ?? [] { walk(row) }
      }
    }
    for file in app.files { for line in file.lines { walk(line) } }
    let korean = app.content.languages.indices.filter {
      WordedLanguage(tag: app.content.languages[$0].tag) == .ko
    }
    let declared = korean.first { app.declaredLevels.contains($0) }.map { app.content.languages[$0].level }
    let formal = found.filter { $0.level == .formal }, polite = found.filter { $0.level == .polite }
    // As many of each: those that came first are meant.
    let isFormal =
      formal.count == polite.count ? found.first?.level != .polite : formal.count > polite.count
    let usual = declared ?? (isFormal ? .formal : .polite)
    // What the engine says by itself is said so, too.
    for index in korean where !app.declaredLevels.contains(index) {
      app.content.languages[index].level = usual
    }
    guard !found.isEmpty || declared != nil else { return }
    let odd =
      (usual == .formal ? polite : formal).map { ($0.level.name, $0.range) } + plain.map { ("반말", $0) }
    var told: Set<SourceRange> = []
    for (level, range) in odd where told.count < most && told.insert(range).inserted {
      app.warning(
        "CF248",
        declared == nil
          ? "this is \(level), and the application speaks \(usual.name) elsewhere"
          : "this is \(level), and the application says that it speaks \(usual.name)",
        at: range,
        hint: usual == .formal ? "end it with -습니다, -습니까 or -십시오" : "end it with -어요 or -세요")
    }
  }

  /// Those of its sentences; a phrase without a verb has none.
  static func levels(of text: String) -> [Level] {
    var levels: [Level] = []
    for sentence in text.split(whereSeparator: { ".?!…\n".contains($0) || $0 == "," }) {
      let words = sentence.split(whereSeparator: { $0 == " " || $0 == "\"" || $0 == "'" || $0 == ")" })
      guard let last = words.last, let level = level(ofLast: String(last)) else { continue }
      levels.append(level)
    }
    return levels
  }

  /// Endings for children and friends that hardly a noun has; they count before the end of a sentence only.
  private static let plainEndings = [
    "어라", "아라", "여라", "해라", "러라", "려라", "거라", "켜라", "써라", "봐라", "줘라", "와라", "워라", "하라", "쳐라", "줘", "봐",
    "눌러", "기다려", "고마워", "미안해", "부탁해", "반가워", "없다", "있다", "한다", "된다", "았다", "었다", "였다", "했다", "겠다",
    "는다", "준다", "이다",
  ]

  static func isPlain(_ text: String) -> Bool {
    var word = ""
    for character in text {
      if ".?!".contains(character), plainEndings.contains(where: word.hasSuffix) { return true }
      if character.isLetter { word.append(character) } else { word = "" }
    }
    return false
  }

  private static func level(ofLast word: String) -> Level? {
    // A greeting goes with both.
    if word.hasSuffix("안녕하세요") { return nil }
    if ["니다", "니까", "십시오", "십시요", "시지요", "시다"].contains(where: word.hasSuffix) {
      return word.hasSuffix("시다") && !word.hasSuffix("ㅂ시다") && !word.hasSuffix("합시다") ? nil : .formal
    }
    guard word.hasSuffix("요"), word.count > 1 else { return word.hasSuffix("죠") ? .polite : nil }
    let endings = [
      "세요", "셔요", "해요", "예요", "에요", "어요", "아요", "여요", "워요", "와요", "려요", "져요", "겨요", "켜요", "쳐요", "펴요",
      "게요", "네요", "나요", "까요", "래요", "대요", "돼요", "데요", "군요", "지요", "봐요", "줘요", "가요", "내요", "써요", "커요",
      "이요",
    ]
    // 아니요 is an answer, no ending.
    return endings.contains(where: word.hasSuffix) && word != "아니요" ? .polite : nil
  }
}
