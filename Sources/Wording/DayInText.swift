import Chronology

/// A day that a running text writes in figures.
enum DayInText {
  case day(Day)
  /// `01/02/2026` is one day in London and another in New York: its figures are read.
  case digits([String])

  /// `2026-10-06`, `2026.10.6` and `2026/10/6`; `25/12/2026` and `12/25/2026`.
  init?(_ run: Substring) {
    if let day = Day(run) {
      self = .day(day)
      return
    }
    guard let sign = run.first(where: { $0.asciiDigit == nil }), sign == "." || sign == "/" else {
      return nil
    }
    let parts = run.split(separator: sign, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ $0.isDigits && $0.count <= 4 }), let first = Int(parts[0]),
      let second = Int(parts[1]), let third = Int(parts[2])
    else { return nil }
    if parts[0].count == 4 {
      guard let day = Day(year: first, month: second, day: third) else { return nil }
      self = .day(day)
      return
    }
    guard sign == "/", parts[2].count == 4 else { return nil }
    let british = Day(year: third, month: second, day: first)
    let american = Day(year: third, month: first, day: second)
    switch (british, american) {
    case (let day?, nil), (nil, let day?): self = .day(day)
    case (let day?, _?) where first == second: self = .day(day)
    case (.some, .some): self = .digits(parts.map(String.init))
    case (nil, nil): return nil
    }
  }
}
