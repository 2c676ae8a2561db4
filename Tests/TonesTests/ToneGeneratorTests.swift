import Testing
import Tones

@Suite struct `Generated tones` {
  @Test func `gives ten minutes at most of a tone without an end`() {
    let silent = Tone(hertz: [], cadence: [], levelDBm0: -10)
    #expect(ToneGenerator.samples(of: silent, limit: .max).count <= 600 * 8000)
  }

  @Test func `sound the same whatever the pieces they are asked in`() {
    let tone = Tone.dtmf([.one, .hash], milliseconds: 45, pause: 30)
    let whole = ToneGenerator.samples(of: tone)
    var generator = ToneGenerator(tone)
    var pieces: [Int16] = []
    for length in [1, 7, 160, 0, 333, 5000] { pieces += generator.next(length) }
    #expect(pieces == whole)
    #expect(whole.count == 150 * 8)
    #expect(generator.isFinished)
    #expect(generator.next(10) == [])
  }

  @Test func `a frame beyond the end is filled with silence`() {
    var generator = ToneGenerator(Tone(hertz: [1000], cadence: [10], repeats: false))
    var frame = [Int16](repeating: 99, count: 160)
    var span = frame.mutableSpan
    #expect(generator.next(into: &span) == 80)
    #expect(frame[80...].allSatisfy { $0 == 0 })
  }

  @Test func `fade in and out, and join without a step`() {
    let samples = ToneGenerator.samples(of: Tone(hertz: [440], cadence: [100], levelDBm0: 0, repeats: false))
    #expect(abs(Int(samples[0])) < 100 && abs(Int(samples[799])) < 2000)
    let steps = zip(samples, samples.dropFirst()).map { abs(Int($1) - Int($0)) }
    // 440 Hz of 0 dBm0 moves by at most 22825 · 2π · 440 ÷ 8000 a sample.
    #expect((steps.max() ?? 0) <= 7900)
  }

  @Test func `a cadence repeats`() {
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.korea), limit: 3000)
    #expect(busy.count == 24000)
    #expect(Level.dBm0(Array(busy[1000..<3000])) > -14)
    #expect(Level.peak(Array(busy[4001..<7999])) == 0)
    #expect(Level.dBm0(Array(busy[9000..<11000])) > -14)
  }

  @Test func `call progress keeps to its level in every country`() {
    for country in CallProgress.Country.allCases {
      for kind in CallProgress.allCases where kind != .howler {
        let tone = ToneGenerator.samples(of: kind.tone(country, levelDBm0: -20), limit: 300)
        #expect(abs(Level.dBm0(Array(tone[240..<1200])) + 20) < 1, "\(kind) \(country)")
      }
    }
  }

  @Test func `absurd tones are made harmless`() {
    let tones = [
      Tone([]), Tone([], repeats: true), Tone([.silence(milliseconds: 0)], repeats: true),
      Tone([.silence(milliseconds: -5)], repeats: true), Tone(hertz: [], cadence: [], levelDBm0: 0),
      Tone(hertz: [.nan, .infinity, -3, 1e300], cadence: [5, .max], levelDBm0: .infinity),
      Tone(hertz: [1000], cadence: [.max], levelDBm0: .nan), Tone(hertz: [1000, 1001], levelDBm0: 500),
      Tone([.init([.init(hertz: 1, levelDBm0: 3)], milliseconds: nil)], fadeMilliseconds: .min),
    ]
    for tone in tones {
      #expect(ToneGenerator.samples(of: tone, limit: 50).count <= 400)
      #expect(tone.milliseconds ?? 0 >= 0)
    }
  }
}
