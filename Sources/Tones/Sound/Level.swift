/// How loud samples are. Levels are in dBm0: 0 dBm0 is a sine of peak 22825.
public enum Level {
  /// The level given to digital silence: less than one bit can carry.
  public static let silence = -120.0

  /// The peak of a sine of `dBm0`, in sample units.
  public static func sinePeak(dBm0: Double) -> Double { Telephony.peakOf0dBm0 * ratio(dB: dBm0) }
  /// The amplitude ratio of `dB`; levels beyond ±300 dB are limited there.
  public static func ratio(dB: Double) -> Double { power(10, max(-300, min(300, dB)) / 20) }

  /// The level of a signal of this root mean square.
  public static func dBm0(rms: Double) -> Double {
    guard rms > 0, rms.isFinite else { return silence }
    return max(silence, 20 * log10(rms * 2.0.squareRoot() / Telephony.peakOf0dBm0))
  }
  /// The level of all samples together; `silence` for none.
  public static func dBm0(_ samples: Span<Int16>) -> Double { dBm0(rms: rms(samples)) }
  public static func dBm0(_ samples: [Int16]) -> Double { dBm0(samples.span) }

  /// Root mean square, in sample units; 0 for no samples.
  public static func rms(_ samples: Span<Int16>) -> Double {
    guard !samples.isEmpty else { return 0 }
    var sum = 0.0
    for i in samples.indices {
      let x = Double(samples[i])
      sum += x * x
    }
    return (sum / Double(samples.count)).squareRoot()
  }
  public static func rms(_ samples: [Int16]) -> Double { rms(samples.span) }

  /// The largest magnitude, 0…32768.
  public static func peak(_ samples: Span<Int16>) -> Int {
    var top = 0
    for i in samples.indices { top = max(top, abs(Int(samples[i]))) }
    return top
  }
  public static func peak(_ samples: [Int16]) -> Int { peak(samples.span) }

  /// The samples that sound: from the first to the last 5 ms block at or above `dBm0`, with `margin`
  /// samples kept at each side. Empty if nothing is as loud.
  public static func sounding(
    _ samples: [Int16], above dBm0: Double = -50, margin: Int = Telephony.samples(milliseconds: 5),
    sampleRate: Int = Telephony.sampleRate
  ) -> Range<Int> {
    let block = max(1, min(sampleRate, 192_000) / 200)
    let limit = sinePeak(dBm0: dBm0) / 2.0.squareRoot()
    var first: Int?
    var end = 0
    samples.withUnsafeBufferPointer { all in
      var at = 0
      while at < all.count {
        let upper = min(at + block, all.count)
        if rms(UnsafeBufferPointer(rebasing: all[at..<upper]).span) >= limit {
          if first == nil { first = at }
          end = upper
        }
        at = upper
      }
    }
    guard let first else { return 0..<0 }
    let side = max(0, min(margin, samples.count))
    return max(0, first - side)..<min(samples.count, end + side)
  }
}
