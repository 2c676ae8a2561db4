import ACD
import Chronology
import Session
import Testing
import Tones

@testable import Engine

/// Secrets that are entered while either side, or a supervisor, goes at any step.
@Suite struct `A storm over secret entries` {
  @Test(arguments: 0..<60) func `leaves no caller in silence`(seed: UInt64) throws {
    var chance = SeededGenerator(seed: seed)
    let centre = try DeskCentre()
    func some(_ n: Int) -> Int { Int.random(in: 0..<n, using: &chance) }
    for round in 0..<6 {
      let kim = centre.agent("kim"), park = centre.agent("park")
      let call = centre.call()
      centre.press("1", kim)
      var hasGone = false
      for _ in 0..<(2 + some(14)) {
        switch some(14) {
        case 0...3: centre.press("*5", kim)
        case 4...7: centre.press(["1", "12", "123", "1234", "#", "*"][some(6)], call)
        case 8: centre.press(["*3", "*4", "*2203#", "*1203#", "*1", "*7", "*12000#"][some(7)], kim)
        case 9:
          let voice = [DeskNews.Monitor.listen, .whisper, .join, nil][some(4)]
          centre.perform(.monitor("kim", by: "park", voice))
        case 10: centre.press(["1", "*7", "2", "*9"][some(4)], park)
        case 11: centre.hangUp([kim, park][some(2)])
        case 12:
          if some(3) == 0 {
            hasGone = true
            if some(2) == 0 { centre.hangUp(kim, call) } else { centre.hangUp(call, kim) }
          }
        default: centre.wait(some(30))
        }
        let faults = centre.engine.core.talkFaults() + centre.engine.core.distributor.value.invariantFaults()
        #expect(faults == [], "seed \(seed), round \(round)")
      }
      centre.hangUp(kim, park)
      centre.wait(120)
      let isOver = centre.log.closed.contains { $0.call == call }
      #expect(isOver || centre.hearsMusic(call), "seed \(seed), round \(round): in silence")
      if hasGone { #expect(isOver, "seed \(seed), round \(round)") }
      centre.hangUp(call)
      centre.wait(40)
    }
    centre.checkAfterAll()
  }
}
