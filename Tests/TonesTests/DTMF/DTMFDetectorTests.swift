import Testing
import Tones

@Suite struct `What the DTMF detector reports` {
  @Test func `is the same whatever the pieces, empty ones among them`() {
    let leg = Leg()
    let whole = DTMFEvent.heard(leg.samples, step: 100_000)
    #expect(whole.count == 32)
    for step in [1, 7, 13, 20, 159, 160, 240, 999, 4096] {
      #expect(DTMFEvent.heard(leg.samples, step: step) == whole, "\(step)")
    }
    var chance = Xorshift(seed: 5)
    var detector = DTMFDetector()
    var events: [DTMFEvent] = []
    var at = 0
    while at < leg.samples.count {
      let end = min(at + .random(in: 0...90, using: &chance), leg.samples.count)
      detector.feed(leg.samples[at..<end]) { if case .refused = $0 { return } else { events.append($0) } }
      at = end
    }
    #expect(events == whole)
    #expect(detector.position == leg.samples.count)
  }

  @Test(arguments: [45, 60, 100, 400])
  func `is when a digit began, how long it was, and it is sure within 40 ms`(on: Int) throws {
    let events = DTMFEvent.heard(Leg([.five], on: on).samples)
    guard events.count == 2, case .down(.five, let onset, let at) = events[0],
      case .up(.five, let began, let length, let end, _) = events[1]
    else {
      Issue.record("\(events)")
      return
    }
    let start = 203 * 8
    #expect(abs(onset - start) <= 40)
    #expect(began == onset)
    // In frames of 20 ms: the detector may have known up to 20 ms before its frame was in.
    #expect(at - start <= 40 * 8)
    #expect(abs(length - on * 8) <= 80)
    #expect(end - (start + on * 8) <= 45 * 8)
  }

  @Test func `is one digit however long it is held`() {
    for noise in [-120.0, -30] {
      let leg = Leg([.three, .d], on: 2500, off: 150).noise(dBm0: noise, seed: 2)
      #expect(leg.heard() == "3D")
    }
  }

  @Test func `comes from a copy for itself`() {
    let samples = Leg([.one, .two], jitter: false).samples
    var first = DTMFDetector()
    func keys(_ detector: inout DTMFDetector, _ samples: ArraySlice<Int16>) -> String {
      var keys: [Key] = []
      detector.feed(samples) { if case .down(let key, _, _) = $0 { keys.append(key) } }
      return keys.text
    }
    let before = keys(&first, samples[..<2100])
    var copy = first
    #expect(before == "1")
    #expect(keys(&first, samples[2100...]) == "2")
    #expect(keys(&copy, Leg.silence(milliseconds: 60)[...]) == "")
  }
}
