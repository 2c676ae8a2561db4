import TestSupport
import Chronology
import Dispatch
import Engine
import Foundation
import Synchronization
import Testing
import Tones

@testable import Media

/// What a recorder tells of its recordings.
final class Told: Sendable {
  private let list = Mutex<[(path: String, duration: Duration?)]>([])
  private let news = DispatchSemaphore(value: 0)

  func tell(_ path: String, _ duration: Duration?) {
    list.withLock { $0.append((path, duration)) }
    news.signal()
  }
  /// Waits for the next.
  func next() throws -> (path: String, duration: Duration?) {
    try #require(news.wait(timeout: .now() + 120) == .success)
    return list.withLock { $0.removeFirst() }
  }
  var isEmpty: Bool { list.withLock { $0.isEmpty } }
}

extension TestFolder {
  /// Waits until something holds of what is in it; looks now, and whenever the kernel tells that a file there
  /// has changed.
  func wait(until isSo: () throws -> Bool) throws {
    let events = inotify_init1(Int32(IN_CLOEXEC))
    defer { close(events) }
    try #require(inotify_add_watch(events, path, UInt32(IN_CREATE) | UInt32(IN_MODIFY)) >= 0)
    var bytes = [UInt8](repeating: 0, count: 4096)
    while try !isSo() {
      var entry = pollfd(fd: events, events: Int16(POLLIN), revents: 0)
      try #require(poll(&entry, 1, 120_000) > 0)
      _ = read(events, &bytes, bytes.count)
    }
  }

  /// Both channels of a file, which is read as any program would.
  func channels(_ name: String) throws -> (left: [Int16], right: [Int16]) {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: self[name])))
    func channel(_ number: Int) throws -> [Int16] {
      var (stream, samples) = (WAVStream(channel: number), [Int16]())
      try stream.feed(bytes, into: &samples)
      #expect(stream.format?.sampleRate == 8000 && stream.format?.channels == 2)
      return samples
    }
    return (try channel(0), try channel(1))
  }
}

@Suite struct `A recording` {
  typealias Pair = `Two legs that talk`
  let folder: TestFolder
  let told = Told()
  let switchboard = Switchboard()
  init() throws { folder = try TestFolder() }

  func order(_ order: RecordingOrder, _ leg: TestLeg) {
    leg.leg.recording.carryOut(order) { [told] path, duration, _ in told.tell(path, duration) }
  }
  /// Waits until so many frames are in the file: two seconds that are not there yet are what there is room
  /// for, and these legs are faster than time.
  func wait(for frames: Int, in name: String = "a.wav") throws {
    try folder.wait {
      let size = (try? FileManager.default.attributesOfItem(atPath: folder[name]))?[.size] as? Int ?? 0
      // The last ones are kept back for a while.
      return size >= 44 + 640 * (frames - HeldBack.frames)
    }
  }
  /// Frames both ways, as a peer in time sends them.
  func run(_ leg: TestLeg, _ sound: [Int16], frames: Range<Int>) {
    for n in frames {
      leg.send(Array(sound[(160 * n)..<(160 * n + 160)]), at: n * 20_000 + 8000)
      leg.tick(at: n * 20_000 + 20_000)
    }
  }

  @Test func `holds what the leg sent on the left and what it heard on the right, bit for bit`() throws {
    let prompt = Pair.noise(16_000, seed: 3)
    let leg = TestLeg(switchboard, clips: ["prompt.wav": Sound(prompt)])
    let other = TestLeg(switchboard)
    let (mine, others) = (Pair.noise(160 * 200, seed: 1), Pair.noise(160 * 200, seed: 2))
    order(.start(path: folder["a.wav"]), leg)
    leg.play("prompt.wav")
    run(leg, mine, frames: 0..<60)
    try wait(for: 60)
    run(leg, mine, frames: 60..<120)
    try wait(for: 120)
    leg.join(1, .caller)
    other.join(1, .agent)
    for n in 120..<200 {
      other.send(Array(others[(160 * n)..<(160 * n + 160)]), at: n * 20_000 + 4000)
      run(leg, mine, frames: n..<(n + 1))
    }
    order(.stop, leg)
    let end = try told.next()
    #expect(end.path == folder["a.wav"] && end.duration == .seconds(4))
    let (left, right) = try folder.channels("a.wav")
    let isRight = (left: left == mine, right: right == leg.heard)
    #expect(isRight == (true, true))
    #expect(right[..<16_000].elementsEqual(prompt))
    let at = place(of: others[(160 * 124)..<(160 * 199)], in: right)
    #expect(at != nil)
  }

  @Test func `is silence of the same length while it is paused`() throws {
    let leg = TestLeg(switchboard, clips: ["prompt.wav": Sound(Pair.noise(40_000, seed: 3))])
    leg.play("prompt.wav")
    let mine = Pair.noise(160 * 200, seed: 1)
    order(.start(path: folder["a.wav"]), leg)
    run(leg, mine, frames: 0..<50)
    order(.pause, leg)
    run(leg, mine, frames: 50..<100)
    try wait(for: 100)
    order(.resume, leg)
    run(leg, mine, frames: 100..<150)
    leg.leg.leave()
    #expect(try told.next().duration == .seconds(3))
    let (left, right) = try folder.channels("a.wav")
    let silence = [Int16](repeating: 0, count: 8000)
    let isRight = (
      left: left == mine[..<8000] + silence + mine[16_000..<24_000],
      right: right == leg.heard[..<8000] + silence + leg.heard[16_000..<24_000]
    )
    #expect(isRight == (true, true))
  }

