/// A complex number: a tone's amplitude and phase, or what it turns by. Two plain numbers are faster here than a
/// vector of two.
struct Phasor: Sendable, Equatable {
  var x: Float = 0, y: Float = 0

  @inline(__always) init() {}
  @inline(__always) init(_ x: Float, _ y: Float) {
    self.x = x
    self.y = y
  }
  /// The vector of length 1 with that angle.
  init(angle: Float) { self.init(cosine(angle), sine(angle)) }

  @inline(__always) var squaredLength: Float { x * x + y * y }
  @inline(__always) var squared: Self { times(self) }
  @inline(__always) func times(_ o: Self) -> Self { Self(x * o.x - y * o.y, x * o.y + y * o.x) }
  /// Its conjugate, times the other.
  @inline(__always) func conjugateTimes(_ o: Self) -> Self { Self(x * o.x + y * o.y, x * o.y - y * o.x) }

  @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.x + b.x, a.y + b.y) }
  @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.x - b.x, a.y - b.y) }
  @inline(__always) static func * (a: Self, b: Float) -> Self { Self(a.x * b, a.y * b) }
  @inline(__always) static func * (a: Float, b: Self) -> Self { b * a }
  @inline(__always) static func / (a: Self, b: Float) -> Self { Self(a.x / b, a.y / b) }
  @inline(__always) static func += (a: inout Self, b: Self) { a = a + b }
}
