/// A high-pass that leaves the DTMF band alone and takes out what lies below it: direct current, hum, dial
/// and ringing tones (350…480 Hz, 28 dB and more down), the fundamental of most voices.
///
/// Elliptic, fourth order, 0.3 dB ripple, 30 dB stop band, 650 Hz, at 8 kHz; two second-order sections.
struct DialToneFilter: Sendable {
  private var a1: Float = 0, a2: Float = 0, b1: Float = 0, b2: Float = 0

  @inline(__always) mutating func callAsFunction(_ x: Float) -> Float {
    let y = 0.569018350 * x + a1
    a1 = a2 - 1.122220103 * x + 1.131932619 * y
    a2 = 0.569018350 * x - 0.414087750 * y
    let z = y + b1
    b1 = b2 - 1.876682984 * y + 1.671955953 * z
    b2 = y - 0.890554927 * z
    return z
  }
}

/// A low-pass that keeps the DTMF band and takes out what lies above it (2.3 kHz, 4 dB down, to 4 kHz).
///
/// Elliptic, second order, 0.3 dB ripple, 12 dB stop band, 1720 Hz, at 8 kHz.
struct HissFilter: Sendable {
  private var a1: Float = 0, a2: Float = 0

  @inline(__always) mutating func callAsFunction(_ x: Float) -> Float {
    let y = 0.435636653 * x + a1
    a1 = a2 + 0.578167061 * x - 0.166749931 * y
    a2 = 0.435636653 * x - 0.333626912 * y
    return y
  }
  /// The gain in power at a frequency, in turns a sample.
  static func gain(_ frequency: Float) -> Float {
    let (c, s) = (cosine(2 * .pi * frequency), sine(2 * .pi * frequency))
    let (c2, s2) = (c * c - s * s, 2 * s * c)
    let top = SIMD2(0.435636653 * (1 + c2) + 0.578167061 * c, -0.435636653 * s2 - 0.578167061 * s)
    let bottom = SIMD2(1 + 0.166749931 * c + 0.333626912 * c2, -0.166749931 * s - 0.333626912 * s2)
    return (top * top).sum() / (bottom * bottom).sum()
  }
}
