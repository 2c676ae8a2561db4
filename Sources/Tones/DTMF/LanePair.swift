/// A row, 0…3, and a column, 4…7.
struct LanePair: Sendable, Equatable {
  var low: Int, high: Int

  init(low: Int, high: Int) {
    self.low = low
    self.high = high
  }
  @inline(__always) init(strongestOf power: InlineArray<8, Float>) {
    @inline(__always) func strongest(_ i: Int) -> Int {
      let (x, y, z, w) = (
        power[unchecked: i], power[unchecked: i &+ 1], power[unchecked: i &+ 2], power[unchecked: i &+ 3]
      )
      return i &+ (max(z, w) > max(x, y) ? (w > z ? 3 : 2) : y > x ? 1 : 0)
    }
    (low, high) = (strongest(0), strongest(4))
  }
}
