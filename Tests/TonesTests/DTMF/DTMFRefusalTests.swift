import Testing
import Tones

/// What was nearly a digit, and what is said of it.
@Suite struct `A sound that is nearly a digit` {
  typealias Refusal = (nearest: Key, reason: DTMFRefusal.Reason)

  /// A pair of tones for a while in silence.
  static func pair(
    _ low: Double = 770, _ high: Double = 1336, level: (Double, Double) = (-10, -10), milliseconds: Int = 80
  ) -> [Int16] {
    let segment = Tone.Segment(
      [.init(hertz: low, levelDBm0: level.0), .init(hertz: high, levelDBm0: level.1)],
      milliseconds: milliseconds)
    return [Int16](repeating: 0, count: 1600) + ToneGenerator.samples(of: Tone([segment]))
      + [Int16](repeating: 0, count: 1600)
  }
  static func events(_ samples: [Int16]) -> [DTMFEvent] {
    var detector = DTMFDetector()
    var events: [DTMFEvent] = []
    detector.feed(samples) { events.append($0) }
    detector.finish { events.append($0) }
    return events
  }
  /// The only thing that was heard, and refused.
  static func refusal(_ samples: [Int16]) throws -> DTMFRefusal {
    let events = events(samples)
    guard events.count == 1, case .refused(let refusal) = events[0] else {
      throw Unexpected(events: "\(events)")
    }
    return refusal
  }
  struct Unexpected: Error { var events: String }

  @Test(arguments: [
    (770 * 1.03, 1336.0, DTMFRefusal.Reason.lowFrequency), (770 * 0.965, 1336, .lowFrequency),
    (770, 1336 * 1.03, .highFrequency), (770, 1336 * 0.967, .highFrequency),
  ])
  func `of a wrong frequency`(low: Double, high: Double, reason: DTMFRefusal.Reason) throws {
    let refusal = try Self.refusal(Self.pair(low, high))
    #expect(refusal.nearest == .five && refusal.reason == reason)
    #expect(abs(refusal.measure.lowError - (low / 770 - 1) * 100) < 0.3)
    #expect(abs(refusal.measure.highError - (high / 1336 - 1) * 100) < 0.3)
  }

  @Test(arguments: [
    ((-8.0, -20.0), DTMFRefusal.Reason.normalTwist), ((-18, -8), .reverseTwist),
  ])
  func `of too much twist`(level: (Double, Double), reason: DTMFRefusal.Reason) throws {
    let refusal = try Self.refusal(Self.pair(level: level))
    #expect(refusal.nearest == .five && refusal.reason == reason)
    #expect(abs(refusal.measure.twist - (level.1 - level.0)) < 0.5)
  }

  @Test func `too weak`() throws {
    let refusal = try Self.refusal(Self.pair(level: (-40, -39)))
    #expect(refusal.nearest == .five && refusal.reason == .tooWeak)
    #expect(abs(refusal.measure.low + 40) < 1 && abs(refusal.measure.high + 39) < 1)
    #expect(Self.events(Self.pair(level: (-55, -55))) == [])
  }

  @Test(arguments: [18, 20, 23]) func `too short`(milliseconds: Int) throws {
    let refusal = try Self.refusal(Self.pair(milliseconds: milliseconds))
    #expect(refusal.nearest == .five && refusal.reason == .tooShort)
    #expect(abs(refusal.length - milliseconds * 8) <= 60)
    #expect(abs(refusal.onset - 1600) <= 40)
  }

  @Test func `with another sound`() throws {
    var other = ToneGenerator(Tone([.init([.init(hertz: 1060, levelDBm0: -12)], milliseconds: nil)]))
    let samples = Self.pair()
    let refusal = try Self.refusal(
      zip(samples, other.next(samples.count)).map { Int16(clamping: Int($0) + Int($1)) })
    #expect(refusal.nearest == .five && refusal.reason == .otherSound)
  }

  @Test func `that comes and goes`() throws {
    let samples = Self.pair(milliseconds: 160).enumerated().map { i, x in i % 224 < 160 ? x : 0 }
    let refusal = try Self.refusal(samples)
    #expect(refusal.nearest == .five && refusal.reason == .unsteady)
  }

  @Test func `in a voice over its low harmonics`() throws {
    var low = ToneGenerator(Tone([.init([.init(hertz: 256, levelDBm0: -8)], milliseconds: nil)]))
    var other = ToneGenerator(Tone([.init([.init(hertz: 1050, levelDBm0: -21.5)], milliseconds: nil)]))
    let samples = Self.pair()
    let (a, b) = (low.next(samples.count), other.next(samples.count))
    let refusal = try Self.refusal(
      samples.indices.map { Int16(clamping: Int(samples[$0]) + Int(a[$0]) + Int(b[$0])) })
    #expect(refusal.nearest == .five && refusal.reason == .soundBelow)
  }

