import CallFlow
import Session
import Tones

/// A toy of VoiceXML's form algorithm, driving the same runtime: a form with two fields and a subdialog, the
/// counting of prompts, and handlers chosen by the highest count over all scopes.
struct ToyVoiceXML: Walker {
  struct Field {
    var name: String
    /// By `count`, as `<prompt count="n">`.
    var prompts: [Int: String]
    var lengths: ClosedRange<Int>
    var handlers: [Catch] = []
  }
  struct Catch: CountedHandler {
    var event: EventName
    var count: Int
    var text: String
    /// Nil for reprompt and go on.
    var exits = false
  }
  struct Form {
    var fields: [Field]
    /// After which field the subdialog runs.
    var subdialogAfter: Int?
    var subdialog: [Field] = []
    var handlers: [Catch] = []
  }

  let form: Form
  private(set) var values: [String: String] = [:]
  private var visits: [String: PromptVisits] = [:]
  private var counters = EventCounters()
  private var isInSubdialog = false
  private var hasRunSubdialog = false
  private var current: Field?

  init(_ form: Form) { self.form = form }

  mutating func handle(
    _ event: WalkerEvent, in context: some WalkerContext, into effects: inout [WalkerEffect]
  ) {
    switch event {
    case .began: select(&effects)
    case .keys(let entry):
      if let current { values[current.name] = entry.keys.text }
      current = nil
      select(&effects)
    case .noInput: caught(EventName("noinput"), &effects)
    case .noMatch: caught(EventName("nomatch"), &effects)
    case .hungUp: effects.append(.log("gone with \(values.count)"))
    default: effects.append(.disconnect)
    }
  }

  /// The first form item whose variable is undefined.
  private mutating func select(_ effects: inout [WalkerEffect], prompting: Bool = true) {
    var fields = isInSubdialog ? form.subdialog : form.fields
    if !isInSubdialog, !hasRunSubdialog, let after = form.subdialogAfter,
      fields.prefix(after).allSatisfy({ values[$0.name] != nil })
    {
      (isInSubdialog, hasRunSubdialog) = (true, true)
      fields = form.subdialog
    }
    guard let next = fields.first(where: { values[$0.name] == nil }) else {
      if isInSubdialog {
        isInSubdialog = false
        return select(&effects)
      }
      effects.append(.outcome("filled"))
      say("Thank you.", &effects)
      effects.append(.disconnect)
      return
    }
    if current?.name != next.name { counters.reset() }
    current = next
    if prompting {
      let visit = visits[next.name] ?? PromptVisits()
      if let count = visit.choose(among: next.prompts.keys), let text = next.prompts[count] {
        say(text, &effects)
      }
      visits[next.name, default: PromptVisits()].again()
    }
    effects.append(
      .collect(
        CollectRequest(
          grammar: KeyGrammar(data: .init(lengths: next.lengths)), timeout: .seconds(5),
          interdigit: .seconds(3))))
  }

  private mutating func caught(_ event: EventName, _ effects: inout [WalkerEffect]) {
    counters.count(event)
    let scopes = [current?.handlers ?? [], form.handlers]
    let choice = HandlerChoice.choose(
      for: event, counters: counters, scopes: scopes, rule: .highestCount
    ) { _ in true }
    guard let choice else { return select(&effects) }
    let handler = scopes[choice.scope][choice.index]
    say(handler.text, &effects)
    if handler.exits { return effects.append(.disconnect) }
    // Without a reprompt a handler suppresses the next selection of prompts.
    select(&effects, prompting: false)
  }

  private func say(_ text: String, _ effects: inout [WalkerEffect]) {
    let piece = SpeechPiece(text, isFixed: true)
    effects.append(
      .queuePrompt([Segment(.speech([piece]), voice: VoiceChoice(language: "en"), written: text)]))
  }
}
