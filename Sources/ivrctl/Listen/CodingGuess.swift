import Tones

/// Was sound read by the wrong coding? Only the true one makes a smooth wave of the bytes.
struct CodingGuess {
  private struct Wave {
    /// Of blocks, each without its mean: silence is a constant in every coding, but a loud one in most.
    private static let block = 160.0
    private var blocks = 0.0, power = 0.0, steps = 0.0
    private var count = 0.0, sum = 0.0, squares = 0.0, ownSteps = 0.0, last = 0.0
    mutating func see(_ sample: Int16) {
      let x = Double(sample)
      if count > 0 { ownSteps += (x - last) * (x - last) }
      (count, sum, squares, last) = (count + 1, sum + x, squares + x * x, x)
      guard count == Self.block else { return }
      power += squares - sum * sum / count
      steps += ownSteps
      blocks += 1
      (count, sum, squares, ownSteps) = (0, 0, 0, 0)
    }
    /// The power of the steps from sample to sample, against the wave's: 2 for noise, less for voices and
    /// tones; nil for next to nothing.
    var roughness: Double? {
      blocks > 5 && power > 50 * 50 * blocks * Self.block ? steps / power : nil
    }
  }
  private let coding: SoundFormat.Coding
  private var waves: [SoundFormat.Coding: Wave] = [:]
  private var odd: UInt8?

  init(read coding: SoundFormat.Coding) { self.coding = coding }

  /// Takes raw bytes.
  mutating func see(_ bytes: ArraySlice<UInt8>) {
    update(.ulaw) { wave in for byte in bytes { wave.see(G711.muLaw.decode(byte)) } }
    update(.alaw) { wave in for byte in bytes { wave.see(G711.aLaw.decode(byte)) } }
    var samples: [Int16] = []
    for byte in bytes {
      if let low = odd {
        samples.append(Int16(bitPattern: UInt16(low) | UInt16(byte) << 8))
        odd = nil
      } else {
        odd = byte
      }
    }
    see(linear: samples)
  }
  /// Takes samples of 16 bits, little-endian as they were read.
  mutating func see(linear samples: [Int16]) {
    update(.linear) { wave in for sample in samples { wave.see(sample) } }
    update(.swapped) { wave in for sample in samples { wave.see(sample.byteSwapped) } }
  }
  private mutating func update(_ coding: SoundFormat.Coding, _ body: (inout Wave) -> Void) {
    body(&waves[coding, default: Wave()])
  }

  /// The coding that makes a wave much smoother than the one that was chosen.
  var better: SoundFormat.Coding? {
    guard let chosen = waves[coding]?.roughness else { return nil }
    let best = SoundFormat.Coding.allCases.compactMap { coding in
      waves[coding]?.roughness.map { (coding, $0) }
    }.min { $0.1 < $1.1 }
    return best.flatMap { $0.0 != coding && $0.1 < 0.7 * chosen ? $0.0 : nil }
  }
}
