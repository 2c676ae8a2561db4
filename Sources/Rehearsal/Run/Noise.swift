import Engine
import Session
import Tones

/// White noise that is the same for the same seed.
struct NoiseSource {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  /// - Parameter level: dBm0.
  mutating func samples(_ count: Int, level: Double) -> [Int16] {
    // Uniform noise of amplitude A has an RMS of A/√3; a sine's peak is √2 times its RMS.
    let amplitude = Level.sinePeak(dBm0: level) / 2.0.squareRoot() * 3.0.squareRoot()
    return (0..<count).map { _ in
      let unit = Double(next() >> 11) / Double(1 << 53) * 2 - 1
      return Int16(clamping: Int((unit * amplitude).rounded()))
    }
  }
  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
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
