import Foundation
import Testing

@testable import Tones

@Suite struct `The DTMF detector's ear` {
  /// The same mathematics in the plainest way, in double precision: what a block's correlation with the
  /// eight frequencies and its two energies are.
  struct Plain {
    var correlations: [[SIMD2<Double>]] = []
    var energies: [SIMD2<Double>] = []
    static let frequencies = (DTMFTones.low + DTMFTones.high).map { $0 / 8000 }
    static let coefficients = [0.62877498, -0.21105556, 0.1266652]

    init(_ samples: [Int16]) {
      func x(_ i: Int) -> Double { samples.indices.contains(i) ? Double(samples[i]) : 0 }
      var filter = DialToneFilter.Sections()
      var band: [Double] = [], above: [Double] = []
      for m in 0..<samples.count / 2 {
        let middle = 2 * m - 4
        let sides = Self.coefficients.enumerated().reduce(0) { sum, c in
          sum + c.element * (x(middle - 2 * c.offset - 1) + x(middle + 2 * c.offset + 1)) / 2
        }
        band.append(filter.filter(x(middle) / 2 + sides))
        above.append(x(middle) / 2 - sides)
      }
      for block in 0..<samples.count / 20 {
        let range = block * 10..<block * 10 + 10
        let inBand = range.reduce(0) { $0 + 2 * band[$1] * band[$1] }
        energies.append(SIMD2(inBand + range.reduce(0) { $0 + 2 * above[$1] * above[$1] }, inBand))
        correlations.append(
          Self.frequencies.map { f in
            let level = 2 / DTMFFrontEnd.gain(f).squareRoot()
            return range.reduce(SIMD2<Double>()) { sum, n in
              let phase = 2 * Double.pi * f * (2 * Double(n) - 9)
              return sum + level * band[n] * SIMD2(cos(phase), -sin(phase))
            }
          })
      }
    }
  }

  /// To a hundredth of a sample step in each of 20 samples at full scale, a millionth of the scale, and as much
  /// again for the phase that has turned for a second.
  @Test func `is what the plain computation is`() {
    var chance = Xorshift(seed: 7)
    let tone = ToneGenerator.samples(of: .dtmf(Key.allCases, levelDBm0: -3, pause: 50))
    let kinds: [(String, [Int16])] = [
      ("noise", (0..<8000).map { _ in Int16(chance.uniform() * 32767) }),
      ("tones", Array(tone[..<8000])),
      ("square", (0..<8000).map { $0 / 5 % 2 == 0 ? .max : .min }),
      ("direct current", [Int16](repeating: .min, count: 4000)),
    ]
    for (name, samples) in kinds {
      let plain = Plain(samples)
      var ear = DTMFFrontEnd()
      let table = FilterTable.numbers
      var at = 0, worst = 0.0, worstEnergy = 0.0
      let loudest = plain.energies.map(\.x).max() ?? 1
      while at < samples.count {
        for _ in 0..<ear.take(samples.span, from: &at) {
          ear.blocks.next()
          // Blocks that are quiet are not heard as they are, nor what rings on in silence.
          let end = ear.blocks.count * 20
          if ear.isQuiet || samples[max(0, end - 30)..<end].allSatisfy({ $0 == 0 }) { continue }
          ear.blocks.correlate(table.span)
          let block = ear.blocks.count - 1
          for lane in 0..<8 {
            let value = ear.blocks.sum(lane: lane, turn: Phasor(1, 0), from: 0, through: 0)
            let nominal = 2 * .pi * Plain.frequencies[lane] * 20 * Double(block)
            let turned = SIMD2(
              Double(value.x) * cos(nominal) + Double(value.y) * sin(nominal),
              Double(value.y) * cos(nominal) - Double(value.x) * sin(nominal))
            let difference = turned - plain.correlations[block][lane]
            worst = max(worst, (difference * difference).sum().squareRoot())
          }
          let energy = ear.blocks.energy(newest: 1)
          let difference = SIMD2(Double(energy.all), Double(energy.inBand)) - plain.energies[block]
          worstEnergy = max(worstEnergy, abs(difference.x), abs(difference.y))
        }
      }
      #expect(worst <= 40, "\(name): \(worst) of 327670")
      #expect(worstEnergy <= 1e-5 * loudest, "\(name): \(worstEnergy) of \(loudest)")
    }
  }

