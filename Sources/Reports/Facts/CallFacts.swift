import ACD
import Chronology
import Engine

/// Calls as facts, and the answers heard in them. Calls are given the latest first, so that each knows
/// whether its caller came back; those of a week after the time asked about are looked at only for that.
public struct CallFacts: Sendable {
  private static let day = Duration.hours(24)
  private static let week = Duration.hours(24 * 7)
  private let rules: ReportRules
  private let since: Instant
  private let until: Instant
  private let notesKnown: [String: Int]
  /// Of each number: when it next called, and when about what.
  private var nextCall: [String: Instant] = [:]
  private var nextAbout: [String: [String: Instant]] = [:]

  /// How long after the time asked about calls must still be given.
  public static let lookAhead = week

  /// - Parameter notesKnown: how many different notes callers of a queue bring along, by its name.
  public init(since: Instant, until: Instant, _ rules: ReportRules, notesKnown: [String: Int] = [:]) {
    (self.since, self.until, self.rules, self.notesKnown) = (since, until, rules, notesKnown)
  }

  /// The call's fact and those of its answers; none for a call outside the time asked about.
  public mutating func facts(_ call: LoggedCall) -> [Fact] {
    let opening = call.row.opening
    let subjects = CallFacts.subjects(call)
    let caller = opening.ani.flatMap { $0.isEmpty || rules.sharedNumbers.contains($0) ? nil : $0 }
    defer {
      if let caller {
        nextCall[caller] = opening.offered
        for subject in subjects { nextAbout[caller, default: [:]][subject] = opening.offered }
      }
    }
    guard opening.offered >= since, opening.offered < until else { return [] }
    var facts = [fact(call, caller, subjects)]
    facts += answers(call)
    return facts
  }

  private func fact(_ call: LoggedCall, _ caller: String?, _ subjects: Set<String>) -> Fact {
    var call = call
    // A message that somebody heard later is no wait of the caller's.
    call.visits.removeAll { $0.how == "work" }
    let opening = call.row.opening
    let closing = call.row.closing
    var fact = Fact(at: opening.offered)
    (fact.call, fact.flow, fact.line) = (opening.call, opening.flow, opening.line)
    (fact.caller, fact.outcome) = (opening.ani, closing?.outcome ?? "(open)")
    fact.segment = CallFacts.segment(call)
    fact.how = closing?.outcome ?? "open"
    fact.queue = call.visits.first?.queue
    fact.time = closing.map { max(0, ($0.ended - opening.offered).milliseconds) } ?? 0
    let outcome = closing?.outcome
    let isEntered = outcome != "refused"
    let topics = call.events.filter { $0.kind == "topic" }
    let isSolved = topics.contains { $0.detail.hasSuffix(" solved") }
    let isTransferred = outcome == "transferred"
    let isContained =
      isEntered && closing != nil && !call.row.isEndEstimated && outcome != "interrupted"
      && call.visits.isEmpty && !isTransferred
    let isGoal = isContained && (closing?.ownOutcome != nil || outcome == "self-served" || isSolved)
    // Of a call-back, when somebody was reached.
    func isTalk(_ visit: QueueVisitRow) -> Bool {
      visit.how == "answered" || visit.how == "callback" && visit.agent != nil
    }
    let hasTalked = call.visits.contains(where: isTalk)
    let isHungUp = closing?.endedBy == "caller" || closing?.endedBy == "line"

    fact.sets.insert(.calls)
    fact.sets.insert(isEntered ? .entered : .refused)
    fact.sets.insert(.underWay, if: closing == nil)
    fact.sets.insert(.estimated, if: call.row.isEndEstimated)
    fact.sets.insert(.transferred, if: isTransferred)
    fact.sets.insert(.contained, if: isContained)
    if isContained {
      fact.sets.insert(isGoal ? .goals : topics.isEmpty ? .gaveUp : .heardAndLeft)
      fact.sets.insert(.leftMenus, if: !isGoal && isHungUp)
    }
    if let key = call.events.first(where: { $0.kind == "key" }) {
      fact.sets.insert(.zeroFirst, if: key.detail.hasPrefix("0 "))
    }
    fact.sets.insert(.heardAnswers, if: !topics.isEmpty)
    if let first = call.visits.first {
      fact.sets.insert(.customers)
      fact.sets.insert(.customersServed, if: hasTalked)
      fact.sets.insert(.customersLost, if: !hasTalked && call.visits.contains { $0.how == "abandoned" })
      if let talk = call.visits.first(where: isTalk) {
        fact.wait = max(0, (talk.left - first.enqueued).milliseconds)
        fact.agent = talk.agent
        note(call, before: talk.left, first.queue, in: &fact)
      }
    }
    let ani = opening.ani ?? ""
    fact.sets.insert(.withheld, if: isEntered && ani.isEmpty)
    fact.sets.insert(.shared, if: isEntered && !ani.isEmpty && caller == nil)
    guard let caller, isEntered else { return fact }
    fact.sets.insert(.identified)
    if isGoal {
      let cameBack = nextCall[caller].map { $0 < opening.offered + CallFacts.day } ?? false
      fact.sets.insert(.trulyContained, if: !cameBack)
      fact.sets.insert(.provisional, if: opening.offered + CallFacts.day > rules.now)
    }
    if isGoal || hasTalked {
      let again = subjects.compactMap { nextAbout[caller]?[$0] }.min()
      fact.sets.insert(.resolved)
      fact.sets.insert(.cameBackInADay, if: again.map { $0 < opening.offered + CallFacts.day } ?? false)
      fact.sets.insert(.cameBackInAWeek, if: again.map { $0 < opening.offered + CallFacts.week } ?? false)
    }
    return fact
  }

