/// What was measured of the two tones of a digit, or of what was nearly one; in hundredths of each unit.
public struct DTMFMeasure: Sendable, Equatable {
  /// The level of each tone, in dBm0.
  public var low: Double, high: Double
  /// How far each tone is from its nominal frequency, in percent of it.
  public var lowError: Double, highError: Double
  /// The share of the energy above 650 Hz that is the two tones', 0…1.
  public var share: Double

  public init(low: Double, high: Double, lowError: Double, highError: Double, share: Double) {
    self.low = low
    self.high = high
    self.lowError = lowError
    self.highError = highError
    self.share = share
  }
  /// The level of the high tone less that of the low one, in dB: negative is normal twist, positive reverse.
  public var twist: Double { high - low }
}
