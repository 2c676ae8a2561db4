import CallFlow
import Chronology
import Engine
import Session
import Tones

/// One who walks through a list of steps: the script's own caller, or that of a group.
final class Caller {
  enum State {
    case ready
    /// A wait, over before anything else happens at that instant.
    case sleeping(until: Instant)
    /// As sleeping, but over with the call.
    case lingering(until: Instant)
    /// The next key of `keys` goes down then.
    case pressing(at: Instant)
    /// For the prompt that a `press while saying` needs.
    case listening(ScriptAct.WhileSaying, deadline: Instant)
    /// For a message to be taken, that he speaks then.
    case toSpeak(Duration, deadline: Instant)
    case expecting(Expectation, since: Instant, deadline: Instant)
    /// For a telephone to ring that he answers.
    case answering
    /// `expect no … within`: over when everything at that instant has happened.
    case holding(until: Instant)
    case done
  }
  /// Something that must not happen.
  struct Watch {
    var expectation: Expectation
    var range: SourceRange
    var record: CallRecord
    var scanned: Int
    var endsAtAct: Bool
    /// What happens later is allowed.
    var until: Instant?
  }
  struct Keys {
    var left: ArraySlice<Key>
    var every: Duration
    var hold: Duration
  }
  enum Leg {
    case plain(SimulatedLine)
    case audio(SimulatedAudioLine)
  }
  let name: String
  let steps: [ScriptStep]
  var index = 0
  var state = State.ready
  var leg: Leg?
  var legID: LegID?
  /// The leg on which his call has left us.
  var awayLeg: LegID? {
    guard let record, !record.isOver, case .plain(let line)? = leg, line.isOver else { return nil }
    return legID
  }
  var record: CallRecord?
  /// Happenings before it have been matched, or lie before a match.
  var cursor = 0
  /// While expecting: happenings before it have been looked at; states of a list that were seen.
  var scanned = 0
  var seenStates = 0
  var keys: Keys?
  /// A caller's finger is free again.
  var fingerFree = Instant(microseconds: .min)
  var watches: [Watch] = []

  init(name: String, steps: [ScriptStep]) { (self.name, self.steps) = (name, steps) }

  var isDone: Bool { if case .done = state { true } else { false } }

  /// Whether what was pressed last was wrong: whoever has heard that rests before the next try.
  var hasFailed: Bool {
    for happening in (record?.happenings ?? []).reversed() {
      switch happening.kind {
      case .story(.key): return false
      case .story(.trace(.event(let event, _))) where event == .noMatch || event == .invalid: return true
      case .story, .ended: continue
      }
    }
    return false
  }

  /// When the caller wants to be looked at again, if nothing happens before.
  var wake: Instant? {
    switch state {
    case .ready, .answering, .done: nil
    case .sleeping(let instant), .lingering(let instant), .pressing(let instant), .holding(let instant):
      instant
    case .listening(_, let deadline), .toSpeak(_, let deadline): deadline
    case .expecting(_, _, let deadline): deadline
    }
  }
}
