import Testing
import Tones

@Suite struct `The companding laws of G.711` {
  /// One law as the standard's tables 1 and 2 give it: decision values of positive samples, in its own units.
  struct Definition: Sendable {
    var law: G711
    /// Samples of 16 bits in a unit.
    var unit: Int
    /// The lower decision value of each of the 128 intervals, and the value of each.
    var decisions: [Int] = []
    var values: [Int] = []
    /// The code of a positive interval, first to last.
    var code: @Sendable (Int) -> UInt8

    /// 14 bits: an interval of 1, 15 of 2, then seven segments of 16, twice as wide each.
    static let muLaw: Definition = {
      var law = Definition(law: .muLaw, unit: 4) { 0xFF - UInt8($0) }
      var at = 0
      for n in 0..<128 {
        let width = n == 0 ? 1 : 2 << (n / 16)
        law.decisions.append(at)
        law.values.append(n == 0 ? 0 : at + width / 2)
        at += width
      }
      return law
    }()
    /// 13 bits: 32 intervals of 2, then six segments of 16, twice as wide each.
    static let aLaw: Definition = {
      var law = Definition(law: .aLaw, unit: 8) { (0x80 | UInt8($0)) ^ 0x55 }
      var at = 0
      for n in 0..<128 {
        let width = n < 16 ? 2 : 2 << (n / 16 - 1)
        law.decisions.append(at)
        law.values.append(at + width / 2)
        at += width
      }
      return law
    }()
    static func of(_ law: G711) -> Definition { law == .muLaw ? muLaw : aLaw }
  }

  @Test func `the definitions end where the standard's tables do`() {
    #expect(Definition.muLaw.decisions.last == 7903 && Definition.muLaw.values.last == 8031)
    #expect(Definition.aLaw.decisions.last == 3968 && Definition.aLaw.values.last == 4032)
    #expect(Array(Definition.muLaw.decisions[15...18]) == [29, 31, 35, 39])
    #expect(Array(Definition.aLaw.decisions[31...34]) == [62, 64, 68, 72])
  }

  @Test(arguments: [G711.aLaw, .muLaw]) func `every code has its value`(law: G711) {
    let definition = Definition.of(law)
    for n in 0..<128 {
      let code = definition.code(n), value = definition.values[n] * definition.unit
      #expect(Int(law.decode(code)) == value, "interval \(n)")
      #expect(Int(law.decode(code ^ 0x80)) == -value, "interval −\(n)")
    }
  }

  @Test(arguments: [G711.aLaw, .muLaw]) func `every sample has the code of its interval`(law: G711) {
    let definition = Definition.of(law)
    var wrong: [Int] = []
    // Upwards from 0: the interval of a sample begins at a decision value and ends before the next.
    var n = 0
    for sample in 0...32767 {
      while n < 127, definition.decisions[n + 1] * definition.unit <= sample { n += 1 }
      if law.encode(Int16(sample)) != definition.code(n) { wrong.append(sample) }
    }
    // Downwards from −1: it ends with a decision value.
    n = 0
    for size in 1...32768 {
      while n < 127, definition.decisions[n + 1] * definition.unit < size { n += 1 }
      if law.encode(Int16(-size)) != definition.code(n) ^ 0x80 { wrong.append(-size) }
    }
    #expect(wrong == [])
  }

  @Test(arguments: [G711.aLaw, .muLaw]) func `a code's value is the nearest but beside borders`(law: G711) {
    let definition = Definition.of(law)
    let values = (0..<128).map { definition.values[$0] * definition.unit }
    var (worst, n) = (0.0, 0)
    for sample in 0...values[127] {
      let value = Int(law.decode(law.encode(Int16(sample))))
      while n < 127, values[n] < sample { n += 1 }
      let nearest = [values[n], values[max(0, n - 1)]].min { abs($0 - sample) < abs($1 - sample) } ?? 0
      let step = Double(values[n] - values[max(0, n - 1)])
      worst = max(worst, Double(abs(value - sample) - abs(nearest - sample)) / max(step, 1))
    }
    #expect(worst <= 0.34)
  }

  @Test(arguments: [G711.aLaw, .muLaw]) func `every code comes back from its own value`(law: G711) {
    for code in UInt8.min...UInt8.max {
      // μ-law has two zeros; the negative one becomes the positive one.
      let expected: UInt8 = law == .muLaw && code == 0x7F ? 0xFF : code
      #expect(law.encode(law.decode(code)) == expected, "code \(code)")
    }
  }

  @Test(arguments: [G711.aLaw, .muLaw]) func `arrays and spans give what single ones give`(law: G711) {
    let samples = (0..<400).map { Int16(truncatingIfNeeded: $0 * 163 - 32768) }
    let codes = samples.map { law.encode($0) }
    #expect(law.encode(samples) == codes)
    #expect(law.decode(codes) == codes.map { law.decode($0) })
    var short = [UInt8](repeating: 1, count: 300)
    var shortSpan = short.mutableSpan
    #expect(law.encode(samples.span, into: &shortSpan) == 300)
    #expect(short == Array(codes[..<300]))
    var long = [Int16](repeating: 7, count: 500)
    var longSpan = long.mutableSpan
    #expect(law.decode(codes.span, into: &longSpan) == 400)
    #expect(Array(long[..<400]) == law.decode(codes) && long[400...].allSatisfy { $0 == 7 })
  }

  @Test func `some codes of the standard's tables`() {
    #expect(G711.muLaw.decode([0x00, 0x80, 0xFF, 0x7F, 0xF0]) == [-32124, 32124, 0, 0, 120])
    #expect(G711.aLaw.decode([0xD5, 0x55, 0xAA, 0x2A, 0x80]) == [8, -8, 32256, -32256, 5504])
    #expect(G711.aLaw.encode([0, -1, .max, .min]) == [0xD5, 0x55, 0xAA, 0x2A])
    #expect(G711.muLaw.encode([0, .max, .min]) == [0xFF, 0x80, 0x00])
  }
}
