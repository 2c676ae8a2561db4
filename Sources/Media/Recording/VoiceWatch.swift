import Session
import Tones

/// Tells when somebody begins to speak and when he has ceased, by the level of what he sends over that of his line.
public struct VoiceWatch: Sendable {
  /// A tenth of a second must be loud before it counts: a click is no word.
  private static let least = 5
  /// Frames after which a voice counts as gone.
  private static let most = Int(MessageRequest.hangover.milliseconds / 20)
  /// Mean squares. Below -45 dBm0 nothing is a voice, above -30 dBm0 all is; between the two it stands out by 10 dB.
  private static let floor = power(-45), ceiling = power(-30)
  /// Rise of the line's own noise, as it is taken to be, with each frame: 3 dB in two seconds.
  private static let rise = 1.007

  private var energy = 0.0
  private var count = 0
  private var noise = VoiceWatch.floor / 10
  private var loud = 0
  private var quiet = 0
  public private(set) var isOn = false

  public init() {}

  /// Of a sine at that level, in squares of 16-bit samples; 0 dBm0 is 3.14 dB below full scale.
  private static func power(_ dBm0: Double) -> Double {
    let full = 32768.0 * 32768 / 2
    var factor = 1.0
    // Tenth of a dB by tenth: no library of mathematics is needed for two constants.
    for _ in 0..<Int((3.14 - dBm0) * 10) { factor *= 0.977237 }
    return full * factor
  }

  /// - Returns: whether he speaks now, when that has changed.
  public mutating func feed(_ samples: Span<Int16>) -> Bool? {
    var changed: Bool?
    for i in samples.indices {
      energy += Double(samples[i]) * Double(samples[i])
      count += 1
      guard count == Telephony.frameLength else { continue }
      if let news = frame(energy / Double(count)) { changed = news }
      (energy, count) = (0, 0)
    }
    return changed
  }
  /// Nothing came where something should have.
  public mutating func gap(_ samples: Int) -> Bool? {
    var changed: Bool?
    for _ in 0..<(max(0, min(samples, 80_000)) / Telephony.frameLength) { changed = frame(0) ?? changed }
    return changed
  }

  private mutating func frame(_ power: Double) -> Bool? {
    let isLoud = power > VoiceWatch.ceiling || power > VoiceWatch.floor && power > noise * 10
    noise = max(VoiceWatch.floor / 100, min(power, noise * VoiceWatch.rise))
    if isLoud {
      loud += 1
      quiet = 0
    } else {
      quiet += 1
      if quiet > 2 { loud = 0 }
    }
    if !isOn, loud >= VoiceWatch.least {
      isOn = true
      return true
    }
    if isOn, quiet >= VoiceWatch.most {
      isOn = false
      return false
    }
    return nil
  }
}
