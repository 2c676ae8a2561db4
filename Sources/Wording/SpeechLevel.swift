/// How politely a language is spoken to a stranger, where it has more than one way.
public enum SpeechLevel: String, Hashable, Sendable, CaseIterable {
  /// 하십시오체: banks, offices.
  case formal
  /// 해요체: shops.
  case polite

  /// What people call it in Korean.
  public var name: String {
    switch self {
    case .formal: "하십시오체"
    case .polite: "해요체"
    }
  }
  /// By its word in a flow: `formal`, `하십시오체`, `polite`, `해요체`.
  public init?(word: String) {
    guard let level = SpeechLevel.allCases.first(where: { $0.rawValue == word || $0.name == word }) else {
      return nil
    }
    self = level
  }
}

/// A sentence of the engine is written in 하십시오체; 해요체 differs only in how each sentence ends.
enum KoreanEnding {
  /// The longer endings first: `않습니다` is no `습니다`.
  private static let endings: [(formal: String, polite: String)] = [
    ("주십시오", "주세요"), ("계십시오", "계세요"), ("이십니다", "이세요"), ("하였습니다", "했어요"),
    ("않겠습니다", "않을게요"), ("않습니다", "않아요"), ("습니다", "어요"), ("됩니다", "돼요"), ("들립니다", "들려요"),
    ("합니다", "해요"),
  ]
  private static let isFormal = "입니다"

  /// Each sentence of a text in 해요체.
  static func polite(_ text: String) -> String {
    var out = ""
    var sentence = ""
    for character in text {
      if ".?!".contains(character) {
        out += ending(sentence)
        sentence = ""
        out.append(character)
      } else {
        sentence.append(character)
      }
    }
    return out + ending(sentence)
  }

  private static func ending(_ sentence: String) -> String {
    if let (formal, polite) = endings.first(where: { sentence.hasSuffix($0.formal) }) {
      return sentence.dropLast(formal.count) + polite
    }
    guard sentence.hasSuffix(isFormal) else { return sentence }
    let stem = String(sentence.dropLast(isFormal.count))
    return stem + Particle.choose(("이에요", "예요"), after: stem)
  }
}
