import Chronology
import Engine
import Foundation
import Media
import Testing

@testable import AudioSocketLine

/// A connection driven by hand: the bridge's loop is not asked for its turn.
@Suite struct `A peer that has named no call yet` {
  let inbox = Inbox(News())
  let line: AudioSocketLine
  let peer: Int32
  private let connection: BridgeConnection
  private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

  init() throws {
    let inbox = inbox
    let loop = MediaLoop(clock: { inbox.now })
    loop.stop()
    let switchboard = Switchboard()
    line = try AudioSocketLine(
      AudioSocketLine.Settings(
        name: "trunk", address: "127.0.0.1:0", idsDigits: false, flow: "main", connections: 10),
      AudioSocketLine.House(
        inbox: inbox, voice: NoVoice(), sounds: SoundStore(), loop: loop, switchboard: switchboard))
    var ends: [Int32] = [-1, -1]
    try #require(
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &ends) == 0)
    peer = ends[0]
    connection = BridgeConnection(
      ends[1], of: line, leg: MediaLeg(voice: NoVoice(), sounds: SoundStore(), switchboard: switchboard),
      at: inbox.now)
  }
  func send(_ bytes: [UInt8]) { _ = write(peer, bytes, bytes.count) }

  @Test func `is refused after five seconds`() {
    let start = inbox.now
    #expect(connection.tick(at: start + .milliseconds(4900)))
    #expect(!connection.tick(at: start + .milliseconds(5100)))
  }

  @Test func `is heard when the machine stood still and its name lies there`() throws {
    send([0x01, 0x00, 0x10] + (0..<16))
    let late = inbox.now + .seconds(9)
    #expect(connection.tick(at: late) && connection.tick(at: late + .milliseconds(200)))
    #expect(connection.receive(at: late, scratch: scratch))
    #expect(inbox.call(0) != nil && connection.tick(at: late + .seconds(1)))
  }

  @Test func `is waited for once, whatever else it sends`() {
    send([0x10, 0x01, 0x40] + [UInt8](repeating: 0, count: 320))
    let late = inbox.now + .seconds(9)
    #expect(connection.tick(at: late))
    #expect(connection.receive(at: late, scratch: scratch))
    send([0x10, 0x01, 0x40] + [UInt8](repeating: 0, count: 320))
    #expect(!connection.tick(at: late + .milliseconds(600)))
  }
}
