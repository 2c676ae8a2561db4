import Chronology
import Testing

@testable import Forecast

@Suite struct `An estimate of several runs` {
  @Test func `is a mean and Student's interval`() throws {
    let estimate = try #require(Estimate([1, 2, 3]))
    #expect(estimate.mean == 2)
    #expect(abs((estimate.margin ?? 0) - 2.484) < 0.001)
    #expect(estimate.holds(4.4) && !estimate.holds(4.6))
  }
  @Test func `of one run has no interval, and of none no mean`() throws {
    #expect(try #require(Estimate([5])).margin == nil)
    #expect(Estimate([nil, .nan]) == nil)
  }
}

@Suite struct `Numbers by chance` {
  @Test func `of one seed have nothing of another's`() {
    var seen: Set<Double> = []
    for seed: UInt64 in 0..<50 {
      for stream: UInt64 in 0..<4 {
        var draw = Draw(seed: seed, stream: stream)
        for _ in 0..<200 { seen.insert(draw.unit()) }
      }
    }
    #expect(seen.count == 50 * 4 * 200)
  }
  @Test func `have the mean that was asked for, whatever their shape`() {
    var draw = Draw(seed: 1)
    let count = 200_000
    let exponential = (0..<count).reduce(0.0) { sum, _ in sum + draw.exponential(mean: 240) } / Double(count)
    let logNormal = (0..<count).reduce(0.0) { sum, _ in sum + draw.logNormal(mean: 240) } / Double(count)
    #expect(abs(exponential - 240) < 3 && abs(logNormal - 240) < 3, "\(exponential), \(logNormal)")
  }
}

@Suite struct `Erlang beside a day` {
  @Test func `is the golden value for a constant rate`() {
    let hour = Staffing.Interval(length: .hours(1), calls: 120, agents: 10)
    let staffing = Staffing([hour, hour], handling: 240, patience: 120, within: .seconds(20))
    #expect(abs((staffing.waitProbability ?? 0) - 0.40918) < 0.00001)
    #expect(abs((staffing.value("SL-answered").c ?? 0) - 65.36) < 0.005)
    #expect(abs((staffing.value("ASA").c ?? 0) - 49.10) < 0.005)
    #expect(abs((staffing.value("abandon rate of queued").a ?? 0) - 6.84) < 0.005)
    #expect(abs((staffing.value("average wait").a ?? 0) - 8.21) < 0.005)
    #expect(staffing.overloaded == 0)
  }
  @Test func `weighs half hours by calls, and knows those with too few agents`() {
    let staffing = Staffing(
      [
        .init(length: .minutes(30), calls: 60, agents: 10), .init(length: .minutes(30), calls: 60, agents: 0),
        .init(length: .minutes(30), calls: 0, agents: 0),
      ], handling: 240, patience: 120, within: .seconds(20))
    #expect(staffing.intervals == 2)
    #expect(staffing.overloaded == 1)
    #expect(staffing.speedOfAnswer == nil)
    #expect(abs((staffing.waitProbability ?? 0) - (0.40918 + 1) / 2) < 0.00001)
    #expect(abs((staffing.abandoned ?? 0) - (0.0684 + 1) / 2) < 0.0001)
  }
}
