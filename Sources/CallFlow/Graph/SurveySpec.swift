import Chronology

/// `survey name { ask score 1-5 rate_us; save results (…); done -> bye }`.
public struct SurveySpec: Sendable {
  /// One question, answered by a number.
  public struct Question: Sendable {
    public var variable: VariableID
    public var range: ClosedRange<Int>
    public var parts: [SayPart]
    /// Asked only when it holds.
    public var condition: Expression?
    public init(variable: VariableID, range: ClosedRange<Int>, parts: [SayPart], condition: Expression? = nil)
    {
      (self.variable, self.range, self.parts, self.condition) = (variable, range, parts, condition)
    }
  }
  public var questions: [Question]
  /// Run after the last answer, and when the caller has hung up before it.
  public var saves: Block
  /// Whether every question was answered or skipped; nil when the flow does not name it.
  public var complete: VariableID?
  /// For all questions together.
  public var limit: Duration = .minutes(2)
  public var done: Block
  public init(questions: [Question], saves: Block, complete: VariableID? = nil, done: Block) {
    (self.questions, self.saves, self.complete, self.done) = (questions, saves, complete, done)
  }
}
