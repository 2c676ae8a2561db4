import Foundation
import Testing

@testable import Tones

/// A row of the documentation's table of what is heard as a digit, and sounds on both sides of its limit.
struct HearingRow: Sendable, CustomTestStringConvertible {
  /// A sound, and what must be told of it.
  struct Sound: Sendable {
    var name: String
    var keys: String
    var reasons: [DTMFRefusal.Reason] = []
    var hear: @Sendable () -> [DTMFEvent]
  }
  /// As in the table's first column, and its last two.
  var rule: String
  var limit: String
  var reasons: [DTMFRefusal.Reason]
  var sounds: [Sound]
  var testDescription: String { rule }

  /// The cells of the table's rows.
  static let documented: [[String]] = {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/Tones/Tones.docc/Hearing.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").drop { !$0.hasPrefix("| rule") }.dropFirst(2)
    return lines.prefix { $0.hasPrefix("|") }.map { line in
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }()
  /// What the table has in the columns that are known here.
  var cells: [String] { [rule, limit, reasons.map { "`\($0)`" }.joined(separator: ", ")] }
}

extension HearingRow.Sound {
  typealias Gaps = `A gap in what the DTMF detector is fed`
  typealias Nearly = `A sound that is nearly a digit`

  /// All keys of a leg are heard.
  static func all(_ name: String, _ make: @escaping @Sendable () -> Leg) -> Self {
    Self(name: name, keys: Leg.allKeys) { Nearly.events(make().samples).filter { !$0.isRefusal } }
  }
  /// Nothing is heard in it, whatever is told.
  static func none(_ name: String, _ make: @escaping @Sendable () -> Leg) -> Self {
    Self(name: name, keys: "") { Nearly.events(make().samples).filter { !$0.isRefusal } }
  }
  /// It is refused for a reason, once, and nothing is heard.
  static func refused(
    _ name: String, _ reason: DTMFRefusal.Reason?, _ make: @escaping @Sendable () -> [Int16]
  ) -> Self {
    Self(name: name, keys: "", reasons: reason.map { [$0] } ?? []) { Nearly.events(make()) }
  }
  static func pieces(_ name: String, _ keys: String, _ make: @escaping @Sendable () -> [Gaps.Piece]) -> Self {
    Self(name: name, keys: keys) { Gaps.events(make()).filter { !$0.isRefusal } }
  }

  /// The sum of a sound and sines that last as long.
  static func over(_ tones: [(hertz: Double, level: Double)], _ samples: [Int16]) -> [Int16] {
    let components = tones.map { Tone.Component(hertz: $0.hertz, levelDBm0: $0.level) }
    var other = ToneGenerator(Tone([.init(components, milliseconds: nil)]))
    return zip(samples, other.next(samples.count)).map { Int16(clamping: Int($0) + Int($1)) }
  }
}

extension DTMFEvent {
  var isRefusal: Bool { if case .refused = self { true } else { false } }
}
