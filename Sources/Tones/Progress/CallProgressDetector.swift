/// Recognises dial, ringback, busy, congestion and special information tones, the howler, sound and silence
/// in telephone audio: 8 kHz, 16-bit linear, any number of samples at a time.
///
/// Every 10 ms it compares the energy of the tones' band (320…640 Hz) with all energy. While the band has
/// nearly everything, a spectrum each 80 ms says which one or two frequencies it is and whether they keep
/// still; bursts and pauses are then compared with all rows of `CallProgressRow`, ±2.5 % in frequency and
/// ±25 % in time. What has a cadence must repeat it evenly: three bursts of busy or congestion, with nothing
/// between them. A busy tone that no country has (a private exchange's) is known by its even on and off.
///
/// A tone counts from −45 dBm0 up, down to 15 dB over noise. It knows no speech, music or digits: what is
/// no steady tone of the band only ends a tone. A value of 2 kB without references; feeding it allocates
/// nothing. In silence only the energy is taken.
public struct CallProgressDetector: Sendable {
  private var partial = SIMD16<Int16>()
  private var filled = 0
  private var band = ToneBand()
  private var burst = BurstFollower()
  private var cadence = Cadence()
  private var high = HighTones()
  private var energy: SoundFollower
  private let preferred: CallProgress.Countries

  /// The tone that is heard now.
  public private(set) var tone: HeardTone?
  private var limits = (on: Float(0), off: Float(0))
  /// Where its last burst ended, of a tone with a cadence.
  private var lastEnd = 0
  private var quietSteps = 0
  /// Loud steps since the last burst that were no tone.
  private var others = 0
  /// Where ringback was heard last, while an answer is still awaited.
  private var rang: Int?
  private var voiceSteps = 0, voiceSince = 0
  /// The energy of a step between the bursts: the line's noise, over which an answer must stand out.
  private var pauseEnergy: Float = 0

  /// - Parameters:
  ///   - country: whose tones are expected: where several fit, its are taken. Others are recognised too.
  ///   - silenceDBm0: what is below this level is silence.
  public init(country: CallProgress.Country? = nil, silenceDBm0: Double = -48) {
    preferred = CallProgress.Countries(country.map { [$0] } ?? [])
    energy = SoundFollower(belowDBm0: silenceDBm0)
  }

  /// Samples fed so far.
  public var position: Int { band.count * ToneBand.chunk + filled }
  /// Since when nothing has sounded; nil while something does.
  public var silentSince: Int? { energy.silentSince }

  /// Hears samples and reports what they bring, in order.
  public mutating func feed(_ samples: Span<Int16>, _ report: (CallProgressEvent) -> Void) {
    var i = 0
    let bytes = samples.bytes
    while i < samples.count {
      if filled == 0, samples.count - i >= ToneBand.chunk {
        take(bytes.unsafeLoadUnaligned(fromByteOffset: 2 * i, as: SIMD16<Int16>.self), report)
        i += ToneBand.chunk
      } else {
        partial[filled] = samples[i]
        filled += 1
        i += 1
        if filled == ToneBand.chunk {
          filled = 0
          take(partial, report)
        }
      }
    }
  }
  public mutating func feed(_ samples: [Int16], _ report: (CallProgressEvent) -> Void) {
    feed(samples.span, report)
  }

  /// So many samples did not come: lost ones, or silence that was not sent. They count as silence; a gap of a
  /// packet or two does not end a tone. What is beyond an hour is left out.
  public mutating func gap(_ samples: Int, _ report: (CallProgressEvent) -> Void) {
    var left = min(samples, 3600 * Telephony.sampleRate)
    while left > 0 {
      if filled == 0, left >= ToneBand.chunk {
        take(.zero, report)
        left -= ToneBand.chunk
      } else {
        partial[filled] = 0
        filled += 1
        left -= 1
        if filled == ToneBand.chunk {
          filled = 0
          take(partial, report)
        }
      }
    }
  }

  /// Reports the tone that is still heard as ended: the call is over.
  public mutating func finish(_ report: (CallProgressEvent) -> Void) {
    end(at: burst.isSounding ? position : cadence.last?.end ?? position, report)
  }

  @inline(__always)
  private mutating func take(_ chunk: SIMD16<Int16>, _ report: (CallProgressEvent) -> Void) {
    var floats = SIMD16<Float>()
    for k in 0..<ToneBand.chunk { floats[k] = Float(chunk[k]) }
    band.append(floats)
    if band.count % ToneBand.chunks == 0 { finishStep(report) }
  }

