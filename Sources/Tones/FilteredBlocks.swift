/// Up to eight blocks in a row after the filters, ten samples of 4 kHz each.
struct FilteredBlocks {
  /// Blocks.
  static let capacity = 8
  /// The DTMF band.
  var band = InlineArray<80, Float>(repeating: 0)
  /// Twice what lies above it.
  var above = InlineArray<80, Float>(repeating: 0)
  /// The energy of each block up to the upper end of the DTMF band, with what lies below it.
  var unfiltered = InlineArray<8, Float>(repeating: 0)
  var count = 0
  /// They are nothing but silence.
  var isSilent = false

  /// Keeps the energies that `band` has now, before its lower end is filtered: there it is twice the sound.
  mutating func keepUnfiltered(_ blocks: Int) {
    for i in 0..<blocks {
      unfiltered[i] = 0.5 * Self.energy(&band, i &* (ToneBlocks.length / 2))
    }
  }
  mutating func bandEnergy(from start: Int) -> Float { Self.energy(&band, start) }
  mutating func aboveEnergy(from start: Int) -> Float { Self.energy(&above, start) }

  @inline(__always)
  private static func energy(_ a: inout InlineArray<80, Float>, _ i: Int) -> Float {
    let x = SIMD4(a[unchecked: i], a[unchecked: i &+ 1], a[unchecked: i &+ 2], a[unchecked: i &+ 3])
    let y = SIMD4(
      a[unchecked: i &+ 4], a[unchecked: i &+ 5], a[unchecked: i &+ 6], a[unchecked: i &+ 7])
    let z = SIMD4(a[unchecked: i &+ 8], a[unchecked: i &+ 9], 0, 0)
    let sum = x * x + y * y + z * z
    return (sum[0] + sum[1]) + (sum[2] + sum[3])
  }
}
