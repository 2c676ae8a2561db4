import Tones

/// `desk at_desk { number 3-4; pin 4-6; accept key; done -> bye }`.
enum DeskKind {
  static let row = KindRow(
    word: "desk", isWaiting: true,
    results: [.agent, .offerQueue, .offerLanguage, .offerCaller, .offerNotes],
    own: [
      OwnRow("number", "number 3-4", isRequired: true), OwnRow("pin", "pin 4-6", isRequired: true),
      OwnRow("standby", "standby prompt_name"), OwnRow("accept", "accept key"),
      OwnRow("whisper", "whisper prompt_name"), OwnRow("secret", "secret flow_name"),
      OwnRow("key", "key *3 hold", isRepeatable: true),
      OwnRow("done", "done -> state", isRequired: true),
    ], build: { build(&$0) })

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = DeskSpec(done: state.nowhere)
    func lengths(_ word: String, _ fallback: ClosedRange<Int>) -> ClosedRange<Int> {
      guard let line = state.line(word) else { return fallback }
      var cursor = TokenCursor(line)
      app.expectBare(line)
      guard let range = app.range(&cursor, within: 1...16, line) else { return fallback }
      app.expectEnd(&cursor, line)
      return range
    }
    spec.number = lengths("number", spec.number)
    spec.pin = lengths("pin", spec.pin)
    func said(_ word: String) -> [SayPart]? {
      guard let line = state.line(word) else { return nil }
      var cursor = TokenCursor(line)
      app.expectBare(line)
      let parts = state.body.parts(&cursor, line)
      app.expectEnd(&cursor, line)
      return parts
    }
    spec.standby = said("standby")
    spec.whisper = said("whisper")
    if let line = state.line("accept") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let word = cursor.takeWord(), let acceptance = DeskSpec.Acceptance(rawValue: word.text) {
        spec.acceptance = acceptance
        app.expectEnd(&cursor, line)
      } else {
        app.missing("'accept' is key or auto", TokenCursor(line), line, hint: "like accept key")
      }
    }
    if let line = state.line("secret") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      // The flow belongs to the caller's application, which may be another.
      if let name = app.name("a flow", &cursor, line) {
        spec.secretFlow = name.text
        app.expectEnd(&cursor, line)
      }
    }
    readKeys(state, &spec)
    spec.done = state.way("done") ?? state.nowhere
    return .desk(spec)
  }

  private static func readKeys(_ state: StateBuilder, _ spec: inout DeskSpec) {
    let app = state.app
    var isWhole = true
    var places: [(act: DeskSpec.Act, range: SourceRange)] = []
    for line in state.lines("key") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      app.expectNoElse(line)
      guard let found = app.keySet(&cursor, line) else {
        isWhole = false
        continue
      }
      guard let word = cursor.takeWord(), let act = DeskSpec.Act(rawValue: word.text) else {
        isWhole = false
        let range = cursor.previous?.isWord == true ? cursor.previous?.range : nil
        if line.isSound {
          let acts = DeskSpec.Act.allCases.map(\.rawValue)
          app.error(
            "CF206", "a key of a desk is followed by what it does", at: range ?? cursor.here,
            hint: cursor.previous.flatMap { Suggestions.hint($0.text, among: acts) }
              ?? "one of \(acts.joined(separator: ", "))")
        }
        continue
      }
      app.expectEnd(&cursor, line)
      spec.keys[act, default: []] += found.patterns
      places.append((act, found.range))
    }
    guard isWhole else { return }
    for place in DeskSpec.Act.Place.allCases {
      let acts = DeskSpec.Act.allCases.filter { $0.places.contains(place) }
      for (index, act) in acts.enumerated() {
        for other in acts[..<index] {
          guard let range = places.first(where: { $0.act == act || $0.act == other })?.range,
            spec.patterns(act, at: place).contains(where: { mine in
              spec.patterns(other, at: place).contains {
                $0.overlaps(mine) || $0.begins(mine) || mine.begins($0)
              }
            })
          else { continue }
          app.error(
            "CF230", "the keys of '\(act.rawValue)' and '\(other.rawValue)' cannot be told apart", at: range,
            hint: "give one of the two another key")
        }
      }
    }
  }
}
