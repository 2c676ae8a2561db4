/// One call as the log has it: its opening, and how it closed once it has.
public struct CallRow: Hashable, Sendable {
  public var opening: CallOpening
  /// Nil while the call is under way.
  public var closing: CallClosing?
  /// The end was not seen but taken from the last row before it: such a call is left out of handle times.
  public var isEndEstimated: Bool
  public init(opening: CallOpening, closing: CallClosing? = nil, isEndEstimated: Bool = false) {
    (self.opening, self.closing, self.isEndEstimated) = (opening, closing, isEndEstimated)
  }
}

/// One stay in a queue as the log has it.
public struct VisitRow: Hashable, Sendable {
  public var visit: QueueVisitRow
  /// As of its call; also while the call is under way, when talk and wrap-up may still grow.
  public var isEndEstimated: Bool
  /// Of its call; empty where only the stay is known.
  public var flow = ""
  public var line = ""
  public var ani: String?
  public var outcome: String?
  /// How the agent filed the talk.
  public var disposition: String?
  /// Of one that became a call-back: how often it was dialled, where the reader was asked for it.
  public var dials = 0
  /// The call came into no queue after it.
  public var isLast = true
  /// A crash cut the wait off: it lasted at least so long.
  public var isWaitEstimated: Bool { visit.how == "interrupted" && isEndEstimated }
  public init(_ visit: QueueVisitRow, isEndEstimated: Bool = false) {
    (self.visit, self.isEndEstimated) = (visit, isEndEstimated)
  }
}

/// One call with what happened in it, as far as figures want to know it.
public struct LoggedCall: Hashable, Sendable {
  public var row: CallRow
  public var visits: [QueueVisitRow]
  /// Those of the kinds `topic` and `note`, the first of the kind `key`, and `set` where it is the caller's
  /// segment, in order.
  public var events: [CallEventRow]
  public init(_ row: CallRow, visits: [QueueVisitRow] = [], events: [CallEventRow] = []) {
    (self.row, self.visits, self.events) = (row, visits, events)
  }
}
