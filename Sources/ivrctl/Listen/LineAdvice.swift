import Tones

/// What a field engineer may do about a line on which no key is heard.
enum LineAdvice {
  /// - Parameters:
  ///   - rate: Hz of the sound as it was read.
  ///   - fitting: Hz at which it would have digits.
  static func hint(
    _ digits: DigitsHeard, _ facts: SoundFacts, rate: Int, fitting: Int?, channels: Int
  ) -> String? {
    guard digits.count == 0 else {
      if digits.count > 1, abs(digits.error) > 1 { return frequency(digits.error, rate) }
      return facts.clippedShare > 0.001 ? "clipped: lower the input level by 6 dB" : nil
    }
    if facts.isSilent {
      return facts.peak == 0
        ? "nothing but digital silence: is it the right line"
          + (channels > 1 ? ", or the other --channel?" : ", and is it connected?")
        : "nothing above \(Text.decibel(facts.peakLevel)) dBm0: raise the input level, or check the cable"
    }
    if let fitting { return "keys are heard at \(fitting) Hz: a wrong sample rate? \(rate) Hz was assumed" }
    guard let (reason, refused) = digits.commonest else {
      return facts.clippedShare > 0.001
        ? "clipped, and no tones: lower the input level by 6 dB"
        : "there is sound, but no pair of tones: are digits sent as messages (RFC 4733, SIP INFO) instead, "
          + "or is the sample rate not \(rate) Hz?"
    }
    switch reason {
    case .lowFrequency, .highFrequency: return frequency(refused, rate)
    case .tooWeak:
      let weaker = min(refused.levels.low, refused.levels.high)
      let raise = Int(((-20 - weaker) / 5).rounded(.up)) * 5
      return "tones at \(Text.decibel(weaker)) dBm0: raise the input level by \(max(5, raise)) dB"
    case .normalTwist, .reverseTwist:
      let which = reason == .normalTwist ? "low" : "high"
      return
        "the \(which) tones are \(Text.decibel(abs(refused.levels.high - refused.levels.low))) dB louder: "
        + (facts.clippedShare > 0.001
          ? "the line is clipped, lower its level" : "an equaliser, a filter or an acoustic coupling?")
    case .tooShort:
      return "tones of about \(Int(refused.milliseconds)) ms: let the sender's digits last at least 60 ms"
    case .otherSound, .soundBelow, .gradual, .ownSound:
      return facts.clippedShare > 0.001
        ? "clipped: lower the input level by 6 dB"
        : "other sound is with the tones: a prompt's echo, music, speech, or a codec that spoils tones"
    case .unsteady:
      return "the tones break off: lost packets, or a codec that does not carry tones (G.729, GSM); "
        + "use G.711, or digits as messages (RFC 4733)"
    }
  }

  private static func frequency(_ refused: DigitsHeard.Refused, _ rate: Int) -> String {
    let (low, high) = refused.errors
    guard abs(low - high) < 1.5, abs(low + high) > 2 else {
      return "the tones' frequencies are off by \(Text.signed(low)) and \(Text.signed(high)) %: "
        + "is it a telephone's keypad that sends them?"
    }
    return frequency((low + high) / 2, rate)
  }
  private static func frequency(_ error: Double, _ rate: Int) -> String {
    let real = Int((Double(rate) / (1 + error / 100)).rounded())
    return "tones stand \(Text.decibel(abs(error))) % \(error < 0 ? "below" : "above") their frequencies: "
      + "a wrong sample rate? \(rate) Hz was assumed, \(real) Hz would fit"
  }
}

/// Numbers as a listener prints them, a place after the point.
enum Text {
  static func decibel(_ x: Double) -> String {
    guard x.isFinite, abs(x) < 1e9 else { return "-" }
    let tenths = Int((x * 10).rounded(.toNearestOrAwayFromZero))
    return (tenths < 0 ? "-" : "") + "\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
  static func signed(_ x: Double) -> String {
    let text = decibel(x)
    return text == "0.0" || text.hasPrefix("-") ? text : "+" + text
  }
  /// `0:01.203`, `1:02:03.456`.
  static func time(samples: Int) -> String {
    let milliseconds = max(0, samples) / 8
    let rest = String(milliseconds % 1000)
    return clockText(seconds: Int64(milliseconds / 1000)) + "."
      + String(repeating: "0", count: 3 - rest.count) + rest
  }
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
