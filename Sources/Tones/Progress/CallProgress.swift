/// The tones that tell a caller how his call is doing (ITU-T E.180/Q.35), and the beep of a recorder.
public enum CallProgress: String, CaseIterable, Sendable {
  case beep, dial, ringback, busy, congestion, sit
  /// The receiver has been left off the hook.
  case howler

  /// The tone: beep and SIT sound once, the others go on until they are stopped.
  public func tone(_ country: Country = .korea, levelDBm0: Double = -13) -> Tone {
    switch self {
    case .beep: return Tone(hertz: [1000], cadence: [250], levelDBm0: levelDBm0, repeats: false)
    case .sit:
      // Three rising tones of 330 ms (E.180, clause 9).
      return Tone(
        [950, 1400, 1800].map {
          Tone.Segment([Tone.Component(hertz: $0, levelDBm0: levelDBm0)], milliseconds: 330)
        } + [.silence(milliseconds: 1000)])
    case .howler:
      // North America's receiver-off-hook tone; elsewhere it differs from exchange to exchange.
      return Tone(hertz: [1400, 2060, 2450, 2600], cadence: [100, 100], levelDBm0: levelDBm0)
    case .dial, .ringback, .busy, .congestion:
      let row = CallProgressRow.row(self, country) ?? CallProgressRow.row(self, .europe)
      return Tone(hertz: row?.hertz ?? [425], cadence: row?.cadence ?? [], levelDBm0: levelDBm0)
    }
  }
}
