import ACD
import Chronology
import Testing

/// A distributor in virtual time: runs its timers, keeps what it said, and checks after every event that
/// what must always hold does hold.
struct Desk {
  static let billing = SkillID(0)
  static let korean = SkillID(1)
  static let english = SkillID(2)
  static let trainee = SkillID(3)

  var distributor: Distributor
  var now = Instant(milliseconds: 0)
  /// Everything but timers and explanations.
  private(set) var said: [DistributorEffect] = []
  private(set) var decisions: [Decision] = []
  var checksAlways = true
  private var timers: [(at: Instant, serial: Int, timer: DistributorTimer)] = []
  private var count = 0

  init(_ queues: [QueueDefinition] = [.plain()], _ agents: [AgentDefinition], seed: UInt64 = 1) {
    distributor = Distributor(seed: seed)
    configure(queues, agents)
  }

  mutating func configure(_ queues: [QueueDefinition], _ agents: [AgentDefinition]) {
    var effects: [DistributorEffect] = []
    distributor.configure(queues: queues, agents: agents, at: now, into: &effects)
    take(effects)
  }

  /// - Returns: what the event led to.
  @discardableResult mutating func handle(_ events: DistributorEvent...) -> [DistributorEffect] {
    let before = said.count
    for event in events {
      var effects: [DistributorEffect] = []
      distributor.handle(event, at: now, into: &effects)
      take(effects)
    }
    return Array(said[before...])
  }

  /// Lets time pass, timers included.
  @discardableResult mutating func wait(_ duration: Duration) -> [DistributorEffect] {
    let (before, end) = (said.count, now + duration)
    while let next = timers.min(by: { ($0.at, $0.serial) < ($1.at, $1.serial) }), next.at <= end {
      timers.removeAll { $0.serial == next.serial }
      now = max(now, next.at)
      handle(.timer(next.timer))
    }
    now = end
    return Array(said[before...])
  }

  private mutating func take(_ effects: [DistributorEffect]) {
    for effect in effects {
      switch effect {
      case .start(let timer, let after):
        count += 1
        timers.append((now + after, count, timer))
      case .cancel(let timer): timers.removeAll { $0.timer == timer }
      case .decided(let decision): decisions.append(decision)
      default: said.append(effect)
      }
    }
    if checksAlways { #expect(distributor.invariantFaults() == []) }
  }
}

extension QueueDefinition {
  static func plain(_ change: (inout QueueDefinition) -> Void = { _ in }) -> QueueDefinition {
    var queue = QueueDefinition(id: QueueID(0))
    change(&queue)
    return queue
  }
}

extension AgentDefinition {
  static func kim(_ skills: [SkillID: Int] = [Desk.billing: 3]) -> AgentDefinition {
    AgentDefinition(id: .kim, name: "kim", skills: skills)
  }
  static func lee(_ skills: [SkillID: Int] = [Desk.billing: 3]) -> AgentDefinition {
    AgentDefinition(id: .lee, name: "lee", skills: skills)
  }
  static func park(_ skills: [SkillID: Int] = [Desk.billing: 3]) -> AgentDefinition {
    AgentDefinition(id: .park, name: "park", skills: skills)
  }
}

extension AgentID {
  static let kim = AgentID(0)
  static let lee = AgentID(1)
  static let park = AgentID(2)
}

extension CallID {
  static let anna = CallID(1)
  static let ben = CallID(2)
  static let cho = CallID(3)
}

extension Requirement {
  static func need(_ skill: SkillID, _ level: Int = 1) -> Requirement { .any([SkillLevel(skill, level)]) }
}

extension ContactRequest {
  static func billing(
    _ level: Int = 1, prefer: [SkillLevel] = [], widen: [WideningStep] = [], priority: Int = 0
  ) -> ContactRequest {
    ContactRequest(
      queue: QueueID(0), requirements: [.need(Desk.billing, level)], preferences: prefer,
      widenings: widen, priority: priority)
  }
}
