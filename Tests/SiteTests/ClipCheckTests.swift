import Foundation
import Site
import Testing
import Tones

@Suite struct `A recorded clip` {
  /// A tone of some seconds with silence around it.
  private func clip(
    dBm0: Double, seconds: Double = 1, before: Double = 0.1, after: Double = 0.1, rate: Int = 8000
  )
    -> WAVFile
  {
    let peak = Level.sinePeak(dBm0: dBm0)
    let tone = (0..<Int(seconds * Double(rate))).map { i in
      Int16(max(-32768, min(32767, peak * sin(2 * Double.pi * 440 * Double(i) / Double(rate)))))
    }
    func silence(_ seconds: Double) -> [Int16] { Array(repeating: 0, count: Int(seconds * Double(rate))) }
    return WAVFile(samples: silence(before) + tone + silence(after), sampleRate: rate)
  }

  @Test(arguments: [8000, 16000, 44100, 48000])
  func `at speech's level has no findings`(rate: Int) {
    let check = ClipCheck(clip(dBm0: -16, rate: rate))
    #expect(check.findings == [])
    #expect(abs(check.levelDBm0 + 16) < 0.5)
    #expect(
      abs(
        Double(check.duration.components.attoseconds) / 1e18 + Double(check.duration.components.seconds) - 1.2
      ) < 0.01)
  }

  @Test func `that is soft, loud, clipped, silent or badly cut says so`() {
    func first(_ wav: WAVFile) -> String { ClipCheck(wav).findings.first ?? "" }
    #expect(
      first(clip(dBm0: -40)).hasPrefix("it is soft (-40."))
    #expect(first(clip(dBm0: -3)).hasPrefix("it is loud (-3.0 dBm0"))
    #expect(ClipCheck(clip(dBm0: 9)).findings.contains { $0.hasPrefix("it is clipped in ") })
    #expect(first(clip(dBm0: -16, before: 1.5)).hasPrefix("1.5 s of silence stand before it"))
    #expect(first(clip(dBm0: -16, after: 3)).hasPrefix("3.0 s of silence stand behind it"))
    #expect(first(clip(dBm0: -16, rate: 6000)).hasPrefix("its rate of 6000 Hz"))
    let nothing = ClipCheck(WAVFile(samples: Array(repeating: 1, count: 8000)))
    #expect(nothing.isSilent && nothing.findings == ["nothing sounds in it: record it again"])
    #expect(ClipCheck(WAVFile(samples: [])).isSilent)
  }

  @Test func `in 8-bit codings is clipped at their own limit`() throws {
    var bytes = WAVFile.bytes([])
    let loud = clip(dBm0: 9).samples.map { G711.muLaw.encode($0) }
    func put(_ value: Int, _ count: Int, at offset: Int) {
      for i in 0..<count { bytes[offset + i] = UInt8(value >> (8 * i) & 255) }
    }
    put(7, 2, at: 20)
    put(8000, 4, at: 28)
    put(1, 2, at: 32)
    put(8, 2, at: 34)
    put(loud.count, 4, at: 40)
    put(loud.count + 36, 4, at: 4)
    let check = ClipCheck(try WAVFile(bytes: bytes + loud))
    #expect(check.findings.contains { $0.hasPrefix("it is clipped in ") }, "\(check.findings)")
  }
}
