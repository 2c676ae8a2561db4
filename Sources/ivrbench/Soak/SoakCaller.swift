import ACD
import Foundation
import Tones

/// One connection of the soak, from its first byte to its end, as its way has it. Time is counted in
/// milliseconds.
struct SoakCaller {
  /// What the log has to say of it.
  struct Expectation {
    var number: Int
    /// The caller went without having been hung up; nil when both may have gone at once, or it was reset.
    var wentByItself: Bool?
    /// When it went, on the wall clock, in milliseconds.
    var wentAt: Int64?
    /// Nil unless it was hostile.
    var hostile: SoakWay.Hostile?
  }
  private enum Stage { case talking, leaving(until: Int), over }

  let number: Int
  var socket: SoakSocket
  private let way: SoakWay
  private let begun: Int
  private let end: Int
  private var stage = Stage.talking
  private var nextFrame: Int
  private var nextKey: Int
  private var keys: [Key]
  /// Milliseconds between keys.
  private var keyPause = 200...4000
  /// The tone that is being sent, and how far.
  private var tone: (samples: [Int16], at: Int)?
  private var message: (byte: UInt8, at: Int)?
  private var step = 0
  private(set) var isNamed = false
  private(set) var keysPressed = 0
  private var goneByItself: Bool?
  private var wentAt: Int64?
  // How frames come.
  private var lastFrames = 0
  private var lastAt: UInt64 = 0

  /// - Parameter twin: a number of a call under way, for one who means to be taken for it.
  init(
    _ number: Int, _ way: SoakWay, port: UInt16, at now: Int, twin: Int?, _ chance: inout SeededGenerator
  ) throws {
    (self.number, self.way, begun) = (number, way, now)
    socket = try SoakSocket(port: port)
    keys = SoakWay.keys(&chance).compactMap(Key.init)
    // Most calls are short, some are long.
    let length = -25_000 * log(Double.random(in: 0.001...1, using: &chance))
    end = now + Int(min(120_000, 200 + length))
    nextFrame = now
    nextKey = now + Int.random(in: 500...6000, using: &chance)
    switch way {
    case .call:
      socket.send(SoakCaller.name(number))
      isNamed = true
    case .hostile(let hostile): begin(hostile, twin: twin, &chance)
    }
  }

  /// An agent who sits down on a line of his own and logs in; what he does then is told by `press`.
  init(agent number: Int, login: String, port: UInt16, at now: Int) throws {
    (self.number, begun, end) = (number, now, .max)
    way = .call(.init())
    socket = try SoakSocket(port: port)
    keys = login.compactMap(Key.init)
    (nextFrame, nextKey, keyPause) = (now, now + 1000, 200...300)
    socket.send(SoakCaller.name(number))
  }

  /// Presses these behind those that are still to be pressed.
  mutating func press(_ text: String) { keys += text.compactMap(Key.init) }

  var isOver: Bool { if case .over = stage { true } else { false } }
  /// Never reads.
  var isDeaf: Bool { if case .hostile(.deaf) = way { true } else { false } }
  var isCaller: Bool { if case .call = way { !isAgent } else { false } }
  /// Numbers of agents at lines begin there.
  static let firstAgent = 500_000_000
  private var isAgent: Bool { number >= SoakCaller.firstAgent }
  var expectation: Expectation {
    var hostile: SoakWay.Hostile?
    if case .hostile(let kind) = way { hostile = kind }
    return Expectation(number: number, wentByItself: goneByItself, wentAt: wentAt, hostile: hostile)
  }

  /// The UUID of a call by `ids digits`: its number is the caller's.
  static func name(_ number: Int) -> [UInt8] {
    let digits = "9" + String(repeating: "0", count: max(0, 9 - String(number).count)) + String(number)
    // Each third dials the help desk.
    let dialled = number % 3 == 0 ? "4000fffffff" : "1588fffffff"
    let hex = digits + String(repeating: "f", count: 15 - digits.count) + dialled + "a00001"
    return [0x01, 0x00, 0x10]
      + stride(from: 0, to: 32, by: 2).map { UInt8(hex.dropFirst($0).prefix(2), radix: 16) ?? 0 }
  }
  /// The caller's number in the log.
  static func ani(_ number: Int) -> String {
    "9" + String(repeating: "0", count: max(0, 9 - String(number).count)) + String(number)
  }

  // MARK: As time passes

  /// - Parameter gap: takes the milliseconds between two frames that came.
  mutating func receive(_ buffer: inout [UInt8], gap: (Double) -> Void) {
    if isDeaf { return }
    let goesOn = socket.receive(&buffer)
    if isCaller, socket.frames > lastFrames {
      let now = DispatchTime.now().uptimeNanoseconds
      if lastAt > 0 { gap(Double(now - lastAt) / 1e6 / Double(socket.frames - lastFrames)) }
      (lastFrames, lastAt) = (socket.frames, now)
    }
    guard !goesOn else { return }
    if goneByItself == nil { goneByItself = false }
    socket.end()
    // Both may have hung up at once.
    if socket.wasHungUp, goneByItself == true { goneByItself = nil }
    stage = .over
  }

  mutating func advance(to now: Int, _ chance: inout SeededGenerator) {
    switch stage {
    case .over: return
    case .leaving(let limit):
      socket.flush()
      if now >= limit {
        socket.end()
        stage = .over
      }
      return
    case .talking: break
    }
    socket.flush()
    switch way {
    case .call(let manners): call(manners, now, &chance)
    case .hostile(let hostile): act(hostile, now, &chance)
    }
  }

  /// The run is over: everybody goes.
  mutating func leave(at now: Int) {
    guard case .talking = stage else { return }
    switch way {
    case .call: go(.closes, now)
    case .hostile:
      socket.end()
      stage = .over
    }
  }

