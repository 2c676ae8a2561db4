import ACD
import Chronology
import Testing

@testable import Engine

@Suite struct `How urgent a stay was` {
  @Test func `is in its row as it came and as it left, with age, weight and what a supervisor made of it`() {
    let centre = Centre {
      ($0.weight, $0.age, $0.agePeriod, $0.ageMax) = (2, 1, .seconds(30), 4)
    }
    centre.perform(.agentLogin("kim", paused: "lunch"))
    func waiting() -> CallID {
      let call = centre.call()
      centre.wait(.seconds(1))
      centre.press(.one, call)
      return call
    }
    let (first, second) = (waiting(), waiting())
    centre.wait(.seconds(59))
    centre.perform(.setPriority(second, 7))
    centre.hangUp(first)
    // Second came a second later, and has waited for 300 seconds by then.
    centre.wait(.seconds(241))
    centre.perform(.agentReady("kim"))
    centre.perform(.agentAnswer("kim"))
    func row(_ atEnd: Double) -> VisitPriority {
      VisitPriority(own: 0, added: 2, perMinute: 2, most: 4, atEnd: atEnd)
    }
    #expect(centre.log.visits.map(\.call) == [first, second])
    #expect(centre.log.visits.map(\.priority) == [row(2 + 2), row(7 + 2 + 4)])
  }
}
