import Chronology
import Tones

/// What the far end sends, as 8 kHz samples in real time. Frames are never a clock: what comes much faster
/// than time passes is late and left out, and what does not come is silence.
struct AudioIntake: Sendable {
  /// So much may be ahead of the clock: frames that were held up and come at once.
  static let slack: Duration = .milliseconds(500)
  /// Nothing for so long after the last frame, or for two and a half times its length if that is more, is
  /// silence that is not sent; less is the far end's packet time, or a late packet.
  static let patience: Duration = .milliseconds(100)

  private var begun = Instant(microseconds: 0)
  /// Samples at 8 kHz that have been accounted for since then: heard, or told as silence.
  private var accounted: Int64 = 0
  private var lastFrame = Instant(microseconds: 0)
  /// Microseconds.
  private var lastLength: Int64 = 0
  private var resampler: Resampler?
  /// Samples left out because they were late.
  private(set) var late = 0

  mutating func begin(at instant: Instant) {
    begun = instant
    lastFrame = instant
  }

  /// Converts and lets through what is in time.
  mutating func take(_ samples: Span<Int16>, rate: Int, at instant: Instant, into output: inout [Int16]) {
    let due = samplesDue(at: instant + AudioIntake.slack)
    let length = Int64(samples.count) * 8000 / Int64(rate)
    if lastFrame != instant { lastLength = 0 }
    lastLength += length * 125
    lastFrame = instant
    // What the network lost does not make room for what comes late.
    accounted = max(accounted, due - 2 * Int64(AudioIntake.slack.microseconds / 125))
    guard accounted + length <= due else {
      late += Int(length)
      return
    }
    accounted += length
    if rate == Telephony.sampleRate {
      samples.withUnsafeBufferPointer { output.append(contentsOf: $0) }
    } else {
      if resampler?.from != rate { resampler = Resampler(from: rate, to: Telephony.sampleRate) }
      resampler?.feed(samples, into: &output)
    }
  }

  /// Samples of silence that have passed unsent since the last call.
  mutating func silence(upTo instant: Instant) -> Int {
    let patience = max(AudioIntake.patience, .microseconds(lastLength * 5 / 2))
    guard instant - lastFrame > patience else { return 0 }
    let missing = samplesDue(at: instant - patience) - accounted
    guard missing > 0 else { return 0 }
    accounted += missing
    return Int(missing)
  }

  private func samplesDue(at instant: Instant) -> Int64 { max(0, (instant - begun).microseconds / 125) }
}
