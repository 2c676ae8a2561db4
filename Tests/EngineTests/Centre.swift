import ACD
import CallFlow
import Chronology
import Session
import Tones

@testable import Engine

/// An engine in virtual time with one queue, billing, and what a test needs around it.
struct Centre {
  static let start = Instant(milliseconds: 1_772_500_000_000)
  let engine: Engine
  let log: MemoryLog
  let line: FakeLine
  var now: Instant { engine.now }

  init(
    at start: Instant = Centre.start, agents: [String: Int] = ["kim": 3, "lee": 3], maxCalls: Int? = nil,
    wantsEvents: Bool = true, queue: (inout QueueItem) -> Void = { _ in }
  ) {
    log = MemoryLog(wantsEvents: wantsEvents)
    engine = Engine(log: log, data: NoData(), seed: 1, start: start)
    line = FakeLine(inbox: engine.inbox)
    engine.core.makeWalker = { MenuWalker(queue: $0.binding.queues[0], skill: $0.binding.skills[0]) }
    engine.load(Centre.site(agents: agents, maxCalls: maxCalls, queue: queue), at: start)
  }

  static func site(
    id: UInt64 = 0xabc, agents: [String: Int] = ["kim": 3, "lee": 3], maxCalls: Int? = nil,
    queue: (inout QueueItem) -> Void = { _ in }
  ) -> SiteDefinition {
    var item = QueueItem(name: "billing", position: SourcePosition(file: 0, line: 1, column: 1))
    item.needs = [.any([LevelledAbility(.skill(SkillIndex(0)), level: 2)])]
    queue(&item)
    var content = FlowGraph.Content()
    content.id = id
    content.name = "bank.callflow"
    content.languages = [Language(tag: "ko")]
    content.skills = [SkillItem(name: "billing")]
    content.queues = [item]
    return SiteDefinition(
      applications: [FlowGraph(content)],
      agents: agents.sorted { $0.key < $1.key }.map {
        SiteDefinition.Agent(name: $0.key, skills: ["billing": $0.value])
      }, maxCalls: maxCalls)
  }

  /// A call from now on.
  func call(_ ani: String = "0212345678") -> CallID {
    let id = engine.inbox.makeCallID(at: now)
    engine.schedule(.arrival(Arrival(line: line, ani: ani, dnis: "1000", flow: "main"), id), at: now)
    engine.run(upTo: now)
    return id
  }
  /// A key, down and up at once.
  func press(_ key: Key, _ call: CallID) {
    engine.schedule(.line(call, .keyDown(key, cut: nil)), at: now)
    engine.schedule(.line(call, .keyUp(key)), at: now)
    engine.run(upTo: now)
  }
  func hangUp(_ call: CallID) {
    engine.schedule(.line(call, .hungUp), at: now)
    engine.run(upTo: now)
  }
  func wait(_ duration: Duration) { engine.run(upTo: now + duration) }
  @discardableResult func perform(_ command: EngineCommand) -> EngineReply { engine.perform(command) }
  func state(_ agent: String) -> AgentState? {
    engine.snapshot().agents.first { $0.name == agent }?.state
  }
}
