import ACD
import Chronology
import Engine

extension Fact {
  /// What the policy of its segment promises a caller in a queue: an answer, and to one who ordered it a call-back.
  ///
  /// The answer's wait ends with whatever ends the stay; who leaves in time has been promised nothing more. A
  /// call-back's wait runs from the order to the talk, or to where it was given up.
  /// - Parameter callBackEnd: when a stay that became a call-back got its agent, or was given up.
  public static func promises(
    _ row: VisitRow, callBackEnd: Instant?, _ rules: ReportRules
  ) -> [Fact] {
    let visit = row.visit
    guard visit.how != "transferred", visit.how != "work", let policy = rules.policy(of: visit.segment) else {
      return []
    }
    let isOpen = visit.how == "open"
    let left = isOpen ? rules.upToNow(visit.left) : visit.left
    func fact(
      _ promise: String, from: Instant, to: Instant, _ limit: Duration, _ end: PromiseEnd, how: String
    ) -> Fact {
      var fact = Fact(at: from)
      (fact.call, fact.visit, fact.queue, fact.agent) = (visit.call, visit.number, visit.queue, visit.agent)
      (fact.flow, fact.line, fact.caller, fact.outcome) = (row.flow, row.line, row.ani, row.outcome)
      (fact.segment, fact.promise, fact.how) = (visit.segment ?? ServicePolicy.otherwise, promise, how)
      fact.wait = max(0, (to - from).milliseconds)
      fact.limit = limit.milliseconds
      fact.judge(end)
      return fact
    }
    var facts: [Fact] = []
    if let limit = policy.answer {
      facts.append(
        fact(
          "answer", from: visit.enqueued, to: left, limit,
          isOpen ? .open : visit.how == "answered" ? .kept : .left, how: visit.how))
    }
    if let limit = policy.callBack, visit.how == "callback" {
      let isConnected = visit.agent != nil
      let end = callBackEnd ?? (isConnected ? visit.left : rules.upToNow(visit.left))
      facts.append(
        fact(
          "callback", from: visit.left, to: end, limit,
          isConnected ? .kept : callBackEnd != nil ? .lost : .open,
          how: isConnected ? "connected" : callBackEnd != nil ? "given up" : "open"))
    }
    return facts
  }

  /// That a message is heard; nil without such a promise.
  /// - Parameter segment: of the caller who left it.
  public init?(_ message: KeptMessage, segment: String?, _ rules: ReportRules) {
    guard let limit = rules.policy(of: segment)?.message else { return nil }
    self.init(at: message.left)
    (call, queue, agent, caller) = (message.call, message.queue, message.agent, message.from)
    (self.segment, promise) = (segment ?? ServicePolicy.otherwise, "message")
    how = message.heard == nil ? "not heard" : "heard"
    wait = max(0, ((message.heard ?? rules.upToNow(message.left)) - message.left).milliseconds)
    self.limit = limit.milliseconds
    judge(message.heard == nil ? .open : .kept)
  }

  /// How a promise ended, whether in time or not.
  enum PromiseEnd {
    case kept, left, open
    /// Nothing that could keep it will come.
    case lost
  }

  mutating func judge(_ end: PromiseEnd) {
    sets.insert(.promises)
    let isLate = wait > limit
    switch end {
    case .lost: sets.insert(.promisesBroken)
    case _ where isLate: sets.insert(.promisesBroken)
    case .kept: sets.insert(.promisesKept)
    case .left: sets.insert(.promisesLeft)
    case .open: sets.insert(.promisesPending)
    }
  }
}

extension ReportRules {
  /// That of the segment, or the one for all others.
  public func policy(of segment: String?) -> ServicePolicy? {
    segment.flatMap { policies[$0] } ?? policies[ServicePolicy.otherwise]
  }
  /// An instant of something that still goes on, moved to where the log is known.
  func upToNow(_ instant: Instant) -> Instant {
    now.microseconds == .max ? instant : max(instant, now)
  }
}