  /// What the agent got of the menus, beside what all his talks came to.
  private func note(_ call: LoggedCall, before talk: Instant, _ queue: String, in fact: inout Fact) {
    let names = call.events.filter { $0.kind == "note" && $0.at <= talk }.map { event in
      event.detail.split(separator: " = ", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    }
    fact.notes = Int64(Set(names).count)
    fact.notesKnown = max(fact.notes, Int64(notesKnown[queue] ?? 0))
    for visit in call.visits where visit.agent != nil {
      fact.talk += visit.talk.milliseconds
      fact.hold += visit.hold.milliseconds
      fact.wrapUp += visit.wrapUp.milliseconds
    }
    guard call.row.closing != nil, !call.row.isEndEstimated else { return }
    fact.sets.insert(names.isEmpty ? .servedWithoutNotes : .servedWithNotes)
  }

  private func answers(_ call: LoggedCall) -> [Fact] {
    var facts: [Fact] = []
    for event in call.events where event.kind == "topic" {
      let (topic, what) = CallFacts.topic(event)
      switch what {
      case "chosen":
        var fact = Fact(at: call.row.opening.offered)
        (fact.call, fact.topic, fact.visit) = (event.call, topic, 0)
        (fact.flow, fact.line) = (call.row.opening.flow, call.row.opening.line)
        (fact.caller, fact.outcome) = (call.row.opening.ani, call.row.closing?.outcome ?? "(open)")
        (fact.segment, fact.how) = (CallFacts.segment(call), "heard")
        fact.sets.insert(.answersHeard)
        fact.sets.insert(
          .answersThenQueue, if: call.visits.contains { $0.enqueued >= event.at && $0.how != "transferred" })
        facts.append(fact)
      case "solved", "unsolved":
        // The question belongs to the answer heard last.
        guard let last = facts.indices.last(where: { facts[$0].topic == topic }) else { continue }
        facts[last].how = what
        facts[last].sets.insert(what == "solved" ? .answersSolved : .answersUnsolved)
      default: continue
      }
    }
    return facts
  }

  /// Among whom the flow counted the caller last.
  private static func segment(_ call: LoggedCall) -> String? {
    guard let set = call.events.last(where: { $0.kind == "set" }) else { return call.visits.last?.segment }
    let name = set.detail.dropFirst("segment = ".count)
    return name == "none" ? nil : String(name)
  }

  /// `balance chosen`: the answer's name and what became of it.
  private static func topic(_ event: CallEventRow) -> (String, String) {
    guard let space = event.detail.lastIndex(of: " ") else { return (event.detail, "") }
    return (String(event.detail[..<space]), String(event.detail[space...].dropFirst()))
  }

  /// What the call was about: its queues, answers and own outcome.
  private static func subjects(_ call: LoggedCall) -> Set<String> {
    var subjects = Set(call.visits.map { "queue \($0.queue)" })
    for event in call.events where event.kind == "topic" { subjects.insert("answer \(topic(event).0)") }
    if let own = call.row.closing?.ownOutcome { subjects.insert("outcome \(own)") }
    return subjects
  }
}
