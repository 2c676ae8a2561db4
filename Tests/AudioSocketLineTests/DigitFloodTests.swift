import Chronology
import Engine
import Foundation
import Media
import Testing

@testable import AudioSocketLine

@Suite struct `Digits as messages` {
  @Test func `are a flood when nobody can press them so fast, and end that call`() throws {
    let inbox = Inbox(News())
    let loop = MediaLoop(clock: { inbox.now })
    loop.stop()
    let switchboard = Switchboard()
    let line = try AudioSocketLine(
      AudioSocketLine.Settings(
        name: "trunk", address: "127.0.0.1:0", idsDigits: false, flow: "main", connections: 10),
      AudioSocketLine.House(
        inbox: inbox, voice: NoVoice(), sounds: SoundStore(), loop: loop, switchboard: switchboard))
    var ends: [Int32] = [-1, -1]
    try #require(
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &ends) == 0)
    defer { close(ends[0]) }
    let connection = BridgeConnection(
      ends[1], of: line, leg: MediaLeg(voice: NoVoice(), sounds: SoundStore(), switchboard: switchboard),
      at: inbox.now)
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { scratch.deallocate() }
    func send(_ bytes: [UInt8], at instant: Instant) -> Bool {
      _ = write(ends[0], bytes, bytes.count)
      return connection.receive(at: instant, scratch: scratch)
    }
    let digit: [UInt8] = [0x03, 0x00, 0x01, 0x31]
    let digits = { (count: Int) in (0..<count).flatMap { _ in digit } }
    let start = inbox.now
    #expect(send([0x01, 0x00, 0x10] + (0..<16), at: start))
    let call = try #require(inbox.call(0))
    // What was held up for some seconds, and then the same again.
    #expect(send(digits(50), at: start + .seconds(1)))
    #expect(send(digits(50), at: start + .seconds(2)))
    #expect(inbox.keys(of: call).count == 100 && line.statistics[.digitFlood] == 0)
    #expect(!send(digits(2000), at: start + .seconds(4)))
    #expect(inbox.keys(of: call).count == 150 && line.statistics[.digitFlood] == 1)
    let lost = inbox.events(of: call).filter { if case .lost = $0 { true } else { false } }
    #expect(lost.count == 1 && line.callsNow == 0)
  }
}