  @Test func `overwrites nothing, and needs a place to be`() throws {
    try Data("kept".utf8).write(to: URL(filePath: folder["a.wav"]))
    let leg = TestLeg(switchboard)
    for path in [folder["a.wav"], folder["a.wav/b.wav"], "", folder.path, "/dev/full"] {
      order(.start(path: path), leg)
      let end = try told.next()
      #expect(end.path == path && end.duration == nil)
      run(leg, [Int16](repeating: 0, count: 1600), frames: 0..<10)
      order(.stop, leg)
    }
    #expect(try Data(contentsOf: URL(filePath: folder["a.wav"])) == Data("kept".utf8))
    order(.pause, leg)
    order(.stop, leg)
    order(.start(path: folder["b.wav"]), leg)
    run(leg, [Int16](repeating: 5, count: 1600), frames: 0..<10)
    // A second one ends the first.
    order(.start(path: folder["c.wav"]), leg)
    order(.stop, leg)
    let ends = [try told.next(), try told.next()].map { $0.duration }
    #expect(ends == [.milliseconds(200), .zero] && told.isEmpty)
  }

  @Test func `can be played while it is made, as after a crash`() throws {
    let leg = TestLeg(switchboard)
    let mine = Pair.noise(160 * 55, seed: 1)
    order(.start(path: folder["a.wav"]), leg)
    run(leg, mine, frames: 0..<55)
    // Written by its thread in its own time, never stopped.
    try folder.wait { (try? folder.channels("a.wav").left.count) ?? 0 >= 8000 }
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder["a.wav"])))
    let file = try WAVFile(bytes: bytes)
    #expect(!file.truncated && file.samples.count == 8000 && file.channels == 2)
    let isRight = try folder.channels("a.wav").left == Array(mine[..<8000])
    #expect(isRight)
  }

  /// Keys of any length, in packets of 20 ms and of 60: what is typed ahead may belong to a secret question.
  @Test(arguments: [1, 3], [40, 70, 160])
  func `has no tone of a key in it, also of one that was typed before it was asked for`(
    packet: Int, length: Int
  ) throws {
    let leg = TestLeg(switchboard)
    var mine = Pair.noise(160 * 180, peak: 40, seed: UInt64(packet * 1000 + length))
    let keys = [Key.four, .seven, .one, .one, .hash]
    var tones: [Range<Int>] = []
    for (n, key) in keys.enumerated() {
      let tone = ToneGenerator.samples(of: .dtmf([key], milliseconds: length, pause: 0), limit: length)
      let start = 4000 + n * 2880 + n * 37
      for (i, sample) in tone.enumerated() { mine[start + i] += sample }
      tones.append(start..<(start + tone.count))
    }
    order(.start(path: folder["a.wav"]), leg)
    for n in 0..<180 {
      if n % packet == packet - 1 {
        leg.send(Array(mine[(160 * (n - packet + 1))..<(160 * (n + 1))]), at: n * 20_000 + 8000)
      }
      leg.tick(at: n * 20_000 + 20_000)
      if n % 50 == 49 { try wait(for: n) }
    }
    order(.stop, leg)
    #expect(try told.next().duration == .milliseconds(3600))
    let (left, _) = try folder.channels("a.wav")
    // Packets that come less often are recorded a little later.
    let slack = 160 * packet
    for tone in tones {
      let loudest = left[tone.lowerBound..<(tone.upperBound + slack)].map { abs(Int($0)) }.max() ?? 0
      #expect(loudest <= 60, "tone at \(tone)")
    }
    #expect(leg.keys == keys)
    // What is said between them is all there.
    #expect(left[..<3900].contains { $0 != 0 } && left[(160 * 170)...].contains { $0 != 0 })
  }

  @Test func `of a disk that stalls is blank there, and bounded`() {
    let feed = RecordingFeed()
    let ones = [Int16](repeating: 1, count: 160)
    for _ in 0..<150 { feed.give(left: VoiceMix(), right: ones.span, isBlank: false) }
    var taken: [(gap: Int, sample: Int16)] = []
    feed.take { taken.append(($0, $1[1])) }
    #expect(taken.count == 100 && taken.allSatisfy { $0 == (0, 1) } && feed.lost == 50)
    feed.give(left: VoiceMix(), right: ones.span, isBlank: false)
    feed.take { taken.append(($0, $1[1])) }
    #expect(taken.count == 101 && taken.last?.gap == 50)
  }

  @Test func `makes the folders it lies in, and says when it cannot`() throws {
    let path = folder["2026-03-03/kim/a.wav"]
    _ = try RecordingFile(path: path)
    #expect(FileManager.default.fileExists(atPath: path))
    #expect(throws: RecordingFault.self) { _ = try RecordingFile(path: path + "/b.wav") }
  }

  @Test func `with a gap in it is silent there and goes on at its place`() throws {
    var file = try RecordingFile(path: folder["a.wav"])
    let frame = [UInt8](repeating: 1, count: 640)
    try file.append(frame)
    try file.append(frame, after: 1280)
    try file.settle()
    let (left, _) = try folder.channels("a.wav")
    let tone = [Int16](repeating: 0x0101, count: 160)
    #expect(left == tone + [Int16](repeating: 0, count: 320) + tone)
  }
}
