/// A row of `CallProgressRow` as the detector compares it: fixed size, nothing to allocate.
struct CadenceRow: Sendable {
  var kind: CallProgress
  var countries: CallProgress.Countries
  var low: Float, high: Float
  /// Pairs of on and off; 0 for a steady tone.
  var beats: Int
  /// Samples.
  var on = SIMD4<Float>(), off = SIMD4<Float>()

  init?(_ row: CallProgressRow) {
    guard let first = row.hertz.first, row.hertz.count <= 2, row.cadence.count <= 8 else { return nil }
    (kind, countries) = (row.kind, row.countries)
    low = Float(row.hertz.min() ?? first)
    high = row.hertz.count == 2 ? Float(row.hertz.max() ?? 0) : 0
    beats = row.cadence.count / 2
    for k in 0..<beats {
      on[k] = Float(row.cadence[2 * k] * Telephony.sampleRate / 1000)
      off[k] = Float(row.cadence[2 * k + 1] * Telephony.sampleRate / 1000)
    }
  }

  /// How far the spectrum is from this row's; nil when it is another one.
  func distance(_ heard: ToneSpectrum) -> Float? {
    let tolerance: Float = 0.025
    if high > 0, heard.high > 0 {
      let d = max(abs(heard.low - low) / low, abs(heard.high - high) / high)
      return d <= tolerance ? d : nil
    }
    if heard.high > 0 || high - low > 55 { return nil }
    let middle = high > 0 ? (low + high) / 2 : low
    let d = abs(heard.low - middle) / middle
    return d <= tolerance ? d : nil
  }

  /// How far a time is from its nominal one; nil beyond ±25 % and the detector's own step.
  static func deviation(_ heard: Float, _ nominal: Float) -> Float? {
    let d = abs(heard - nominal)
    return d <= 0.25 * nominal + 80 ? d / nominal : nil
  }

  static let steady = CallProgressRow.all.compactMap(CadenceRow.init).filter { $0.beats == 0 }
  static let ringback = CallProgressRow.all.compactMap(CadenceRow.init).filter {
    $0.beats > 0 && $0.kind == .ringback
  }
  /// Busy, congestion and dial tones with a cadence.
  static let repeated = CallProgressRow.all.compactMap(CadenceRow.init).filter {
    $0.beats > 0 && $0.kind != .ringback
  }
}
