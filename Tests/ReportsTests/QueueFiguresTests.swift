import Chronology
import Engine
import Testing

@testable import Reports

private func twoDecimals(_ number: Double?) -> String? { number.map { ReportCell.decimal($0, 2) } }

@Suite struct `Queue figures of the golden set` {
  let figures = GoldenSet.figures

  @Test(
    arguments: [
      (.answered, "SL-answered", "50.00"), (.two, "SL2", "60.00"), (.left, "SL-left", "50.00"),
      (.genesys(), "SL-Genesys", "30.00"), (.genesys(countFlowOuts: true), "SL-Genesys+F", "27.27"),
      (.genesys(countShortAbandons: false), "SL-Genesys-Bs", "37.50"),
      (.genesys(countFlowOuts: true, countShortAbandons: false), "SL-Genesys+F-Bs", "33.33"),
      (.genesys(countAbandons: false), "SL-Genesys-B", "50.00"), (.ignore, "SL-ignore", "33.33"),
      (.negative, "SL-negative", "25.00"), (.positive, "SL-positive", "50.00"),
    ] as [(ServiceLevel, String, String)])
  func `every service level has its own name and value`(
    _ variant: ServiceLevel, _ name: String, _ value: String
  ) {
    #expect(variant.name == name)
    #expect(twoDecimals(figures.serviceLevel(variant)) == value)
  }

  @Test func `the counts add up`() {
    #expect(figures.queued == 12)
    #expect(
      figures.answered + figures.abandoned + figures.callbacks + figures.flowedOut + figures.open
        == figures.queued)
    #expect(figures.shortAbandoned == 2)
  }

  @Test func `rates`() {
    #expect(twoDecimals(figures.answerRate) == "50.00")
    #expect(twoDecimals(figures.abandonRateOfQueued) == "33.33")
    #expect(twoDecimals(figures.abandonRateOfHandled) == "25.00")
    #expect(twoDecimals(figures.abandonRateOfEnded) == "40.00")
  }

  @Test func `times`() {
    #expect(twoDecimals(figures.averageSpeedOfAnswer?.seconds) == "32.17")
    #expect(twoDecimals(figures.averageWait?.seconds) == "36.08")
    #expect(twoDecimals(figures.averageAbandonTime?.seconds) == "21.25")
    #expect(figures.maximumWait == .seconds(120))
    #expect(figures.handleTime == .seconds(1160))
    #expect(twoDecimals(figures.averageHandleTime?.seconds) == "193.33")
    #expect(twoDecimals(figures.occupancy(idle: .seconds(600))) == "65.91")
  }

  @Test func `Asterisk's running hold time`() {
    var hold = RunningHold()
    for (wait, _, _, _) in GoldenSet.answered { hold.add(.seconds(wait)) }
    #expect(hold.seconds == 36)
  }

  @Test func `Cisco's own example`() {
    let visits =
      Array(
        repeating: QueueVisit(wait: .seconds(5), end: .answered(talk: .zero, hold: .zero, wrapUp: .zero)),
        count: 70)
      + Array(repeating: QueueVisit(wait: .seconds(5), end: .abandoned), count: 10)
      + Array(repeating: QueueVisit(wait: .seconds(40), end: .flowedOut), count: 20)
    let figures = QueueFigures(visits)
    #expect(figures.serviceLevelEvents == 100)
    #expect(figures.serviceLevel(.ignore).map { ($0 * 10).rounded() / 10 } == 77.8)
    #expect(figures.serviceLevel(.negative) == 70)
    #expect(figures.serviceLevel(.positive) == 80)
  }

  @Test func `a call whose end was estimated counts, but not in the handle time`() {
    var visits = GoldenSet.rows.map { QueueVisit($0) }
    visits.append(
      QueueVisit(
        wait: .seconds(7), end: .answered(talk: .hours(9), hold: .zero, wrapUp: .zero), isEstimated: true))
    let figures = QueueFigures(visits)
    #expect(figures.answered == 7)
    #expect(figures.averageHandleTime == GoldenSet.figures.averageHandleTime)
  }

  @Test func `figures of nothing are missing, not zero and not NaN`() {
    let empty = QueueFigures([])
    #expect(ServiceLevel.all.allSatisfy { empty.serviceLevel($0) == nil })
    #expect(empty.answerRate == nil && empty.averageSpeedOfAnswer == nil && empty.maximumWait == nil)
    #expect(empty.occupancy(idle: .zero) == nil)
  }
}
