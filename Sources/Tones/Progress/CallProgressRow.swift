/// One row of the table of tones: made and recognised from the same numbers. A country is added by adding
/// its rows, or its code to rows that fit.
///
/// Sources: ITU-T E.180 Supplement 2 (tones of national networks, 2003); for the European default ETSI
/// TR 101 041 and 3GPP TS 22.001; for the United Kingdom BT SIN 350; for Australia ACIF S002; for New
/// Zealand TNA 102; for Russia GOST 45.223. A tone whose amplitude is modulated (Japan's and India's ringback,
/// India's dial tone) is given by its strongest lines.
public struct CallProgressRow: Sendable, Equatable {
  public var kind: CallProgress
  /// One or two frequencies.
  public var hertz: [Double]
  /// Milliseconds on, off, on, off…; empty for a tone without end.
  public var cadence: [Int]
  public var countries: CallProgress.Countries

  public init(
    _ kind: CallProgress, _ hertz: [Double], _ cadence: [Int], _ countries: [CallProgress.Country]
  ) {
    (self.kind, self.hertz, self.cadence) = (kind, hertz, cadence)
    self.countries = CallProgress.Countries(countries)
  }

  /// The row of a country; the first if it has several, of which the others are only recognised.
  public static func row(_ kind: CallProgress, _ country: CallProgress.Country) -> CallProgressRow? {
    all.first { $0.kind == kind && $0.countries.contains(country) }
  }

  public static let all: [CallProgressRow] = dial + ringback + busy + congestion

  private static let dial = [
    CallProgressRow(.dial, [350, 440], [], [.korea, .northAmerica, .unitedKingdom, .taiwan]),
    CallProgressRow(
      .dial, [425], [],
      [
        .europe, .belgium, .brazil, .denmark, .estonia, .finland, .germany, .hungary, .lithuania, .malaysia,
        .mexico, .netherlands, .norway, .philippines, .poland, .portugal, .russia, .singapore, .spain,
        .sweden, .switzerland,
      ]),
    CallProgressRow(.dial, [400], [], [.japan, .newZealand]),
    CallProgressRow(.dial, [375, 425], [], [.india, .southAfrica]),
    CallProgressRow(.dial, [440], [], [.france]),
    CallProgressRow(.dial, [330, 440], [], [.france]),
    CallProgressRow(.dial, [413, 438], [], [.australia]),
    CallProgressRow(.dial, [414], [], [.israel]),
    CallProgressRow(.dial, [420], [], [.austria]),
    CallProgressRow(.dial, [450], [], [.china]),
    CallProgressRow(.dial, [425], [200, 200, 600, 1000], [.italy]),
    CallProgressRow(.dial, [425], [330, 330, 660, 660], [.czechia]),
    CallProgressRow(.dial, [425], [200, 300, 700, 800], [.greece]),
  ]

  private static let ringback = [
    CallProgressRow(.ringback, [440, 480], [1000, 2000], [.korea, .taiwan]),
    CallProgressRow(.ringback, [440, 480], [2000, 4000], [.northAmerica]),
    CallProgressRow(.ringback, [384, 416], [1000, 2000], [.japan]),
    CallProgressRow(
      .ringback, [425], [1000, 4000],
      [
        .europe, .brazil, .czechia, .denmark, .estonia, .finland, .germany, .greece, .italy, .lithuania,
        .mexico, .netherlands, .norway, .poland, .russia, .switzerland,
      ]),
    CallProgressRow(.ringback, [425], [1000, 5000], [.portugal, .sweden]),
    CallProgressRow(.ringback, [425], [1000, 3000], [.belgium]),
    CallProgressRow(.ringback, [425], [1250, 3750], [.hungary]),
    CallProgressRow(.ringback, [425], [1500, 3000], [.spain]),
    CallProgressRow(.ringback, [440], [1500, 3500], [.france]),
    CallProgressRow(.ringback, [420], [1000, 5000], [.austria]),
    CallProgressRow(.ringback, [450], [1000, 4000], [.china]),
    CallProgressRow(.ringback, [414], [1000, 3000], [.israel]),
    CallProgressRow(.ringback, [425, 480], [1000, 4000], [.philippines]),
    CallProgressRow(.ringback, [400, 450], [400, 200, 400, 2000], [.unitedKingdom, .newZealand]),
    CallProgressRow(.ringback, [413, 438], [400, 200, 400, 2000], [.australia]),
    CallProgressRow(.ringback, [375, 425], [400, 200, 400, 2000], [.india, .southAfrica]),
    CallProgressRow(.ringback, [425], [400, 200, 400, 2000], [.malaysia, .singapore]),
  ]

