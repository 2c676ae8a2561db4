/// The energies of one or more blocks.
struct BlockEnergy: Sendable {
  /// Without what lies below the DTMF band; in that; up to its upper end, with what lies below.
  var all: Float = 0, inBand: Float = 0, toItsEnd: Float = 0

  @inline(__always) static func + (a: Self, b: Self) -> Self {
    Self(all: a.all + b.all, inBand: a.inBand + b.inBand, toItsEnd: a.toItsEnd + b.toItsEnd)
  }
}
