import Tones

/// The ear on one core: a second of digits and pauses under noise, heard again and again.
enum DTMFBench: Bench {
  static let name = "dtmf"
  static let summary = "how many lines' DTMF one core can listen to"
  static let usualRuns = 7
  private static let seconds = 600
  private static let keys: [Key] = [.one, .two, .three, .four, .five, .six, .seven, .eight, .nine, .zero]

  static func run(runs: Int) throws -> BenchReport {
    let samples = second()
    var speed: [Double] = []
    for run in 0...runs {
      var detector = DTMFDetector()
      var digits = 0
      let watch = Stopwatch()
      for _ in 0..<seconds {
        // Frames of 20 ms, as a line hands them in.
        for frame in stride(from: 0, to: samples.count, by: 160) {
          detector.feed(samples[frame..<frame + 160]) { if case .down = $0 { digits += 1 } }
        }
      }
      let elapsed = watch.elapsed
      guard digits == seconds * keys.count else { throw BenchFault("\(digits) digits heard") }
      if run > 0 { speed.append(Double(seconds) / elapsed.user) }
    }
    return BenchReport(
      name: name, work: "\(seconds) s of sound in frames of 20 ms, ten digits a second",
      figures: [Figure("speed", "times real time, one core, user time", speed)])
  }

  /// Ten digits of 50 ms with as much between them, on noise 30 dB below.
  private static func second() -> [Int16] {
    var scatter = Scatter(1)
    return ToneGenerator.samples(of: .dtmf(keys, milliseconds: 50, pause: 50)).map {
      Int16(clamping: Int($0) + scatter.next(201) - 100)
    }
  }
}
