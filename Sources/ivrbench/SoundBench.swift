import Tones

/// What it costs to make tones, to hear those of call progress, to code and decode, and to change the sample rate.
enum SoundBench: Bench {
  static let name = "sound"
  static let summary = "G.711, resampling, tones made and heard: what a sample costs"
  static let usualRuns = 5

  static func run(_ options: BenchOptions) throws -> BenchReport {
    let runs = options.runs ?? usualRuns
    var chance = Scatter(options.seed)
    let speech = Voices.speech(60 * 8000, levelDBm0: -15, &chance).map { Int16(near: $0) }
    var figures: [Figure] = []

    for law in [G711.muLaw, .aLaw] {
      var codes = [UInt8](repeating: 0, count: speech.count)
      var samples = speech
      let title = law == .muLaw ? "mu-law" : "A-law"
      figures.append(
        Figure(
          "\(title), encoding", "ns a sample",
          times(runs, of: 40 * speech.count) {
            for _ in 0..<40 {
              var span = codes.mutableSpan
              law.encode(speech.span, into: &span)
            }
          }))
      figures.append(
        Figure(
          "\(title), decoding", "ns a sample",
          times(runs, of: 40 * speech.count) {
            for _ in 0..<40 {
              var span = samples.mutableSpan
              law.decode(codes.span, into: &span)
            }
          }))
      guard law.decode(law.encode(samples)) == samples else {
        throw BenchFault("\(title) does not come back")
      }
    }
    for (from, to) in [
      (16000, 8000), (22050, 8000), (44100, 8000), (48000, 8000), (44101, 8000),
      (8000, 16000), (8000, 48000),
    ] {
      guard let resampler = Resampler(from: from, to: to) else { throw BenchFault("\(from) to \(to)") }
      let sound = Array(repeating: speech, count: from / 8000 + 1).joined().prefix(20 * from)
      let input = Array(sound)
      var made = 0
      let spent = times(runs, of: 20) {
        var converter = resampler
        var output: [Int16] = []
        for at in stride(from: 0, to: input.count, by: from / 50) {
          converter.feed(input[at..<min(at + from / 50, input.count)].span, into: &output)
        }
        converter.flush(into: &output)
        made = output.count
      }
      guard made == 20 * to else { throw BenchFault("\(made) samples from \(from) to \(to)") }
      figures.append(Figure("\(from) to \(to) Hz", "times real time", spent.map { 1e9 / $0 }))
    }
    let keys = Tone.dtmf(Key.allCases, milliseconds: 100, pause: 100)
    let spent = times(runs, of: 64) { for _ in 0..<20 { _ = ToneGenerator.samples(of: keys) } }
    figures.append(Figure("DTMF, made", "times real time", spent.map { 1e9 / $0 }))
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(), limit: 60_000)
    let silence = [Int16](repeating: 2, count: busy.count)
    for (what, sound) in [("speech", speech), ("busy tone", busy), ("silence", silence)] {
      var detector = CallProgressDetector()
      let spent = times(runs, of: 20 * 60) {
        for _ in 0..<20 {
          for at in stride(from: 0, to: sound.count, by: 160) {
            detector.feed(sound.span.extracting(at..<min(at + 160, sound.count))) { _ in }
          }
        }
      }
      figures.append(Figure("call progress heard, \(what)", "times real time", spent.map { 1e9 / $0 }))
    }
    return BenchReport(
      name: name, work: "user time, one core; pieces of 20 ms where it is a rate that changes",
      figures: figures)
  }

  /// Nanoseconds of user time for one of `count` things that the work does; a value a run.
  private static func times(_ runs: Int, of count: Int, _ work: () -> Void) -> [Double] {
    work()
    return (0..<runs).map { _ in
      let watch = Stopwatch()
      work()
      return max(watch.elapsed.user, 1e-6) * 1e9 / Double(count)
    }
  }
}
