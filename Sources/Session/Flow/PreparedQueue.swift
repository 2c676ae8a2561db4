import ACD
import CallFlow
import Chronology

/// A queue's announcements in the order in which they come due.
struct PreparedQueue: Sendable {
  enum News: Hashable, Sendable {
    /// The application's own prompt, or nil for the built-in one.
    case position(PromptUse?)
    case eta(PromptUse?)
    case options
    case comfort(PromptUse)

    init(_ announcement: QueueItem.Announcement) {
      self =
        switch announcement.news {
        case .position: .position(announcement.prompt)
        case .eta: .eta(announcement.prompt)
        case .options: .options
        }
    }
  }
  struct Due: Sendable {
    var after: Duration
    var news: [News]
  }
  /// Nothing is announced so soon after entry.
  static let quiet: Duration = .seconds(10)
  /// Announcements are worked out for that long a wait.
  static let horizon: Duration = .hours(2)
  static let most = 1000

  let due: [Due]
  init(_ queue: QueueItem) {
    var byTime: [Int64: [News]] = [:]
    let horizon = min(queue.maxWait ?? PreparedQueue.horizon, PreparedQueue.horizon)
    func add(_ news: News, from first: Duration, every: Duration) {
      guard every >= .seconds(1) else { return }
      var at = first
      var count = 0
      while at <= horizon, count < PreparedQueue.most {
        if at >= PreparedQueue.quiet { byTime[at.microseconds, default: []].append(news) }
        at += every
        count += 1
      }
    }
    for announcement in queue.announcements {
      add(News(announcement), from: queue.firstAnnouncement, every: announcement.every)
    }
    for comfort in queue.comfort { add(.comfort(comfort.prompt), from: comfort.every, every: comfort.every) }
    due = byTime.sorted { $0.key < $1.key }.map { Due(after: .microseconds($0.key), news: $0.value) }
  }
}

extension QueueRequest {
  /// What a route asks for in a language: the queue's needs, those of the caller's segment, the route's own,
  /// and those of its wishes whose conditions hold for the call; a later one takes the place of an earlier
  /// one on the same skill.
  init(
    _ spec: RouteSpec, segment: SegmentItem? = nil, wishes: [RouteSpec.ConditionalWish.Wish] = [],
    language: String, graph: FlowGraph, binding: GraphBinding
  ) {
    guard graph.content.queues.indices.contains(spec.queue.index),
      binding.queues.indices.contains(spec.queue.index)
    else {
      self.init(contact: ContactRequest(queue: QueueID(spec.queue.index)), queueName: "", isClosed: true)
      return
    }
    let queue = graph.content.queues[spec.queue]
    let skills = SkillResolver(language: language, graph: graph, binding: binding)
    var ownNeeds = (segment?.needs ?? []) + spec.needs
    var ownPrefers = (segment?.prefers ?? []) + spec.prefers
    for wish in wishes {
      switch wish {
      case .need(let need): ownNeeds.append(need)
      case .prefer(let prefer): ownPrefers.append(prefer)
      }
    }
    var needs = queue.needs
    for need in ownNeeds {
      needs.removeAll { $0.abilities.contains(where: need.abilities.contains) }
      needs.append(need)
    }
    var prefers = queue.prefers
    for wish in ownPrefers {
      prefers.removeAll { $0.ability == wish.ability }
      prefers.append(wish)
    }
    var contact = ContactRequest(
      queue: binding.queues[spec.queue.index], requirements: needs.compactMap(skills.requirement),
      preferences: prefers.compactMap(skills.level),
      widenings: (queue.widenings + (segment?.widenings ?? []) + spec.widenings).compactMap(skills.widening)
        .sorted { $0.after < $1.after },
      priority: queue.priority + (segment?.priority ?? 0))
    contact.absences = (queue.absences + spec.absences).compactMap(skills.absence)
    self.init(
      contact: contact, queueName: queue.name, music: queue.music,
      keys: KeyGrammar(choices: spec.keys.choices, terminator: nil),
      timed: PreparedQueue(queue).due.map(\.after))
    lastAgent = queue.lastAgent
    self.segment = segment.map { CallerSegment(name: $0.name, priority: $0.priority) }
  }
}

/// Skills of a graph as the site numbers them; `language` is the skill named like the call's language.
struct SkillResolver {
  var language: String
  var graph: FlowGraph
  var binding: GraphBinding

  /// Nil when the site has no such skill: nothing can be asked of it.
  func skill(_ ability: Ability) -> SkillID? {
    let index: Int?
    switch ability {
    case .skill(let skill): index = skill.index
    case .language: index = graph.content.skills.firstIndex { $0.name == language }
    }
    return index.flatMap { binding.skills.indices.contains($0) ? binding.skills[$0] : nil }
  }
  func level(_ wish: LevelledAbility) -> SkillLevel? {
    skill(wish.ability).map { SkillLevel($0, wish.level) }
  }
  func requirement(_ need: Need) -> Requirement? {
    switch need {
    case .any(let wishes):
      let levels = wishes.compactMap(level)
      return levels.isEmpty ? nil : .any(levels)
    case .not(let ability): return skill(ability).map { .not($0) }
    }
  }
  func widening(_ widening: Widening) -> WideningStep? {
    change(widening.change).map { WideningStep(after: widening.after, change: $0) }
  }
  func absence(_ absence: Absence) -> AbsenceRule? {
    guard let ability = level(absence.ability), let change = change(absence.change) else { return nil }
    return AbsenceRule(without: ability, change: change)
  }
  private func change(_ change: Widening.Change) -> WideningStep.Change? {
    switch change {
    case .need(let need): requirement(need).map { .require($0) }
    case .drop(let ability): skill(ability).map { .drop($0) }
    }
  }
}
