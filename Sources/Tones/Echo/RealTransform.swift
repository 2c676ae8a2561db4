/// Four real Fourier transforms at a time, a SIMD lane each; in place of its own scratch, no allocation.
///
/// A transform of `2 · half` real values is one of `half` complex values (evens and odds) and a step that
/// unpacks them; radix 2, decimation in time, the first two stages as one.
struct RealTransform: Sendable {
  typealias Lanes = SIMD4<Float>
  /// Half the number of real values; the spectrum has one bin more. A power of two, at least 8.
  let half: Int
  private var re: [Lanes], im: [Lanes]
  private let tables: TransformTables

  init(half: Int) {
    self.half = half
    re = [Lanes](repeating: .zero, count: half)
    im = re
    tables = TransformTables(half: half)
  }

  /// - Parameters:
  ///   - time: `2 · half` values.
  ///   - spectrumRe, spectrumIm: `half + 1` bins, from direct current to the Nyquist frequency.
  mutating func forward(_ time: [Lanes], re spectrumRe: inout [Lanes], im spectrumIm: inout [Lanes]) {
    guard time.count >= 2 * half, spectrumRe.count > half, spectrumIm.count > half else { return }
    tables.forward(time.span, &re, &im, &spectrumRe, &spectrumIm)
  }

  /// The reverse of `forward`.
  mutating func inverse(re spectrumRe: [Lanes], im spectrumIm: [Lanes], _ time: inout [Lanes]) {
    guard time.count >= 2 * half, spectrumRe.count > half, spectrumIm.count > half else { return }
    tables.inverse(spectrumRe.span, spectrumIm.span, &re, &im, &time)
  }
}

/// The constants of a transform, and its steps.
private struct TransformTables: Sendable {
  typealias Lanes = SIMD4<Float>
  let half: Int
  /// Where a complex value of the input goes: its index with the bits reversed.
  private let places: [Int32]
  /// e^(−2πik / length), one stage after another: of length 8, 16 … `half`.
  private let turnRe: [Float], turnIm: [Float]
  /// e^(−2πik / 2 half).
  private let unpackRe: [Float], unpackIm: [Float]

  init(half: Int) {
    self.half = half
    let bits = half.trailingZeroBitCount
    places = (0..<half).map { n in (0..<bits).reduce(0) { $0 | Int32((n >> $1) & 1) << Int32(bits - 1 - $1) }
    }
    var turns: [Double] = []
    var length = 8
    while length <= half {
      for k in 0..<(length / 2) { turns.append(-2 * .pi * Double(k) / Double(length)) }
      length *= 2
    }
    turnRe = turns.map { Float(cosine($0)) }
    turnIm = turns.map { Float(sine($0)) }
    let unpack = (0...half).map { -.pi * Double($0) / Double(half) }
    unpackRe = unpack.map { Float(cosine($0)) }
    unpackIm = unpack.map { Float(sine($0)) }
  }

  func forward(
    _ time: Span<Lanes>, _ workRe: inout [Lanes], _ workIm: inout [Lanes],
    _ outRe: inout [Lanes], _ outIm: inout [Lanes]
  ) {
    var re = workRe.mutableSpan, im = workIm.mutableSpan
    var spectrumRe = outRe.mutableSpan, spectrumIm = outIm.mutableSpan
    let places = places.span
    for n in 0..<half {
      let place = Int(places[unchecked: n])
      re[unchecked: place] = time[unchecked: 2 * n]
      im[unchecked: place] = time[unchecked: 2 * n + 1]
    }
    butterflies(&re, &im)
    let cosines = unpackRe.span, sines = unpackIm.span
    for k in 0...(half / 2) {
      let a = k & (half - 1), b = (half - k) & (half - 1)
      let (aRe, aIm, bRe, bIm) = (re[unchecked: a], im[unchecked: a], re[unchecked: b], im[unchecked: b])
      let (evenRe, evenIm) = (0.5 * (aRe + bRe), 0.5 * (aIm - bIm))
      let (oddRe, oddIm) = (0.5 * (aIm + bIm), 0.5 * (bRe - aRe))
      let (c, s) = (cosines[unchecked: k], sines[unchecked: k])
      let (turnedRe, turnedIm) = (oddRe * c - oddIm * s, oddRe * s + oddIm * c)
      spectrumRe[unchecked: k] = evenRe + turnedRe
      spectrumIm[unchecked: k] = evenIm + turnedIm
      spectrumRe[unchecked: half - k] = evenRe - turnedRe
      spectrumIm[unchecked: half - k] = turnedIm - evenIm
    }
  }

