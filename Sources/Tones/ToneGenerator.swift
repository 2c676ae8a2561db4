/// Makes the samples of a `Tone`: 8 kHz, 16-bit, as many at a time as are asked for.
///
/// The phases run on from one call to the next, so frames join without a click. Making samples allocates
/// nothing. A sum beyond full scale is limited, as a telephone line would.
public struct ToneGenerator: Sendable {
  private struct Oscillator: Sendable {
    /// Turns, and turns a sample.
    var phase = 0.0
    let step: Double
    let peak: Double
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
        oscillators: segment.components.map {
          let hertz = $0.hertz.isFinite ? max(0, min($0.hertz, 4000)) : 0
          let level = $0.levelDBm0.isFinite ? min($0.levelDBm0, 3.14) : Level.silence
          return Oscillator(step: hertz / Double(Telephony.sampleRate), peak: Level.sinePeak(dBm0: level))
        }, length: length)
    }
    repeats = tone.repeats
    fade = max(1, Telephony.samples(milliseconds: min(tone.fadeMilliseconds, 1000)))
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
        for k in parts[part].oscillators.indices {
          sum += parts[part].oscillators[k].peak * sine(2 * .pi * parts[part].oscillators[k].phase)
          parts[part].oscillators[k].phase += parts[part].oscillators[k].step
          if parts[part].oscillators[k].phase >= 1 { parts[part].oscillators[k].phase -= 1 }
        }
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

  /// The next samples, fewer than `count` only when the tone ends.
  public mutating func next(_ count: Int) -> [Int16] {
    guard count > 0, !isFinished else { return [] }
    var samples = [Int16](repeating: 0, count: count)
    var span = samples.mutableSpan
    let made = next(into: &span)
    samples.removeLast(count - made)
    return samples
  }

  private mutating func advance() {
    part += 1
    done = 0
    if part >= parts.count && repeats { part = 0 }
    guard part < parts.count else { return }
    for k in parts[part].oscillators.indices { parts[part].oscillators[k].phase = 0 }
  }

  /// A whole tone; one that has no end of its own is cut at `limit` milliseconds.
  public static func samples(of tone: Tone, limit milliseconds: Int = 60_000) -> [Int16] {
    let length = tone.repeats ? milliseconds : min(tone.milliseconds ?? milliseconds, milliseconds)
    var generator = ToneGenerator(tone)
    return generator.next(Telephony.samples(milliseconds: length))
  }
}
