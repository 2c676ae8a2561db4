import CallFlow
import Chronology
import Engine
import Session

/// A script's `replace lookup` over the real rows. An answer that takes time is held until its instant.
final class ReplacedData: DataSource, @unchecked Sendable {
  struct Rule {
    var reply: ScriptSetup.LookupReply?
    var after: Duration?
  }
  private struct Held {
    var due: Instant
    var answer: () -> Void
  }
  private let inner: any RehearsalData
  private let rules: [String: Rule]
  private let fetches: [String: Rule]
  private let inbox: any EngineInbox
  private var held: [Held] = []

  /// Belongs to the engine's thread.
  /// - Parameters:
  ///   - rules: by table.
  ///   - fetches: by state, its full name or its own.
  init(
    _ inner: any RehearsalData, rules: [String: Rule], fetches: [String: Rule], inbox: any EngineInbox
  ) {
    (self.inner, self.rules, self.fetches, self.inbox) = (inner, rules, fetches, inbox)
  }

  func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    guard let rule = rules[request.table.name] else { return inner.lookup(request, answer: answer) }
    reply(rule, answer) { row in
      request.query.columns.map { column -> Value in
        let columns = request.table.columns
        return columns.indices.contains(column) ? row[columns[column].name] ?? Value.none : Value.none
      }
    } otherwise: { [inner] in
      inner.lookup(request, answer: answer)
    }
  }

  func fetch(_ request: FetchRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    let name = request.state.split(separator: ".").last.map(String.init) ?? ""
    guard let rule = fetches[request.state] ?? fetches[name] else {
      if inner.answers(fetch: request.state) { return inner.fetch(request, answer: answer) }
      return answer(.failed(.failed("nothing is fetched in a rehearsal: write replace fetch \(name) …")))
    }
    reply(rule, answer) { row in
      request.reads.map { row[$0.name] ?? Value.none }
    } otherwise: {
      answer(.row(request.reads.map { _ in Value.none }))
    }
  }

  private func reply(
    _ rule: Rule, _ answer: @escaping @Sendable (LookupAnswer) -> Void, row: ([String: Value]) -> [Value],
    otherwise: @escaping () -> Void
  ) {
    let work: () -> Void
    switch rule.reply {
    case nil: work = otherwise
    case .row(let columns):
      let values = row(columns)
      work = { answer(.row(values)) }
    case .fails("timeout"): return  // the runtime's own limit ends it
    case .fails("missing"): work = { answer(.noRow) }
    case .fails("shape"): work = { answer(.failed(.shape("replaced by the script"))) }
    case .fails(let word): work = { answer(.failed(.failed(word))) }
    }
    if let after = rule.after, after > .zero {
      held.append(Held(due: inbox.now + after, answer: work))
    } else {
      work()
    }
  }
  func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void) {
    inner.save(request, answer: answer)
  }

  /// When the next held answer is due.
  var nextInstant: Instant? { held.map(\.due).min() }
  func answerDue(at instant: Instant) {
    let due = held.filter { $0.due <= instant }
    held.removeAll { $0.due <= instant }
    for one in due.sorted(by: { $0.due < $1.due }) { one.answer() }
  }
}