  private static let busy = [
    CallProgressRow(.busy, [480, 620], [500, 500], [.korea, .northAmerica, .taiwan, .philippines]),
    CallProgressRow(
      .busy, [425], [500, 500],
      [
        .europe, .belgium, .denmark, .italy, .malaysia, .netherlands, .norway, .poland, .portugal,
        .switzerland,
      ]),
    CallProgressRow(.busy, [425], [480, 480], [.germany]),
    CallProgressRow(.busy, [425], [350, 350], [.lithuania, .russia]),
    CallProgressRow(.busy, [425], [330, 330], [.czechia]),
    CallProgressRow(.busy, [425], [300, 300], [.estonia, .finland, .greece, .hungary]),
    CallProgressRow(.busy, [425], [250, 250], [.sweden, .brazil, .mexico]),
    CallProgressRow(.busy, [425], [200, 200], [.spain]),
    CallProgressRow(.busy, [425], [375, 375], [.australia]),
    CallProgressRow(.busy, [425], [750, 750], [.singapore]),
    CallProgressRow(.busy, [420], [400, 400], [.austria]),
    CallProgressRow(.busy, [440], [500, 500], [.france]),
    CallProgressRow(.busy, [450], [350, 350], [.china]),
    CallProgressRow(.busy, [414], [500, 500], [.israel]),
    CallProgressRow(.busy, [400], [500, 500], [.japan, .newZealand, .southAfrica]),
    CallProgressRow(.busy, [400], [375, 375], [.unitedKingdom]),
    CallProgressRow(.busy, [400], [750, 750], [.india]),
  ]

  private static let congestion = [
    CallProgressRow(.congestion, [480, 620], [300, 200], [.korea]),
    CallProgressRow(.congestion, [480, 620], [250, 250], [.northAmerica, .taiwan, .philippines]),
    CallProgressRow(
      .congestion, [425], [200, 200],
      [
        .europe, .denmark, .estonia, .finland, .greece, .italy, .lithuania, .norway, .portugal, .switzerland,
      ]),
    CallProgressRow(.congestion, [425], [250, 250], [.netherlands, .mexico, .singapore]),
    CallProgressRow(.congestion, [425], [250, 250, 750, 250], [.brazil]),
    CallProgressRow(.congestion, [425], [240, 240], [.germany]),
    CallProgressRow(.congestion, [425], [167, 167], [.belgium, .czechia]),
    CallProgressRow(.congestion, [425], [175, 175], [.russia]),
    CallProgressRow(.congestion, [425], [300, 300], [.hungary]),
    CallProgressRow(.congestion, [425], [500, 500], [.poland, .malaysia]),
    CallProgressRow(.congestion, [425], [375, 375], [.australia]),
    CallProgressRow(.congestion, [425], [250, 750], [.sweden]),
    CallProgressRow(.congestion, [425], [200, 200, 200, 200, 200, 600], [.spain]),
    CallProgressRow(.congestion, [420], [200, 200], [.austria]),
    CallProgressRow(.congestion, [440], [250, 250], [.france]),
    CallProgressRow(.congestion, [450], [700, 700], [.china]),
    CallProgressRow(.congestion, [414], [250, 250], [.israel]),
    CallProgressRow(.congestion, [400], [500, 500], [.japan]),
    CallProgressRow(.congestion, [400], [250, 250], [.newZealand, .southAfrica, .india]),
    CallProgressRow(.congestion, [400], [400, 350, 225, 525], [.unitedKingdom]),
  ]
}
