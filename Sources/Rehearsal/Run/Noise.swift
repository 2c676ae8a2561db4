import ACD
import Engine
import Session
import Tones

/// White noise that is the same for the same seed.
struct NoiseSource {
  private var chance: SeededGenerator
  init(seed: UInt64) { chance = SeededGenerator(seed: seed) }

  /// - Parameter level: dBm0.
  mutating func samples(_ count: Int, level: Double) -> [Int16] {
    // Uniform noise of amplitude A has an RMS of A/√3; a sine's peak is √2 times its RMS.
    let amplitude = Level.sinePeak(dBm0: level) / 2.0.squareRoot() * 3.0.squareRoot()
    return (0..<count).map { _ in
      let unit = Double(chance.next() >> 11) / Double(1 << 53) * 2 - 1
      return Int16(clamping: Int((unit * amplitude).rounded()))
    }
  }
}

/// A synthesiser that fails, as `replace speech fails` wants it.
final class MuteVoice: Voice {
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    answer(.failure(VoiceFault("the script makes speech fail")))
  }
}
