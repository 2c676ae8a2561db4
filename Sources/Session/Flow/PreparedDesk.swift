import CallFlow
import Chronology
import Tones

/// What an agent's line listens for, worked out once.
final class PreparedDesk: Sendable {
  let done: Script
  let standby: Saying?
  let whisper: Saying?
  let number: StandBy
  let pin: StandBy
  let free: StandBy
  let offer: StandBy
  let talk: StandBy
  let target: StandBy
  /// What each key does, by the tag.
  static let acts = DeskSpec.Act.allCases
  static let targetLength = 16

  init(_ spec: DeskSpec, _ state: State, done: Script, standby: Saying?, whisper: Saying?) {
    (self.done, self.standby, self.whisper) = (done, standby, whisper)
    let settings = state.settings
    func entry(_ lengths: ClosedRange<Int>, _ privacy: Privacy) -> StandBy {
      StandBy(
        CollectRequest(
          grammar: KeyGrammar(data: KeyGrammar.Data(lengths: lengths), terminator: settings.terminator),
          timeout: .seconds(10), interdigit: .seconds(5), privacy: privacy),
        isTimed: true, isLoose: false)
    }
    func place(_ place: DeskSpec.Act.Place, _ privacy: Privacy) -> StandBy {
      var choices: [KeyGrammar.Choice] = []
      for (tag, act) in PreparedDesk.acts.enumerated() where act.places.contains(place) {
        choices.append(KeyGrammar.Choice(spec.patterns(act, at: place), tag: tag))
      }
      return StandBy(
        CollectRequest(
          grammar: KeyGrammar(choices: choices, terminator: nil), timeout: settings.timeout,
          interdigit: settings.interdigit, privacy: privacy))
    }
    number = entry(spec.number, .secret)
    pin = entry(spec.pin, .secret)
    target = entry(1...PreparedDesk.targetLength, .open)
    free = place(.standby, .open)
    offer = place(.offer, .open)
    // What he presses besides his own keys may be meant for whom he talks to.
    talk = place(.talk, .secret)
  }
}
