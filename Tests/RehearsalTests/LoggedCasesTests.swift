import ACD
import CallFlow
import Engine
import Rehearsal
import SQLiteStore
import Synchronization
import Testing

@Suite struct `Scripted calls that are also logged` {
  final class Openings: CallLog {
    let calls = Mutex<[CallID]>([])
    let agents = Mutex<[AgentEventRow]>([])
    func append(_ record: LogRecord) {
      switch record {
      case .callOpened(let opening): calls.withLock { $0.append(opening.call) }
      case .agent(let row): agents.withLock { $0.append(row) }
      case .disposition, .kept, .audit, .published: break
      case .event, .queueVisit, .callClosed: break
      }
    }
  }
  static let flow = """
    callflow 1
    language en default
    flow main { do bye { say "Bye."; hangup } }

    """
  static let script = """
    call "one"
    flow "a.callflow"
    agent kim skills billing 1
    caller 1 dials 1
    expect hangup by system

    call "two, at the same instant"
    flow "a.callflow"
    caller 2 dials 1
    expect hangup by system

    """

  @Test func `have an id each, and leave no agent logged in`() throws {
    let log = Openings()
    let world = ScriptWorld(
      compile: { name in
        try #require(Compiler.compile([SourceText(name: name, text: Self.flow)]).applications.first)
      },
      data: { try MemoryData() }, log: log)
    let result = ScriptRunner.run(SourceText(name: "a.call", text: Self.script), in: world)
    #expect(result.passed == 2)
    let calls = log.calls.withLock { $0 }
    #expect(calls.count == 2)
    #expect(Set(calls).count == 2)
    #expect(log.agents.withLock { $0.last?.state } == "logged-out")
  }
}
