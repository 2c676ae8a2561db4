import ACD
import Chronology
import Engine
import Testing
import Tones

@testable import Media

/// One voice and one listener: packets arrive as told, the listener hears a frame every 20 ms.
struct Listening {
  var heard: [Int16] = []
  /// The instants, in microseconds, at which each packet arrived.
  var arrivals: [Int] = []
  /// Of every packet that was heard bit for bit: when it was heard, and how long after it came, in
  /// microseconds.
  var delays: [(at: Int, delay: Int)] = []
  let packet: Int

  /// - Parameters:
  ///   - arrival: when packet n comes, nil when it never does.
  ///   - tick: when frame n is heard.
  init(
    _ sound: [Int16], packet: Int = 160, arrival: (Int) -> Int?, tick: (Int) -> Int = { $0 * 20_000 },
    frames: Int
  ) {
    self.packet = packet
    let voice = VoiceRing()
    var tap = VoiceTap(voice)
    var events: [(at: Int, order: Int, number: Int)] = []
    for n in 0..<(sound.count / packet) {
      let at = arrival(n)
      arrivals.append(at ?? -1)
      if let at { events.append((at, 0, n)) }
    }
    for n in 0..<frames { events.append((tick(n), 1, n)) }
    for event in events.sorted(by: { ($0.at, $0.order, $0.number) < ($1.at, $1.order, $1.number) }) {
      let now = Instant(microseconds: Int64(event.at))
      if event.order == 0 {
        let start = event.number * packet
        voice.write(Array(sound[start..<(start + packet)]).span, at: now)
      } else {
        var mix = VoiceMix()
        tap.add(to: &mix, at: now)
        for i in 0..<160 { heard.append(Int16(clamping: mix[i])) }
      }
    }
    measure(sound, tick)
  }

  private mutating func measure(_ sound: [Int16], _ tick: (Int) -> Int) {
    // Where sequences of four samples are, by their values.
    var places: [UInt64: Int] = [:]
    var last: UInt64 = 0
    for (at, sample) in heard.enumerated() {
      last = last << 16 | UInt64(UInt16(bitPattern: sample))
      if at >= 3 { places[last] = at - 3 }
    }
    for (n, arrival) in arrivals.enumerated() where arrival >= 0 {
      let part = sound[(n * packet)..<((n + 1) * packet)]
      let first = part.prefix(4).reduce(UInt64(0)) { $0 << 16 | UInt64(UInt16(bitPattern: $1)) }
      guard let at = places[first], at + packet <= heard.count,
        heard[at..<(at + packet)].elementsEqual(part)
      else { continue }
      let time = tick(at / 160) + at % 160 * 125
      delays.append((time, time - arrival))
    }
  }
  func delays(after instant: Int, share: Double) -> Int {
    let sorted = delays.filter { $0.at >= instant }.map(\.delay).sorted()
    return sorted.isEmpty ? -1 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }
  /// Frames of pure silence after that instant.
  func silences(after frame: Int) -> Int {
    stride(from: frame * 160, to: heard.count - 159, by: 160).count { start in
      heard[start..<(start + 160)].count { $0 == 0 } > 100
    }
  }
}

@Suite struct `The cushion of a voice` {
  static func noise(seconds: Int, seed: UInt64 = 1) -> [Int16] {
    Two_legs.noise(seconds * 8000, seed: seed)
  }
  typealias Two_legs = `Two legs that talk`

