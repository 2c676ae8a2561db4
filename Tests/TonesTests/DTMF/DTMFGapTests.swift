import Testing
import Tones

@Suite struct `A gap in what the DTMF detector is fed` {
  enum Piece { case samples([Int16]), gap(Int) }

  static func events(_ pieces: [Piece]) -> [DTMFEvent] {
    var detector = DTMFDetector()
    var events: [DTMFEvent] = []
    for piece in pieces {
      switch piece {
      case .samples(let samples): detector.feed(samples) { events.append($0) }
      case .gap(let n): detector.gap(n) { events.append($0) }
      }
    }
    detector.finish { events.append($0) }
    return events
  }
  static func keys(_ events: [DTMFEvent]) -> String {
    events.compactMap { if case .down(let key, _, _) = $0 { key } else { nil } }.text
  }
  /// One digit from sample 1000 on, and silence after it.
  static func digit(_ key: Key, milliseconds: Int) -> [Int16] {
    let (low, high) = DTMFTones.frequencies(of: key)
    let tone = Tone(
      [
        Tone.Segment(
          [low, high].map {
            Tone.Component(hertz: $0, levelDBm0: -10)
          }, milliseconds: milliseconds)
      ], fadeMilliseconds: 0)
    return [Int16](repeating: 0, count: 1000) + ToneGenerator.samples(of: tone)
      + [Int16](repeating: 0, count: 1600)
  }
  /// The same samples, but those of a range never came.
  static func without(_ range: Range<Int>, _ samples: [Int16]) -> [Piece] {
    [
      .samples(Array(samples[..<range.lowerBound])), .gap(range.count),
      .samples(Array(samples[range.upperBound...])),
    ]
  }

  @Test(arguments: [100, 200, 900]) func `is bridged, and the digit has its whole length`(on: Int) throws {
    for key in Key.allCases {
      let gap = 1000 + on * 4..<1160 + on * 4
      let events = Self.events(Self.without(gap, Self.digit(key, milliseconds: on)))
      guard events.count == 2, case .down(key, let onset, _) = events[0],
        case .up(key, onset, let length, _, _) = events[1]
      else {
        Issue.record("\(key): \(events)")
        continue
      }
      #expect(abs(onset - 1000) <= 60)
      #expect(abs(length - on * 8) <= 100)
    }
  }

  @Test(arguments: [60, 70, 80, 100]) func `of 20 ms in the middle of a short digit does not hide it`(on: Int)
  {
    for key in Key.allCases {
      let middle = 1000 + on * 4
      let events = Self.events(Self.without(middle - 80..<middle + 80, Self.digit(key, milliseconds: on)))
      #expect(Self.keys(events) == [key].text)
    }
  }

  @Test func `makes no digit of a tone that is too short`() {
    for key in Key.allCases {
      for on in [15, 20, 23] {
        let end = 1000 + on * 8
        let events = Self.events(Self.without(end..<end + 160, Self.digit(key, milliseconds: on)))
        #expect(Self.keys(events) == "", "\(key) \(on) ms")
      }
    }
  }

  @Test(arguments: [161, 240, 320, 479, 480]) func `up to 60 ms is bridged in a digit`(gap: Int) throws {
    for key in Key.allCases {
      let tone = Self.digit(key, milliseconds: 200)
      for start in [1480, 1500, 1611, 1790] {
        let events = Self.events(Self.without(start..<start + gap, tone))
        guard events.count == 2, case .down(key, let onset, _) = events[0],
          case .up(key, onset, let length, _, _) = events[1]
        else {
          Issue.record("\(key) at \(start): \(events)")
          continue
        }
        #expect(abs(length - 1600) <= 100, "\(key) at \(start)")
      }
    }
  }

  @Test(arguments: [200, 320, 480]) func `in which a digit ends makes it no longer`(gap: Int) throws {
    for key in Key.allCases {
      let tone = Self.digit(key, milliseconds: 80)
      // What follows is silence, or another digit.
      let place = DTMFTones.place(of: key),
        otherKey = DTMFTones.key(row: place.row + 2, column: place.column + 2)
      let silence = Self.events([.samples(Array(tone[..<1640])), .gap(gap), .samples(Array(tone[..<1000]))])
      let other = Self.digit(otherKey, milliseconds: 60)
      let next = Self.events([.samples(Array(tone[..<1640])), .gap(gap), .samples(Array(other[1000...]))])
      for events in [silence, next] {
        guard events.count >= 2, case .up(key, _, let length, _, _) = events[1] else {
          Issue.record("\(key): \(events)")
          continue
        }
        #expect(abs(length - 640) <= 100, "\(key)")
      }
      #expect(Self.keys(silence) == [key].text)
      #expect(Self.keys(next) == [key, otherKey].text)
    }
  }

  @Test func `of 40 ms that is real silence parts two of a key`() {
    for key in Key.allCases {
      let tone = Self.digit(key, milliseconds: 60)
      let pause = [Int16](repeating: 0, count: 320)
      #expect(
        Self.keys(Self.events([.samples(Array(tone[..<1480]) + pause + Array(tone[1000...]))]))
          == [key, key].text)
    }
  }

  @Test func `longer than 60 ms ends a digit`() {
    let tone = Self.digit(.seven, milliseconds: 100)
    let events = Self.events([.samples(Array(tone[..<1800])), .gap(8000), .samples(Array(tone[1000..<1800]))])
    #expect(Self.keys(events) == "77")
    guard events.count == 4, case .up(.seven, _, let length, let at, _) = events[1],
      case .down(.seven, let onset, _) = events[2]
    else {
      Issue.record("\(events)")
      return
    }
    #expect(abs(length - 800) <= 60)
    #expect((1801...2200).contains(at))
    #expect(abs(onset - 9800) <= 60)
  }

  @Test func `is the same in one piece and in many`() {
    let tone = Self.digit(.four, milliseconds: 100)
    for (whole, parts) in [
      (160, [1, 99, 60]), (400, [160, 1, 239]), (161, [160, 1]), (5000, [20, 4000, 980]),
    ] {
      let before = Piece.samples(Array(tone[..<1403])), after = Piece.samples(Array(tone[1403...]))
      #expect(
        Self.events([before, .gap(whole), after]) == Self.events([before] + parts.map { .gap($0) } + [after]))
    }
  }

  @Test func `counts as time, whatever its length`() {
    var detector = DTMFDetector()
    detector.gap(0) { _ in }
    detector.gap(.min) { _ in }
    #expect(detector.position == 0)
    detector.feed(Self.digit(.one, milliseconds: 60)[..<1203]) { _ in }
    detector.gap(101) { _ in }
    #expect(detector.position == 1304)
    detector.gap(1_000_000_000_007) { _ in }
    #expect(detector.position == 1_000_000_001_311)
    for _ in 0..<9 { detector.gap(.max) { _ in } }
    #expect(detector.position == 1 << 60)
    // And the ear is as good as new.
    var heard = ""
    detector.feed(Self.digit(.nine, milliseconds: 60)) {
      if case .down(let key, _, _) = $0 { heard.append(key.character) }
    }
    #expect(heard == "9")
  }
}