  private mutating func finishStep(_ report: (CallProgressEvent) -> Void) {
    let newest = band.newest
    band.settle()
    energy.take(newest, at: position, report)
    quietSteps = newest >= BurstFollower.floor ? 0 : quietSteps + 1
    // The filter remembers 16 ms.
    let isQuiet = quietSteps > 2
    var step = ToneBand.Step()
    if isQuiet {
      if !burst.isSounding, cadence.count == 0, tone == nil {
        high.skip(at: position)
        return
      }
    } else {
      step = band.filter()
      for k in 0..<ToneBand.chunks { burst.append(step.values[k]) }
    }
    let start = position - ToneBand.step - ToneBand.delay
    let reference = (cadence.spectrum?.power ?? 0) * Float(ToneBand.step)
    switch burst.take(step, at: start, reference: reference) {
    case .sounding:
      rising(start, report)
    case .quiet:
      others = 0
      learnPause(step, start)
      pause(start, report)
    case .other:
      others += 1
      if others >= Self.otherSteps { interrupted(start, report) }
    case .ended(let burst, let spectrum, let loudSteps):
      others = loudSteps
      ended(burst, spectrum, report)
    case .spoilt:
      interrupted(start, report)
    }
    listenHigh(step, isQuiet: isQuiet, newest: newest, report)
    listenForAnswer(step, start, report)
  }

  /// A burst goes on: too long for its cadence, or long enough for a dial tone.
  private mutating func rising(_ start: Int, _ report: (CallProgressEvent) -> Void) {
    let length = burst.steadyFor(start)
    guard length > 0 else { return }
    if let tone, tone.kind != .dial || limits.on > 0, Float(length) > 1.3 * limits.on + 400 {
      end(at: cadence.last?.end ?? tone.since, report)
      cadence.clear()
    }
    guard tone == nil, length >= Self.shortestDial, let spectrum = burst.spectrum else { return }
    var countries = CallProgress.Countries()
    var nearest: Float = 1
    for row in CadenceRow.steady {
      guard let distance = row.distance(spectrum) else { continue }
      if distance <= nearest + 0.016 {
        if distance < nearest - 0.016 { countries = [] }
        countries.formUnion(row.countries)
        nearest = min(nearest, distance)
      }
      if !row.countries.isDisjoint(with: preferred) { nearest = -1; countries = row.countries }
    }
    guard !countries.isEmpty, length >= Self.longestRing(spectrum) else { return }
    cadence.clear()
    limits = (0, 0)
    begin(.dial, countries, spectrum, since: burst.start, bursts: 1, report)
  }

  /// A pause goes on: long enough for ringback, or too long for the cadence.
  private mutating func pause(_ start: Int, _ report: (CallProgressEvent) -> Void) {
    guard let last = cadence.last else { return }
    let length = start - last.end
    if tone != nil, Float(length) > 1.3 * limits.off + 800 {
      // The bursts are kept: they may be the first of a longer pattern.
      end(at: last.end, report)
      return
    }
    if tone == nil, (Self.ringPause..<Self.ringPause + ToneBand.step).contains(length),
      let match = cadence.ringback(preferring: preferred), let spectrum = cadence.spectrum
    {
      limits = (match.longestOn, match.longestOff)
      begin(.ringback, match.countries, spectrum, since: match.since, bursts: match.bursts, report)
    }
    if length > Self.longestPause { cadence.clear() }
  }

  private mutating func ended(
    _ heard: Cadence.Burst, _ spectrum: ToneSpectrum, _ report: (CallProgressEvent) -> Void
  ) {
    if let now = tone {
      switch now.kind {
      case .dial where limits.on == 0:
        end(at: heard.end, report)
        cadence.clear()
        return
      default: break
      }
    }
    cadence.append(heard, spectrum)
    if cadence.count == 1, tone != nil { end(at: min(heard.start, lastEnd), report) }
    if let now = tone, now.kind == .ringback {
      tone?.bursts = now.bursts + 1
      lastEnd = heard.end
      return
    }
    let match = cadence.repeated(preferring: preferred)
    if let now = tone {
      if let match, match.kind == now.kind {
        tone?.bursts = now.bursts + 1
        lastEnd = heard.end
      } else {
        end(at: min(heard.start, lastEnd), report)
      }
    }
    if tone == nil, let match {
      limits = (match.longestOn, match.longestOff)
      begin(match.kind, match.countries, spectrum, since: match.since, bursts: match.bursts, report)
    }
  }

  /// Something that is no tone sounds.
  private mutating func interrupted(_ start: Int, _ report: (CallProgressEvent) -> Void) {
    guard tone?.kind != .sit, tone?.kind != .howler else { return }
    end(at: cadence.last?.end ?? burst.end, report)
    cadence.clear()
  }

