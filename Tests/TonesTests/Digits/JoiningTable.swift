import Foundation
import Testing

@testable import Tones

/// The rows of the reference's table of tones and messages.
struct JoiningRow: Sendable, CustomTestStringConvertible {
  var name: String
  var seen: String
  var told: String
  var testDescription: String { name }

  /// Read from the documentation itself, so that it and the tests cannot differ.
  static let all: [JoiningRow] = {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/Tones/Tones.docc/Digits.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").drop { !$0.hasPrefix("| what happened") }.dropFirst(2)
    return lines.prefix { $0.hasPrefix("|") }.compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return cells.count == 3 ? JoiningRow(name: cells[0], seen: cells[1], told: cells[2]) : nil
    }
  }()

  /// What was told of `seen`, written as the table writes it; nil if `seen` cannot be read.
  func run() -> String? {
    enum Step { case began(Key, Int), ended(Int, Int), message(Key), sound }
    var steps: [(at: Int, step: Step)] = []
    for item in seen.split(separator: ", ") {
      let words = item.split(separator: " ")
      let times = (words.last?.split(separator: "-") ?? []).compactMap { Int($0) }
      switch (words.first, words.count, times.count) {
      case ("tone", 3, 2):
        guard let key = words[1].first.flatMap(Key.init) else { return nil }
        steps.append((times[0] + 35, .began(key, times[0])))
        steps.append((times[1] + 30, .ended(times[0], times[1])))
      case ("message", 3, 1):
        guard let key = words[1].first.flatMap(Key.init) else { return nil }
        steps.append((times[0], .message(key)))
      case ("sound", 2, 1): steps.append((times[0], .sound))
      default: return nil
      }
    }
    var joiner = DigitJoiner()
    var presses: [(key: Key, way: DigitEvent.Way, down: Int, up: Int?)] = []
    func hear(_ event: DigitEvent) {
      switch event {
      case .down(let key, let way, _, let at): presses.append((key, way, at / 8, nil))
      case .up(let key, _, let at):
        if let i = presses.firstIndex(where: { $0.key == key && $0.up == nil }) { presses[i].up = at / 8 }
      }
    }
    let end = (steps.map(\.at).max() ?? 0) + 500
    // A millisecond at a time; in one millisecond in the order of the row.
    for now in 0...end {
      joiner.advance(to: now * 8, hear)
      for (at, step) in steps where at == now {
        switch step {
        case .began(let key, let onset): joiner.toneBegan(key, onset: onset * 8, at: at * 8, hear)
        case .ended(let onset, let end):
          joiner.toneEnded(onset: onset * 8, length: (end - onset) * 8, at: at * 8, hear)
        case .message(let key): joiner.message(key, at: at * 8, hear)
        case .sound: if joiner.wantedSilence.contains(at * 8) { joiner.sounded(at: at * 8) }
        }
      }
    }
    return presses.map { "\($0.key.character) by \($0.way) \($0.down)-\($0.up.map(String.init) ?? "…")" }
      .joined(separator: ", ")
  }
}
