import Chronology
import Engine
import Testing

@testable import Engine

@Suite struct `What a call leaves behind` {
  @Test func `a caller who leaves a queue takes his timers with him, however long they would run`() {
    let centre = Centre { $0.maxWait = .minutes(15) }
    centre.perform(.agentLogin("kim"))
    let talking = centre.call()
    centre.wait(.seconds(2))
    centre.press(.one, talking)
    centre.perform(.agentAnswer("kim"))
    let before = centre.engine.core.agenda.count
    for _ in 0..<100 {
      let call = centre.call()
      centre.wait(.seconds(2))
      centre.press(.one, call)
      centre.hangUp(call)
    }
    #expect(centre.engine.core.agenda.count == before)
    #expect(centre.engine.core.distributorTimers.isEmpty)
  }
}
