import Foundation
import Tones

/// Tones that keep still, whatever they are: where no key was heard and nothing was nearly one, they say what the
/// keys' tones really are.
///
/// A window of 32 ms each 16 ms at 8 kHz; its spectrum from 300 to 3,400 Hz, each peak's frequency to about 2 Hz.
struct SteadyTones {
  struct Peak {
    var hertz: Double
    /// dBm0.
    var level: Double
  }
  /// Tones that sounded together for 48 ms or more, by rising frequency.
  typealias Chord = [Peak]
  private(set) var chords: [Chord] = []
  private static let mostChords = 1000

  private static let length = 256, hop = 128
  private static let bins = 10...110
  private static let binHertz = Double(Telephony.sampleRate) / Double(length)
  private static let window = (0..<length).map {
    0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(length))
  }
  private static let windowSum = window.reduce(0, +), windowPower = window.reduce(0) { $0 + $1 * $1 }
  private static let cosines = (0..<length).map { cos(2 * .pi * Double($0) / Double(length)) }
  /// What is below this, or so much below the loudest, is no tone.
  private static let leastLevel = -50.0, most = 20.0
  /// The least share of a window's energy that its tones have.
  private static let leastShare = 0.85

  private var samples: [Double] = []
  private var last: Chord = []
  private var run = 0

  /// Takes samples at 8 kHz.
  mutating func see(_ telephone: [Int16]) {
    guard chords.count < Self.mostChords else { return }
    for sample in telephone {
      samples.append(Double(sample))
      guard samples.count == Self.length else { continue }
      take(Self.tones(in: samples))
      samples.removeFirst(Self.hop)
    }
  }

  private mutating func take(_ next: Chord) {
    run = !next.isEmpty && Self.isSame(next, last) ? run + 1 : 0
    last = next
    if run == 2 { chords.append(next) }
  }
  private static func isSame(_ a: Chord, _ b: Chord) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { abs($0.hertz - $1.hertz) < 12 && abs($0.level - $1.level) < 3 }
  }

  /// The tones that make up a window; none if something else has a part in it.
  private static func tones(in samples: [Double]) -> Chord {
    let mean = samples.reduce(0, +) / Double(length)
    let x = zip(samples, window).map { ($0 - mean) * $1 }
    let energy = x.reduce(0) { $0 + $1 * $1 }
    guard Level.dBm0(rms: (energy / windowPower).squareRoot()) > leastLevel else { return [] }
    let powers = bins.map { power(of: x, bin: $0) }
    let loudest = powers.max() ?? 0
    var chord: Chord = []
    var explained = 0.0
    for i in 1..<(powers.count - 1)
    where powers[i] > powers[i - 1] && powers[i] >= powers[i + 1] && powers[i] * pow(10, most / 10) > loudest
    {
      let (a, b, c) = (log(max(powers[i - 1], 1e-9)), log(powers[i]), log(max(powers[i + 1], 1e-9)))
      let offset = (a - c) / (2 * (a - 2 * b + c))
      guard offset.isFinite, abs(offset) <= 1 else { continue }
      // The peak between the bins.
      let peak = exp(b - (a - c) * offset / 4)
      let amplitude = 2 * peak.squareRoot() / windowSum
      explained += amplitude * amplitude / 2 * windowPower
      chord.append(
        Peak(
          hertz: (Double(i + bins.lowerBound) + offset) * binHertz,
          level: Level.dBm0(rms: amplitude / 2.0.squareRoot())))
    }
    return explained >= leastShare * energy && chord.count <= 4 ? chord : []
  }
  private static func power(of x: [Double], bin: Int) -> Double {
    var (re, im) = (0.0, 0.0)
    for n in 0..<length {
      re += x[n] * cosines[(n &* bin) & (length - 1)]
      im += x[n] * cosines[(n &* bin &+ length / 4) & (length - 1)]
    }
    return re * re + im * im
  }
}

