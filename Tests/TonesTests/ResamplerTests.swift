import Foundation
import Testing
import Tones

@Suite struct `The resampler` {
  /// A sweep of peak 16000: its value at a time.
  struct Sweep {
    var from = 0.0, to: Double
    var seconds: Double
    func callAsFunction(_ t: Double) -> Double {
      16000 * sin(2 * .pi * (from * t + (to - from) / seconds * t * t / 2))
    }
    func samples(rate: Int) -> [Int16] {
      (0..<Int(seconds * Double(rate))).map { Int16(self(Double($0) / Double(rate)).rounded()) }
    }
  }
  /// dB of the strongest deviation below the sweep, −96 for none.
  static func down(_ values: some Sequence<Double>) -> Double {
    20 * log10(max(0.25, values.reduce(0) { max($0, abs($1)) }) / 16000)
  }

  static let rates = [11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 96000, 44101, 9999]

  @Test(arguments: rates) func `down to 8 kHz passes the telephone band and stops what would alias`(
    rate: Int
  ) throws {
    let resampler = try #require(Resampler(from: rate, to: 8000))
    // Against the sweep itself, so that gain, phase and delay are right at once: 0.1 % is 0.01 dB. The last
    // 5 ms are left out here, the first below: a sound's sudden beginning and end is of all frequencies.
    let band = Sweep(to: 3500, seconds: 0.3)
    let passed = resampler.convert(band.samples(rate: rate)).dropLast(40)
    #expect(Self.down(passed.enumerated().map { Double($1) - band(Double($0) / 8000) }) < -60)
    // Slowly where the stop band begins, then fast to the Nyquist frequency.
    let top = Double(rate) / 2
    for stop in [Sweep(from: 4400, to: 5200, seconds: 0.08), Sweep(from: 5000, to: top, seconds: 0.3)]
    where stop.from < stop.to && stop.to <= top {
      let stopped = resampler.convert(stop.samples(rate: rate)).dropFirst(40).dropLast(40)
      #expect(Self.down(stopped.map { Double($0) }) < -65, "\(stop)")
    }
  }

  @Test(arguments: rates) func `up from 8 kHz adds no images`(rate: Int) throws {
    let sweep = Sweep(to: 3500, seconds: 0.3)
    let output = try #require(Resampler(from: 8000, to: rate)).convert(sweep.samples(rate: 8000))
    // What differs from the sweep is ripple and images together; the sound's sudden end is left out.
    let off = output.dropLast(rate / 200).enumerated().map { Double($1) - sweep(Double($0) / Double(rate)) }
    #expect(Self.down(off) < -60)
  }

  @Test func `other rates convert to each other as well`() throws {
    for (from, to) in [(44100, 48000), (48000, 44100), (16000, 22050), (192_000, 4000)] {
      let sweep = Sweep(to: 0.43 * Double(min(from, to)), seconds: 0.2)
      let output = try #require(Resampler(from: from, to: to)).convert(sweep.samples(rate: from))
      let off = output.dropLast(to / 200).enumerated().map { Double($1) - sweep(Double($0) / Double(to)) }
      #expect(Self.down(off) < -60, "\(from) to \(to)")
    }
  }

  @Test func `comes out as long as it went in, whatever the ratio`() throws {
    var chance = Xorshift(seed: 3)
    for (from, to) in [
      (22050, 8000), (8000, 8000), (48000, 8000), (8000, 22050), (44101, 8000), (8000, 44101), (4001, 7919),
    ] {
      let resampler = try #require(Resampler(from: from, to: to))
      for _ in 0..<12 {
        let count = Int.random(in: 0...700, using: &chance)
        let output = resampler.convert([Int16](repeating: 5, count: count))
        #expect(output.count == (count * to + from - 1) / from, "\(count) from \(from) to \(to)")
      }
    }
  }

  @Test(arguments: [(22050, 8000), (44101, 8000), (8000, 44101)])
  func `does not drift`(from: Int, to: Int) throws {
    // A pulse at every whole second comes out at every whole second, with the same samples around it.
    var resampler = try #require(Resampler(from: from, to: to))
    var output: [Int16] = []
    for _ in 0..<3 {
      var second = [Int16](repeating: 0, count: from)
      second[from / 2] = 30000
      resampler.feed(second, into: &output)
    }
    resampler.flush(into: &output)
    #expect(output.count == 3 * to)
    #expect(Array(output[..<to]) == Array(output[(2 * to)...]))
    let peak = output[..<to].indices.max { output[$0] < output[$1] } ?? 0
    #expect(abs(Double(peak) / Double(to) - Double(from / 2) / Double(from)) <= 0.501 / Double(to))
  }

  @Test func `holds back what it says and no more`() throws {
    for (from, to) in [(22050, 8000), (8000, 48000), (44101, 8000), (16000, 8000)] {
      var resampler = try #require(Resampler(from: from, to: to))
      #expect(Double(resampler.lookahead) / Double(from) <= 0.0031, "\(from) to \(to)")
      var output: [Int16] = []
      var fed = 0
      for size in [1, 200, 33, 160, 500] {
        resampler.feed([Int16](repeating: 1, count: size), into: &output)
        fed += size
        let ready = max(0, fed - resampler.lookahead)
        #expect(output.count == (ready * to + from - 1) / from, "\(from) to \(to) after \(fed)")
      }
    }
  }

  @Test func `pieces give what the whole gives`() throws {
    for (from, to) in [(22050, 8000), (8000, 44100), (44101, 8000)] {
      var resampler = try #require(Resampler(from: from, to: to))
      let sound = Sweep(to: 3000, seconds: 1200.5 / Double(from)).samples(rate: from)
      let whole = resampler.convert(sound)
      for size in [1, 3, 160, 441, 1199] {
        var pieces: [Int16] = []
        var at = 0
        while at < sound.count {
          resampler.feed(Array(sound[at..<min(at + size, sound.count)]), into: &pieces)
          resampler.feed([], into: &pieces)
          at += size
        }
        resampler.flush(into: &pieces)
        #expect(pieces == whole, "\(size) from \(from) to \(to)")
      }
    }
  }

  @Test(arguments: [(22050, 8000), (8000, 16000), (48000, 8000), (44101, 8000)])
  func `limits instead of wrapping`(from: Int, to: Int) throws {
    for half in [7, 25, 110] {
      let square = (0..<2000).map { $0 / half % 2 == 0 ? Int16.max : Int16.min }
      let output = try #require(Resampler(from: from, to: to)).convert(square)
      // A wrapped sample would be far from what the same square at a tenth of the size gives.
      let small = try #require(Resampler(from: from, to: to)).convert(square.map { $0 / 10 })
      for (large, little) in zip(output, small) {
        #expect(abs(Double(large) - max(-32768, min(32767, Double(little) * 10))) < 16)
      }
      #expect(Level.peak(output) >= 32767)
    }
  }

  @Test func `refuses rates that no sound has`() throws {
    for (from, to) in [(3999, 8000), (8000, 192_001), (0, -1), (.min, .max), (.max, .min), (8000, 0)] {
      #expect(Resampler(from: from, to: to) == nil)
    }
    for from in [4000, 4001, 7919, 44101, 191_999, 192_000] {
      let odd = try #require(Resampler(from: from, to: 8000))
      #expect(
        odd.convert([Int16](repeating: 100, count: from / 10)).count == (from / 10 * 8000 + from - 1) / from)
    }
  }
}
