import Chronology

/// `holidays from closed_days.day name title`: days on which a calendar is closed, kept in a table.
public struct HolidayTable: Hashable, Sendable {
  /// A table with more rows was meant for something else.
  public static let most = 10_000
  /// Its place among the application's tables, and those of its columns.
  public var table: Int
  public var day: Int
  public var name: Int?
  public init(table: Int, day: Int, name: Int? = nil) {
    (self.table, self.day, self.name) = (table, day, name)
  }

  /// The columns to read, in the order in which `list` takes them.
  public var columns: [Int] { [day] + (name.map { [$0] } ?? []) }

  /// - Parameter rows: the values of the columns; what is no day is text, or `none`.
  /// - Returns: the days, and a fault for each row without one, by its number from 1.
  public static func list(_ rows: [[Value]]) -> HolidayList {
    var list = HolidayList(holidays: [:], faults: [])
    for (index, row) in rows.enumerated() {
      guard case .date(let day)? = row.first else {
        list.faults.append(.init(line: index + 1, message: fault(in: row)))
        continue
      }
      var name: String?
      if case .text(let text)? = row.dropFirst().first, !text.isEmpty { name = text }
      list.add(day, name)
    }
    if rows.count > most {
      list.faults.append(.init(line: most + 1, message: "there are more than \(most) rows"))
    }
    return list
  }

  /// Names the row by what it has, since rows are in no order.
  private static func fault(in row: [Value]) -> String {
    func shown(_ text: String) -> String {
      "'" + String(text.prefix(40).map { $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 }) + "'"
    }
    if case .text(let text)? = row.first, !text.isEmpty { return "\(shown(text)) is no day" }
    if case .text(let name)? = row.dropFirst().first, !name.isEmpty {
      return "the row with \(shown(name)) has no day"
    }
    return "a row has no day"
  }
}

/// What calendars have in tables, as it was read.
public struct TableHolidays: Hashable, Sendable {
  /// By the calendar's place; of a table with a faulty row the other rows.
  public var days: [Int: [Day: String?]] = [:]
  /// Likewise, what is wrong, for people.
  public var faults: [Int: String] = [:]
  public init() {}
}

extension FlowGraph {
  public var hasHolidayTables: Bool { content.calendars.contains { $0.holidayTable != nil } }

  /// - Parameter rows: the values of those columns of a table, all rows or a few more than `HolidayTable.most`.
  public func tableHolidays(_ rows: (TableItem, [Int]) throws -> [[Value]]) -> TableHolidays {
    var found = TableHolidays()
    for (index, calendar) in content.calendars.enumerated() {
      guard let holidays = calendar.holidayTable, content.tables.indices.contains(holidays.table) else {
        continue
      }
      let table = content.tables[holidays.table]
      do {
        let list = HolidayTable.list(try rows(table, holidays.columns))
        found.days[index] = list.holidays
        found.faults[index] = list.faults.first.map {
          "calendar \(calendar.name): table \(table.name): \($0.message)"
        }
      } catch {
        found.faults[index] = "calendar \(calendar.name): table \(table.name): \(error)"
      }
    }
    return found
  }

  /// The same application with these days beside those of its files.
  /// - Parameter holidays: by the calendar's place.
  public func with(holidays: [Int: [Day: String?]]) -> FlowGraph {
    guard !holidays.isEmpty else { return self }
    var content = content
    for (index, days) in holidays where content.calendars.indices.contains(index) {
      content.calendars[index].hours.holidays.merge(days) { file, _ in file }
    }
    return FlowGraph(content)
  }
}
