/// Tables of the eight DTMF frequencies, low group first.
enum DTMFTable {
  /// Turns a sample.
  static let frequencies = (DTMFTones.low + DTMFTones.high).map { Float($0 / Double(Telephony.sampleRate)) }
  static let cosines = table { cosine(2 * .pi * $0) }
  static let sines = table { sine(2 * .pi * $0) }
  /// Of the Goertzel filters.
  static let coefficients = 2 * cosines
  /// What a frequency turns by in a block, and in the window of 12 blocks.
  static let turnRe = table { cosine(2 * .pi * $0 * Float(ToneBlocks.length)) }
  static let turnIm = table { sine(2 * .pi * $0 * Float(ToneBlocks.length)) }
  static let windowTurnRe = table { cosine(2 * .pi * $0 * Float(12 * ToneBlocks.length)) }
  static let windowTurnIm = table { sine(2 * .pi * $0 * Float(12 * ToneBlocks.length)) }
  /// The Hann window over 8 blocks.
  static let hann: SIMD8<Float> = {
    var w = SIMD8<Float>()
    for k in 0..<8 { w[k] = 0.5 - 0.5 * cosine(2 * .pi * (Float(k) + 0.5) / 8) }
    return w
  }()
  /// The inner product of each row's tone with each column's over one block, in the Goertzel filters' phase.
  static let kernel: [SIMD2<Float>] = (0..<16).map { i in
    let difference = frequencies[4 + i % 4] - frequencies[i / 4]
    return (0..<ToneBlocks.length).reduce(into: .zero) { sum, n in
      let turn = 2 * .pi * difference * Float(n - (ToneBlocks.length - 1))
      sum += SIMD2(cosine(turn), sine(turn))
    }
  }
  static let hissGain = table { HissFilter.gain($0) }

  static func table(_ value: (Float) -> Float) -> SIMD8<Float> {
    var table = SIMD8<Float>()
    for (i, f) in frequencies.enumerated() { table[i] = value(f) }
    return table
  }
}
