/// The one sound format inside the house: 8 kHz, 16-bit linear, mono.
public enum Telephony {
  /// Samples a second.
  public static let sampleRate = 8000
  /// Samples in a frame of 20 ms.
  public static let frameLength = 160
  /// The peak of a sine of 0 dBm0. A full-scale sine is +3.14 dBm0 (ITU-T G.711, A-law).
  public static let peakOf0dBm0 = 22825.0

  /// Samples in `milliseconds`, never negative.
  public static func samples(milliseconds: Int) -> Int {
    max(0, min(milliseconds, 1 << 40)) * (sampleRate / 1000)
  }
  /// Whole milliseconds, rounded up, that `samples` last.
  public static func milliseconds(samples: Int) -> Int {
    let perMillisecond = sampleRate / 1000
    return max(0, samples) / perMillisecond + (max(0, samples) % perMillisecond == 0 ? 0 : 1)
  }
}
