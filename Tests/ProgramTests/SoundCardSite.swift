import struct ACD.SeededGenerator
import TestSupport
import Foundation
import Testing
import Tones

/// A site with a line on a sound card, and a caller who holds `#`, hears a recording, keys in twelve digits,
/// hears another one and is hung up.
struct SoundCardSite {
  static let keys = "314159265358"
  let folder: TestFolder
  /// What the flow plays: noise, so that a sample out of its place is seen.
  let first: [Int16], second: [Int16]

  init(device: String, rules: String = "", seed: UInt64 = .random(in: 0 ... .max)) throws {
    folder = try TestFolder()
    var random = SeededGenerator(seed: seed)
    func noise(_ count: Int) -> [Int16] { (0..<count).map { _ in .random(in: -900...900, using: &random) } }
    (first, second) = (noise(12_000), noise(8_000))
    try folder.write(WAVFile.bytes(first), to: "first.wav")
    try folder.write(WAVFile.bytes(second), to: "second.wav")
    try folder.write(
      """
      callflow 1
      language en default
      flow main {
          collect number into number {
              say audio "first.wav"
              digits 12
              done -> told
          }
          do told { log "{number}"; say audio "second.wav"; hangup }
      }

      """, to: "card.callflow")
    try folder.write(
      """
      site 1
      flows "card.callflow"
      prompts "."
      log "calls.sqlite"
      control "ivrd.sock"
      line test keypad flow main
      line desk soundcard "\(device)"\(rules) flow main

      """, to: "card.site")
  }

  static func dtmf(_ keys: String, milliseconds: Int = 60, pause: Int = 60) -> [Int16] {
    ToneGenerator.samples(of: .dtmf(keys.compactMap { Key($0) }, milliseconds: milliseconds, pause: pause))
  }
  static func silence(_ milliseconds: Int) -> [Int16] { [Int16](repeating: 0, count: 8 * milliseconds) }
  /// What the caller sends, 9.3 s of it.
  static var caller: [Int16] {
    silence(1000) + dtmf("#", milliseconds: 1200, pause: 3000) + dtmf(keys) + silence(2700)
  }
  static func raw(_ samples: [Int16]) -> [UInt8] {
    samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }
  static func samples(_ bytes: Data) -> [Int16] {
    stride(from: 0, to: bytes.count / 2 * 2, by: 2).map {
      Int16(bitPattern: UInt16(bytes[bytes.startIndex + $0]) | UInt16(bytes[bytes.startIndex + $0 + 1]) << 8)
    }
  }

  func start(_ environment: [String: String]) async throws -> RunningProgram {
    let ivrd = try RunningProgram(
      Programs.ivrd, ["card.site"], in: folder.path, environment: environment)
    do {
      try await ivrd.wait(until: "ivrd: running card.site")
    } catch {
      ivrd.kill()
      throw error
    }
    return ivrd
  }

  /// The line as `ivrctl lines` shows it, once that holds.
  @discardableResult func line(
    _ what: String, within patience: TimeInterval = RunningProgram.patience,
    _ condition: ([String: Any]) -> Bool
  ) async throws -> [String: Any] {
    let deadline = Date().addingTimeInterval(patience)
    while true {
      let lines = try await folder.json("lines") as? [[String: Any]] ?? []
      let desk = lines.first { $0["line"] as? String == "desk" } ?? [:]
      if condition(desk) { return desk }
      guard Date() < deadline else { throw TooLate(description: "never: \(what), but \(desk)") }
    }
  }
  func line(is state: String) async throws { try await line(state) { $0["state"] as? String == state } }

  /// The keys that the log has, as typed, and how each call ended.
  func record() throws -> (keys: String, ends: [[String]]) {
    let log = folder["calls.sqlite"]
    // One that came before anything asked for it is a dot first, and itself once it is taken.
    let keys = try Records.rows(log, "SELECT detail FROM call_events WHERE kind = 'key' ORDER BY call, n")
      .map { $0[0].prefix(1) }.filter { $0 != "•" }.joined()
    return (keys, try Records.rows(log, "SELECT line, ended_by, outcome FROM calls ORDER BY id"))
  }
}

/// Where a piece is in a sound, sample by sample; nil when it is not in it as it is.
func place(of piece: [Int16], in sound: [Int16]) -> Int? {
  guard let first = piece.first, piece.count <= sound.count else { return nil }
  return (0...(sound.count - piece.count)).first { start in
    sound[start] == first && sound[start..<(start + piece.count)].elementsEqual(piece)
  }
}

/// What has become of a piece in a sound, for a test that did not find it whole: which of its frames of 20 ms
/// are where, and which are nowhere.
func remains(of piece: [Int16], in sound: [Int16]) -> String {
  var places: [ArraySlice<Int16>: Int] = [:]
  if sound.count >= 8 { for at in 0...(sound.count - 8) { places[sound[at..<(at + 8)]] = at } }
  var runs: [(frames: Int, offset: Int?)] = []
  for at in stride(from: 0, to: piece.count - 159, by: 160) {
    let place = places[piece[at..<(at + 8)]].flatMap {
      sound[$0...].prefix(160).elementsEqual(piece[at..<(at + 160)]) ? $0 - at : nil
    }
    if let last = runs.last, last.offset == place {
      runs[runs.count - 1].frames += 1
    } else {
      runs.append((1, place))
    }
  }
  return runs.map { "\($0.frames) frames \($0.offset.map { "at \($0)" } ?? "nowhere")" }.joined(
    separator: ", ")
}
