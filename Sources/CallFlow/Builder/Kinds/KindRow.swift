/// A line that belongs to one kind of state.
struct OwnRow: Sendable {
  var word: String
  /// How it is written, for hints.
  var usage: String
  var isRequired = false
  var isRepeatable = false

  init(_ word: String, _ usage: String, isRequired: Bool = false, isRepeatable: Bool = false) {
    (self.word, self.usage, self.isRequired, self.isRepeatable) = (word, usage, isRequired, isRepeatable)
  }
}

/// A kind of state: its word, its own lines, and what is built of them. Adding a kind is adding a row.
struct KindRow: Sendable {
  var word: String
  var article = "a"
  /// Can wait for the caller.
  var isWaiting = false
  /// Takes keys, failure handlers and tries from the scopes around it.
  var inheritsKeys = false
  /// Has `key` lines of its own, although it inherits none.
  var hasOwnKeys = false
  /// Asks by keys that are its own affair.
  var refusesKeys = false
  /// Obeys `tries` and handlers of failures that are written in it, although it inherits none.
  var hasOwnFailures = false
  /// Takes `into name` behind its own name.
  var takesInto = false
  /// May do without.
  var isIntoOptional = false
  var results: [ImplicitResult] = []
  var own: [OwnRow] = []
  /// Nil when findings left nothing to build.
  var build: @Sendable (inout StateBuilder) -> StateKind?

  static let rows: [KindRow] = [
    KindRow(word: "do") { _ in .do },
    MenuKind.row, CollectKind.row, HoursKind.row, LookupKind.row, AnswerKind.row, RouteKind.row,
    TransferKind.row, CallBackKind.row, CallKind.row, DeskKind.row, SurveyKind.row, FetchKind.row,
    RecordKind.row, MailboxKind.row,
  ]
  static let byWord = Dictionary(rows.map { ($0.word, $0) }, uniquingKeysWith: { a, _ in a })
  /// Kinds whose words are kept for them.
  static let reserved = Reader.Dialect.callflow.stateKinds.subtracting(byWord.keys)
}
