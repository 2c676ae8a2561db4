import ACD
import Chronology
import Engine
import Foundation
import Media
import Session
import Testing
import Tones

@testable import SoundCardLine

/// On the devices of `scripts/soundline`, which runs these by themselves: they measure.
@Suite(
  .serialized,
  .enabled(
    if: ProcessInfo.processInfo.environment["IVR_SOUND_LINE"] == "1",
    "in real time, by themselves: scripts/soundline test"))
struct `A line on a sound server, measured` {
  static let keys = 20

  @Test func `is silent soon after a key, beside what the devices hold`() throws {
    let loop = try LoopTest.run(.init(playback: "loop0"))
    let delays = loop.echoes.map(\.delay).sorted()
    try #require(delays.count == 5)
    let held = delays[2]

    let inbox = Inbox()
    var random = SystemRandomNumberGenerator()
    let noise = (0..<80_000).map { _ in Int16.random(in: 1...900, using: &random) }
    let house = SoundCardLine.House(
      inbox: inbox, voice: NoVoice(), sounds: SoundStore(clips: ["noise.wav": Sound(noise)]),
      switchboard: Switchboard(), say: { _ in })
    let line = SoundCardLine(.init(name: "desk", device: .init(playback: "line0"), flow: "main"), house)
    defer { line.closeAndWait() }
    try inbox.wait(for: "the device") { line.status.stage == .idle }
    let call = try line.answer()
    defer { line.hangUp(call) }

    RealTime.begin(handingOn: true)
    var caller = try DevicePair(playback: "caller0", capture: "caller0", prefill: 3)
    let tone = ToneGenerator.samples(of: .dtmf([.five], milliseconds: 100, pause: 0))
    var (frame, position) = ([Int16](repeating: 0, count: 160), 0)
    var saying: [Int16] = []
    /// A frame each way; what was heard begins at `position`, as does what is said next.
    func exchange() throws {
      try caller.read(into: &frame)
      let said = Array(saying.prefix(160))
      saying.removeFirst(said.count)
      try caller.write(said + [Int16](repeating: 0, count: 160 - said.count))
      position += 160
    }
    var times: [Duration] = []
    for key in 1...Self.keys {
      line.play(
        PlaybackID(UInt32(key)),
        [Segment(.clip("noise.wav", fallback: nil), gate: .open, voice: VoiceChoice(language: "en"))],
        for: call)
      repeat { try exchange() } while !frame.contains { $0 > 0 } && position < 80_000 * key
      for _ in 0..<Int.random(in: 10...15, using: &random) { try exchange() }
      let phase = Int.random(in: 0..<160, using: &random)
      saying = [Int16](repeating: 0, count: phase) + tone
      // What `exchange` says next is where it hears next.
      let onset = position + phase
      var (last, quiet) = (onset, 0)
      repeat {
        let start = position
        try exchange()
        let heard = frame.lastIndex { $0 > 0 }
        if let heard { last = start + heard }
        quiet = heard == nil ? quiet + 1 : 0
      } while quiet < 10 && position < onset + 8000
      times.append(.microseconds((last - onset) * 125))
    }
    times.sort()
    let buffer = line.status.buffered
    func milliseconds(_ duration: Duration) -> String { "\(duration.milliseconds) ms" }
    let own = times.map { $0 - held * 2 }
    print(
      """
      sound card, barge-in: \(Self.keys) keys, from a tone's onset to the prompt's last sample \
      \(milliseconds(times[Self.keys / 2])) in the middle, \(milliseconds(times[Self.keys - 1])) at most;
      of it twice \(milliseconds(held)) from device to device without us, \(milliseconds(buffer)) of that in \
      the playback buffer: \(milliseconds(own[Self.keys / 2])) ours in the middle, \
      \(milliseconds(own[Self.keys - 1])) at most.
      sound card, round trip: \(Int(loop.own / .microseconds(1))) us ours in the middle, \
      \(Int(loop.ownLongest / .microseconds(1))) us at most, from a frame's arrival until the next is with the device, \
      beside the frame's 20 ms.
      """)
    // One that was never cut would be heard for a second.
    #expect(times[Self.keys - 1] < .seconds(1))
    #expect(own[Self.keys / 2] <= Duration.milliseconds(100) && loop.own <= Duration.milliseconds(20))
  }
}
