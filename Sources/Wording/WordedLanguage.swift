/// A language that values can be put in. Another one is a case here, a file with its rules and a table of tests.
public enum WordedLanguage: String, Sendable, CaseIterable {
  case ko, en

  /// Takes `ko`, `ko-KR`, `en-gb`, `en_US`, in any case; nil for a language without rules.
  public init?(tag: String) {
    let primary = tag.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }.first ?? ""
    self.init(rawValue: primary.lowercased())
  }

  var rules: any LanguageRules {
    switch self {
    case .ko: Korean()
    case .en: English()
    }
  }
}
