import CallFlow

/// What the choice of a handler needs to know of it.
public protocol CountedHandler {
  var event: EventName { get }
  /// It is for the event's n-th time and later ones.
  var count: Int { get }
}

extension Handler: CountedHandler {}

/// Which of the handlers in scope answers an event.
public struct HandlerChoice: Hashable, Sendable {
  public enum Rule: Hashable, Sendable {
    /// The nearest scope that has one; in it the highest count (the native rule).
    case nearestScope
    /// The highest count over all scopes; of equal ones the nearest (VoiceXML 2.1, section 5.2.4).
    case highestCount
  }
  public var scope: Int
  public var index: Int
  public init(scope: Int, index: Int) { (self.scope, self.index) = (scope, index) }

  /// - Parameters:
  ///   - scopes: innermost first, each in text order.
  ///   - counters: with the event already counted.
  ///   - holds: whether a handler's condition holds; asked only of those that fit.
  public static func choose<H: CountedHandler>(
    for event: EventName, counters: EventCounters, scopes: [[H]], rule: Rule = .nearestScope,
    holds: (H) -> Bool
  ) -> HandlerChoice? {
    var best: (choice: HandlerChoice, count: Int)?
    for (scope, handlers) in scopes.enumerated() {
      for (index, handler) in handlers.enumerated() {
        guard handler.event.catches(event), handler.count <= counters.count(of: handler.event),
          handler.count > best?.count ?? 0, holds(handler)
        else { continue }
        best = (HandlerChoice(scope: scope, index: index), handler.count)
      }
      if rule == .nearestScope, best != nil { break }
    }
    return best?.choice
  }

  /// Whether `tries` comes before every handler: failures of all kinds together have reached its number.
  public static func reachesTries(_ limit: Int, for event: EventName, counters: EventCounters) -> Bool {
    event.prefixes.contains("failed") && counters.count(of: "failed") >= limit
  }
}
