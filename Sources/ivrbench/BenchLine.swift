import ACD
import Chronology
import Engine
import Rehearsal
import Session
import Tones

/// What the lines of one run share. Belongs to the thread that runs the engine.
final class CallPlan: @unchecked Sendable {
  let engine: Engine
  /// Calls that have still to begin.
  var left: Int
  init(engine: Engine, left: Int) { (self.engine, self.left) = (engine, left) }
}

/// A simulated line whose callers all do the same, at their own pace: in each prompt their keys, some before
/// its end and some after. When one has gone the next one comes.
final class BenchLine: Line, @unchecked Sendable {
  private struct Act {
    var after: Duration
    var keys: [Key]
  }
  /// By prompt. The first is cut by its key, the others are heard; the balance is told and asked about.
  private static let acts = [
    Act(after: .milliseconds(900), keys: [.two]),
    Act(after: .milliseconds(4400), keys: [.one]),
    Act(after: .milliseconds(2700), keys: [.one, .two, .three, .four, .hash]),
    Act(after: .milliseconds(5300), keys: [.two]),
  ]
  private let line: SimulatedLine
  private let plan: CallPlan
  private var prompts = 0
  private var scatter: Scatter

  init(name: String, plan: CallPlan) {
    self.plan = plan
    line = SimulatedLine(name: name, inbox: plan.engine.inbox)
    line.lengths.fixed = .seconds(2)
    scatter = Scatter(UInt64(name.utf8.reduce(0) { $0 &* 31 &+ Int($1) }))
  }

  var name: String { line.name }
  func arrival() -> Arrival {
    Arrival(line: self, ani: "0212345678", dnis: "1000")
  }

  func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    if prompts == 0 { line.attach(call) }
    line.play(playback, segments, for: call)
    guard prompts < BenchLine.acts.count else { return }
    let act = BenchLine.acts[prompts]
    prompts += 1
    var at = plan.engine.inbox.now + act.after + .milliseconds(scatter.next(700))
    for key in act.keys {
      line.press(key, at: at)
      at = at + .milliseconds(300)
    }
  }

  func stop(_ playback: PlaybackID, for call: CallID) { line.stop(playback, for: call) }

  func hangUp(_ call: CallID) {
    line.hangUp(call)
    prompts = 0
    guard plan.left > 0 else { return }
    plan.left -= 1
    let next = plan.engine.inbox.now + .milliseconds(scatter.next(1000))
    plan.engine.inbox.post(.arrival(arrival(), nil), at: next)
  }
}
