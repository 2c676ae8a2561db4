import Tones

/// The sound of a recorded clip, as a listener on the telephone would judge it.
public struct ClipCheck: Sendable, Hashable {
  public var duration: Duration
  /// Of the part that sounds, after conversion to the telephone's 8 kHz.
  public var levelDBm0: Double
  /// Seconds of silence before and behind it.
  public var silenceBefore: Double
  public var silenceAfter: Double
  /// Places where the sound stands at its limit for several samples.
  public var clips: Int
  /// One line each: what is wrong, and how to mend it.
  public var findings: [String]
  /// Nothing would be heard.
  public var isSilent: Bool

  /// Speech of this product's own voice is at -16 dBm0; a clip far from it makes callers jump or strain.
  static let levels = -26.0 ... -9.0
  static let longestSilence = 1.0

  public init(_ wav: WAVFile) {
    let samples = (try? wav.telephone()) ?? []
    let sounding = Level.sounding(samples, above: -50)
    let speech = Array(samples[sounding])
    duration = .microseconds(Int64(samples.count) * 125)
    levelDBm0 = Level.dBm0(speech)
    isSilent = sounding.isEmpty
    silenceBefore = Double(sounding.lowerBound) / 8000
    silenceAfter = Double(samples.count - sounding.upperBound) / 8000
    clips = Self.clips(wav.samples)
    findings = []
    func shown(_ number: Double) -> String { String(Double(Int((number * 10).rounded())) / 10) }
    if wav.truncated { findings.append("it is cut short: copy or record it again") }
    if isSilent {
      findings.append("nothing sounds in it: record it again")
      return
    }
    if levelDBm0 < Self.levels.lowerBound {
      findings.append(
        "it is soft (\(shown(levelDBm0)) dBm0, speech should be near -16): sox IN OUT gain \(shown(-16 - levelDBm0))"
      )
    }
    if levelDBm0 > Self.levels.upperBound {
      findings.append(
        "it is loud (\(shown(levelDBm0)) dBm0, speech should be near -16): sox IN OUT gain \(shown(-16 - levelDBm0))"
      )
    }
    if clips > 0 {
      findings.append("it is clipped in \(clips) place\(clips == 1 ? "" : "s"): record it softer")
    }
    if silenceBefore > Self.longestSilence {
      findings.append("\(shown(silenceBefore)) s of silence stand before it: sox IN OUT silence 1 0.05 0.1%")
    }
    if silenceAfter > Self.longestSilence {
      findings.append("\(shown(silenceAfter)) s of silence stand behind it: cut them off")
    }
    if wav.sampleRate < Telephony.sampleRate {
      findings.append("its rate of \(wav.sampleRate) Hz is less than a telephone's 8000: it sounds dull")
    }
  }

  /// Runs of four or more equal samples at the peak, where that is near full scale: 8-bit codings end a
  /// little below it.
  private static func clips(_ samples: [Int16]) -> Int {
    let peak = Level.peak(samples)
    guard peak >= 31_000 else { return 0 }
    var clips = 0
    var run = 0
    var last: Int16 = 0
    for sample in samples {
      let isAtPeak = abs(Int(sample)) >= peak - 8
      run = isAtPeak ? (run > 0 && abs(Int(sample) - Int(last)) <= 8 ? run + 1 : 1) : 0
      if run == 4 { clips += 1 }
      last = sample
    }
    return clips
  }
}