  private mutating func listenHigh(
    _ step: ToneBand.Step, isQuiet: Bool, newest: Float, _ report: (CallProgressEvent) -> Void
  ) {
    if isQuiet || newest < BurstFollower.floor || step.band > 0.5 * step.energy {
      high.skip(at: position)
    } else if let found = high.feed(newest, at: position, &band) {
      end(at: cadence.last?.end ?? position, report)
      cadence.clear()
      switch found {
      case .special(let since, let cause, let power, let hertz):
        tone = HeardTone(
          kind: .sit, countries: [], since: since, at: position, hertz: hertz, levelDBm0: Self.level(power),
          bursts: 1, cause: cause)
      case .howler(let since, let power):
        tone = HeardTone(
          kind: .howler, countries: [], since: since, at: position, hertz: .zero,
          levelDBm0: Self.level(power), bursts: 1)
      }
      if let tone { report(.toneBegan(tone)) }
      rang = nil
      highQuiet = 0
    }
    guard let now = tone, now.kind == .sit || now.kind == .howler else { return }
    // A special information tone has been said when it is recognised but for the rest of its last tone.
    highQuiet += 1
    if now.kind == .sit ? highQuiet > 25 : !high.isHowling { end(at: position, report) }
  }
  private var highQuiet = 0

  /// Takes a step of a pause. The first one that has nothing of the burst any more is believed, later ones move it
  /// slowly: a voice that begins is not taken for the line's noise.
  private mutating func learnPause(_ step: ToneBand.Step, _ start: Int) {
    guard let last = cadence.last, start - last.end >= Self.pauseSettled else { return }
    if start - last.end < Self.pauseSettled + ToneBand.step, rang == nil {
      pauseEnergy = step.energy
    } else {
      let most = max(Self.overPause * pauseEnergy, 0.25 * BurstFollower.floor)
      pauseEnergy += 0.05 * (min(step.energy, most) - pauseEnergy)
    }
  }

  /// After ringback: sound for 150 ms in all that is no tone and louder than the pauses were.
  private mutating func listenForAnswer(
    _ step: ToneBand.Step, _ start: Int, _ report: (CallProgressEvent) -> Void
  ) {
    guard rang != nil else { return }
    guard step.energy >= max(BurstFollower.floor, Self.overPause * pauseEnergy),
      !burst.isSounding || burst.steadyFor(start) == 0
    else { return }
    // Noise that rises is no answer, however loud it is.
    if step.band >= 0.88 * step.energy || band.likenessToItself() < Self.leastLikeness { return }
    if voiceSteps == 0 || start - voiceSince > 8000 { (voiceSteps, voiceSince) = (0, start) }
    voiceSteps += 1
    guard voiceSteps >= 15 else { return }
    rang = nil
    report(.answer(since: max(0, voiceSince), at: position))
  }

  private mutating func begin(
    _ kind: CallProgress, _ countries: CallProgress.Countries, _ spectrum: ToneSpectrum, since: Int,
    bursts: Int, _ report: (CallProgressEvent) -> Void
  ) {
    let heard = HeardTone(
      kind: kind, countries: countries, since: max(0, since), at: position,
      hertz: SIMD2(spectrum.low, spectrum.high), levelDBm0: Self.level(spectrum.power), bursts: bursts)
    tone = heard
    lastEnd = cadence.last?.end ?? position
    rang = kind == .ringback ? position : nil
    voiceSteps = 0
    report(.toneBegan(heard))
  }

  private mutating func end(at end: Int, _ report: (CallProgressEvent) -> Void) {
    guard let heard = tone else { return }
    tone = nil
    limits = (0, 0)
    report(.toneEnded(heard, end: max(heard.since, end), at: position))
  }

  private static func level(_ power: Float) -> Double { Level.dBm0(rms: Double(power).squareRoot()) }

  /// Longer than any ringback of these frequencies sounds, with its tolerance.
  private static func longestRing(_ spectrum: ToneSpectrum) -> Int {
    var longest: Float = 0
    for row in CadenceRow.ringback where row.distance(spectrum) != nil {
      longest = max(longest, row.on.max())
    }
    return Int(1.25 * longest) + 1600
  }
  /// 1 s.
  private static let shortestDial = 8000
  /// 1 s: no other cadence has a pause so long.
  private static let ringPause = 8000
  private static let longestPause = 60_000
  /// 50 ms after a burst its echo is over.
  private static let pauseSettled = 400
  /// White noise has 0.1 of it in a step, a fricative 0.3, a vowel, music or a tone more than 0.6.
  private static let leastLikeness: Float = 0.45
  /// 6 dB.
  private static let overPause: Float = 4
  /// 50 ms of other sound end a cadence.
  private static let otherSteps = 5
}
