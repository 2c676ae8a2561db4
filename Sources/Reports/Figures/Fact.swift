import ACD
import Chronology

/// One row of the log as figures see it: when and to whom it belongs, what it measured, the sets it is in.
public struct Fact: Hashable, Sendable {
  public var sets: RowSets = []
  /// The instant that decides the interval.
  public var at: Instant
  public var call: CallID?
  /// The stay of that call in a queue, from 1; 0 for other rows.
  public var visit = 0
  public var queue: String?
  public var agent: String?
  public var flow: String?
  public var line: String?
  public var topic: String?
  /// Whose policy it goes by.
  public var segment: String?
  /// `answer`, `callback`, `message`: what was promised.
  public var promise: String?
  /// `main.rate.score`, of a survey.
  public var question: String?
  public var outcome: String?
  /// How the agent filed the talk.
  public var disposition: String?
  /// The number calling.
  public var caller: String?
  /// How it ended, in the log's word.
  public var how = ""
  /// Milliseconds.
  public var wait: Int64 = 0
  public var talk: Int64 = 0
  public var hold: Int64 = 0
  public var wrapUp: Int64 = 0
  public var time: Int64 = 0
  /// What was promised or told.
  public var limit: Int64 = 0
  /// An answer to a survey's question.
  public var score: Int64 = 0
  /// Of a stay that became a call-back: how often it was dialled.
  public var dials: Int64 = 0
  /// Of a customer: what had been noted for the agent, and how many notes are known of that queue's callers.
  public var notes: Int64 = 0
  public var notesKnown: Int64 = 0
  public init(at: Instant) { self.at = at }

  public subscript(measure: Measure) -> Int64 {
    switch measure {
    case .wait: wait
    case .handle: talk &+ hold &+ wrapUp
    case .talk: talk
    case .hold: hold
    case .wrapUp: wrapUp
    case .time: time
    case .limit: limit
    case .score: score
    case .dials: dials
    case .notes: notes
    case .notesKnown: notesKnown
    }
  }
}
