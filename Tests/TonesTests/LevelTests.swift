import Testing
import Tones

@Suite struct `Levels` {
  @Test func `a sine of 0 dBm0 has a peak of 22825`() {
    let tone = ToneGenerator.samples(of: Tone(hertz: [1000], cadence: [1000], levelDBm0: 0, repeats: false))
    #expect(abs(Level.dBm0(tone)) < 0.05)
    #expect(abs(Level.peak(tone) - 22825) < 5)
  }
  @Test func `silence and nothing have the lowest level`() {
    #expect(Level.dBm0([]) == Level.silence)
    #expect(Level.dBm0([Int16](repeating: 0, count: 80)) == Level.silence)
    #expect(Level.peak([.min]) == 32768)
    #expect(Level.rms([Int16]()) == 0)
  }
  @Test func `what sounds is found between silences`() {
    let quiet = [Int16](repeating: 3, count: 800)
    let loud = [Int16](repeating: 8000, count: 400)
    #expect(Level.sounding(quiet + loud + quiet, margin: 40) == 760..<1240)
    #expect(Level.sounding(quiet) == 0..<0)
    #expect(Level.sounding([]) == 0..<0)
    #expect(Level.sounding(loud, margin: .max) == 0..<400)
  }
}
