import TestSupport
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

@Suite struct `A person at a sound card` {
  /// How many frames of `sent` are somewhere in `heard`, bit for bit.
  static func found(_ sent: [Int16], in heard: [Int16]) -> Int {
    var starts = Set<[Int16]>()
    for at in stride(from: 0, to: heard.count - 159, by: 160) { starts.insert(Array(heard[at..<(at + 160)])) }
    return stride(from: 0, to: sent.count - 159, by: 160).count {
      starts.contains(Array(sent[$0..<($0 + 160)]))
    }
  }

  @Test func `hears whom he talks with through the device, and both are in the recording`() throws {
    let folder = try TestFolder()
    let inbox = Inbox()
    let switchboard = Switchboard()
    let house = SoundCardLine.House(
      inbox: inbox, voice: NoVoice(), sounds: SoundStore(), switchboard: switchboard, say: { _ in })
    // ALSA's own devices: what is played goes to a file, and what comes is no sound worth the name.
    let device = SoundCardLine.Device(playback: "file:FILE=\(folder.path)/played,FORMAT=raw", capture: "null")
    let line = SoundCardLine(.init(name: "desk", device: device, flow: "main"), house)
    try inbox.wait(for: "the device") { line.status.stage == .idle }
    let call = try line.answer()
    line.join(TalkID(1), as: .agent, for: call)
    line.record(.start(path: folder["call.wav"]), for: call)
    try inbox.wait(for: "a talk") { switchboard.talksNow == 1 }

    let caller = MediaLeg(voice: NoVoice(), sounds: SoundStore(), switchboard: switchboard)
    caller.talk.join(TalkID(1), as: .caller)
    let sound = (0..<(160 * 150)).map { _ in Int16.random(in: -6000...6000) }
    let clock = DispatchSemaphore(value: 0)
    var due = DispatchTime.now().uptimeNanoseconds
    func played() throws -> [Int16] {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder["played"])))
      return stride(from: 0, to: bytes.count - 1, by: 2).map {
        Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
      }
    }
    // On a machine that is busy some frames come late; what is heard is said again until enough of it was.
    for n in 0..<6000 {
      if n > 0, n % 150 == 0, Self.found(sound, in: try played()) >= 75 { break }
      let at = n % 150 * 160
      caller.hear(Array(sound[at..<(at + 160)]).span, at: inbox.now) { _ in }
      due += 20_000_000
      // The caller's own clock.
      _ = clock.wait(timeout: DispatchTime(uptimeNanoseconds: due))
    }
    line.record(.stop, for: call)
    try inbox.wait(for: "the recording's end") { inbox.recorded != nil }
    line.hangUp(call)
    try inbox.wait(for: "an empty seat") { line.status.stage == .idle }
    line.closeAndWait()
    caller.leave()
    #expect(switchboard.talksNow == 0)

    var (stream, recorded) = (WAVStream(channel: 1), [Int16]())
    try stream.feed([UInt8](try Data(contentsOf: URL(filePath: folder["call.wav"]))), into: &recorded)
    #expect(Self.found(sound, in: try played()) >= 75 && Self.found(sound, in: recorded) >= 75)
  }
}
