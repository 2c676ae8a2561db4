import ACD
import CallFlow
import Chronology
import Engine
import Session

/// One thing that happened to a call, as a script may expect it.
struct Happening {
  enum Kind {
    case story(CallStory)
    case ended(Ending)
  }
  var instant: Instant
  var kind: Kind
  /// Full name of the state the call was in.
  var state: String
  /// Of a place in a queue: what was asked for this caller alone, `need billing 3`.
  var asked: [String] = []
}

/// One call of a rehearsal: all that happened, in order.
final class CallRecord {
  let id: CallID
  /// The group's name; empty for the script's own caller.
  let caller: String
  let start: Instant
  var facts: CallFacts?
  var graph: FlowGraph?
  var happenings: [Happening] = []
  var ending: Ending?
  /// By number, happenings that an expectation was about.
  var expected: Set<Int> = []
  /// Prompts, by name or text, that sounded in each language, for coverage and near misses.
  var state = ""
  var language = ""
  /// The name of the caller's, as the flow set it last.
  var segment = ""
  private var asked: [String] = []

  init(id: CallID, caller: String, start: Instant) {
    (self.id, self.caller, self.start) = (id, caller, start)
  }

  var isOver: Bool { ending != nil }

  func take(_ story: CallStory, at instant: Instant, state: String) {
    if case .trace(.state(let name, _)) = story {
      self.state = name
    } else if !state.isEmpty {
      self.state = state
    }
    if case .language(let tag) = story { language = tag }
    if case .trace(.variable("segment", let name)) = story { segment = name }
    if case .trace(.asked(let what)) = story { asked = what.components(separatedBy: "; ") }
    var happening = Happening(instant: instant, kind: .story(story), state: self.state)
    if case .queued = story { (happening.asked, asked) = (asked, []) }
    happenings.append(happening)
  }
  func end(_ ending: Ending, at instant: Instant) {
    self.ending = ending
    happenings.append(Happening(instant: instant, kind: .ended(ending), state: state))
  }

  /// What the log has of the call by name: `outcome`, `queue`, `agent`, `waited`, notes and variables as
  /// they are written. Several values when a name has had several.
  func fields(_ name: String) -> [Value] {
    var values: [Value] = []
    switch name {
    case "ani", "caller": return facts?.ani.map { [.text($0)] } ?? []
    case "dnis", "dialled": return facts?.dnis.map { [.text($0)] } ?? []
    case "line": return facts.map { [.text($0.line)] } ?? []
    case "language": return [.text(language)]
    default: break
    }
    for happening in happenings {
      switch happening.kind {
      case .ended(let ending):
        switch name {
        case "outcome": values.append(.text(ending.outcome.rawValue))
        case "own_outcome", "own-outcome": if let own = ending.ownOutcome { values.append(.text(own)) }
        case "by", "ended_by": values.append(.text(ending.by.rawValue))
        case "length": values.append(.duration(happening.instant - start))
        default: break
        }
      case .story(let story):
        switch (story, name) {
        case (.queued(let queue, _), "queue"): values.append(.text(queue))
        case (.connected(let agent, _), "agent"): values.append(.text(agent))
        case (.connected(_, let waited), "waited"): values.append(.duration(waited))
        case (.left(_, _, let waited), "waited"): values.append(.duration(waited))
        case (.left(_, let reason, _), "left"), (.left(_, let reason, _), "how"):
          values.append(.text(reason.rawValue))
        case (.talked(_, let talk, _), "talk"): values.append(.duration(talk))
        case (.log(let text), "log"): values.append(.text(text))
        case (.note(let note, let shown), _) where note == name: values.append(.text(shown))
        case (.trace(.variable(let variable, let shown)), _)
        where variable == name || variable.hasSuffix("." + name):
          values.append(.text(shown))
        default: break
        }
      }
    }
    return values
  }
}
