import ACD
import Chronology

/// A question of a survey as the log has it.
public struct SurveyRow: Hashable, Sendable {
  public var call: CallID
  /// When the call was offered, and when the question was asked.
  public var offered: Instant
  public var asked: Instant
  /// `main.rate.score`: the state and the question's variable.
  public var question: String
  public var range: ClosedRange<Int>
  public var answer: Int?
  /// By the key for it; a question without that and without an answer was met by silence or a hang-up.
  public var isSkipped = false
  public var flow = ""
  public var line = ""
  public var ani: String?
  public var outcome: String?
  /// The talk before it, when there was one.
  public var talk: QueueVisitRow?
  public init(
    call: CallID, offered: Instant, asked: Instant, question: String, range: ClosedRange<Int>
  ) {
    (self.call, self.offered, self.asked) = (call, offered, asked)
    (self.question, self.range) = (question, range)
  }
}

/// What a waiting caller was told about his wait, with the stay in which he was told it.
public struct ToldWaitRow: Hashable, Sendable {
  public var visit: VisitRow
  public var at: Instant
  public var told: Duration
  /// "More than".
  public var orLonger: Bool
  public init(_ visit: VisitRow, at: Instant, told: Duration, orLonger: Bool) {
    (self.visit, self.at, self.told, self.orLonger) = (visit, at, told, orLonger)
  }
}
