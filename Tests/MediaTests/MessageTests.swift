import TestSupport
import Chronology
import Engine
import Foundation
import Session
import Testing
import Tones

@testable import Media

@Suite struct `A message on a leg` {
  typealias Pair = `Two legs that talk`
  let folder: TestFolder
  let told = Told()
  let switchboard = Switchboard()
  init() throws { folder = try TestFolder() }

  private func order(_ order: RecordingOrder, _ leg: TestLeg) {
    leg.leg.recording.carryOut(order) { [told] path, duration, _ in told.tell(path, duration) }
  }
  private func run(_ leg: TestLeg, _ sound: [Int16]) {
    for n in 0..<(sound.count / 160) {
      leg.send(Array(sound[(160 * n)..<(160 * n + 160)]), at: n * 20_000 + 8000)
      leg.tick(at: n * 20_000 + 20_000)
    }
  }
  private func samples(_ name: String) throws -> [Int16] {
    let file = try WAVFile(bytes: [UInt8](Data(contentsOf: URL(filePath: folder[name]))))
    #expect(file.channels == 1 && file.sampleRate == 8000)
    return try file.telephone()
  }

  @Test func `holds what the caller says and nothing else, beside a recording of the call`() throws {
    let leg = TestLeg(switchboard, clips: ["prompt.wav": Sound(Pair.noise(16_000, seed: 3))])
    let mine = Pair.noise(160 * 90, seed: 1)
    order(.start(path: folder["call.wav"]), leg)
    order(.message(path: folder["message.wav"]), leg)
    leg.play("prompt.wav")
    run(leg, mine)
    order(.endMessage, leg)
    #expect(try told.next().duration == .milliseconds(1800))
    #expect(try samples("message.wav") == mine)
    leg.leg.leave()
    #expect(try told.next().path == folder["call.wav"])
    #expect(try folder.channels("call.wav").left == mine)
  }

  @Test func `is kept without the silence around what was said, but for half a second`() throws {
    let leg = TestLeg(switchboard)
    let speech = Pair.noise(1600, seed: 1)
    order(.message(path: folder["message.wav"]), leg)
    run(leg, [Int16](repeating: 0, count: 5600) + speech + [Int16](repeating: 0, count: 6400))
    order(.endMessage, leg)
    #expect(try told.next().duration == .milliseconds(1200))
    let kept = try samples("message.wav")
    let pause = [Int16](repeating: 0, count: 4000)
    #expect(zip(kept, pause + speech + pause).enumerated().filter { $1.0 != $1.1 }.map(\.offset) == [])
    order(.message(path: folder["silent.wav"]), leg)
    run(leg, [Int16](repeating: 0, count: 8000))
    order(.endMessage, leg)
    #expect(try told.next().duration == .milliseconds(1000))
  }

  @Test func `has no tone of the key that ends it`() throws {
    let leg = TestLeg(switchboard)
    let speech = Pair.noise(8000, seed: 1)
    let key = ToneGenerator.samples(of: .dtmf([.hash], milliseconds: 100, pause: 0))
    order(.message(path: folder["message.wav"]), leg)
    run(leg, speech + key + [Int16](repeating: 0, count: 1600))
    #expect(leg.keys == [.hash])
    leg.leg.leave()
    _ = try told.next()
    let kept = try samples("message.wav")
    #expect(kept[..<7900].elementsEqual(speech[..<7900]))
    #expect(kept[8000...].allSatisfy { $0 == 0 })
  }

  @Test func `ends with the call, and is played again as it was`() async throws {
    let leg = TestLeg(switchboard)
    let mine = Pair.noise(160 * 60, seed: 1)
    order(.message(path: folder["message.wav"]), leg)
    run(leg, mine)
    leg.leg.leave()
    #expect(try told.next().duration == .milliseconds(1200))
    let path = folder["message.wav"]
    let sound = await withCheckedContinuation { answer in
      MessageFile.read(path) { answer.resume(returning: $0) }
    }
    #expect(sound?.samples == mine)
    let none = await withCheckedContinuation { answer in
      MessageFile.read(path + ".not") { answer.resume(returning: $0) }
    }
    #expect(none == nil)
  }

  @Test func `hears when somebody begins to speak, and when he has ceased`() {
    func speech(_ level: Double, _ milliseconds: Int, seed: UInt64 = 1) -> [Int16] {
      // Noise of that level stands for a voice.
      let noise = Pair.noise(milliseconds * 8, seed: seed)
      let power = noise.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, noise.count))
      let wanted = 32768.0 * 32768 / 2 * exp((level - 3.14) / 10 * log(10))
      return noise.map { Int16(clamping: Int(Double($0) * (wanted / max(1, power)).squareRoot())) }
    }
    func news(_ sound: [Int16]) -> [(isOn: Bool, at: Int)] {
      var watch = VoiceWatch()
      var found: [(Bool, Int)] = []
      for start in stride(from: 0, to: sound.count - 159, by: 160) {
        if let isOn = watch.feed(sound[start..<(start + 160)].span) {
          found.append((isOn, (start + 160) / 8))
        }
      }
      return found
    }
    let silence = [Int16](repeating: 0, count: 8000)
    for level in [-10.0, -20, -30, -38] {
      let heard = news(silence + speech(level, 2000) + silence)
      #expect(heard.map(\.isOn) == [true, false], "at \(level)")
      #expect(heard.map(\.at) == [1100, 3300], "at \(level)")
    }
    // A click, a quiet line and its hum are no voice.
    #expect(news(silence + speech(-10, 60) + silence).isEmpty)
    #expect(news(speech(-55, 5000)).isEmpty)
    #expect(news(silence + silence).isEmpty)
    // Over the noise of a line.
    let line = speech(-48, 4000, seed: 7)
    var mixed = line
    for (i, sample) in speech(-22, 1000).enumerated() {
      mixed[16_000 + i] = Int16(clamping: Int(mixed[16_000 + i]) + Int(sample))
    }
    #expect(news(mixed).map(\.isOn) == [true, false])
  }
}
