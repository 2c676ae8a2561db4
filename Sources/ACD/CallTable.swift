/// Which slot a call has. Open addressing with a multiplied key: ids are the engine's own, so nobody can
/// choose them to collide, and every event of a call begins with this question.
public struct CallTable: Sendable {
  private struct Place: Sendable {
    var call: UInt64
    /// -1: free.
    var slot: Int32
  }
  private var places = [Place](repeating: Place(call: 0, slot: -1), count: 64)
  public private(set) var count = 0
  public init() {}

  public subscript(call: CallID) -> Int32? {
    get {
      let place = find(call.number)
      return places[place].slot >= 0 ? places[place].slot : nil
    }
    set {
      if let newValue { set(call.number, newValue) } else { remove(call.number) }
    }
  }

  /// In no order that means anything.
  public var calls: [CallID] { places.compactMap { $0.slot >= 0 ? CallID($0.call) : nil } }

  /// Where the call is, or where it would be.
  private func find(_ call: UInt64) -> Int {
    var place = home(call)
    while places[place].slot >= 0, places[place].call != call { place = (place + 1) & (places.count - 1) }
    return place
  }
  private func home(_ call: UInt64) -> Int {
    Int(truncatingIfNeeded: (call &* 0x9E37_79B9_7F4A_7C15) >> 32) & (places.count - 1)
  }

  private mutating func set(_ call: UInt64, _ slot: Int32) {
    if count * 2 >= places.count { grow() }
    let place = find(call)
    if places[place].slot < 0 { count += 1 }
    places[place] = Place(call: call, slot: slot)
  }

  /// Moves later ones of the same run up, so that no gap hides them.
  private mutating func remove(_ call: UInt64) {
    var gap = find(call)
    guard places[gap].slot >= 0 else { return }
    count -= 1
    let mask = places.count - 1
    var next = (gap + 1) & mask
    while places[next].slot >= 0 {
      let home = home(places[next].call)
      // Whether its home is not between the gap and itself.
      if (next - home) & mask >= (next - gap) & mask {
        places[gap] = places[next]
        gap = next
      }
      next = (next + 1) & mask
    }
    places[gap].slot = -1
  }

  private mutating func grow() {
    let old = places
    places = [Place](repeating: Place(call: 0, slot: -1), count: old.count * 2)
    for place in old where place.slot >= 0 { places[find(place.call)] = place }
  }
}
