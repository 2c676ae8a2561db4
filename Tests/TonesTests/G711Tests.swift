import Testing
import Tones

@Suite struct `The companding laws of G.711` {
  @Test(arguments: [G711.aLaw, .muLaw]) func `every code comes back, from its own sample`(law: G711) {
    for code in UInt8.min...UInt8.max {
      let sample = law.decode(code)
      // μ-law has two zeros; the negative one becomes the positive one.
      let expected: UInt8 = law == .muLaw && code == 0x7F ? 0xFF : code
      #expect(law.encode(sample) == expected, "code \(code)")
    }
  }

  @Test(arguments: [G711.aLaw, .muLaw]) func `every sample is at most half a step off its code`(law: G711) {
    let values = Array(Set((UInt8.min...UInt8.max).map { Int(law.decode($0)) })).sorted()
    let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    var wrong = 0
    for sample in Int16.min...Int16.max {
      let value = Int(law.decode(law.encode(sample)))
      guard let i = places[value] else { continue }
      let below = i > 0 ? value - values[i - 1] : .max
      let above = i < values.count - 1 ? values[i + 1] - value : .max
      let step = Int(sample) < value ? below : above
      // The step changes where a segment begins: there the standard's border lies within the larger half.
      let half = step == .max ? 1024 : max(step, min(below, above)) / 2 + step / 4
      if abs(value - Int(sample)) > half { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func `some codes of the standard's tables`() {
    #expect(G711.muLaw.decode([0x00, 0x80, 0xFF, 0x7F, 0xF0]) == [-32124, 32124, 0, 0, 120])
    #expect(G711.aLaw.decode([0xD5, 0x55, 0xAA, 0x2A, 0x80]) == [8, -8, 32256, -32256, 5504])
    #expect(G711.aLaw.encode([0, -1, .max, .min]) == [0xD5, 0x55, 0xAA, 0x2A])
    #expect(G711.muLaw.encode([0, .max, .min]) == [0xFF, 0x80, 0x00])
  }
}
