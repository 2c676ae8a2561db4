/// The tones that tell a caller how his call is doing (ITU-T E.180/Q.35), and the beep of a recorder.
public enum CallProgress: String, CaseIterable, Sendable {
  case beep, dial, ringback, busy, congestion, sit

  /// Whose tones; frequencies and cadences as in the ITU-T list of tones by country (E.180 Supplement 2).
  public enum Country: String, CaseIterable, Sendable {
    case korea = "kr"
    case northAmerica = "us"
    case japan = "jp"
    case unitedKingdom = "gb"
    /// ETSI TR 101 041: most of Europe.
    case europe = "eu"
  }

  /// The tone: dial, ringback, busy and congestion go on until they are stopped, beep and SIT sound once.
  public func tone(_ country: Country = .korea, levelDBm0: Double = -13) -> Tone {
    func tone(_ hertz: [Double], _ cadence: [Int]) -> Tone {
      Tone(hertz: hertz, cadence: cadence, levelDBm0: levelDBm0)
    }
    switch (self, country) {
    case (.beep, _): return Tone(hertz: [1000], cadence: [250], levelDBm0: levelDBm0, repeats: false)
    case (.sit, _):
      // Three rising tones of 330 ms (E.180, clause 9).
      return Tone(
        [950, 1400, 1800].map {
          Tone.Segment([Tone.Component(hertz: $0, levelDBm0: levelDBm0)], milliseconds: 330)
        } + [.silence(milliseconds: 1000)])

    case (.dial, .korea), (.dial, .northAmerica): return tone([350, 440], [])
    case (.dial, .japan): return tone([400], [])
    case (.dial, .unitedKingdom): return tone([350, 450], [])
    case (.dial, .europe): return tone([425], [])

    case (.ringback, .korea): return tone([440, 480], [1000, 2000])
    case (.ringback, .northAmerica): return tone([440, 480], [2000, 4000])
    case (.ringback, .japan): return tone([384, 416], [1000, 2000])
    case (.ringback, .unitedKingdom): return tone([400, 450], [400, 200, 400, 2000])
    case (.ringback, .europe): return tone([425], [1000, 4000])

    case (.busy, .korea), (.busy, .northAmerica): return tone([480, 620], [500, 500])
    case (.busy, .japan): return tone([400], [500, 500])
    case (.busy, .unitedKingdom): return tone([400], [375, 375])
    case (.busy, .europe): return tone([425], [500, 500])

    case (.congestion, .korea): return tone([480, 620], [300, 200])
    case (.congestion, .northAmerica): return tone([480, 620], [250, 250])
    case (.congestion, .japan): return tone([400], [500, 500])
    case (.congestion, .unitedKingdom): return tone([400], [400, 350, 225, 525])
    case (.congestion, .europe): return tone([425], [250, 250])
    }
  }
}
