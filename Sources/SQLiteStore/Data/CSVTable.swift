import CallFlow
import Chronology
import Foundation

/// CSV as RFC 4180 has it: fields in quotes may hold commas, line ends and doubled quotes.
public struct CSVTable: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public var text: String
    public var isQuoted: Bool
  }
  public struct Record: Hashable, Sendable {
    /// Where it begins, counted from 1.
    public var line: Int
    public var fields: [Field]
  }
  public var header: Record
  public var records: [Record]

  /// Reads UTF-8, with or without a byte-order mark, lines ended by LF or CRLF. Empty lines are skipped.
  public init(_ bytes: [UInt8]) throws(TableFault) {
    var reader = CSVReader(bytes: bytes)
    guard let header = try reader.next() else {
      throw TableFault(line: 1, message: "is empty; its first line names the columns")
    }
    self.header = header
    records = []
    while let record = try reader.next() {
      guard record.fields.count == header.fields.count else {
        throw TableFault(
          line: record.line,
          message: "\(record.fields.count) fields, but the header has \(header.fields.count)")
      }
      records.append(record)
    }
  }

  /// The records' values in the order of the table's columns.
  public func rows(for table: TableItem) throws(TableFault) -> [[Value]] {
    var places: [Int] = []
    for field in header.fields {
      let name = field.text.trimmingCharacters(in: .whitespaces)
      guard let place = table.columns.firstIndex(where: { $0.name == name }) else {
        let names = table.columns.map(\.name).joined(separator: ", ")
        throw TableFault(
          line: header.line, message: "table \(table.name) has no column \"\(name)\"; it has \(names)")
      }
      guard !places.contains(place) else {
        throw TableFault(line: header.line, message: "column \"\(name)\" is named twice")
      }
      places.append(place)
    }
    var rows: [[Value]] = []
    for record in records {
      var row = [Value](repeating: .none, count: table.columns.count)
      for (field, place) in zip(record.fields, places) {
        let column = table.columns[place]
        guard let value = field.value(as: column.type) else {
          throw TableFault(
            line: record.line,
            message: "\"\(field.text)\" is no \(column.type.rawValue) (column \(column.name))")
        }
        row[place] = value
      }
      rows.append(row)
    }
    return rows
  }
}

extension CSVTable.Field {
  func value(as type: ValueType) -> Value? {
    if text.isEmpty { return isQuoted && type == .text ? .text("") : Value.none }
    switch type {
    case .text: return .text(text)
    case .flag:
      switch text.lowercased() {
      case "true", "yes", "1": return .flag(true)
      case "false", "no", "0": return .flag(false)
      default: return nil
      }
    case .number:
      // `Decimal(string:)` stops at what it does not know; only a plain number is one.
      let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
      let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), parts.allSatisfy({ Int(digits: $0.prefix(1)) != nil }),
        parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }), text.utf8.count <= 38
      else { return nil }
      return Decimal(string: text).map { .number($0) }
    case .date: return Day(text).map { .date($0) }
    case .time: return ClockTime(text).map { .time($0) }
    case .instant:
      if let milliseconds = Int64(text) { return StoredValue.integer(milliseconds).value(as: .instant) }
      return Instant(isoText: text).map { .instant($0) }
    case .duration: return Int64(text).map { .duration(.milliseconds($0)) }
    case .row: return nil
    }
  }
}

private struct CSVReader {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private static let quote = UInt8(ascii: "\""), comma = UInt8(ascii: ",")
  private static let newline = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")

  init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// Nil at the end.
  mutating func next() throws(TableFault) -> CSVTable.Record? {
    while place < bytes.count, skipLineEnd() {}
    guard place < bytes.count else { return nil }
    var record = CSVTable.Record(line: line, fields: [])
    while true {
      record.fields.append(try field())
      guard place < bytes.count else { return record }
      if bytes[place] == CSVReader.comma {
        place += 1
      } else if skipLineEnd() {
        return record
      } else {
        throw TableFault(line: line, message: "a quoted field goes on after its closing quote")
      }
    }
  }

  private mutating func skipLineEnd() -> Bool {
    let isPair =
      bytes[place] == CSVReader.carriageReturn && place + 1 < bytes.count
      && bytes[place + 1] == CSVReader.newline
    guard isPair || bytes[place] == CSVReader.newline else { return false }
    place += isPair ? 2 : 1
    line += 1
    return true
  }

  private mutating func field() throws(TableFault) -> CSVTable.Field {
    guard place < bytes.count, bytes[place] == CSVReader.quote else {
      let start = place
      while place < bytes.count, bytes[place] != CSVReader.comma, bytes[place] != CSVReader.newline {
        if bytes[place] == CSVReader.quote {
          throw TableFault(line: line, message: "a quote inside a field; put the whole field in quotes")
        }
        if bytes[place] == CSVReader.carriageReturn {
          if place + 1 == bytes.count || bytes[place + 1] == CSVReader.newline { break }
          throw TableFault(line: line, message: "a line ends with CR alone; use LF or CRLF")
        }
        place += 1
      }
      let field = CSVTable.Field(text: try text(bytes[start..<place], line), isQuoted: false)
      if place + 1 == bytes.count, bytes[place] == CSVReader.carriageReturn { place += 1 }
      return field
    }
    let opened = line
    place += 1
    var content: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == CSVReader.quote {
        guard place < bytes.count, bytes[place] == CSVReader.quote else {
          return CSVTable.Field(text: try text(content[...], opened), isQuoted: true)
        }
        place += 1
      } else if byte == CSVReader.newline {
        line += 1
      }
      content.append(byte)
    }
    throw TableFault(line: opened, message: "a quote is not closed")
  }

  private func text(_ bytes: ArraySlice<UInt8>, _ line: Int) throws(TableFault) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TableFault(line: line, message: "is not UTF-8; save the file as UTF-8")
    }
    guard !bytes.contains(0) else { throw TableFault(line: line, message: "has a NUL in it") }
    return text
  }
}
