import Chronology
import Engine
import Session
import Testing
import Tones

@testable import Media

/// A caller who comes back to a talk from a secret entry, the last key of which is still down.
@Suite struct `A key that went down before its leg sat down` {
  typealias Pair = `Two legs that talk`
  let switchboard = Switchboard()

  /// What the agent and a supervisor hear when the caller sits down so long after his tone began; then he talks.
  func rejoin(
    after delay: Int, tone milliseconds: Int, packet: Int = 1, message: Int? = nil
  ) -> (agent: TestLeg, supervisor: TestLeg, said: [Int16]) {
    let (caller, agent, supervisor) = (TestLeg(switchboard), TestLeg(switchboard), TestLeg(switchboard))
    let talk = UInt64(delay * 10_000 + milliseconds * 10 + packet)
    agent.join(talk, .agent)
    supervisor.join(talk, .supervisor(.nobody))
    let tone = ToneGenerator.samples(
      of: .dtmf([.four], levelDBm0: -8, milliseconds: milliseconds, pause: 0), limit: milliseconds)
    let said = Pair.noise(160 * 60, peak: 3000, seed: 9)
    let silence = [Int16](repeating: 0, count: 1600)
    let sound = silence + tone + silence + said + silence
    var hasJoined = false
    for n in 0..<(sound.count / 160) {
      if let message, 8 * message + 1600 <= n * 160, !caller.keys.isEmpty, caller.messages == 0 {
        caller.message(.four)
      }
      if n % packet == packet - 1 {
        caller.send(Array(sound[(160 * (n - packet + 1))..<(160 * (n + 1))]), at: n * 20_000 + 8000)
      }
      if !hasJoined, n * 20 - 200 >= delay {
        hasJoined = true
        caller.join(talk, .caller)
      }
      for leg in [agent, supervisor] { leg.tick(at: n * 20_000 + 12_000) }
    }
    #expect(caller.keys == [.four])
    for leg in [caller, agent, supervisor] { leg.leg.talk.leave() }
    return (agent, supervisor, said)
  }

  @Test(arguments: [20, 40, 60, 120, 300, 380], [1, 3])
  func `is not heard by anybody there, and what is said next is`(delay: Int, packet: Int) {
    let (agent, supervisor, said) = rejoin(after: delay, tone: 400, packet: packet)
    for leg in [agent, supervisor] {
      #expect(leg.heard[..<(8 * 650)].allSatisfy { abs(Int($0)) < 60 })
      let ear = TestLeg(switchboard)
      ear.send(leg.heard, at: 0)
      #expect(ear.keys.isEmpty)
      #expect(place(of: said[800..<4000], in: leg.heard) != nil)
    }
  }

  /// A bridge may tell of a key by a message as well, before its tone is over.
  @Test func `is not heard when a message tells of its end before it is over`() {
    let (agent, _, said) = rejoin(after: 320, tone: 400, message: 280)
    #expect(agent.heard[..<(8 * 650)].allSatisfy { abs(Int($0)) < 60 })
    #expect(place(of: said[800..<4000], in: agent.heard) != nil)
  }

  @Test func `of an agent who is told of by tone and message does not leave him silent`() {
    let (a, b) = (TestLeg(switchboard), TestLeg(switchboard))
    a.join(1, .agent)
    b.join(1, .caller)
    let tone = ToneGenerator.samples(of: .dtmf([.star], levelDBm0: -8, milliseconds: 200, pause: 100))
    let said = Pair.noise(4800, peak: 3000, seed: 4)
    let sound = [Int16](repeating: 0, count: 1600) + tone + said + [Int16](repeating: 0, count: 1600)
    for n in 0..<(sound.count / 160) {
      if n == 18 { a.message(.star) }
      a.send(Array(sound[(160 * n)..<(160 * (n + 1))]), at: n * 20_000 + 8000)
      b.tick(at: n * 20_000 + 12_000)
    }
    #expect(a.keys == [.star])
    #expect(place(of: said[400..<4000], in: b.heard) != nil)
  }
}