  @Test func `that came up gradually`() throws {
    let samples = Self.pair(milliseconds: 300)
    // Another sound fades away under it, as one vowel turns into another.
    var other = ToneGenerator(Tone([.init([.init(hertz: 1060, levelDBm0: -10)], milliseconds: nil)]))
    let fading = other.next(samples.count).enumerated().map { i, x in
      Int16(Double(x) * (i < 1600 || i > 4000 ? 0 : max(0.2, 1 - Double(i - 1600) / 1200)))
    }
    let refusal = try Self.refusal(zip(samples, fading).map { Int16(clamping: Int($0) + Int($1)) })
    #expect(refusal.nearest == .five && refusal.reason == .gradual)
  }

  @Test(arguments: Key.allCases) func `is told of a single key that is too short`(_ key: Key) throws {
    for milliseconds in [18, 23, 26] {
      let tone = Tone.dtmf([key], levelDBm0: -10, milliseconds: milliseconds, pause: 300)
      let silence = [Int16](repeating: 0, count: 2400)
      let events = Self.events(silence + ToneGenerator.samples(of: tone))
      // As luck will have it: it must be heard from 40 ms on, and never at 23 ms or less.
      let isHeard = events.contains { if case .down = $0 { true } else { false } }
      let reasons = events.compactMap { if case .refused(let refusal) = $0 { refusal.reason } else { nil } }
      #expect(isHeard || reasons == [.tooShort], "\(milliseconds) ms: \(reasons)")
    }
  }
  @Test func `the first of many weak keys has its full level too`() throws {
    let events = Self.events(
      ToneGenerator.samples(of: .dtmf([.one], levelDBm0: -42, milliseconds: 80, pause: 300)))
    let refusals = events.compactMap { if case .refused(let refusal) = $0 { refusal } else { nil } }
    #expect(refusals.map(\.reason) == [.tooWeak])
    for refusal in refusals {
      #expect(
        abs(refusal.measure.low + 42) < 0.3 && abs(refusal.measure.high + 42) < 0.3, "\(refusal.measure)")
    }
  }

  @Test func `is explained in a line, with the limit`() {
    let measure = DTMFMeasure(low: -8, high: -20.4, lowError: 3.04, highError: -2.5, share: 0.62)
    func text(_ reason: DTMFRefusal.Reason) -> String {
      DTMFRefusal(nearest: .five, onset: 0, length: 184, at: 500, reason: reason, measure: measure)
        .description
    }
    #expect(text(.lowFrequency) == "low tone 3 % above 770 Hz, at most 2.1 %")
    #expect(text(.highFrequency) == "high tone 2.5 % below 1336 Hz, at most 2.1 %")
    #expect(text(.normalTwist) == "low tone 12.4 dB louder than the high one, at most 10.2 dB")
    #expect(text(.tooWeak) == "high tone at -20.4 dBm0, above -35 wanted")
    #expect(text(.tooShort) == "23 ms long, at least 40 wanted")
    for reason in DTMFRefusal.Reason.allCases {
      #expect(text(reason).count <= 130 && !text(reason).contains("\n"))
    }
  }

  @Test func `is told at most four times a second, and a digit is never told as refused`() {
    let short = (0..<40).flatMap { _ in Self.pair(milliseconds: 20)[1300..<2000] }
    let told = Self.events(Array(short)).count
    #expect(told > 4 && told <= short.count / 2000 + 1)
    let digits = ToneGenerator.samples(of: .dtmf(Key.allCases, levelDBm0: -10, milliseconds: 50, pause: 50))
    let refused = Self.events(digits).filter { if case .refused = $0 { true } else { false } }
    #expect(refused == [])
  }

  @Test func `a digit has its measure when it is up`() throws {
    let events = Self.events(Self.pair(770 * 1.01, 1336, level: (-12, -9)))
    guard events.count == 2, case .up(.five, _, _, _, let measure) = events[1] else {
      throw Unexpected(events: "\(events)")
    }
    #expect(abs(measure.low + 12) < 0.5 && abs(measure.high + 9) < 0.5 && measure.share > 0.95)
    #expect(abs(measure.lowError - 1) < 0.2 && abs(measure.highError) < 0.2)
  }
}