  func inverse(
    _ spectrumRe: Span<Lanes>, _ spectrumIm: Span<Lanes>, _ workRe: inout [Lanes], _ workIm: inout [Lanes],
    _ out: inout [Lanes]
  ) {
    var re = workRe.mutableSpan, im = workIm.mutableSpan, time = out.mutableSpan
    let places = places.span
    let cosines = unpackRe.span, sines = unpackIm.span
    let scale = 0.5 / Float(half)
    for k in 0..<half {
      let (aRe, aIm) = (spectrumRe[unchecked: k], spectrumIm[unchecked: k])
      let (bRe, bIm) = (spectrumRe[unchecked: half - k], spectrumIm[unchecked: half - k])
      let (evenRe, evenIm) = (aRe + bRe, aIm - bIm)
      let (oddRe, oddIm) = (aRe - bRe, aIm + bIm)
      let (c, s) = (cosines[unchecked: k], sines[unchecked: k])
      let (turnedRe, turnedIm) = (oddRe * c + oddIm * s, oddIm * c - oddRe * s)
      let place = Int(places[unchecked: k])
      // The inverse transform is the forward one with real and imaginary parts exchanged.
      im[unchecked: place] = scale * (evenRe - turnedIm)
      re[unchecked: place] = scale * (evenIm + turnedRe)
    }
    butterflies(&re, &im)
    for n in 0..<half {
      time[unchecked: 2 * n] = im[unchecked: n]
      time[unchecked: 2 * n + 1] = re[unchecked: n]
    }
  }

  private func butterflies(_ re: inout MutableSpan<Lanes>, _ im: inout MutableSpan<Lanes>) {
    let turnRe = turnRe.span, turnIm = turnIm.span
    let count = re.count
    var i = 0
    while i < count {
      let (aRe, bRe) = (re[unchecked: i] + re[unchecked: i + 1], re[unchecked: i] - re[unchecked: i + 1])
      let (aIm, bIm) = (im[unchecked: i] + im[unchecked: i + 1], im[unchecked: i] - im[unchecked: i + 1])
      let (cRe, dRe) = (
        re[unchecked: i + 2] + re[unchecked: i + 3], re[unchecked: i + 2] - re[unchecked: i + 3]
      )
      let (cIm, dIm) = (
        im[unchecked: i + 2] + im[unchecked: i + 3], im[unchecked: i + 2] - im[unchecked: i + 3]
      )
      (re[unchecked: i], im[unchecked: i]) = (aRe + cRe, aIm + cIm)
      (re[unchecked: i + 1], im[unchecked: i + 1]) = (bRe + dIm, bIm - dRe)
      (re[unchecked: i + 2], im[unchecked: i + 2]) = (aRe - cRe, aIm - cIm)
      (re[unchecked: i + 3], im[unchecked: i + 3]) = (bRe - dIm, bIm + dRe)
      i += 4
    }
    var length = 8, table = 0
    while length <= count {
      let half = length / 2
      var start = 0
      while start < count {
        for k in 0..<half {
          let (c, s) = (turnRe[unchecked: table + k], turnIm[unchecked: table + k])
          let a = start + k, b = a + half
          let (bRe, bIm) = (re[unchecked: b], im[unchecked: b])
          let (tRe, tIm) = (bRe * c - bIm * s, bRe * s + bIm * c)
          let (aRe, aIm) = (re[unchecked: a], im[unchecked: a])
          re[unchecked: a] = aRe + tRe
          im[unchecked: a] = aIm + tIm
          re[unchecked: b] = aRe - tRe
          im[unchecked: b] = aIm - tIm
        }
        start += length
      }
      table += half
      length *= 2
    }
  }
}