  @Test func `frames that come when a PBX sends them are nearly all heard, soon`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    // Median 20 ms between frames, p99 25, now and then 30.
    let late = (0..<1500).map { _ in
      Int.random(in: 0..<200, using: &random) == 0
        ? Int.random(in: 5000...10_000, using: &random) : Int.random(in: 0...3000, using: &random)
    }
    for phase in stride(from: 0, to: 20_000, by: 4000) {
      let result = Listening(
        Self.noise(seconds: 30), arrival: { $0 * 20_000 + phase + late[$0] }, frames: 1500)
      #expect(result.delays.count > 1470, "seed \(seed), phase \(phase): \(result.delays.count)")
      #expect(
        result.delays(after: 10_000_000, share: 0.5) <= 43_000,
        "seed \(seed), phase \(phase): \(result.delays(after: 10_000_000, share: 0.5))")
      #expect(result.delays(after: 0, share: 1) <= 60_000, "seed \(seed), phase \(phase)")
    }
  }

  @Test func `one frame in ten that never comes is a gap, and does not make the delay grow`() {
    let result = Listening(
      Self.noise(seconds: 20), arrival: { $0 % 10 == 9 ? nil : $0 * 20_000 + 9000 }, frames: 1000)
    #expect(result.delays.count > 760)
    #expect(result.delays(after: 0, share: 1) <= 31_000)
  }

  @Test func `packets of 60 ms are heard whole`() {
    for phase in [1000, 9000, 19_000] {
      let result = Listening(
        Self.noise(seconds: 18), packet: 480, arrival: { $0 * 60_000 + phase }, frames: 900)
      #expect(result.delays.count >= 298, "\(result.delays.count)")
      #expect(result.delays(after: 0, share: 1) <= 23_000)
    }
  }

  @Test func `a packet time that grows in a call costs a gap or two`() {
    // 20 ms for ten seconds, then 60 ms, as a PBX does when a telephone renegotiates.
    let sound = Self.noise(seconds: 30)
    let voice = VoiceRing()
    var tap = VoiceTap(voice)
    var silent = 0
    var at = 0
    for n in 0..<1490 {
      let now = Instant(microseconds: Int64(n * 20_000))
      let length = n < 500 ? 160 : n % 3 == 0 ? 480 : 0
      if length > 0, at + length <= sound.count {
        voice.write(Array(sound[at..<(at + length)]).span, at: now - .microseconds(5000))
        at += length
      }
      var mix = VoiceMix()
      tap.add(to: &mix, at: now)
      if n > 5, (0..<160).count(where: { mix[$0] == 0 }) > 100 { silent += 1 }
    }
    #expect(silent <= 3)
  }

  @Test func `a burst after a stall is not heard late for long`() {
    // Half a second of nothing, then all of it at once.
    let result = Listening(
      Self.noise(seconds: 20), arrival: { (250..<275).contains($0) ? 275 * 20_000 : $0 * 20_000 + 8000 },
      frames: 1000)
    #expect(result.delays(after: 275 * 20_000 - 1, share: 0.05) <= 145_000)
    #expect(result.delays(after: 10_000_000, share: 0.5) <= 40_000)
    let worst = result.delays.filter { $0.at > 5_520_000 }.map(\.delay).max() ?? 0
    #expect(worst <= 150_000, "\(worst)")
  }

  @Test(arguments: [-1000, 1000])
  func `clocks that differ by as much in minutes as others in hours neither pile up sound nor run dry`(
    ppm: Int
  ) {
    // Speech of its own kind: sound with a pause in each second.
    var sound = Self.noise(seconds: 10)
    for second in 0..<10 { for i in 0..<2400 { sound[second * 8000 + 5600 + i] = 0 } }
    let voice = VoiceRing()
    var tap = VoiceTap(voice)
    var (shortest, longest, dry) = (Int.max, 0, 0)
    let packets = (0..<500).map { Array(sound[($0 * 160)..<($0 * 160 + 160)]) }
    var arrived = 0
    let interval = 20_000.0 * (1 + Double(ppm) / 1_000_000)
    for n in 0..<18_000 {
      while Double(arrived) * interval + 8000 <= Double(n) * 20_000 {
        let packet = packets[arrived % 500]
        voice.write(
          packet.span,
          at: Instant(microseconds: Int64(Double(arrived) * interval + 8000)))
        arrived += 1
      }
      var mix = VoiceMix()
      tap.add(to: &mix, at: Instant(microseconds: Int64(n * 20_000)))
      guard n > 50 else { continue }
      let waiting = tap.waiting
      (shortest, longest) = (min(shortest, waiting), max(longest, waiting))
      if !tap.isRunning { dry += 1 }
    }
    #expect(dry == 0 && longest <= 320, "\(dry) times dry, \(shortest)...\(longest) waiting")
  }

  @Test func `gaps and cuts do not click`() {
    // A sine of 300 Hz at -10 dBm0 steps by no more than 1700; a fade of 5 ms adds little to that.
    let sine = Two_legs.sine(8000 * 30)
    let usual = largestStep(sine)
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let late = (0..<1500).map { _ in Int.random(in: 0...60_000, using: &random) }
    let lost = (0..<1500).map { _ in Int.random(in: 0..<10, using: &random) == 0 }
    var last = 0
    let result = Listening(
      sine,
      arrival: { n in
        last = max(last, n * 20_000 + late[n])
        return lost[n] ? nil : last
      }, frames: 1500)
    // What was lost joins two places of the sound, in the frame's middle of a fade or not at all.
    #expect(largestStep(result.heard) <= usual * 13 / 10, "seed \(seed)")
  }
}
