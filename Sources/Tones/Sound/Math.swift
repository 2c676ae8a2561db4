// The only import of this module: the C library's mathematics, behind names of our own.
private import Glibc

func sine(_ x: Double) -> Double { Glibc.sin(x) }
func cosine(_ x: Double) -> Double { Glibc.cos(x) }
func sine(_ x: Float) -> Float { Glibc.sinf(x) }
func cosine(_ x: Float) -> Float { Glibc.cosf(x) }
/// The angle of `x + iy`, −π…π.
func angle(_ y: Float, _ x: Float) -> Float { Glibc.atan2f(y, x) }
func log10(_ x: Double) -> Double { Glibc.log10(x) }
func power(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }

extension Int16 {
  /// The nearest sample, limited to what 16 bits hold; 0 for what is no number.
  @inline(__always) init(limiting value: Float) {
    guard value == value else { self = 0; return }
    self = Int16(Swift.max(-32768, Swift.min(32767, value)).rounded(.toNearestOrEven))
  }
}
