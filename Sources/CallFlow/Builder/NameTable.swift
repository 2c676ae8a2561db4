/// The top-level names of one application: each kind of thing has its own.
struct NameTable {
  enum Kind: String, CaseIterable {
    case language, skill, calendar, queue, segment, table, answers, prompt, const, field, flow
    case toggle = "switch"
    case notice
  }
  struct Entry {
    var index: Int
    var range: SourceRange
  }
  private var entries: [Kind: [String: Entry]] = [:]

  subscript(kind: Kind, name: String) -> Entry? { entries[kind]?[name] }
  func names(_ kind: Kind) -> [String] { entries[kind].map { Array($0.keys).sorted() } ?? [] }
  mutating func insert(_ name: String, _ kind: Kind, index: Int, at range: SourceRange) {
    entries[kind, default: [:]][name] = Entry(index: index, range: range)
  }
}

/// Words that no user name may be.
enum ReservedWords {
  /// `profile` and `allow` begin lines and are names all the same.
  static let all: Set<String> = Reader.Dialect.callflow.topLevel.subtracting(["profile", "allow"])
    .union(Reader.Dialect.callflow.stateKinds)
    .union(["if", "then", "else", "and", "or", "not", "in", "matches", "true", "false", "none", "as", "when"])
    .union(builtInTargets)
  static let builtInTargets: Set<String> = ["repeat", "retry", "stay", "back", "top", "hangup", "return"]
}
