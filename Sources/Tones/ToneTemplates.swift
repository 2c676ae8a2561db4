/// The eight DTMF frequencies over the ten samples (4 kHz) of a block, folded around its middle: cosines for
/// what two samples at the same distance from it have in common, sines for what they differ by.
///
/// Twice as large, since ten samples stand for twenty, and made up for what the filters take. Written out for
/// the same reason as `DTMFTable`.
enum ToneTemplates {
  static var cosine0: SIMD8<Float> {
    SIMD8(
      0.45674178, 1.4621273, 2.0785272, 1.9261839,
      -1.1909463, -1.8495816, -1.0085, 1.1061153)
  }
  static var cosine1: SIMD8<Float> {
    SIMD8(
      -1.6550573, -1.0102228, -0.060816977, 0.91851264,
      1.7445426, 0.901369, -0.50334376, -1.9164492)
  }
  static var cosine2: SIMD8<Float> {
    SIMD8(
      -1.973384, -2.1763039, -2.1065502, -1.7561775,
      0.06595744, 0.9416809, 1.6941592, 2.1073303)
  }
  static var cosine3: SIMD8<Float> {
    SIMD8(
      -0.15328951, -0.52831465, -0.9098369, -1.2435614,
      -1.787076, -1.8498738, -1.8044546, -1.6170602)
  }
  static var cosine4: SIMD8<Float> {
    SIMD8(
      1.8329144, 1.8028121, 1.6873168, 1.5260084,
      1.0864596, 0.9215977, 0.7638845, 0.60410863)
  }
  static var sine0: SIMD8<Float> {
    SIMD8(
      -2.097445, -1.6324311, -0.5546074, 0.74344563,
      1.4373069, -0.03486792, -1.6255935, -1.8145994)
  }
  static var sine1: SIMD8<Float> {
    SIMD8(
      -1.3669944, -1.9447616, -2.1503873, -1.8491161,
      0.6639093, 1.6154572, 1.8456087, 0.91841424)
  }
  static var sine2: SIMD8<Float> {
    SIMD8(
      0.8447744, 0.25758255, -0.4362456, -1.0856962,
      -1.8654367, -1.5922955, -0.8885107, 0.27462947)
  }
  static var sine3: SIMD8<Float> {
    SIMD8(
      2.141119, 2.1268594, 1.9493746, 1.648166,
      0.5390396, -0.011623252, -0.6352718, -1.3789048)
  }
  static var sine4: SIMD8<Float> {
    SIMD8(
      1.1172794, 1.2460002, 1.3344762, 1.3907531,
      1.5178306, 1.604003, 1.7538835, 2.0374775)
  }

  /// The correlation of ten samples with each frequency as it is in their middle.
  @inline(__always)
  static func correlate(_ samples: inout InlineArray<80, Float>, from start: Int) -> (
    re: SIMD8<Float>, im: SIMD8<Float>
  ) {
    @inline(__always) func even(_ i: Int) -> SIMD8<Float> {
      SIMD8(repeating: samples[unchecked: start &+ i] + samples[unchecked: start &+ 9 &- i])
    }
    @inline(__always) func odd(_ i: Int) -> SIMD8<Float> {
      SIMD8(repeating: samples[unchecked: start &+ i] - samples[unchecked: start &+ 9 &- i])
    }
    let re =
      (cosine0 * even(0) + cosine1 * even(1))
      + (cosine2 * even(2) + cosine3 * even(3))
      + cosine4 * even(4)
    let im =
      (sine0 * odd(0) + sine1 * odd(1)) + (sine2 * odd(2) + sine3 * odd(3))
      + sine4 * odd(4)
    return (re, im)
  }
}
