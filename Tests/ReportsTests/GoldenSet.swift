import ACD
import Chronology
import Engine

@testable import Reports

/// Twelve stays in one queue: waits in seconds; talk, hold and wrap-up of the answered.
enum GoldenSet {
  static let answered = [
    (5, 120, 0, 30), (12, 200, 20, 30), (20, 90, 0, 30), (21, 300, 0, 60), (45, 60, 10, 20), (90, 150, 0, 40),
  ]
  static let abandoned = [3, 4, 18, 60]
  static let rows: [VisitRow] = {
    var rows: [VisitRow] = []
    func add(_ wait: Int, _ how: String, _ talk: Int = 0, _ hold: Int = 0, _ wrapUp: Int = 0) {
      let at = Instant(milliseconds: 1_772_500_000_000) + .seconds(rows.count * 60)
      rows.append(
        VisitRow(
          QueueVisitRow(
            call: CallID(UInt64(rows.count + 1)), number: 1, queue: "billing", enqueued: at,
            left: at + .seconds(wait), how: how, agent: how == "answered" ? "kim" : nil,
            talk: .seconds(talk), hold: .seconds(hold), wrapUp: .seconds(wrapUp))))
    }
    for (wait, talk, hold, wrapUp) in answered { add(wait, "answered", talk, hold, wrapUp) }
    for wait in abandoned { add(wait, "abandoned") }
    add(35, "callback")
    add(120, "timeout")
    return rows
  }()
  static let figures = QueueFigures(rows.map { QueueVisit($0) })
}
