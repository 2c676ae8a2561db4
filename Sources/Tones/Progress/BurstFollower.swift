/// Follows one burst of a tone, a step of 10 ms at a time: where it begins and ends, its frequencies, and
/// whether it is steady.
struct BurstFollower: Sendable {
  /// What a step was.
  enum Step: Sendable {
    /// A tone may be sounding.
    case sounding
    case quiet
    /// As loud as a tone, or nearly, but none.
    case other
    /// A steady tone was there; `gap` steps since its end, of which some were loud.
    case ended(Cadence.Burst, ToneSpectrum, loudSteps: Int)
    /// What sounded was no steady tone.
    case spoilt
  }

  private var values = InlineArray<64, SIMD2<Float>>(repeating: .zero)
  private var valueCount = 0

  private(set) var isSounding = false
  /// Sample at which the burst began.
  private(set) var start = 0
  private(set) var spectrum: ToneSpectrum?
  /// Sample at which the last burst, good or spoilt, ended.
  private(set) var end = 0
  private var steps = 0
  /// Whole steps since the tone began or came back.
  private var whole = 0
  /// How many of them the next window waits for.
  private var due = 9
  private var gap = 0, loudGap = 0
  private var level: Float = 0
  private var windows = 0, odd = 0
  private var before: Float = 0, bandBefore: Float = 0

  mutating func append(_ z: SIMD2<Float>) {
    values[valueCount & 63] = z
    valueCount &+= 1
  }

  /// - Parameters:
  ///   - position: the sample at which the step began.
  ///   - reference: the energy of a step of the bursts before; 0 if there are none.
  mutating func take(_ step: ToneBand.Step, at position: Int, reference: Float) -> Step {
    // Over two steps: where two tones beat, the energy of one is all slope.
    let isTonal = step.band + bandBefore >= Self.share * (step.energy + before)
    defer { (before, bandBefore) = (step.energy, step.band) }
    guard isSounding else {
      if isTonal, step.energy >= Self.floor, reference == 0 || step.energy >= 0.25 * reference {
        begin(step.energy, at: position)
        return .sounding
      }
      return step.energy >= max(Self.floor, 0.06 * reference) ? .other : .quiet
    }
    // Two tones 25 Hz apart all but vanish for a step in every four.
    if isTonal, step.energy >= 0.04 * level {
      // A single step without it is where they vanish: the window goes on over it.
      whole += gap
      gap = 0
      loudGap = 0
      steps += 1
      whole += 1
      if steps == 3 {
        // The first step had only a part of it, or the one before had some of it already.
        start -= Int(80 * min(1, edge / step.energy)) - Int(80 * max(0, 1 - level / step.energy))
        level = step.energy
      } else if steps > 3 {
        level += 0.2 * (step.energy - level)
      }
      if whole >= due {
        look()
        due = whole + 8
      }
      return .sounding
    }
    if gap == 0 {
      end = position + Int(80 * min(1, step.energy / level))
      if before < 0.5 * level { end -= 80 - Int(80 * before / level) }
    }
    gap += 1
    if gap > 1 { (whole, due) = (-gap, 9) }
    if step.energy >= max(Self.floor, 0.06 * level) { loudGap += 1 }
    if gap < Self.longestGap { return .sounding }
    isSounding = false
    guard let spectrum, windows > 0, odd * 8 <= windows, loudGap < Self.longestGap else { return .spoilt }
    return .ended(Cadence.Burst(start: start, end: end), spectrum, loudSteps: loudGap)
  }

  /// It has sounded for that many samples, without a break, and is steady.
  func steadyFor(_ position: Int) -> Int {
    isSounding && gap == 0 && windows > 0 && odd * 8 <= windows ? position - start : 0
  }

  private var edge: Float = 0
  private mutating func begin(_ energy: Float, at position: Int) {
    isSounding = true
    start = position
    edge = before
    level = energy
    steps = 1
    whole = 1
    due = 9
    gap = 0
    loudGap = 0
    windows = 0
    odd = 0
    spectrum = nil
  }

  /// Takes the spectrum of the newest 80 ms.
  private mutating func look() {
    windows += 1
    let oldest = valueCount - ToneSpectrum.window
    guard var heard = ToneSpectrum({ values[(oldest + $0) & 63] }) else {
      odd += 1
      return
    }
    var power: Float = 0
    for k in 0..<ToneSpectrum.window {
      let z = values[(oldest + k) & 63]
      power += (z * z).sum()
    }
    heard.power = power / Float(ToneSpectrum.window * ToneBand.chunk)
    guard let spectrum else {
      self.spectrum = heard
      return
    }
    if !spectrum.isSame(as: heard) { odd += 1 }
  }

  /// −47 dBm0 in a step.
  static let floor: Float = {
    let peak = Float(Level.sinePeak(dBm0: -47))
    return peak * peak / 2 * Float(ToneBand.step)
  }()
  /// The band's share of all energy: a tone 9 dB over noise; the pauses ask for more.
  private static let share: Float = 0.88
  /// A lost packet of 20 ms is bridged.
  private static let longestGap = 4
}
