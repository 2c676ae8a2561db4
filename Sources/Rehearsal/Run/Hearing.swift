import CallFlow
import Chronology
import Tones

/// A call made by sound alone: the caller's side is a recording, its keys are found by the detector, and
/// what he would have heard is kept.
public struct Hearing {
  public var flow: String
  public var ani: String?
  public var dnis: String
  /// Rows, agents, start and seed; the mode is always with sound.
  public var setup: ScriptSetup
  /// How long an agent lets it ring, and how long he talks.
  public var answersAfter: Duration = .seconds(2)
  public var talks: Duration = .seconds(20)
  /// The caller hangs up then, if the call has not ended before.
  public var longest: Duration = .minutes(10)

  public init(flow: String, ani: String? = nil, dnis: String = "1000", setup: ScriptSetup = ScriptSetup()) {
    (self.flow, self.ani, self.dnis, self.setup) = (flow, ani, dnis, setup)
  }

  /// - Parameter caller: what the caller's telephone sends, 8 kHz mono.
  public func run(_ caller: [Int16], in world: ScriptWorld) -> CaseResult {
    let here = SourceRange(SourcePosition(file: 0, line: 1, column: 1))
    var script = Script(name: "hearing", position: here.start, flow: flow, flowRange: here)
    script.setup = setup
    script.setup.mode = .audio
    func step(_ act: ScriptAct) -> ScriptStep { ScriptStep(kind: .act(act), range: here) }
    for agent in setup.agents {
      script.steps.append(step(.agent(agent.name, .answers, after: answersAfter)))
      script.steps.append(step(.agent(agent.name, .hangsUp, after: talks)))
    }
    let recording = "the caller's recording"
    script.steps += [
      step(.call(ani: ani, dnis: dnis, callerName: nil)), step(.play(recording, at: nil)),
      step(.waitUntilOver(longest)),
    ]
    var world = world
    let read = world.read
    world.read = { $0 == recording ? WAVFile.bytes(caller) : try read($0) }
    return ScriptRunner.run(script, in: world)
  }
}
