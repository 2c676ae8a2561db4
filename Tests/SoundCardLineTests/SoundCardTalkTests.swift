import ACD
import Chronology
import Engine
import Foundation
import Media
import Session
import Synchronization
import Testing
import Tones

@testable import SoundCardLine

/// Takes what a line tells the engine.
private final class Inbox: EngineInbox {
  private let clock = SystemClock()
  private let ids: Mailbox
  private let ended = Mutex<Duration?>(nil)
  init() {
    let clock = clock
    ids = Mailbox(clock: { clock.now })
  }
  var now: Instant { clock.now }
  func makeCallID(at instant: Instant) -> CallID { ids.makeCallID(at: instant) }
  func post(_ input: EngineInput, at instant: Instant) {
    if case .line(_, .recorded(_, let duration)) = input { ended.withLock { $0 = duration } }
  }
  var recorded: Duration? { ended.withLock { $0 } }
}

private final class NoVoice: Voice {
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    answer(.failure(VoiceFault("nobody speaks here")))
  }
}

@Suite struct `A person at a sound card` {
  static func wait(for what: Comment, _ condition: () -> Bool) throws {
    let deadline = Date().addingTimeInterval(30)
    while !condition() {
      try #require(Date() < deadline, what)
      usleep(3000)
    }
  }
  /// How many frames of `sent` are somewhere in `heard`, bit for bit.
  static func found(_ sent: [Int16], in heard: [Int16]) -> Int {
    var starts = Set<[Int16]>()
    for at in stride(from: 0, to: heard.count - 159, by: 160) { starts.insert(Array(heard[at..<(at + 160)])) }
    return stride(from: 0, to: sent.count - 159, by: 160).count {
      starts.contains(Array(sent[$0..<($0 + 160)]))
    }
  }

  @Test func `hears whom he talks with through the device, and both are in the recording`() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/card\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let inbox = Inbox()
    let switchboard = Switchboard()
    let house = SoundCardLine.House(
      inbox: inbox, voice: NoVoice(), sounds: SoundStore(), switchboard: switchboard, say: { _ in })
    // ALSA's own devices: what is played goes to a file, and what comes is no sound worth the name.
    let device = SoundCardLine.Device(playback: "file:FILE=\(folder)/played,FORMAT=raw", capture: "null")
    let line = SoundCardLine(.init(name: "desk", device: device, flow: "main"), house)
    try Self.wait(for: "the device") { line.status.stage == .idle }
    let call = try line.answer()
    line.join(TalkID(1), as: .agent, for: call)
    line.record(.start(path: "\(folder)/call.wav"), for: call)
    try Self.wait(for: "a talk") { switchboard.talksNow == 1 }

    let caller = MediaLeg(voice: NoVoice(), sounds: SoundStore(), switchboard: switchboard)
    caller.talk.join(TalkID(1), as: .caller)
    let sound = (0..<(160 * 150)).map { _ in Int16.random(in: -6000...6000) }
    var due = DispatchTime.now().uptimeNanoseconds
    for n in 0..<150 {
      caller.hear(Array(sound[(160 * n)..<(160 * n + 160)]).span, at: inbox.now) { _ in }
      due += 20_000_000
      let now = DispatchTime.now().uptimeNanoseconds
      // The caller's own clock.
      if due > now { usleep(UInt32((due - now) / 1000)) }
    }
    line.record(.stop, for: call)
    try Self.wait(for: "the recording's end") { inbox.recorded != nil }
    line.hangUp(call)
    try Self.wait(for: "an empty seat") { line.status.stage == .idle }
    line.closeAndWait()
    caller.leave()
    #expect(switchboard.talksNow == 0)

    let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/played")))
    let played = stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
    }
    var (stream, recorded) = (WAVStream(channel: 1), [Int16]())
    try stream.feed([UInt8](try Data(contentsOf: URL(filePath: "\(folder)/call.wav"))), into: &recorded)
    // On a machine that is busy some frames come late.
    #expect(Self.found(sound, in: played) >= 75 && Self.found(sound, in: recorded) >= 75)
  }
}
