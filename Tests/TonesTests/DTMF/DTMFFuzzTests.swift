import Testing
import Tones

@Suite struct `The DTMF detector, fed anything` {
  /// Feeds pieces of 0, 1 and random sizes, and counts digits.
  static func digits(_ samples: [Int16], seed: UInt64) -> Int {
    var chance = Xorshift(seed: seed)
    var detector = DTMFDetector()
    var (down, up, at) = (0, 0, 0)
    func count(_ event: DTMFEvent) {
      switch event {
      case .down: down += 1
      case .up: up += 1
      case .refused: break
      }
    }
    while at < samples.count {
      let size = [0, 1, Int.random(in: 0...500, using: &chance)].randomElement(using: &chance) ?? 1
      let end = min(at + size, samples.count)
      detector.feed(samples[at..<end], count)
      at = end
    }
    detector.finish(count)
    #expect(detector.position == samples.count && up == down)
    return down
  }

  @Test(arguments: 1...3) func `random samples are no digit`(seed: UInt64) {
    var chance = Xorshift(seed: seed)
    let samples = (0..<40_000).map { _ in Int16.random(in: .min ... .max, using: &chance) }
    #expect(Self.digits(samples, seed: seed) == 0, "seed \(seed)")
  }
  @Test(arguments: 1...3) func `a random walk is no digit`(seed: UInt64) {
    var chance = Xorshift(seed: seed)
    var value = 0
    let samples = (0..<40_000).map { _ in
      value = max(-32768, min(32767, value + .random(in: -3000...3000, using: &chance)))
      return Int16(value)
    }
    #expect(Self.digits(samples, seed: seed) == 0, "seed \(seed)")
  }
  @Test func `full-scale squares of every period are no digit`() {
    for period in 2...400 {
      let square = (0..<800).map { $0 % period < period / 2 ? Int16.max : Int16.min }
      #expect(Self.digits(square, seed: UInt64(period)) == 0, "period \(period)")
    }
  }
  @Test(arguments: [0, -32768, 32767]) func `constants are no digit`(value: Int) {
    #expect(Self.digits([Int16](repeating: Int16(value), count: 8000), seed: 1) == 0)
  }
  @Test func `impulses are no digit`() {
    for distance in [1, 3, 8, 19, 20, 21, 57, 160, 999] {
      let train = (0..<6000).map { $0 % distance == 0 ? ($0 / distance % 2 == 0 ? Int16.max : .min) : 0 }
      #expect(Self.digits(train, seed: UInt64(distance)) == 0, "every \(distance) samples")
    }
  }
  @Test(arguments: 1...6) func `pieces of everything never trap`(seed: UInt64) {
    var chance = Xorshift(seed: seed)
    var samples: [Int16] = []
    while samples.count < 30_000 {
      let n = Int.random(in: 1...600, using: &chance)
      switch Int.random(in: 0...4, using: &chance) {
      case 0: samples += [Int16](repeating: .random(in: .min ... .max, using: &chance), count: n)
      case 1: samples += (0..<n).map { _ in .random(in: .min ... .max, using: &chance) }
      case 2: samples += (0..<n).map { $0 % 2 == 0 ? .min : .max }
      case 3:
        let hertz = (0..<3).map { _ in Double.random(in: 0...4000, using: &chance) }
        samples += ToneGenerator.samples(
          of: Tone(hertz: hertz, cadence: [n / 8 + 1], levelDBm0: 6, repeats: false))
      default:
        let key = Key.allCases.randomElement(using: &chance) ?? .zero
        samples += ToneGenerator.samples(of: .dtmf([key], levelDBm0: 3, milliseconds: n / 8, pause: 0))
      }
    }
    _ = Self.digits(samples, seed: seed)
  }
}
