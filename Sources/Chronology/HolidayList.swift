/// A list of holidays as people keep it: UTF-8 text, one `YYYY-MM-DD [name]` a line, `//` comments.
public struct HolidayList: Hashable, Sendable {
  /// A line that could not be read.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    public var line: Int
    public var message: String
    public init(line: Int, message: String) { (self.line, self.message) = (line, message) }
    public var description: String { "line \(line): \(message)" }
  }

  public var holidays: [Day: String?]
  public var faults: [Fault]

  public init(holidays: [Day: String?], faults: [Fault]) {
    self.holidays = holidays
    self.faults = faults
  }

  /// Reads every line; a day that stands on several lines bears all their names.
  public static func parse(_ text: String) -> HolidayList {
    var list = HolidayList(holidays: [:], faults: [])
    var number = 0
    for var line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if number == 1, line.unicodeScalars.first == "\u{FEFF}" {
        line = Substring(line.unicodeScalars.dropFirst())
      }
      if let comment = commentStart(in: line) { line = line[..<comment] }
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first else { continue }
      guard let day = Day(first) else {
        list.faults.append(Fault(line: number, message: fault(in: String(first.prefix(20)))))
        continue
      }
      let name = words.count > 1 ? words.dropFirst().joined(separator: " ") : nil
      list.add(day, name)
    }
    return list
  }

  /// A day that comes several times bears all its names.
  public mutating func add(_ day: Day, _ name: String?) {
    let names = [holidays[day] ?? nil, name].compactMap { $0 }
    holidays.updateValue(names.isEmpty ? nil : names.joined(separator: ", "), forKey: day)
  }

  private static func commentStart(in line: Substring) -> Substring.Index? {
    line.indices.first { line[$0...].hasPrefix("//") }
  }

  private static func fault(in word: String) -> String {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2] && parts.joined().utf8.allSatisfy { (0x30...0x39).contains($0) }
      ? "there is no day \(word)"
      : "'\(word)' is not a day; write it as 2026-03-01"
  }
}
