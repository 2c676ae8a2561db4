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

/// A peer that sends what it is told, a frame each 20 ms, else silence, and keeps what it hears.
private final class Peer: Sendable {
  private let descriptor: Int32
  private let said = Mutex<[Int16]>([])
  private let got = Mutex<[Int16]>([])
  private let isOver = Atomic<Bool>(false)
  private let over = DispatchSemaphore(value: 0)
  private let news: News

  init(port: UInt16, _ news: News) throws {
    self.news = news
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let descriptor = descriptor
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(code == 0)
    write([0x01, 0x00, 0x10] + (0..<16).map { _ in UInt8.random(in: 0...255) })
    Thread.detachNewThread { [self] in speak() }
    Thread.detachNewThread { [self] in listen() }
  }
  deinit { close(descriptor) }

  func say(_ samples: [Int16]) { said.withLock { $0 += samples } }
  var hasSaidAll: Bool { said.withLock { $0.isEmpty } }
  var heard: [Int16] { got.withLock { $0 } }
  func write(_ bytes: [UInt8]) { _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
  /// In the middle of a frame.
  func vanish() {
    write([0x10, 0x01, 0x40] + [UInt8](repeating: 7, count: 33))
    stop()
  }
  func stop() {
    isOver.store(true, ordering: .relaxed)
    over.signal()
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private func speak() {
    var due = DispatchTime.now().uptimeNanoseconds
    while !isOver.load(ordering: .relaxed) {
      var frame = said.withLock { said in
        defer { said.removeFirst(min(160, said.count)) }
        return Array(said.prefix(160))
      }
      frame += [Int16](repeating: 0, count: 160 - frame.count)
      var bytes: [UInt8] = [0x10, 0x01, 0x40]
      for sample in frame { bytes.append(littleEndian: UInt16(bitPattern: sample)) }
      write(bytes)
      due += 20_000_000
      // The peer's own clock: the next frame is due, or he goes.
      _ = over.wait(timeout: DispatchTime(uptimeNanoseconds: due))
    }
  }
  private func listen() {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      bytes += buffer[..<count]
      while bytes.count >= 323, bytes[0] == 0x10 {
        let samples = (0..<160).map { i -> Int16 in
          let (low, high) = (UInt16(bytes[3 + 2 * i]), UInt16(bytes[4 + 2 * i]))
          return Int16(bitPattern: high << 8 | low)
        }
        got.withLock { $0 += samples }
        bytes.removeFirst(323)
        news.tell()
      }
    }
  }
}

@Suite(.serialized) struct `Callers on the bridge who talk` {
  /// How many frames of `sent` are somewhere in `heard`, bit for bit.
  static func found(_ sent: [Int16], in heard: [Int16]) -> Int {
    var places: [ArraySlice<Int16>: Int] = [:]
    for at in stride(from: 0, to: heard.count - 159, by: 160) { places[heard[at..<(at + 8)]] = at }
    return stride(from: 0, to: sent.count - 159, by: 160).count {
      guard let at = places[sent[$0..<($0 + 8)]] else { return false }
      return heard[at..<(at + 160)].elementsEqual(sent[$0..<($0 + 160)])
    }
  }
  static func noise(_ count: Int) -> [Int16] { (0..<count).map { _ in Int16.random(in: -6000...6000) } }
  static func keys(in samples: [Int16]) -> [Key] {
    var detector = DTMFDetector()
    var keys: [Key] = []
    detector.feed(samples) { if case .down(let key, _, _) = $0 { keys.append(key) } }
    return keys
  }
  @Test func `hear and record what the other sends, their keys apart, until one is gone`() throws {
    let news = News()
    func wait(for what: Comment, _ isSo: () throws -> Bool) throws { try news.wait(for: what, isSo) }
    let inbox = Inbox(news)
    let loop = MediaLoop(clock: { inbox.now })
    defer { loop.stop() }
    let switchboard = Switchboard()
    let line = try AudioSocketLine(
      AudioSocketLine.Settings(
        name: "trunk", address: "127.0.0.1:0", idsDigits: false, flow: "main", connections: 10),
      AudioSocketLine.House(
        inbox: inbox, voice: NoVoice(), sounds: SoundStore(), loop: loop, switchboard: switchboard))
    var peers: [Peer] = []
    for n in 0..<3 {
      peers.append(try Peer(port: line.port, news))
      try wait(for: "a call") { inbox.call(n) != nil }
    }
    defer { for peer in peers { peer.stop() } }
    let calls = try (0..<3).map { try #require(inbox.call($0)) }
    let path = FileManager.default.temporaryDirectory.path + "/talk-\(UUID().uuidString).wav"
    defer { try? FileManager.default.removeItem(atPath: path) }

    line.record(.start(path: path), for: calls[0])
    line.join(TalkID(1), as: .caller, for: calls[0])
    line.join(TalkID(1), as: .agent, for: calls[1])
    try wait(for: "a talk") { switchboard.talksNow == 1 }
    let sounds = (0..<3).map { _ in Self.noise(160 * 150) }
    for (peer, sound) in zip(peers, sounds) { peer.say(sound) }
    try wait(for: "all said") { peers.allSatisfy { $0.hasSaidAll } }
    // On a machine that is busy, some frames come late; what is heard is heard as it was, and is said again
    // until enough of it was.
    func hears(_ listener: Int, _ speaker: Int) -> Bool {
      if Self.found(sounds[speaker], in: peers[listener].heard) >= 75 { return true }
      if peers[speaker].hasSaidAll { peers[speaker].say(sounds[speaker]) }
      return false
    }
    try wait(for: "what the agent said") { hears(0, 1) }
    try wait(for: "what the caller said") { hears(1, 0) }
    try wait(for: "all said again") { peers.allSatisfy { $0.hasSaidAll } }
    let strange = [Self.found(sounds[2], in: peers[0].heard), Self.found(sounds[0], in: peers[0].heard)]
    #expect(strange == [0, 0] && peers[2].heard.allSatisfy { $0 == 0 })

    line.record(.stop, for: calls[0])
    try wait(for: "the recording's end") {
      inbox.events(of: calls[0]).contains {
        if case .recorded(path, let duration?, _) = $0 { duration > .seconds(3) } else { false }
      }
    }
    for (channel, sound) in [sounds[0], sounds[1]].enumerated() {
      var (stream, samples) = (WAVStream(channel: channel), [Int16]())
      try stream.feed([UInt8](try Data(contentsOf: URL(filePath: path))), into: &samples)
      #expect(Self.found(sound, in: samples) >= 75)
    }

    // The agent's keys are his, by tone or message; the caller's are for both.
    let before = (peers[0].heard.count, peers[1].heard.count)
    let tone = ToneGenerator.samples(of: .dtmf([.star, .three], milliseconds: 120, pause: 120))
    peers[1].say(tone)
    try wait(for: "the agent's keys") { inbox.keys(of: calls[1]) == [.star, .three] }
    peers[1].write([0x03, 0x00, 0x01, 0x37])
    peers[0].write([0x03, 0x00, 0x01, 0x38])
    try wait(for: "the messages") {
      inbox.keys(of: calls[1]) == [.star, .three, .seven] && inbox.keys(of: calls[0]) == [.eight]
    }
    try wait(for: "the caller's key") { Self.keys(in: Array(peers[1].heard[before.1...])) == [.eight] }
    #expect(Self.keys(in: Array(peers[0].heard[before.0...])).isEmpty)

    // Hold, with the agent alone; then on again.
    line.leaveTalk(calls[0])
    let held = Self.noise(160 * 50)
    try wait(for: "silence") { peers[0].heard.suffix(1600).allSatisfy { $0 == 0 } }
    peers[1].say(held)
    try wait(for: "the held half") { peers[1].hasSaidAll }
    line.join(TalkID(1), as: .caller, for: calls[0])
    let more = Self.noise(160 * 100)
    peers[1].say(more)
    try wait(for: "the agent again") {
      if peers[1].hasSaidAll { peers[1].say(more) }
      return Self.found(more, in: peers[0].heard) >= 40
    }
    #expect(Self.found(held, in: peers[0].heard) <= 2)

    peers[0].vanish()
    try wait(for: "the hang-up") {
      inbox.events(of: calls[0]).contains { if case .hungUp = $0 { true } else { false } }
    }
    #expect(switchboard.talksNow == 1)
    line.hangUp(calls[1])
    try wait(for: "the end of the talk") { switchboard.talksNow == 0 }
  }
}
