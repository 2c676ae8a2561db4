import Chronology

/// Callers, their messages too, that have waited for so much of what their policy promises that somebody should know.
public struct PolicyWatch: Hashable, Sendable {
  /// By segment; that of the name `ServicePolicy.otherwise` holds for all others.
  public var policies: [String: ServicePolicy]
  public init(_ policies: [String: ServicePolicy] = [:]) { self.policies = policies }

  /// One a queue, segment and promise, in the order in which they are met; since now: a board keeps when each was
  /// raised.
  public func alerts(in snapshot: EngineSnapshot) -> [Alert] {
    struct Place: Hashable {
      var queue: String
      var segment: String
      var promise: String
    }
    var order: [Place] = []
    var found: [Place: (count: Int, since: Instant, limit: Duration, share: Int)] = [:]
    func look(_ queue: String, _ segment: String?, _ promise: String, since: Instant, _ limit: Duration?) {
      guard let policy = policy(of: segment), let share = policy.alertAt, let limit,
        (snapshot.at - since).milliseconds >= limit.milliseconds / 100 * Int64(share)
      else { return }
      let place = Place(queue: queue, segment: segment ?? ServicePolicy.otherwise, promise: promise)
      guard let known = found[place] else {
        order.append(place)
        return found[place] = (1, since, limit, share)
      }
      found[place] = (known.count + 1, min(known.since, since), limit, share)
    }
    for call in snapshot.calls where call.agent == nil {
      guard let queue = call.queue, let enqueued = call.enqueued else { continue }
      look(queue, call.segment, "answer", since: enqueued, policy(of: call.segment)?.answer)
    }
    for back in snapshot.callBacks {
      look(back.queue, back.segment, "callback", since: back.ordered, policy(of: back.segment)?.callBack)
    }
    for message in snapshot.messages {
      look(
        message.queue, message.segment, "message", since: message.left, policy(of: message.segment)?.message)
    }
    return order.compactMap { place in
      guard let one = found[place] else { return nil }
      let waited = (snapshot.at - one.since).milliseconds / 1000
      let text =
        "\(place.promise) within \(one.limit.milliseconds / 1000)s: \(one.count) over \(one.share) % of it, the "
        + "longest \(waited)s"
      return Alert(
        queue: place.queue, agent: nil, what: "policy \(place.segment) \(place.promise)", text: text,
        since: snapshot.at)
    }
  }

  private func policy(of segment: String?) -> ServicePolicy? {
    segment.flatMap { policies[$0] } ?? policies[ServicePolicy.otherwise]
  }
}
