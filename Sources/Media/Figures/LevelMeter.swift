import Tones

/// How loud one direction of a leg is: over the second that has passed, and at its loudest.
public struct LevelMeter: Hashable, Sendable {
  /// Sum of the squares of the samples of this second, and how many they are.
  private var energy: Int64 = 0
  private var count = 0
  private var power = 0.0
  /// The largest magnitude so far, 0…32768.
  public private(set) var peak = 0
  public init() {}

  /// dBm0 of the last whole second.
  public var lastSecond: Double { Level.dBm0(rms: power.squareRoot()) }
  /// dBm0 of a sine of that peak.
  public var peakDBm0: Double { Level.dBm0(rms: Double(peak) / 2.0.squareRoot()) }

  /// So many squares' halves of 16 bits are sure to fit a sum of 32.
  private static let batch = 4096

  public mutating func take(_ samples: Span<Int16>) {
    var (top, bottom): (Int16, Int16) = (0, 0)
    var start = 0
    while start < samples.count {
      let end = min(samples.count, start + LevelMeter.batch)
      // Halves of the squares apart: lanes of 32 bits hold the sums, and eight samples go at a time.
      var (high, low): (UInt32, UInt32) = (0, 0)
      for i in start..<end {
        let sample = samples[i]
        let square = UInt32(bitPattern: Int32(sample) &* Int32(sample))
        high &+= square >> 16
        low &+= square & 0xFFFF
        top = max(top, sample)
        bottom = min(bottom, sample)
      }
      energy &+= Int64(high) << 16 &+ Int64(low)
      start = end
    }
    peak = max(peak, Int(top), -Int(bottom))
    pass(samples.count)
  }
  public mutating func takeSilence(_ samples: Int) { pass(samples) }

  private mutating func pass(_ samples: Int) {
    count += samples
    guard count >= Telephony.sampleRate else { return }
    power = Double(energy) / Double(count)
    (energy, count) = (0, 0)
  }

  /// Two legs of a line: the louder counts.
  static func louder(_ a: Self, _ b: Self) -> Self {
    var meter = a.power >= b.power ? a : b
    meter.peak = max(a.peak, b.peak)
    return meter
  }
  /// The second that has passed is over, and nothing followed it.
  var over: Self {
    var meter = self
    (meter.power, meter.energy, meter.count) = (0, 0, 0)
    return meter
  }
}
