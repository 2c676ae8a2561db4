import Testing
import Tones

@Suite struct `The resampler` {
  static func sine(_ hertz: Double, rate: Int, count: Int) -> [Int16] {
    // The recurrence of a sine keeps the test free of a mathematics library.
    var generator = ToneOfRate(hertz: hertz, rate: rate)
    return (0..<count).map { _ in generator.next() }
  }
  /// dB of a sine of peak 16000 after conversion.
  static func gain(_ hertz: Double, from: Int, to: Int) throws -> Double {
    let resampler = try #require(Resampler(from: from, to: to))
    let output = resampler.convert(sine(hertz, rate: from, count: from / 2))
    let middle = Array(output[(output.count / 4)..<(output.count * 3 / 4)])
    return Level.dBm0(middle) - Level.dBm0(rms: 16000 / 2.0.squareRoot())
  }

  @Test(arguments: [(22050, 8000), (44100, 8000), (48000, 8000), (16000, 8000), (11025, 8000), (8000, 48000)])
  func `passes the telephone band and stops what would alias`(from: Int, to: Int) throws {
    for hertz in [50.0, 300, 697, 1000, 1633, 2500, 3400] {
      #expect(abs(try Self.gain(hertz, from: from, to: to)) < 0.1, "\(hertz) Hz")
    }
    var hertz = 4600.0
    while hertz < Double(from) / 2 {
      #expect(try Self.gain(hertz, from: from, to: to) < -60, "\(hertz) Hz")
      hertz += 611
    }
  }

  @Test func `images are stopped going up`() throws {
    let up = try #require(Resampler(from: 8000, to: 16000))
    let there = up.convert(Self.sine(3000, rate: 8000, count: 4000))
    // The image of 3000 Hz lies at 5000 Hz; what is left without it is the sine at the new rate.
    let wanted = Self.sine(3000, rate: 16000, count: 8000)
    let rest = zip(there, wanted).dropFirst(500).dropLast(500).map { Int16(clamping: Int($0) - Int($1)) }
    #expect(Level.dBm0(rest) < Level.dBm0(wanted) - 55)
  }

  @Test func `comes out as long as it went in, and in time`() throws {
    for (from, to, count) in [
      (22050, 8000, 22050), (8000, 8000, 77), (48000, 8000, 480), (8000, 22050, 8000),
    ] {
      let resampler = try #require(Resampler(from: from, to: to))
      #expect(resampler.convert([Int16](repeating: 0, count: count)).count == (count * to + from - 1) / from)
    }
    var pulse = [Int16](repeating: 0, count: 4410)
    pulse[2205] = 30000
    let output = try #require(Resampler(from: 22050, to: 8000)).convert(pulse)
    #expect(output.indices.max { output[$0] < output[$1] } == 800)
  }

  @Test func `pieces give what the whole gives`() throws {
    var resampler = try #require(Resampler(from: 22050, to: 8000))
    let sound = Self.sine(700, rate: 22050, count: 5000)
    let whole = resampler.convert(sound)
    for size in [1, 3, 160, 441, 4999] {
      var pieces: [Int16] = []
      var at = 0
      while at < sound.count {
        resampler.feed(Array(sound[at..<min(at + size, sound.count)]), into: &pieces)
        at += size
      }
      resampler.flush(into: &pieces)
      #expect(pieces == whole, "\(size)")
    }
  }

  @Test func `limits instead of wrapping`() throws {
    let square = (0..<4000).map { $0 / 25 % 2 == 0 ? Int16.max : Int16.min }
    let output = try #require(Resampler(from: 22050, to: 8000)).convert(square)
    #expect(Level.peak(output) >= 32767)
    let steps = zip(output, output.dropFirst()).filter {
      ($0 > 20000 && $1 < -20000) || ($0 < -20000 && $1 > 20000)
    }
    #expect(steps.count <= 160)
  }

  @Test func `refuses rates that no sound has`() throws {
    #expect(Resampler(from: 3999, to: 8000) == nil)
    #expect(Resampler(from: 8000, to: 192_001) == nil)
    #expect(Resampler(from: 0, to: -1) == nil)
    for from in [4000, 4001, 7919, 44101, 191_999, 192_000] {
      let odd = try #require(Resampler(from: from, to: 8000))
      #expect(abs(odd.convert([Int16](repeating: 100, count: from / 10)).count - 800) <= 2, "\(from)")
    }
  }
}

/// A sine of peak 16000 at any rate.
struct ToneOfRate {
  private let coefficient: Double
  private var y1: Double, y2: Double
  init(hertz: Double, rate: Int) {
    let w = 2 * Double.pi * hertz / Double(rate)
    // sin and cos by their series, precise for the range that tests use.
    func series(_ x: Double, _ start: Double, _ first: Int) -> Double {
      var term = start, sum = start, n = first
      while n < first + 60 {
        term *= -x * x / Double((n + 1) * (n + 2))
        sum += term
        n += 2
      }
      return sum
    }
    coefficient = 2 * series(w, 1, 0)
    y1 = 0
    y2 = -16000 * series(w, w, 1)
  }
  mutating func next() -> Int16 {
    let y = y1
    (y1, y2) = (coefficient * y1 - y2, y1)
    return Int16(y.rounded())
  }
}
