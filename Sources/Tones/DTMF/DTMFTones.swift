/// The frequencies of the DTMF digits (ITU-T Q.23), in Hz.
public enum DTMFTones {
  /// Rows `1`, `4`, `7`, `*`.
  public static let low: [Double] = [697, 770, 852, 941]
  /// Columns `1`, `2`, `3`, `A`.
  public static let high: [Double] = [1209, 1336, 1477, 1633]

  /// The row and the column of a key, 0…3 each.
  public static func place(of key: Key) -> (row: Int, column: Int) {
    switch key {
    case .zero: (3, 1)
    case .star: (3, 0)
    case .hash: (3, 2)
    case .a, .b, .c, .d: (Int(key.rawValue - Key.a.rawValue), 3)
    default: (Int(key.rawValue - 1) / 3, Int(key.rawValue - 1) % 3)
    }
  }
  /// The key at a row and a column, both taken modulo 4.
  public static func key(row: Int, column: Int) -> Key {
    switch (row & 3, column & 3) {
    case (let row, 3): Key(rawValue: Key.a.rawValue + UInt8(row)) ?? .a
    case (3, 0): .star
    case (3, 1): .zero
    case (3, _): .hash
    case (let row, let column): Key(rawValue: UInt8(row * 3 + column + 1)) ?? .zero
    }
  }
  /// The two frequencies of a key, in Hz.
  public static func frequencies(of key: Key) -> (low: Double, high: Double) {
    let place = place(of: key)
    return (low[place.row], high[place.column])
  }
}
