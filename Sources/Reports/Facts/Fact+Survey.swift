import ACD
import Chronology
import Engine

extension Fact {
  /// A question, with the talk that it came after.
  public init(_ row: SurveyRow) {
    self.init(at: row.offered)
    (call, question, flow, line) = (row.call, row.question, row.flow, row.line)
    (caller, outcome) = (row.ani, row.outcome)
    (queue, agent, segment) = (row.talk?.queue, row.talk?.agent, row.talk?.segment)
    how =
      row.answer.map { "\($0) of \(row.range.lowerBound)-\(row.range.upperBound)" }
      ?? (row.isSkipped ? "skipped" : "no answer")
    sets.insert(.surveyed)
    sets.insert(.surveySkips, if: row.isSkipped)
    if let answer = row.answer {
      score = Int64(answer)
      sets.insert(.surveyAnswers)
      sets.insert(.rated, if: row.range == 1...5)
      sets.insert(.satisfied, if: row.range == 1...5 && answer >= 4)
    }
  }

  /// A wait that was told; `wait` is what it came to.
  public init(_ row: ToldWaitRow) {
    let visit = row.visit.visit
    self.init(at: visit.enqueued)
    (call, self.visit, queue, agent) = (visit.call, visit.number, visit.queue, visit.agent)
    segment = visit.segment
    (flow, line, caller, outcome) = (row.visit.flow, row.visit.line, row.visit.ani, row.visit.outcome)
    how = visit.how
    limit = row.told.milliseconds
    wait = max(0, (visit.left - row.at).milliseconds)
    sets.insert(.toldWaits)
    guard visit.how == "answered", !row.orLonger else { return }
    sets.insert(.toldWaitsEnded)
    sets.insert(.toldWaitsKept, if: wait <= limit)
  }
}
