/// Makes the samples of a `Tone`: 8 kHz, 16-bit, as many at a time as are asked for.
///
/// Samples depend on their place in the tone alone, not on the pieces they are asked for in. Phases are kept
/// as whole numbers, 2⁶⁴ to the turn: a frequency is right to 10⁻¹² Hz and stays so for ever. Every segment
/// begins at phase 0 and lasts exactly its milliseconds times 8 samples, the fades included. Making samples
/// allocates nothing. A sum beyond full scale is limited, as a telephone line would.
///
/// Anything can be asked for: a frequency is taken between 0 and 4000 Hz, a level up to +3.14 dBm0 (what is
/// no number is silence), a length between nothing and a day.
public struct ToneGenerator: Sendable {
  private struct Oscillator: Sendable {
    /// In turns of 2⁶⁴; it wraps.
    var phase: UInt64 = 0
    /// What a sample adds.
    let step: UInt64
    let peak: Double

    init(hertz: Double, levelDBm0: Double) {
      let hertz = hertz.isFinite ? max(0, min(hertz, 4000)) : 0
      step = UInt64((hertz / Double(Telephony.sampleRate) * 0x1p64).rounded())
      peak = Level.sinePeak(dBm0: levelDBm0.isFinite ? min(levelDBm0, 3.14) : Level.silence)
    }
    mutating func next() -> Double {
      // 53 bits are all that a Double takes.
      let value = peak * sine(2 * .pi * Double(phase >> 11) * 0x1p-53)
      phase &+= step
      return value
    }
  }
  private struct Part: Sendable {
    var oscillators: [Oscillator]
    /// Samples; nil: endless.
    let length: Int?
  }

  private var parts: [Part]
  private let repeats: Bool
  private let fade: Int
  private var part = 0
  /// Samples of this part that are out.
  private var done = 0

  public init(_ tone: Tone) {
    parts = tone.segments.compactMap { segment in
      let length = segment.milliseconds.map { Telephony.samples(milliseconds: min($0, Tone.longest)) }
      guard length != 0 else { return nil }
      return Part(
        oscillators: segment.components.map { Oscillator(hertz: $0.hertz, levelDBm0: $0.levelDBm0) },
        length: length)
    }
    repeats = tone.repeats
    fade = Telephony.samples(milliseconds: min(tone.fadeMilliseconds, 1000))
  }

  /// Nothing but silence is left.
  public var isFinished: Bool { part >= parts.count }

  /// Fills a frame, with silence once the tone is over.
  /// - Returns: how many samples are the tone's.
  @discardableResult public mutating func next(into frame: inout MutableSpan<Int16>) -> Int {
    var i = 0
    while i < frame.count, part < parts.count {
      let length = parts[part].length
      let n = min(frame.count - i, length.map { $0 - done } ?? Int.max)
      for j in i..<(i + n) {
        var sum = 0.0
        for k in parts[part].oscillators.indices { sum += parts[part].oscillators[k].next() }
        let edge = min(done, length.map { $0 - 1 - done } ?? Int.max)
        if edge < fade { sum *= (Double(edge) + 0.5) / Double(fade) }
        frame[j] = Int16(limiting: Float(sum))
        done &+= 1
      }
      i += n
      if let length, done >= length { advance() }
      if length == nil { done = min(done, 1 << 40) }
    }
    let made = i
    while i < frame.count {
      frame[i] = 0
      i += 1
    }
    return made
  }

  /// The next samples: fewer than `count` only when the tone ends, and never more than ten minutes of them.
  public mutating func next(_ count: Int) -> [Int16] {
    guard count > 0, !isFinished else { return [] }
    var samples = [Int16](repeating: 0, count: min(count, Self.longestPiece))
    var span = samples.mutableSpan
    let made = next(into: &span)
    samples.removeLast(samples.count - made)
    return samples
  }

  private static let longestPiece = 600 * Telephony.sampleRate

  private mutating func advance() {
    part += 1
    done = 0
    if part >= parts.count && repeats { part = 0 }
    guard part < parts.count else { return }
    for k in parts[part].oscillators.indices { parts[part].oscillators[k].phase = 0 }
  }

  /// A whole tone; one that has no end of its own is cut at `limit` milliseconds, any at ten minutes.
  public static func samples(of tone: Tone, limit milliseconds: Int = 60_000) -> [Int16] {
    let length = tone.repeats ? milliseconds : min(tone.milliseconds ?? milliseconds, milliseconds)
    var generator = ToneGenerator(tone)
    return generator.next(Telephony.samples(milliseconds: length))
  }
}
