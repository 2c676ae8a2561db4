import ACD
import Chronology
import Engine
import Foundation
import Media
import Session
import Synchronization
import Testing
import Tones

@testable import AudioSocketLine

@Suite struct `A peer that names its call and is gone at once` {
  /// Keeps what a line tells the engine, and when.
  private final class Inbox: EngineInbox {
    private let ids = Mailbox(clock: { Instant(microseconds: 0) })
    let told = Mutex<[(input: EngineInput, at: Instant)]>([])
    var now: Instant { Instant(microseconds: 0) }
    func makeCallID(at instant: Instant) -> CallID { ids.makeCallID(at: instant) }
    func post(_ input: EngineInput, at instant: Instant) { told.withLock { $0.append((input, instant)) } }
  }
  private final class NoVoice: Voice {
    func render(
      _ text: String, as voice: VoiceChoice, keep: Bool,
      answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
    ) {
      answer(.failure(VoiceFault("nobody speaks here")))
    }
  }

  @Test func `has arrived before it has hung up, also for a frame that was due before`() throws {
    let inbox = Inbox()
    let switchboard = Switchboard()
    let line = try AudioSocketLine(
      .init(name: "trunk", address: "127.0.0.1:0", idsDigits: false, flow: nil, connections: 4),
      .init(
        inbox: inbox, voice: NoVoice(), sounds: SoundStore(), loop: MediaLoop(clock: { inbox.now }),
        switchboard: switchboard))
    defer { line.stopListening() }
    var ends: [Int32] = [0, 0]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    let start = Instant(milliseconds: 1000)
    let leg = MediaLeg(voice: NoVoice(), sounds: SoundStore(), switchboard: switchboard)
    let connection = BridgeConnection(ends[0], of: line, leg: leg, at: start)
    let name: [UInt8] = [0x01, 0x00, 0x10] + (0..<16).map { UInt8($0) }
    try #require(send(ends[1], name, name.count, Int32(MSG_NOSIGNAL)) == name.count)
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)
    defer { scratch.deallocate() }
    let named = start + .milliseconds(15)
    #expect(connection.receive(at: named, scratch: scratch))
    // Gone without a word: the next write finds the connection broken.
    close(ends[1])
    var due = start + .milliseconds(10)
    var ticks = 0
    while connection.tick(at: due), ticks < 10 {
      due += .microseconds(1)
      ticks += 1
    }
    let told = inbox.told.withLock { $0 }
    let arrival = told.first { if case .arrival = $0.input { true } else { false } }
    let end = told.last { if case .line(_, .hungUp) = $0.input { true } else { false } }
    #expect(arrival?.at == named)
    #expect(end != nil && end?.at ?? start >= named)
  }
}
