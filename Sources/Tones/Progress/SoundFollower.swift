/// Tells sound from silence by the energy of steps of 10 ms: sound is 50 ms of it, silence 300 ms without.
struct SoundFollower: Sendable {
  private let floor: Float
  private(set) var silentSince: Int? = 0
  private var loud = 0
  private var since = 0
  private var sum: Float = 0
  private var lastLoud = 0

  init(belowDBm0 level: Double) {
    let peak = Float(Level.sinePeak(dBm0: level))
    floor = max(1, peak * peak / 2 * Float(ToneBand.step))
  }

  /// - Parameter position: the sample after the step.
  @inline(__always)
  mutating func take(_ energy: Float, at position: Int, _ report: (CallProgressEvent) -> Void) {
    if energy >= floor {
      lastLoud = position
      guard silentSince != nil else { return }
      if loud == 0 {
        since = position - ToneBand.step
        sum = 0
      }
      loud += 1
      sum += energy
      guard loud >= 5 else { return }
      silentSince = nil
      let mean = Double(sum) / Double(loud * ToneBand.step)
      report(.sound(since: since, at: position, levelDBm0: Level.dBm0(rms: mean.squareRoot())))
    } else if silentSince == nil {
      guard position - lastLoud >= 2400 else { return }
      silentSince = lastLoud
      loud = 0
      report(.silence(since: lastLoud, at: position))
    } else if loud > 0, position - lastLoud > 240 {
      loud = 0
    }
  }
}
