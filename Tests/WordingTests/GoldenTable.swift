import Chronology
import Foundation
import Testing
import Wording

/// A row of a golden table: `type value | form | written | spoken`; an empty `spoken` is the written form.
struct GoldenRow: CustomTestStringConvertible, Sendable {
  var value: Sayable
  var form: Form?
  var expected: Worded
  var testDescription: String

  static func table(_ text: String) -> [GoldenRow] {
    text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 4, let value = value(cells[0]) else {
        Issue.record("bad row: \(line)")
        return nil
      }
      let form = Form(words: cells[1].split(separator: " ").map(String.init))
      if form == nil, !cells[1].isEmpty { Issue.record("bad form: \(line)") }
      return GoldenRow(
        value: value, form: form,
        expected: Worded(written: cells[2], spoken: cells[3].isEmpty ? cells[2] : cells[3]),
        testDescription: "\(cells[0]) as \(cells[1])")
    }
  }

  private static func value(_ cell: String) -> Sayable? {
    let type = cell.prefix { $0 != " " }
    let text = String(cell.dropFirst(type.count + 1))
    switch type {
    case "n": return Decimal(string: text).map { .number($0) }
    case "t": return .text(text)
    case "d": return Day(text).map { .date($0) }
    case "c": return ClockTime(text).map { .time($0) }
    case "i":
      let parts = text.split(separator: " ")
      guard let day = Day(parts[0]), let time = ClockTime(parts[1]) else { return nil }
      return .instant(day, time)
    case "s": return Double(text).map { .duration(.milliseconds(Int64($0 * 1000))) }
    case "f": return .flag(text == "true")
    default: return nil
    }
  }
}