  // MARK: A caller

  private mutating func call(_ manners: SoakWay.Manners, _ now: Int, _ chance: inout SeededGenerator) {
    if socket.wasHungUp {
      goneByItself = false
      return go(.closes, now)
    }
    if now >= end { return go(manners.goes, now) }
    if now >= nextKey, !keys.isEmpty, tone == nil, message == nil {
      let key = keys.removeFirst()
      keysPressed += 1
      if manners.tellsKeys {
        message = (key.character.asciiValue ?? 0x30, now + 100)
      } else {
        tone = (ToneGenerator.samples(of: .dtmf([key], milliseconds: 100, pause: 40)), 0)
      }
      nextKey = now + Int.random(in: keyPause, using: &chance)
    }
    if let told = message, now >= told.at {
      socket.send([0x03, 0x00, 0x01, told.byte])
      message = nil
    }
    while nextFrame <= now {
      nextFrame += manners.packet
      frame(manners, &chance)
    }
  }

  private mutating func frame(_ manners: SoakWay.Manners, _ chance: inout SeededGenerator) {
    let length = manners.packet * 8
    // A PBX that tells keys sends nothing while one is down.
    if message != nil { return }
    var samples: [Int16]
    if let tone {
      let end = min(tone.samples.count, tone.at + length)
      samples = Array(tone.samples[tone.at..<end])
      samples += [Int16](repeating: 0, count: length - samples.count)
      self.tone = end < tone.samples.count ? (tone.samples, end) : nil
    } else {
      if manners.isQuiet { return }
      // A quiet room.
      samples = (0..<length).map { _ in Int16(truncatingIfNeeded: Int(chance.next() & 63) - 32) }
      if manners.lost > 0, Int.random(in: 0..<1000, using: &chance) < manners.lost { return }
    }
    var bytes: [UInt8] = [0x10, UInt8((2 * length) >> 8), UInt8((2 * length) & 0xFF)]
    bytes.reserveCapacity(3 + 2 * length)
    for sample in samples {
      bytes.append(UInt8(truncatingIfNeeded: sample))
      bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
    }
    socket.send(bytes)
  }

  private mutating func go(_ going: SoakWay.Going, _ now: Int) {
    if goneByItself == nil, case .closes = going, !socket.hasPending {
      goneByItself = true
      wentAt = Int64(Date().timeIntervalSince1970 * 1000)
    }
    switch going {
    case .closes:
      // The bridge has still to close its side; what it has sent till then is read.
      socket.closeHalf()
      stage = .leaving(until: now + 10_000)
    case .leaves:
      socket.end()
      stage = .over
    case .resets:
      socket.end(resetting: true)
      stage = .over
    }
  }

  // MARK: The others

  private mutating func begin(_ hostile: SoakWay.Hostile, twin: Int?, _ chance: inout SeededGenerator) {
    let name = SoakCaller.name(number)
    switch hostile {
    case .noise:
      // No stream begins so; what follows may be anything.
      socket.send([0xA5] + (0..<3000).map { _ in UInt8(truncatingIfNeeded: chance.next()) })
    case .cutOff:
      let stream = name + [0x03, 0x00, 0x01, 0x35] + [0x10, 0x01, 0x40] + [UInt8](repeating: 3, count: 320)
      let length = Int.random(in: 0..<stream.count, using: &chance)
      socket.send(Array(stream[..<length]))
      isNamed = length >= name.count
    case .drips, .silent, .storm: break
    case .twin:
      socket.send(SoakCaller.name(twin ?? number))
      isNamed = twin == nil
    case .resets:
      let stages = [0, 1, 3, 10, 19, 100]
      let length = stages[Int.random(in: 0..<stages.count, using: &chance)]
      socket.send(Array((name + [0x10, 0x01, 0x40] + [UInt8](repeating: 0, count: 320)).prefix(length)))
      isNamed = length >= name.count
    case .deaf, .floods, .halfClosed, .oddFrames:
      socket.send(name)
      isNamed = true
    }
  }

  private mutating func act(_ hostile: SoakWay.Hostile, _ now: Int, _ chance: inout SeededGenerator) {
    let age = now - begun
    func quit(after limit: Int, resetting: Bool = false) {
      guard age >= limit || socket.wasHungUp else { return }
      socket.end(resetting: resetting)
      stage = .over
    }
    switch hostile {
    case .noise, .cutOff: quit(after: 500)
    case .resets: quit(after: 300, resetting: true)
    case .silent, .twin: quit(after: 20_000)
    case .drips:
      if age >= step * 1000 {
        socket.send([SoakCaller.name(number)[min(18, step)]])
        step += 1
      }
      quit(after: 30_000)
    case .deaf: quit(after: 40_000)
    case .floods:
      if !socket.hasPending { socket.send([0x10, 0xFF, 0xFE] + [UInt8](repeating: 1, count: 65_534)) }
      quit(after: 3000)
    case .halfClosed:
      if step == 0, age > 500 {
        socket.closeHalf()
        step = 1
      }
      quit(after: 15_000)
    case .oddFrames:
      if age >= step * 20 {
        step += 1
        switch step % 4 {
        case 0: socket.send([0x10, 0, 0])
        case 1: socket.send([0x42, 0xFF, 0xFF] + [UInt8](repeating: 9, count: 65_535))
        case 2: socket.send([0x03, 0, 3, 1, 2, 3])
        default: socket.send([0x10, 0, 5, 1, 2, 3, 4, 5])
        }
      }
      quit(after: 3000)
    case .storm:
      // The load opens the others of it.
      quit(after: 20)
    }
  }
}
