/// Tables of the eight DTMF frequencies, low group first.
enum DTMFTable {
  /// Turns a sample of 8 kHz.
  static let frequencies = (DTMFTones.low + DTMFTones.high).map { Float($0 / Double(Telephony.sampleRate)) }
  /// What a frequency turns by in a block, and in the window of 12 blocks, and a block more.
  static let turnRe = table { cosine(2 * .pi * $0 * Float(ToneBlocks.length)) }
  static let turnIm = table { sine(2 * .pi * $0 * Float(ToneBlocks.length)) }
  static let turn = turns(blocks: 1)
  static let windowTurn = turns(blocks: 12)
  private static func turns(blocks: Int) -> InlineArray<8, SIMD2<Float>> {
    InlineArray { lane in
      let turn = 2 * .pi * frequencies[lane] * Float(blocks * ToneBlocks.length)
      return SIMD2(cosine(turn), sine(turn))
    }
  }
  /// The Hann window over 8 blocks.
  static let hann: SIMD8<Float> = {
    var w = SIMD8<Float>()
    for k in 0..<8 { w[k] = 0.5 - 0.5 * cosine(2 * .pi * (Float(k) + 0.5) / 8) }
    return w
  }()
  /// The inner product of each row's tone with each column's over one block, both in phase in its middle.
  static let kernel: [Float] = (0..<16).map { blockSum(frequencies[4 + $0 % 4] - frequencies[$0 / 4]) }
  /// The same of any two, one of them turning backwards.
  static let imageKernel: [Float] = (0..<64).map { blockSum(frequencies[$0 % 8] + frequencies[$0 / 8]) }

  /// A turning vector summed over a block's ten samples, twice, with its phase counted from the middle.
  private static func blockSum(_ frequency: Float) -> Float {
    (0..<5).reduce(0) { $0 + 4 * cosine(2 * .pi * frequency * Float(2 * $1 + 1)) }
  }
  /// What the filters leave of a tone, in power.
  static let gain = table { Float(DTMFFrontEnd.gain(Double($0))) }
  /// What the half-band filter alone leaves of it.
  static let halfGain = table {
    let gain = HalfBand.gain(Double($0))
    return Float(gain * gain)
  }

  static func table(_ value: (Float) -> Float) -> SIMD8<Float> {
    var table = SIMD8<Float>()
    for (i, f) in frequencies.enumerated() { table[i] = value(f) }
    return table
  }
}
