import Tones

/// A line that carries back what is played on it: made sounds, a path, noise, G.711 both ways.
struct EchoScene {
  var chance: Xorshift
  var played: [Int16]
  private var echo: [Double]
  private var caller: [Double]

  /// - Parameters:
  ///   - played: is companded before it is sent, and known so.
  ///   - delay: milliseconds.
  ///   - loss: dB, of the path's whole energy.
  init(
    _ played: [Int16], path: [Double] = [1], delay: Int, loss: Double, seed: UInt64 = 1
  ) {
    chance = Xorshift(seed: seed)
    self.played = played.map { G711.muLaw.decode(G711.muLaw.encode($0)) }
    let energy = path.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let gain = Level.ratio(dB: -loss) / energy
    echo = [Double](repeating: 0, count: played.count)
    caller = echo
    for (k, tap) in path.enumerated() where k + delay * 8 < played.count {
      for i in (k + delay * 8)..<played.count {
        echo[i] += gain * tap * Double(self.played[i - k - delay * 8])
      }
    }
  }

  /// The caller presses a key.
  mutating func press(_ key: Key, at milliseconds: Int, for length: Int = 70, level: Double) {
    let tone = ToneGenerator.samples(of: .dtmf([key], levelDBm0: level, milliseconds: length, pause: 0))
    for (i, x) in tone.enumerated() where milliseconds * 8 + i < caller.count {
      caller[milliseconds * 8 + i] += Double(x)
    }
  }
  /// From then on the path is another one.
  mutating func change(at milliseconds: Int, to other: EchoScene) {
    echo.replaceSubrange((milliseconds * 8)..., with: other.echo[(milliseconds * 8)...])
  }

  /// What comes from the line, with noise of −60 dBm0.
  var heard: [Int16] {
    var chance = chance
    let noise = Level.sinePeak(dBm0: -60) * 1.5.squareRoot()
    return zip(echo, caller).map { echo, caller in
      let sum = Int16(clamping: Int((echo + caller + noise * chance.uniform()).rounded()))
      return G711.muLaw.decode(G711.muLaw.encode(sum))
    }
  }

  /// 10 ms of a hybrid: a resonance at 1 kHz, another at 450 Hz.
  static let hybrid: [Double] = (0..<80).map { n in
    let t = Double(n)
    return SineTable.decay(t, 12) * SineTable.cosine(0.8 * t) + 0.5 * SineTable.decay(t, 20)
      * SineTable.cosine(0.35 * t + 1)
  }

  /// Like speech: pulses of a voice whose pitch wanders, through formants that change with every syllable.
  static func speech(milliseconds: Int, level: Double, seed: UInt64) -> [Int16] {
    var chance = Xorshift(seed: seed)
    var samples: [Double] = []
    while samples.count < milliseconds * 8 {
      let formants = [
        500 + 250 * chance.uniform(), 1400 + 700 * chance.uniform(), 2600 + 300 * chance.uniform(),
      ]
      let length = 1000 + Int(600 * (1 + chance.uniform()))
      var period = 64 + 20 * chance.uniform(), next = 0.0
      var state = [(Double, Double)](repeating: (0, 0), count: 3)
      for i in 0..<length {
        var x = 0.05 * chance.uniform()
        if Double(i) >= next {
          (x, next) = (1, next + period)
          period *= 1 + 0.03 * chance.uniform()
        }
        var sum = 0.0
        for k in 0..<3 {
          let r = 0.97 - 0.01 * Double(k)
          let y = x + 2 * r * SineTable.cosine(2 * .pi * formants[k] / 8000) * state[k].0 - r * r * state[k].1
          state[k] = (y, state[k].0)
          sum += y / Double(k + 1)
        }
        let swell = min(1, Double(min(i, length - i)) / 200)
        samples.append(sum * swell)
      }
    }
    let rms = (samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)).squareRoot()
    let gain = Level.sinePeak(dBm0: level) / 2.0.squareRoot() / rms
    return samples.prefix(milliseconds * 8).map { Int16(clamping: Int((gain * $0).rounded())) }
  }
}

/// Cosines and decays by their series: tests need no library of mathematics.
enum SineTable {
  static func cosine(_ x: Double) -> Double {
    let turns = x / (2 * .pi)
    let r = 2 * .pi * (turns - turns.rounded())
    let y = r * r
    return 1 - y / 2
      * (1 - y / 12 * (1 - y / 30 * (1 - y / 56 * (1 - y / 90 * (1 - y / 132 * (1 - y / 182))))))
  }
  static func decay(_ t: Double, _ length: Double) -> Double { Level.ratio(dB: -8.686 * t / length) }
}
