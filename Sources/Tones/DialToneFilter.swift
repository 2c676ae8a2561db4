/// A high-pass at 4 kHz that leaves the DTMF band alone and takes out what lies below it: direct current, hum,
/// dial and ringing tones (350…480 Hz, 30 dB and more down), the fundamental of most voices.
///
/// Elliptic, fourth order, 0.3 dB ripple, 30 dB stop band, 650 Hz. A sample at a time it would be one long
/// chain of dependent operations; being linear, it takes four together: what they and the state each add to
/// four outputs and to the next state are the columns of a table.
struct DialToneFilter: Sendable {
  private var state = SIMD4<Float>()

  /// Filters an even number of samples in place.
  @inline(__always)
  mutating func filter(_ samples: inout InlineArray<80, Float>, count: Int) {
    var state = state
    var i = 0
    while i &+ 4 <= count {
      let (s0, s1, s2, s3) = (splat(state[0]), splat(state[1]), splat(state[2]), splat(state[3]))
      let x0 = splat(samples[unchecked: i]), x1 = splat(samples[unchecked: i &+ 1])
      let x2 = splat(samples[unchecked: i &+ 2]), x3 = splat(samples[unchecked: i &+ 3])
      let c = Self.columns
      let y = (c.input0 * x0 + c.input1 * x1) + (c.input2 * x2 + c.input3 * x3)
      let n = (c.next0 * x0 + c.next1 * x1) + (c.next2 * x2 + c.next3 * x3)
      let z = y + ((c.output0 * s0 + c.output1 * s1) + (c.output2 * s2 + c.output3 * s3))
      state = n + ((c.state0 * s0 + c.state1 * s1) + (c.state2 * s2 + c.state3 * s3))
      for k in 0..<4 { samples[unchecked: i &+ k] = z[k] }
      i &+= 4
    }
    if i < count {
      let (s0, s1, s2, s3) = (splat(state[0]), splat(state[1]), splat(state[2]), splat(state[3]))
      let x0 = splat(samples[unchecked: i]), x1 = splat(samples[unchecked: i &+ 1])
      let c = Self.columns
      let z =
        (c.input0 * x0 + c.input1 * x1)
        + ((c.output0 * s0 + c.output1 * s1) + (c.output2 * s2 + c.output3 * s3))
      state =
        (c.nextOfTwo0 * x0 + c.nextOfTwo1 * x1)
        + ((c.stateOfTwo0 * s0 + c.stateOfTwo1 * s1) + (c.stateOfTwo2 * s2 + c.stateOfTwo3 * s3))
      samples[unchecked: i] = z[0]
      samples[unchecked: i &+ 1] = z[1]
    }
    self.state = state
  }
  @inline(__always) private func splat(_ x: Float) -> SIMD4<Float> { SIMD4(repeating: x) }

  /// Of inputs that are twice what they should be, as the half-band filter leaves them.
  private static let columns = Columns(gain: 0.5)

  /// What each input and each part of the state adds to the outputs and to the next state.
  struct Columns: Sendable {
    var input0, input1, input2, input3: SIMD4<Float>
    var output0, output1, output2, output3: SIMD4<Float>
    var next0, next1, next2, next3: SIMD4<Float>
    var state0, state1, state2, state3: SIMD4<Float>
    var nextOfTwo0, nextOfTwo1: SIMD4<Float>
    var stateOfTwo0, stateOfTwo1, stateOfTwo2, stateOfTwo3: SIMD4<Float>

    /// - Parameter gain: what the inputs are multiplied by.
    init(gain: Double) {
      func after(_ state: SIMD4<Double>, _ input: SIMD4<Double>, count: Int) -> (SIMD4<Float>, SIMD4<Float>) {
        var sections = Sections(state: state)
        var y = SIMD4<Double>()
        for i in 0..<count { y[i] = sections.filter(gain * input[i]) }
        return (SIMD4<Float>(y), SIMD4<Float>(sections.state))
      }
      func unit(_ i: Int) -> SIMD4<Double> {
        var unit = SIMD4<Double>()
        unit[i] = 1
        return unit
      }
      (input0, next0) = after(.zero, unit(0), count: 4)
      (input1, next1) = after(.zero, unit(1), count: 4)
      (input2, next2) = after(.zero, unit(2), count: 4)
      (input3, next3) = after(.zero, unit(3), count: 4)
      (output0, state0) = after(unit(0), .zero, count: 4)
      (output1, state1) = after(unit(1), .zero, count: 4)
      (output2, state2) = after(unit(2), .zero, count: 4)
      (output3, state3) = after(unit(3), .zero, count: 4)
      nextOfTwo0 = after(.zero, unit(0), count: 2).1
      nextOfTwo1 = after(.zero, unit(1), count: 2).1
      stateOfTwo0 = after(unit(0), .zero, count: 2).1
      stateOfTwo1 = after(unit(1), .zero, count: 2).1
      stateOfTwo2 = after(unit(2), .zero, count: 2).1
      stateOfTwo3 = after(unit(3), .zero, count: 2).1
    }
  }

  /// The filter as two second-order sections, a sample at a time.
  struct Sections: Sendable {
    var state = SIMD4<Double>()
    private static let gain = 0.32353995
    private static let zero1 = -1.87510268, pole1 = SIMD2(-0.39193198, 0.20921386)
    private static let zero2 = -1.48883814, pole2 = SIMD2(-1.01432884, 0.81355166)

    mutating func filter(_ sample: Double) -> Double {
      let x = Self.gain * sample
      let y = x + state[0]
      state[0] = state[1] + Self.zero1 * x - Self.pole1[0] * y
      state[1] = x - Self.pole1[1] * y
      let z = y + state[2]
      state[2] = state[3] + Self.zero2 * y - Self.pole2[0] * z
      state[3] = y - Self.pole2[1] * z
      return z
    }

    /// The gain in power at a frequency, in turns a sample (of 4 kHz).
    static func power(_ frequency: Double) -> Double {
      let (c, s) = (cosine(2 * .pi * frequency), sine(2 * .pi * frequency))
      let (c2, s2) = (c * c - s * s, 2 * s * c)
      func polynomial(_ one: Double, _ two: Double) -> Double {
        let (re, im) = (1 + one * c + two * c2, one * s + two * s2)
        return re * re + im * im
      }
      return gain * gain * polynomial(zero1, 1) / polynomial(pole1[0], pole1[1])
        * polynomial(zero2, 1) / polynomial(pole2[0], pole2[1])
    }
  }
}
