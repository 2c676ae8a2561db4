/// The last bursts of one and the same tone, and the rows of the table that they fit.
struct Cadence: Sendable {
  /// Samples.
  struct Burst: Sendable {
    var start = 0, end = 0
    var length: Float { Float(end - start) }
  }
  private var bursts = InlineArray<8, Burst>(repeating: Burst())
  private(set) var count = 0
  private(set) var spectrum: ToneSpectrum?

  /// What the bursts fit best.
  struct Match: Sendable, Equatable {
    var kind: CallProgress
    var countries: CallProgress.Countries
    /// Samples: the longest on and off that it has.
    var longestOn: Float, longestOff: Float
    /// The first burst that belongs to it.
    var since: Int
    var bursts: Int
  }

  mutating func clear() {
    count = 0
    spectrum = nil
  }
  mutating func append(_ burst: Burst, _ heard: ToneSpectrum) {
    // What comes between two bursts is checked by them: here only the spectrum counts.
    if let spectrum, !spectrum.isSame(as: heard, levelRatio: 2) { count = 0 }
    spectrum = heard
    if count == 8 {
      for k in 1..<8 { bursts[k - 1] = bursts[k] }
      count = 7
    }
    bursts[count] = burst
    count += 1
  }
  var last: Burst? { count > 0 ? bursts[count - 1] : nil }

  private func on(_ k: Int) -> Float { bursts[k].length }
  private func off(_ k: Int) -> Float { Float(bursts[k + 1].start - bursts[k].end) }

  /// Busy, congestion, or a dial tone with a cadence: three bursts of a tone that goes on and off evenly, two
  /// whole turns of the others, each like the one before.
  func repeated(preferring country: CallProgress.Countries) -> Match? {
    guard let spectrum, count >= 3 else { return nil }
    var best = Best(preferred: country)
    for row in CadenceRow.repeated {
      guard let distance = row.distance(spectrum), let fit = fit(row) else { continue }
      best.take(row, fit + 2 * distance, since: bursts[count - needed(row)].start, bursts: needed(row))
    }
    return best.match ?? generic(spectrum)
  }

  /// Ringback: one burst of it, or the short and the long pause's burst, before a pause of a second.
  func ringback(preferring country: CallProgress.Countries) -> Match? {
    guard let spectrum, count >= 1 else { return nil }
    var best = Best(preferred: country)
    for row in CadenceRow.ringback where count >= row.beats {
      guard let distance = row.distance(spectrum) else { continue }
      var worst: Float? = 0
      for k in 0..<row.beats {
        let i = count - row.beats + k
        guard let now = worst, let d = CadenceRow.deviation(on(i), row.on[k]) else { worst = nil; break }
        worst = max(now, d)
        if k + 1 < row.beats {
          guard let d = CadenceRow.deviation(off(i), row.off[k]) else { worst = nil; break }
          worst = max(now, d)
        }
      }
      guard let worst else { continue }
      let first = count - row.beats
      // The pause before it, if this is not the first.
      if first > 0, bursts[first].start - bursts[first - 1].end < Self.longPause {
        guard CadenceRow.deviation(off(first - 1), row.off[row.beats - 1]) != nil else { continue }
      }
      best.take(row, worst + 2 * distance, since: bursts[first].start, bursts: row.beats)
    }
    return best.match
  }

  private func needed(_ row: CadenceRow) -> Int { row.beats == 1 ? 3 : 2 * row.beats }

  /// The worst deviation from the row, in the best of its phases.
  private func fit(_ row: CadenceRow) -> Float? {
    let n = needed(row), first = count - n
    guard first >= 0 else { return nil }
    for i in (first + row.beats)..<count {
      guard Self.alike(on(i), on(i - row.beats)) else { return nil }
      if i + 1 < count, !Self.alike(off(i), off(i - row.beats)) { return nil }
    }
    var best: Float?
    for phase in 0..<row.beats {
      var worst: Float? = 0
      for i in first..<count {
        let k = (phase + i - first) % row.beats
        guard let now = worst, let d = CadenceRow.deviation(on(i), row.on[k]) else { worst = nil; break }
        worst = max(now, d)
        if i + 1 < count {
          guard let now = worst, let d = CadenceRow.deviation(off(i), row.off[k]) else { worst = nil; break }
          worst = max(now, d)
        }
      }
      if let worst { best = min(best ?? worst, worst) }
    }
    return best
  }

  /// A private exchange's busy tone: any one or two frequencies of 380…640 Hz, on as long as off.
  private func generic(_ spectrum: ToneSpectrum) -> Match? {
    guard spectrum.low >= 380, spectrum.high == 0 || spectrum.high <= 640 else { return nil }
    let first = count - 3
    for i in first..<count {
      guard (Self.shortest...Self.longest).contains(on(i)), Self.alike(on(i), on(first)) else { return nil }
      if i + 1 < count {
        guard abs(off(i) - on(i)) <= 0.12 * on(i) + 160, Self.alike(off(i), off(first)) else { return nil }
      }
    }
    return Match(
      kind: .busy, countries: [], longestOn: on(first), longestOff: off(first), since: bursts[first].start,
      bursts: 3)
  }

  /// Two turns of the same cadence: 6 %, and two steps of the detector.
  private static func alike(_ a: Float, _ b: Float) -> Bool { abs(a - b) <= 0.06 * max(a, b) + 160 }
  /// 0.19…0.8 s.
  private static let shortest: Float = 1520, longest: Float = 6400
  private static let longPause = 56_000

  /// The best of the rows that fit, and the countries of those of its kind that fit nearly as well. Rows of
  /// a preferred country win.
  private struct Best {
    var preferred: CallProgress.Countries
    var match: Match?
    private var score: Float = .infinity

    init(preferred: CallProgress.Countries) { self.preferred = preferred }

    mutating func take(_ row: CadenceRow, _ distance: Float, since: Int, bursts: Int) {
      // A longer pattern that fits says more than a short one; of equals, what most countries have is likelier.
      var score = distance - 0.02 * Float(row.beats) - 0.001 * Float(row.countries.rawValue.nonzeroBitCount)
      if !row.countries.isDisjoint(with: preferred) { score -= 1 }
      if var now = match, now.kind == row.kind, abs(score - self.score) <= 0.12 {
        now.countries.formUnion(row.countries)
        now.longestOn = max(now.longestOn, row.on.max())
        now.longestOff = max(now.longestOff, row.off.max())
        match = now
        self.score = min(score, self.score)
      } else if score < self.score {
        match = Match(
          kind: row.kind, countries: row.countries, longestOn: row.on.max(), longestOff: row.off.max(),
          since: since, bursts: bursts)
        self.score = score
      }
    }
  }
}
