import Tones

/// What can be said of a line's sound as a whole, in a few hundred bytes however long it is.
struct SoundFacts {
  /// Samples in the file's own rate.
  private(set) var samples = 0
  private(set) var peak = 0
  /// Samples at the edge of what can be written: a G.711 line ends at 32124 or 32256.
  private(set) var clipped = 0
  private var sum = 0.0
  /// How many frames of 20 ms had each level, a decibel each from −120 dBm0 up.
  private var levels = [Int](repeating: 0, count: 130)
  private var frame: [Int16] = []
  private var frames = 0
  private var silent = 0
  private(set) var longestSilence = 0
  private(set) var silenceStart = 0
  private static let quiet = -50.0
  private static let edge = 32_000

  /// Takes samples as they are in the file.
  mutating func see(own: [Int16]) {
    samples += own.count
    for sample in own {
      let size = abs(Int(sample))
      if size > peak { peak = size }
      if size >= Self.edge { clipped += 1 }
      sum += Double(sample)
    }
  }
  /// Takes samples at 8 kHz.
  mutating func see(telephone: [Int16]) {
    var at = 0
    while at < telephone.count {
      let n = min(Telephony.frameLength - frame.count, telephone.count - at)
      frame += telephone[at..<(at + n)]
      at += n
      if frame.count == Telephony.frameLength { endFrame() }
    }
  }
  private mutating func endFrame() {
    let mean = frame.reduce(0.0) { $0 + Double($1) } / Double(frame.count)
    let power = frame.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(frame.count)
    let level = Level.dBm0(rms: power.squareRoot())
    levels[max(0, min(levels.count - 1, Int(level + 120)))] += 1
    frames += 1
    silent = level < Self.quiet ? silent + 1 : 0
    if silent > longestSilence { (longestSilence, silenceStart) = (silent, frames - silent) }
    frame.removeAll(keepingCapacity: true)
  }

  /// dBm0 of a sine with this peak.
  var peakLevel: Double { Level.dBm0(rms: Double(peak) / 2.0.squareRoot()) }
  /// The level below which a tenth of the time lies; nil for digital silence.
  var noise: Double? {
    var seen = 0
    for (level, count) in levels.enumerated() {
      seen += count
      if seen * 10 >= frames, seen > 0 { return level == 0 ? nil : Double(level - 120) }
    }
    return nil
  }
  /// Seconds of what is louder than a quiet voice.
  var loudSeconds: Double { Double(levels[Int(Self.loud + 120)...].reduce(0, +)) / 50 }
  private static let loud = -40.0
  /// The mean sample.
  var offset: Double { samples == 0 ? 0 : sum / Double(samples) }
  var clippedShare: Double { samples == 0 ? 0 : Double(clipped) / Double(samples) }
  var isSilent: Bool { peakLevel < Self.quiet }
  /// Seconds.
  var longestSilenceSeconds: Double { Double(longestSilence) / 50 }
  var silenceStartSeconds: Double { Double(silenceStart) / 50 }
}
