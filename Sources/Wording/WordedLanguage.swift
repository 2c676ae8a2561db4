/// A language that values can be put in.
///
/// Another one is a file with its `LanguageRules`, a line here, and a golden table in the tests.
public struct WordedLanguage: Sendable, Hashable, CaseIterable, CustomStringConvertible {
  let rules: any LanguageRules

  public static let ko = WordedLanguage(rules: Korean())
  public static let en = WordedLanguage(rules: English())
  /// The register: whatever stands here can be declared by a flow.
  public static let allCases = [ko, en]

  init(rules: any LanguageRules) { self.rules = rules }

  /// Takes `ko`, `ko-KR`, `en-gb`, `en_US`, in any case; nil for a language without rules.
  public init?(tag: String) {
    let primary = tag.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }.first ?? ""
    let wanted = primary.lowercased()
    guard let found = WordedLanguage.allCases.first(where: { $0.tag == wanted }) else { return nil }
    self = found
  }

  /// The first of a chain of languages, `vi`, `en`, `ko`, that has rules; nil if none has.
  public init?(firstOf tags: some Sequence<String>) {
    for tag in tags {
      if let language = WordedLanguage(tag: tag) {
        self = language
        return
      }
    }
    return nil
  }

  /// `ko`.
  public var tag: String { rules.tag }
  public var description: String { tag }

  public static func == (a: WordedLanguage, b: WordedLanguage) -> Bool { a.tag == b.tag }
  public func hash(into hasher: inout Hasher) { hasher.combine(tag) }
}