extension SteadyTones {
  /// What they are to a keypad; nil if most are nothing of it.
  var fault: String? {
    guard !chords.isEmpty else { return nil }
    let kinds = chords.map(Self.kind)
    func isMost(_ kind: Kind) -> Bool { kinds.count { $0 == kind } * 10 >= kinds.count * 6 }
    func first(_ kind: Kind) -> Chord { zip(chords, kinds).first { $0.1 == kind }?.0 ?? [] }
    if isMost(.lowOnly) {
      return "single tones of \(Self.hertz(first(.lowOnly))): the keys' high tones are missing"
    }
    if isMost(.highOnly) {
      return "single tones of \(Self.hertz(first(.highOnly))): the keys' low tones are missing"
    }
    if isMost(.several) {
      return "\(Self.hertz(first(.several))) at once: are two keys pressed together, or two callers mixed?"
    }
    if isMost(.pair) {
      let pair = first(.pair)
      let (low, high) = (
        Self.nearest(pair[0].hertz, DTMFTones.low), Self.nearest(pair[1].hertz, DTMFTones.high)
      )
      func off(_ hertz: Double, _ right: Double) -> String {
        let error = (hertz / right - 1) * 100
        return abs(error) < 1
          ? "" : " (\(Text.decibel(abs(error))) % \(error < 0 ? "below" : "above") \(Int(right)))"
      }
      let twist = pair[1].level - pair[0].level
      if abs(twist) > 6, abs(pair[0].hertz / low - 1) < 0.015, abs(pair[1].hertz / high - 1) < 0.015 {
        return LineAdvice.twist(twist)
      }
      return "pairs like \(Int(pair[0].hertz.rounded()))\(off(pair[0].hertz, low)) and "
        + "\(Int(pair[1].hertz.rounded())) Hz\(off(pair[1].hertz, high)), "
        + (abs(twist) < 1
          ? "equally loud" : "the \(twist < 0 ? "low" : "high") one \(Text.decibel(abs(twist))) dB louder")
        + ", which are no key's: the sender is at fault"
    }
    return nil
  }

  /// One tone that is nothing of a keypad; nil if there are others.
  var other: String? {
    let alone = chords.filter { $0.count == 1 }
    guard let first = alone.first, alone.count * 10 >= chords.count * 6 else { return nil }
    return "a tone of \(Self.hertz(first)) alone, which is no key's"
  }

  private enum Kind { case lowOnly, highOnly, pair, several, other }
  private static func kind(_ chord: Chord) -> Kind {
    func isIn(_ peak: Peak, _ tones: [Double], _ tolerance: Double) -> Bool {
      abs(peak.hertz / nearest(peak.hertz, tones) - 1) < tolerance
    }
    func isLow(_ peak: Peak) -> Bool { isIn(peak, DTMFTones.low, 0.025) }
    func isHigh(_ peak: Peak) -> Bool { isIn(peak, DTMFTones.high, 0.025) }
    switch chord.count {
    case 1: return isLow(chord[0]) ? .lowOnly : isHigh(chord[0]) ? .highOnly : .other
    case 2:
      // Half the way to the next row or column, at most; dial and ringback tones are not so high.
      return (650...1000).contains(chord[0].hertz) && (1150...1750).contains(chord[1].hertz) ? .pair : .other
    default: return chord.allSatisfy { isLow($0) || isHigh($0) } ? .several : .other
    }
  }
  private static func nearest(_ hertz: Double, _ tones: [Double]) -> Double {
    tones.min { abs($0 - hertz) < abs($1 - hertz) } ?? hertz
  }
  /// `697, 770 and 1209 Hz`
  private static func hertz(_ chord: Chord) -> String {
    let numbers = chord.map { String(Int($0.hertz.rounded())) }
    guard let last = numbers.last else { return "no tones" }
    return (numbers.count > 1 ? numbers.dropLast().joined(separator: ", ") + " and " : "") + last + " Hz"
  }
}
