import Testing

@testable import Tones

@Suite struct `The echo canceller` {
  /// What is left, block by block.
  static func left(_ played: [Int16], _ heard: [Int16]) -> [Float] {
    var canceller = EchoCanceller()
    var left: [Float] = []
    for at in stride(from: 0, to: heard.count - 19, by: 20) {
      canceller.play(played[at..<(at + 20)].span)
      var block = InlineArray<20, Float>(repeating: 0)
      for i in 0..<20 { block[i] = Float(heard[at + i]) }
      canceller.clean(&block, 20, barred: false)
      for i in 0..<20 { left.append(block[i]) }
    }
    return left
  }
  static func energy(_ samples: some Sequence<Float>) -> Float { samples.reduce(0) { $0 + $1 * $1 } }

  @Test(arguments: [0, 65, 300]) func `takes 15 dB of a voice out within four seconds`(delay: Int) {
    let scene = EchoScene(
      EchoScene.speech(milliseconds: 5000, level: -10, seed: 11), path: EchoScene.hybrid, delay: delay,
      loss: 8)
    let heard = scene.heard
    let left = Self.left(scene.played, heard)
    let before = Self.energy(heard[32_000...].map { Float($0) }), after = Self.energy(left[32_000...])
    #expect(after < 0.032 * before)
  }

  @Test func `is never more than 1 dB louder than the line, whatever happens on it`() {
    var chance = Xorshift(seed: 5)
    // Silence, hums, full-scale squares and noise both ways, with and without an echo.
    var played: [Int16] = [], heard: [Int16] = []
    for part in 0..<12 {
      for i in 0..<2000 {
        let square: Int16 = i / (7 + part) % 2 == 0 ? 32_767 : -32_768
        let noise = Int16(truncatingIfNeeded: chance.next())
        played.append(part % 3 == 0 ? square : part % 3 == 1 ? noise : 0)
        let echo = played.count > 900 ? played[played.count - 900] / 2 : 0
        heard.append(part % 5 == 4 ? square : part % 4 == 3 ? noise / 64 : echo)
      }
    }
    let left = Self.left(played, heard)
    for at in stride(from: 160, to: left.count - 160, by: 160) {
      let (clean, line) = (
        Self.energy(left[at..<(at + 160)]), Self.energy(heard[at..<(at + 160)].map { Float($0) })
      )
      let allowed = 1.26 * max(line, Self.energy(heard[(at - 160)..<at].map { Float($0) })) + 160 * 26
      #expect(clean <= allowed, "at \(at)")
      #expect(clean.isFinite)
    }
  }

  @Test func `takes whole transforms back and forth`() {
    var transform = RealTransform(half: 64)
    var chance = Xorshift(seed: 2)
    let time = (0..<128).map { _ in
      SIMD4<Float>(
        Float(chance.uniform()), Float(chance.uniform()), Float(chance.uniform()), Float(chance.uniform()))
    }
    var re = [SIMD4<Float>](repeating: .zero, count: 65), im = re
    var back = [SIMD4<Float>](repeating: .zero, count: 128)
    transform.forward(time, re: &re, im: &im)
    transform.inverse(re: re, im: im, &back)
    #expect(zip(time, back).allSatisfy { (($0 - $1) * ($0 - $1)).sum() < 1e-8 })
    // One bin against its definition.
    var sum = SIMD4<Float>.zero
    for n in 0..<128 { sum += time[n] * Float(SineTable.cosine(2 * .pi * 5 * Double(n) / 128)) }
    #expect(((sum - re[5]) * (sum - re[5])).sum() < 1e-6)
  }
}
