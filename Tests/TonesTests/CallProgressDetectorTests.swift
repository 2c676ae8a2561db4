import Testing
import Tones

/// Something that was sent, and what the detector told of it.
private struct Heard {
  var events: [CallProgressEvent] = []

  init(
    _ samples: [Int16], country: CallProgress.Country? = nil, pieces: () -> Int = { 160 }
  ) {
    var detector = CallProgressDetector(country: country)
    var at = 0
    while at < samples.count {
      let n = min(max(1, pieces()), samples.count - at)
      detector.feed(Array(samples[at..<at + n])) { events.append($0) }
      at += n
    }
    detector.finish { events.append($0) }
  }

  var begun: [HeardTone] {
    events.compactMap { if case .toneBegan(let tone) = $0 { tone } else { nil } }
  }
  /// Kinds of tone, in order.
  var kinds: [CallProgress] { begun.map(\.kind) }
  /// `busy`, or `busy busy`.
  var words: String { kinds.map(\.rawValue).joined(separator: " ") }
}

private func silence(_ milliseconds: Int) -> [Int16] { [Int16](repeating: 0, count: milliseconds * 8) }

private func tone(_ row: CallProgressRow, level: Double = -20, detuned: Double = 1, stretched: Double = 1)
  -> Tone
{
  Tone(
    hertz: row.hertz.map { $0 * detuned },
    cadence: row.cadence.map { Int((Double($0) * stretched).rounded()) },
    levelDBm0: level)
}
/// As long as it must be heard: two turns of a cadence and a half, or once and a pause, or a steady tone longer
/// than ringback.
private func sound(_ tone: Tone) -> [Int16] {
  let turn = tone.milliseconds ?? 3000
  let length = turn > 2300 ? turn : max(turn * 3, 2300)
  return silence(300) + ToneGenerator.samples(of: tone, limit: length) + silence(1500)
}
private func noisy(_ samples: [Int16], dBm0: Double, _ chance: inout Xorshift) -> [Int16] {
  let amplitude = Level.sinePeak(dBm0: dBm0) / 2.0.squareRoot() * 3.0.squareRoot()
  return samples.map { Int16(clamping: Int($0) + Int(chance.uniform() * amplitude)) }
}
/// Pauses, and bursts of the frequencies by turns.
private func bursts(_ hertz: [Double], _ times: [Int], level: Double = -15) -> [Int16] {
  ToneGenerator.samples(of: Tone(hertz: hertz, cadence: times, levelDBm0: level, repeats: false))
}

@Suite struct `Call-progress tones` {
  static let rows = CallProgressRow.all

  /// What the row may be told as, when nobody says which country it is.
  static func kinds(_ row: CallProgressRow) -> [CallProgress] {
    // Some countries' busy tone is others' congestion tone.
    [.busy, .congestion].contains(row.kind) ? [.busy, .congestion] : [row.kind]
  }

  @Test(arguments: rows) func `each row is known as its kind in its countries`(row: CallProgressRow) {
    for country in row.countries.countries {
      let heard = Heard(sound(tone(row)), country: country)
      // Where both are the same, nobody can tell them apart.
      let twins = Self.rows.filter {
        $0.hertz == row.hertz && $0.cadence == row.cadence && $0.countries.contains(country)
      }
      #expect(twins.contains { $0.kind == heard.kinds.last }, "\(country) \(heard.events)")
      #expect(heard.begun.last?.countries.contains(country) == true, "\(country) \(heard.events)")
    }
  }

  @Test(arguments: rows) func `each row is known without its country, at all levels`(row: CallProgressRow) {
    for level in [0.0, -40] {
      let heard = Heard(sound(tone(row, level: level)))
      #expect(Self.kinds(row).contains(heard.kinds.last ?? .beep), "\(level) \(heard.events)")
      #expect(abs((heard.begun.last?.levelDBm0 ?? 99) - level) < 1.5, "\(heard.events)")
    }
  }

