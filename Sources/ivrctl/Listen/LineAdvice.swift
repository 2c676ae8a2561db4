import Tones

/// What a field engineer may do about a line on which keys are not heard.
struct LineAdvice {
  var digits: DigitsHeard
  var facts: SoundFacts
  /// What the network said last.
  enum Network { case nothing, tone(CallProgress), answered }
  var network: Network
  var loss: PacketLoss
  /// Hz of the sound as it was read.
  var rate: Int
  var channels: Int
  /// The rate at which it would have digits.
  var fit: RateGuess.Fit?
  /// The coding that would make sound of it, where bytes were read by another.
  var law: SoundFormat.Coding?
  /// Are they bytes without a header?
  var isRaw: Bool
  /// What each of two channels has that their mix has not.
  var channelHint: String?
  /// Tones that are no key's.
  var steady: SteadyTones

  /// Much sounds, and what was nearly a key is a small part of it: those are voices or music.
  private var isMostlyOther: Bool { digits.refusedSeconds < 0.15 * facts.loudSeconds }
  private var isClipped: Bool { facts.clippedShare > 0.001 }

  var hint: String? {
    if let channelHint { return channelHint }
    let fault = isMostlyOther ? nil : digits.commonFault
    if digits.count > 0 || !isMostlyOther, let lost = loss.hint(digits: digits.count) { return lost }
    guard digits.count == 0 else {
      // With the true rate there are more of them, or the same ones with their tones in place.
      if let fit, fit.digits > digits.count, fit.digits > digits.count + digits.refusals {
        return "\(fit.digits) keys are heard at \(fit.rate) Hz: a wrong sample rate? \(rate) Hz was assumed"
      }
      if let fault, !fault.isOfVoices, fault.count > 1, fault.count * 4 >= digits.count {
        return "more keys may have been pressed: \(words(fault))"
      }
      if let error = digits.error, abs(error) > 1 { return Self.wrongRate(error, rate) }
      return isClipped ? "clipped: lower the input level by 6 dB" : nil
    }
    if facts.isSilent {
      return facts.peak == 0
        ? "nothing but digital silence: is it the right line"
          + (channels > 1 ? ", or the other --channel?" : ", and is it connected?")
        : "nothing above \(Text.decibel(facts.peakLevel)) dBm0: raise the input level, or check the cable"
    }
    if let law { return otherCoding(law) }
    if let fit, isBelieved(fit, against: fault) {
      // Low tones too high and high ones too low look like other keys at another rate: only a usual rate is sure.
      return RateGuess.usual.contains(fit.rate)
        ? "keys are heard at \(fit.rate) Hz: a wrong sample rate? \(rate) Hz was assumed"
        : "keys would be heard at \(fit.rate) Hz: a wrong sample rate (\(rate) Hz was assumed), or a sender "
          + "whose low and high tones are off by different amounts?"
    }
    if let fault, !fault.isOfVoices { return words(fault) }
    if !isClipped, let steady = steady.fault { return steady }
    if case .tone(let kind) = network { return "the line carries \(kind.name) and no keys: \(kind.meaning)" }
    if let fault { return words(fault) }
    if isClipped { return "clipped, and no keys: lower the input level by 6 dB" }
    if !isMostlyOther { return "what was nearly a key is refused for different reasons: see each above" }
    if let other = steady.other { return other }
    if let noise = facts.noise, noise > -38 {
      return
        "no pair of tones, and never quieter than \(Text.decibel(noise)) dBm0: noise or hum may cover them"
    }
    return "there is sound, but no pair of tones: are digits sent as messages (RFC 4733, SIP INFO) instead, "
      + "or is the sample rate not \(rate) Hz?"
  }

  private func otherCoding(_ coding: SoundFormat.Coding) -> String {
    if isRaw { return "this looks like another coding: try --law \(coding.rawValue)" }
    guard coding != .swapped else {
      return "the two bytes of each sample seem swapped: try "
        + (channels > 1 ? "it again from one channel, or " : "")
        + "--raw --rate \(rate) --law \(coding.rawValue)"
    }
    return "its samples are not coded as its header says: try --raw --rate \(rate) --law \(coding.rawValue)"
  }

  /// A clear fault wins over a rate at which other keys would be heard.
  private func isBelieved(_ fit: RateGuess.Fit, against fault: LineFault?) -> Bool {
    switch fault {
    case .frequency(let fault, _): fault.alike == nil && fault.mayBeAlike
    case let fault?: fault.isOfVoices && fit.digits > 2 * fault.count
    case nil: fit.digits > digits.refusals
    }
  }

  private func words(_ fault: LineFault) -> String {
    switch fault {
    case .frequency(let fault, _):
      fault.alike.map { Self.wrongRate($0, rate) }
        ?? "\(fault.words): the sender is at fault, not the sample rate"
    case .reason(let reason, let refused): words(reason, refused)
    }
  }

  private func words(_ reason: DTMFRefusal.Reason, _ refused: DigitsHeard.Refused) -> String {
    switch reason {
    case .lowFrequency, .highFrequency: return "tones of a wrong frequency"
    case .tooWeak:
      let weaker = min(refused.levels.low, refused.levels.high)
      let raise = Int(((-20 - weaker) / 5).rounded(.up)) * 5
      return "tones at \(Text.decibel(weaker)) dBm0: raise the input level by \(max(5, raise)) dB"
    case .normalTwist, .reverseTwist:
      let twist = refused.levels.high - refused.levels.low
      return isClipped
        ? "one of the tones is too loud: the line is clipped, lower its level" : Self.twist(twist)
    case .tooShort:
      return "tones of about \(Int(refused.milliseconds)) ms: let the sender's digits last at least 60 ms"
    case .otherSound, .soundBelow, .gradual, .ownSound:
      return isClipped
        ? "clipped: lower the input level by 6 dB"
        : "other sound is with the tones: a prompt's echo, music, speech, or a codec that spoils tones"
    case .unsteady:
      return "the tones break off: lost packets, or a codec that does not carry tones (G.729, GSM); "
        + "use G.711, or digits as messages (RFC 4733)"
    }
  }

  /// - Parameter decibel: high less low.
  static func twist(_ decibel: Double) -> String {
    "the \(decibel < 0 ? "low" : "high") tones are \(Text.decibel(abs(decibel))) dB louder: an equaliser, a filter or "
      + "an acoustic coupling?"
  }
  private static func wrongRate(_ error: Double, _ rate: Int) -> String {
    let real = Int((Double(rate) / (1 + error / 100)).rounded())
    return "tones stand \(Text.decibel(abs(error))) % \(error < 0 ? "below" : "above") their frequencies: "
      + "a wrong sample rate? \(rate) Hz was assumed, \(real) Hz would fit"
  }
}

extension CallProgress {
  /// `busy tone`
  var name: String {
    switch self {
    case .sit: "a special information tone"
    case .howler: "the howler"
    case .beep: "a beep"
    case .ringback, .dial, .busy, .congestion: "\(rawValue) tone"
    }
  }
  /// What it says of a line without digits.
  fileprivate var meaning: String {
    switch self {
    case .dial: "nobody has dialled yet, or the call is over"
    case .ringback: "nobody has answered yet"
    case .busy: "the far end is busy or has hung up"
    case .congestion: "the network has no way through"
    case .sit: "the number cannot be reached"
    case .howler: "a receiver is off the hook"
    case .beep: "a machine records"
    }
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