  @Test func `has the tables that their formulas give`() {
    let f = Plain.frequencies
    func isNear(_ value: Float, _ exact: Double) -> Bool {
      abs(Double(value) - exact) <= 2e-6 * max(1, abs(exact))
    }
    func blockSum(_ f: Double) -> Double {
      (0..<5).reduce(0) { $0 + 4 * cos(2 * .pi * f * Double(2 * $1 + 1)) }
    }
    for i in 0..<8 {
      #expect(isNear(DTMFTable.frequencies[i], f[i]))
      #expect(isNear(DTMFTable.halfGain[i], HalfBand.gain(f[i]) * HalfBand.gain(f[i])))
      #expect(isNear(DTMFTable.gain[i], DTMFFrontEnd.gain(f[i])))
      #expect(isNear(DTMFTable.turnCosine[i], cos(40 * .pi * f[i])))
      #expect(isNear(DTMFTable.turnSine[i], sin(40 * .pi * f[i])))
      let off = 8 * .pi * 20 * f[i]
      #expect(isNear(DTMFTable.tolerance[i], cos(off * Double(DTMFRules.frequencyTolerance))))
      let near = off * Double(DTMFRules.frequencyTolerance * DTMFPair.nearly)
      #expect(isNear(DTMFTable.nearTolerance[i], cos(min(.pi, near))))
      if i < 4 { #expect(isNear(DTMFTable.farTolerance[i], cos(off * Double(DTMFRules.frequencyNear)))) }
      for turn in [(at: FilterTable.turn, blocks: 1.0), (at: FilterTable.turnOfTwo, blocks: 2.0)] {
        #expect(isNear(FilterTable.numbers[turn.at + i], cos(40 * .pi * turn.blocks * f[i])))
        #expect(isNear(FilterTable.numbers[turn.at + 8 + i], sin(40 * .pi * turn.blocks * f[i])))
      }
      for j in 0..<8 { #expect(isNear(DTMFTable.imageKernel[i * 8 + j], blockSum(f[i] + f[j]))) }
    }
    func power(_ dBm0: Double) -> Double { 100 * Level.sinePeak(dBm0: dBm0) * Level.sinePeak(dBm0: dBm0) }
    #expect(isNear(DTMFPair.minimumPower, power(DTMFRules.leastLevel)))
    #expect(isNear(DTMFPair.minimumNearPower, power(DTMFRules.leastNearLevel)))
    for i in 0..<16 { #expect(isNear(DTMFTable.kernel[i], blockSum(f[4 + i % 4] - f[i / 4]))) }
  }

  /// What the filters owe: the DTMF band within 1.2 dB, dial tone 29 dB down, and what would fold into the band 20.
  @Test func `filters as it says`() {
    for hertz in stride(from: 685.0, through: 1690, by: 5) {
      #expect((0.76...1.32).contains(DTMFFrontEnd.gain(hertz / 8000)), "\(hertz) Hz")
    }
    for hertz in stride(from: 0.0, through: 480, by: 5) {
      #expect(DTMFFrontEnd.gain(hertz / 8000) <= 0.00126, "\(hertz) Hz")
    }
    for hertz in stride(from: 2310.0, through: 4000, by: 5) {
      #expect(abs(HalfBand.gain(hertz / 8000)) <= 0.1, "\(hertz) Hz")
    }
  }

  /// No references, so no allocation for a copy, and nothing to be counted: a copy is a few cache lines.
  @Test func `is small and plain`() {
    #expect(_isPOD(DTMFDetector.self))
    #expect(MemoryLayout<DTMFDetector>.size <= 4000)
  }

  @Test func `quarters an angle`() {
    for degrees in stride(from: -179.0, through: 180, by: 0.5) {
      let angle = degrees * .pi / 180
      let (quarter, turn) = DTMFPair.quarter(Float(3e6 * cos(angle)), Float(3e6 * sin(angle)))
      #expect(abs(Double(quarter) - angle / 4) <= 2e-5, "\(degrees)°")
      #expect(abs(Double(turn.x) - cos(angle / 4)) <= 1e-6 && abs(Double(turn.y) - sin(angle / 4)) <= 1e-6)
    }
    #expect(DTMFPair.quarter(0, 0) == (0, Phasor(1, 0)))
  }

  /// Against sums with each block turned back; a tone's mirror image is in each block a little different.
  @Test func `knows the newest power of a tone that is off its frequency`() {
    for hertz in [941 * 1.02, 1633 * 0.98] {
      let lane = hertz < 1000 ? 3 : 7
      var ear = DTMFFrontEnd()
      let table = FilterTable.numbers
      let samples = (0..<1600).map { Int16(8000 * sin(2 * .pi * hertz / 8000 * Double($0))) }
      let angle = Float(2 * .pi * 20 / 8000 * (hertz - Plain.frequencies[lane] * 8000))
      let off = Phasor(angle: angle), turn = off.times(ToneBlocks.nominalTurn(lane))
      var i = 0
      while i < samples.count {
        for _ in 0..<ear.take(samples.span, from: &i) {
          ear.blocks.next()
          ear.blocks.correlate(table.span)
          guard ear.blocks.count >= 12, ear.blocks.count & 1 == 0 else { continue }
          let exact = ear.blocks.power(lane: lane, turn: turn, from: 3, through: 0)
          let quick = ear.blocks.newestPower(lane) / ToneBlocks.newestGain(off)
          #expect(abs(quick - exact) <= 0.06 * exact, "\(hertz) Hz, block \(ear.blocks.count)")
        }
      }
    }
  }
}