  @Test(arguments: rows) func `frequency and time may be off`(row: CallProgressRow) {
    for (detuned, stretched) in [(1.015, 1.0), (0.985, 1), (1.01, 1.15), (0.99, 0.85)] {
      let heard = Heard(sound(tone(row, detuned: detuned, stretched: stretched)))
      #expect(
        Self.kinds(row).contains(heard.kinds.last ?? .beep), "\(detuned) \(stretched) \(heard.events)")
    }
  }

  @Test(arguments: [G711.muLaw, .aLaw]) func `both laws and a noisy line are stood`(law: G711) {
    var chance = Xorshift(seed: 11)
    for row in Self.rows {
      let samples = noisy(sound(tone(row, level: -20)), dBm0: -40, &chance)
      let heard = Heard(samples.map { law.decode(law.encode($0)) })
      #expect(Self.kinds(row).contains(heard.kinds.last ?? .beep), "\(row) \(heard.events)")
    }
  }

  @Test(arguments: [-3000, 1500] as [Int16])
  func `a sound card's direct current does not hide a tone`(offset: Int16) {
    let quiet = silence(3000)
    let samples = quiet + sound(CallProgress.busy.tone(.korea, levelDBm0: -35)) + quiet
    let heard = Heard(samples.map { $0 + offset })
    #expect(heard.kinds == [.busy])
    #expect(heard.events.contains { if case .silence = $0 { true } else { false } })
  }

  @Test func `events have the tone's times`() throws {
    let heard = Heard(sound(CallProgress.busy.tone(.korea, levelDBm0: -20)), country: .korea)
    let busy = try #require(heard.begun.first)
    #expect(heard.kinds == [.busy])
    #expect(abs(busy.since - 2400) <= 80)
    // The third burst ends after 2.5 s; 50 ms later it is known to have ended.
    #expect((22_400...23_200).contains(busy.at))
    #expect(abs(busy.hertz.x - 480) < 3 && abs(busy.hertz.y - 620) < 3)
    #expect(busy.countries.contains(.northAmerica) && !busy.countries.contains(.japan))
    let ends = heard.events.compactMap { event -> Int? in
      if case .toneEnded(let tone, let end, at: _) = event, tone.bursts == 3 { end } else { nil }
    }
    #expect(ends.count == 1 && abs((ends.first ?? 0) - 22_400) <= 80, "\(heard.events)")
  }

  @Test func `a private exchange's busy tone is known by its evenness`() {
    for (hertz, length) in [([500.0], 250), ([600], 600), ([390, 560], 400), ([520, 620], 700)] {
      let heard = Heard(sound(Tone(hertz: hertz, cadence: [length, length], levelDBm0: -18)))
      #expect(heard.kinds == [.busy], "\(hertz) \(length) \(heard.events)")
      #expect(heard.begun.first?.countries == [], "\(heard.events)")
    }
  }

  @Test(arguments: [
    (913.8, 1370.6, 274, 274, SpecialInformation.intercept), (985.2, 1370.6, 380, 274, .vacantCode),
    (913.8, 1428.5, 274, 380, .reorder), (985.2, 1428.5, 380, 380, .noCircuit),
  ])
  func `North America's special information tone says why`(
    _ low: Double, _ middle: Double, _ first: Int, _ second: Int, _ cause: SpecialInformation
  ) {
    func segment(_ hertz: Double, _ length: Int) -> Tone.Segment {
      Tone.Segment([.init(hertz: hertz, levelDBm0: -24)], milliseconds: length)
    }
    let sit = Tone([segment(low, first), segment(middle, second), segment(1776.7, 380)])
    let heard = Heard(silence(300) + ToneGenerator.samples(of: sit) + silence(1000))
    #expect(heard.kinds == [.sit] && heard.begun.first?.cause == cause, "\(heard.events)")
  }
  @Test(arguments: [0.0, -24, -38]) func `the special information tone is known at all levels`(level: Double)
  {
    for pause in [0, 15, 30] {
      var sit = CallProgress.sit.tone(levelDBm0: level)
      sit.segments.insert(.silence(milliseconds: pause), at: 2)
      sit.segments.insert(.silence(milliseconds: pause), at: 1)
      let heard = Heard(silence(300) + ToneGenerator.samples(of: sit) + silence(1000))
      #expect(heard.kinds == [.sit] && heard.begun.first?.cause == nil, "\(pause) \(heard.events)")
    }
  }
  @Test func `the howler is known`() {
    #expect(Heard(sound(CallProgress.howler.tone(levelDBm0: -8))).kinds == [.howler])
  }

  @Test func `a tone that speech or digits interrupt begins anew`() {
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.korea), limit: 4000)
    let heard = Heard(
      busy + ToneGenerator.samples(of: .dtmf([.one, .two])) + busy + silence(1000), country: .korea)
    #expect(heard.words == "busy busy")
  }
  @Test func `a dial tone ends where a digit begins`() {
    let dial = ToneGenerator.samples(of: CallProgress.dial.tone(.korea), limit: 3000)
    let heard = Heard(dial + ToneGenerator.samples(of: .dtmf([.one, .two, .three])))
    let ends = heard.events.compactMap { event -> Int? in
      if case .toneEnded(_, let end, at: _) = event { end } else { nil }
    }
    #expect(
      heard.kinds == [.dial] && ends.count == 1 && abs((ends.first ?? 0) - 24_000) <= 80, "\(heard.events)")
  }
  @Test func `a tone is known after speech, and through a lost packet`() {
    var samples =
      silence(300) + Self.voice(3) + ToneGenerator.samples(of: CallProgress.busy.tone(.europe), limit: 6000)
    for lost in [300 + 3000 + 1200, 300 + 3000 + 2300, 300 + 3000 + 3100] {
      for i in lost * 8..<(lost + 20) * 8 { samples[i] = 0 }
    }
    #expect(Heard(samples).words == "busy")
  }

  // MARK: Pieces, copies, answers

  @Test(arguments: [3, 4, 5] as [UInt64]) func `any pieces give the same events`(seed: UInt64) {
    var chance = Xorshift(seed: seed)
    let samples = noisy(
      sound(CallProgress.busy.tone(.france)) + Self.voice(2) + sound(CallProgress.dial.tone(.korea)),
      dBm0: -45, &chance)
    let whole = Heard(samples)
    let pieces = Heard(samples) { 1 + Int(abs(chance.uniform()) * 500) }
    #expect(whole.events == pieces.events, "seed \(seed)")
    #expect(whole.words == "busy dial")
  }
  @Test func `samples that did not come are silence`() {
    var detector = CallProgressDetector(), gapped = CallProgressDetector()
    var events: [CallProgressEvent] = [], others: [CallProgressEvent] = []
    for _ in 0..<5 {
      detector.feed(bursts([480, 620], [500, 500])) { events.append($0) }
      gapped.feed(bursts([480, 620], [500])) { others.append($0) }
      for length in [1, 7, 3992] { gapped.gap(length) { others.append($0) } }
    }
    gapped.gap(-5) { others.append($0) }
    #expect(events == others && !events.isEmpty && detector.position == gapped.position)
  }
  @Test func `a copy hears on by itself`() {
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.korea), limit: 4000)
    var first = CallProgressDetector()
    first.feed(Array(busy[..<12_000])) { _ in }
    var second = first
    first.feed(silence(3000)) { _ in }
    second.feed(Array(busy[12_000...])) { _ in }
    #expect(first.tone == nil && second.tone?.kind == .busy)
  }
  @Test func `sound and silence are told with their times`() {
    let samples = silence(1000) + bursts([1000], [400]) + silence(1000)
    let words = Heard(samples).events.map { "\($0.since / 80) \($0.at / 80)" }
    #expect(words == ["100 105", "140 170"])
  }
  @Test func `voice after ringback is an answer, ringback that goes on is none`() {
    let ring = ToneGenerator.samples(of: CallProgress.ringback.tone(.korea), limit: 7500)
    let answered = Heard(silence(200) + ring + Self.voice(2)).events.filter {
      if case .answer = $0 { true } else { false }
    }
    #expect(answered.count == 1)
    #expect(abs((answered.first?.since ?? 0) - 7700 * 8) <= 2400, "\(answered)")
    let ringing = Heard(silence(200) + ring + silence(1500) + ring).events
    #expect(!ringing.contains { if case .answer = $0 { true } else { false } })
  }

  @Test(arguments: [-55.0, -47, -42, -36])
  func `noise of the line behind ringback is no answer, voice over it is`(
    level: Double
  ) {
    var chance = Xorshift(seed: 11)
    let ring = ToneGenerator.samples(of: CallProgress.ringback.tone(.korea), limit: 9000)
    func answers(_ samples: [Int16]) -> Int {
      Heard(noisy(samples, dBm0: level, &chance)).events.count {
        if case .answer = $0 { true } else { false }
      }
    }
    #expect(answers(silence(200) + ring) == 0)
    #expect(answers(silence(200) + ring + Self.voice(2)) == 1)
  }

  @Test(arguments: [-44.0, -40, -34]) func `noise that rises between the rings is no answer`(level: Double) {
    var chance = Xorshift(seed: 12)
    let ring = ToneGenerator.samples(of: CallProgress.ringback.tone(.korea), limit: 9000)
    let quiet = noisy(silence(200) + ring[..<36_000], dBm0: -55, &chance)
    let events = Heard(quiet + noisy(Array(ring[36_000...]), dBm0: level, &chance)).events
    #expect(!events.contains { if case .answer = $0 { true } else { false } }, "\(events)")
  }

  @Test func `ringback ends with its last burst when busy tone comes next`() throws {
    let ring = ToneGenerator.samples(of: CallProgress.ringback.tone(.korea), limit: 6000)
    let busy = ToneGenerator.samples(of: CallProgress.busy.tone(.korea), limit: 4000)
    let ended = Heard(silence(200) + ring + busy).events.compactMap {
      if case .toneEnded(let tone, let end, at: _) = $0, tone.kind == .ringback { end } else { nil }
    }
    // Bursts of 1 s, each followed by 2 s.
    #expect(ended.count == 1 && abs((ended.first ?? 0) - (200 + 4000) * 8) <= 400, "\(ended)")
  }

  // MARK: What is no tone

  /// A buzz with gliding pitch, a pulse each period, in syllables.
  static func voice(_ seconds: Int, from pitch: Double = 140) -> [Int16] {
    var phase = 0.0
    return (0..<seconds * 8000).map { n -> Int16 in
      phase += (pitch + 60 * Double(n % 6000) / 6000) / 8000
      if phase >= 1 { phase -= 1 }
      let syllable = n % 2400 < 1800 ? 1.0 : 0
      return Int16(12000 * syllable * (1 - phase) * (1 - phase) * (phase < 0.5 ? 1 : -1))
    }
  }

  @Test func `digits are no tone`() {
    #expect(Heard(ToneGenerator.samples(of: .dtmf(Key.allCases + Key.allCases))).kinds == [])
    #expect(
      Heard(
        ToneGenerator.samples(of: .dtmf([Key](repeating: .one, count: 20), milliseconds: 500, pause: 500))
      )
      .kinds == [])
  }
  @Test(arguments: [90.0, 140, 210, 300, 380]) func `a voice is no tone`(pitch: Double) {
    #expect(Heard(Self.voice(12, from: pitch)).kinds == [])
  }
  @Test func `half a cadence, an uneven one and one of changing notes are no tone`() {
    let even = Array(repeating: 500, count: 3)
    #expect(Heard(bursts([480, 620], even) + silence(3000)).kinds == [])
    #expect(Heard(bursts([425], [500, 500, 300, 500, 700, 400, 350, 500]) + silence(2000)).kinds == [])
    #expect(Heard(bursts([425], [500, 300, 500, 600, 500, 450, 500, 350]) + silence(2000)).kinds == [])
    let notes: [Double] = [440, 392, 425, 466, 440, 392, 523, 440]
    #expect(Heard(notes.flatMap { bursts([$0], [400, 400]) } + silence(2000)).kinds == [])
    // Each note twice as long as a burst, dying away.
    let dying = (0..<40_000).map { n -> Int16 in
      let t = n % 8000
      return t < 4000 ? Int16(12000 * (1 - Double(t) / 5000) * sineOf(440, n)) : 0
    }
    #expect(Heard(dying).kinds == [])
  }
  @Test func `a tone with harmonics, or over music, is none`() {
    let fundamental = ToneGenerator.samples(of: CallProgress.busy.tone(.france, levelDBm0: -15), limit: 8000)
    let second = ToneGenerator.samples(
      of: Tone(hertz: [880], cadence: [500, 500], levelDBm0: -20), limit: 8000)
    #expect(Heard(zip(fundamental, second).map { $0 + $1 }).kinds == [])
    let chord = ToneGenerator.samples(of: Tone(hertz: [262, 330, 392], levelDBm0: -20), limit: 8000)
    #expect(Heard(zip(fundamental, chord).map { $0 + $1 }).kinds == [])
  }
  @Test func `chords that change are no tone`() {
    let chords: [[Double]] = [
      [262, 330, 392], [349, 440], [392, 494, 587], [440, 523], [330, 415], [425],
    ]
    let samples = (0..<60).flatMap { i in bursts(chords[i * 7 % 6], [[250, 300, 600][i % 3]]) }
    #expect(Heard(samples).kinds == [])
  }
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func `noise and squares are no tone`(seed: UInt64) {
    var chance = Xorshift(seed: seed)
    for level in [3.0, -20, -40] {
      #expect(Heard(noisy(silence(8000), dBm0: level, &chance)).kinds == [], "seed \(seed)")
    }
    let wild = (0..<160_000).map { _ in Int16(truncatingIfNeeded: Int(chance.uniform() * 40_000)) }
    #expect(Heard(wild).kinds == [], "seed \(seed)")
    for period in [1, 2, 8, 9, 10, 40, 101, 2000, 4000] {
      let square = (0..<80_000).map { $0 / period % 2 == 0 ? Int16.max : Int16.min }
      let kinds = Heard(square).kinds
      #expect(kinds == [] || kinds == [.dial], "period \(period) \(kinds)")
    }
  }
  @Test func `random bursts of everything bring no trap`() {
    var chance = Xorshift(seed: 99)
    var samples: [Int16] = []
    for _ in 0..<400 {
      let hertz = (0..<Int(abs(chance.uniform()) * 4)).map { _ in abs(chance.uniform()) * 4000 }
      let times = [Int(abs(chance.uniform()) * 900), Int(abs(chance.uniform()) * 400)]
      samples += bursts(hertz, times, level: chance.uniform() * 40 - 20)
    }
    let heard = Heard(samples)
    #expect(heard.events.count > 100)
    #expect(heard.events.allSatisfy { $0.since >= 0 && $0.since <= $0.at && $0.at <= samples.count })
    #expect(zip(heard.events, heard.events.dropFirst()).allSatisfy { $0.at <= $1.at })
  }
}

private func sineOf(_ hertz: Double, _ n: Int) -> Double {
  // A table of one second is a whole number of turns.
  sines[Int(hertz) * n % 8000]
}
private let sines: [Double] = {
  let samples = ToneGenerator.samples(of: Tone([.init([.init(hertz: 1, levelDBm0: 0)], milliseconds: 1000)]))
  return samples.map { Double($0) / Telephony.peakOf0dBm0 }
}()
