import Chronology

extension ApplicationBuilder {
  func registerCalendar(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the calendar", &cursor, line),
      register(token, .calendar, index: content.calendars.count)
    else { return nil }
    expectEnd(&cursor, line)
    expectNoElse(line)
    content.calendars.append(CalendarItem(name: token.text, hours: OpeningHours(zone: .utc)))
    return content.calendars.count - 1
  }

  func registerSwitch(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the switch", &cursor, line),
      register(token, .toggle, index: content.switches.count)
    else { return nil }
    var item = SwitchItem(name: token.text, initial: .auto)
    if let position = switchPosition(&cursor, line, isNeeded: false) { item.initial = position }
    expectEnd(&cursor, line)
    expectBare(line)
    content.switches.append(item)
    return nil
  }

  /// `on`, `off` or `auto`.
  func switchPosition(
    _ cursor: inout TokenCursor, _ line: SyntaxLine, isNeeded: Bool = true
  ) -> SwitchItem.Position? {
    if let token = cursor.peek, let position = SwitchItem.Position(rawValue: token.text) {
      cursor.next()
      return position
    }
    if isNeeded || !cursor.isAtEnd {
      missing("a switch is turned on, off or auto", cursor, line)
      cursor.skipToEnd()
    }
    return nil
  }

  func resolveCalendar(_ line: SyntaxLine, _ index: Int) {
    guard let block = line.block else {
      return missing(
        "a calendar needs its lines in braces", TokenCursor(line), line, hint: "{ open mon-fri 09:00-18:00 }")
    }
    var hours = content.calendars[index].hours
    var isWhole = line.isSound && block.close != nil
    for row in block.lines {
      isWhole = isWhole && row.isSound
      var cursor = TokenCursor(row)
      switch row.word.text {
      case "timezone":
        let range = cursor.here
        if let name = plainText(&cursor, row) {
          if let zone = Zone(name) {
            hours.zone = zone
          } else {
            error("CF206", "there is no time zone \"\(name)\"", at: range, hint: "like \"Asia/Seoul\"")
          }
        }
      case "open": isWhole = readOpen(&cursor, row, &hours) && isWhole
      case "closed": readClosed(&cursor, row, &hours)
      case "lunch": if let period = period(&cursor, row) { hours.lunch.append(period) }
      case "holidays":
        if cursor.take(word: "from") {
          content.calendars[index].holidayTable = holidayTable(&cursor, row)
        } else {
          readHolidays(&cursor, row, &hours)
        }
      case "switch":
        if let token = name("a switch", &cursor, row) {
          content.calendars[index].toggle = look(up: token, .toggle, code: "CF229").map { SwitchID($0) }
        }
      default:
        unknownLine(
          row, of: "a calendar", among: ["timezone", "open", "closed", "holidays", "lunch", "switch"])
        isWhole = false
        continue
      }
      expectEnd(&cursor, row)
      expectBare(row)
    }
    content.calendars[index].hours = hours
    if isWhole && hours.isNeverOpen {
      let token = line.arguments.first ?? line.word
      error(
        "CF260", "calendar '\(token.text)' is never open", at: token.range,
        hint: "add a line: open mon-fri 09:00-18:00")
    }
  }

  private func readOpen(_ cursor: inout TokenCursor, _ row: SyntaxLine, _ hours: inout OpeningHours) -> Bool {
    if let token = cursor.peek, case .day(let day) = token.kind {
      cursor.next()
      warnOfPast(day, at: token.range)
      guard let periods = periods(&cursor, row) else { return false }
      hours.exceptions[day, default: []] += periods
      return true
    }
    var days: [Weekday] = []
    repeat {
      guard let token = cursor.takeWord() else { break }
      guard let named = Weekday.named(token.text) else {
        error(
          "CF206", "\(token.shown) is no day of the week", at: token.range,
          hint: Suggestions.hint(token.text, among: Weekday.words) ?? "like mon, mon-fri, sat")
        cursor.skipToEnd()
        return false
      }
      days += named
    } while cursor.take(sign: ",")
    guard !days.isEmpty else {
      missing("'open' needs days", cursor, row, hint: "like open mon-fri 09:00-18:00")
      cursor.skipToEnd()
      return false
    }
    guard let periods = periods(&cursor, row) else { return false }
    for day in days { hours.weekly[day, default: []] += periods }
    return true
  }

  private func periods(_ cursor: inout TokenCursor, _ row: SyntaxLine) -> [OpeningHours.Period]? {
    var found: [OpeningHours.Period] = []
    repeat {
      guard let period = period(&cursor, row) else { return nil }
      found.append(period)
    } while cursor.take(sign: ",")
    return found
  }

  private func period(_ cursor: inout TokenCursor, _ row: SyntaxLine) -> OpeningHours.Period? {
    let start = cursor.here
    guard let from = clock(&cursor), cursor.take(sign: "-"), let to = clock(&cursor) else {
      if row.isSound { error("CF206", "hours were expected", at: start, hint: "like 09:00-18:00") }
      cursor.skipToEnd()
      return nil
    }
    return .init(from: from, to: to)
  }

  private func clock(_ cursor: inout TokenCursor) -> ClockTime? {
    guard let token = cursor.peek, case .clock(let time) = token.kind else { return nil }
    cursor.next()
    return time
  }

  private func day(_ cursor: inout TokenCursor, _ row: SyntaxLine) -> Day? {
    guard let token = cursor.peek, case .day(let day) = token.kind else {
      missing("a day was expected", cursor, row, hint: "like 2026-03-01")
      cursor.skipToEnd()
      return nil
    }
    cursor.next()
    return day
  }

  private func readClosed(_ cursor: inout TokenCursor, _ row: SyntaxLine, _ hours: inout OpeningHours) {
    let range = cursor.here
    guard let first = day(&cursor, row) else { return }
    var last = first
    if cursor.take(sign: "..") {
      guard let end = day(&cursor, row) else { return }
      last = end
    }
    guard first <= last else {
      return error("CF206", "\(last) is before \(first)", at: range, hint: "the earlier day stands first")
    }
    warnOfPast(last, at: range)
    var closure = OpeningHours.Closure(first...last)
    if let (_, parts) = cursor.takeString() { closure.name = parts.plainText }
    hours.closures.append(closure)
  }

  private func warnOfPast(_ day: Day, at range: SourceRange) {
    if let today = surroundings.today, day < today {
      warning("CF261", "\(day) is in the past", at: range, hint: "take out the line, or mend the year")
    }
  }

  /// `from table.column name column`.
  private func holidayTable(_ cursor: inout TokenCursor, _ row: SyntaxLine) -> HolidayTable? {
    let hint = "like holidays from closed_days.day name title"
    guard let token = name("a table", &cursor, row, hint: hint) else { return nil }
    guard let index = look(up: token, .table, code: "CF223"), content.tables.indices.contains(index) else {
      cursor.skipToEnd()
      return nil
    }
    let table = content.tables[index]
    func column(_ type: ValueType) -> Int? {
      guard let token = name("a column", &cursor, row, hint: hint) else { return nil }
      guard let column = table.columns.firstIndex(where: { $0.name == token.text }) else {
        if !faultyTables.contains(table.name) {
          error(
            "CF251", "table '\(table.name)' has no column '\(token.text)'", at: token.range,
            hint: Suggestions.hint(token.text, among: table.columns.map(\.name)))
        }
        return nil
      }
      guard table.columns[column].type == type, !table.columns[column].isSecret else {
        error(
          "CF301", "column '\(token.text)' is no \(type.rawValue) that may be told", at: token.range,
          hint: "declare it: \(token.text) \(type.rawValue)")
        return nil
      }
      return column
    }
    guard cursor.take(sign: ".") else {
      missing("'.' and a column were expected", cursor, row, hint: hint)
      cursor.skipToEnd()
      return nil
    }
    guard let day = column(.date) else {
      cursor.skipToEnd()
      return nil
    }
    var found = HolidayTable(table: index, day: day)
    if cursor.take(word: "name") { found.name = column(.text) }
    return found
  }

  private func readHolidays(_ cursor: inout TokenCursor, _ row: SyntaxLine, _ hours: inout OpeningHours) {
    let range = cursor.here
    guard let path = plainText(&cursor, row) else { return }
    // Nothing is known of files when the caller gave none at all.
    guard let text = surroundings.holidayFiles[path] else {
      if !surroundings.holidayFiles.isEmpty || surroundings.clips != nil {
        error(
          "CF206", "there is no holiday file \"\(path)\"", at: range,
          hint: Suggestions.hint(path, among: surroundings.holidayFiles.keys.sorted()))
      }
      return
    }
    let list = HolidayList.parse(text)
    if let fault = list.faults.first {
      error("CF206", "\(path), line \(fault.line): \(fault.message)", at: range)
    }
    hours.holidays.merge(list.holidays) { a, _ in a }
    if let today = surroundings.today, let last = list.holidays.keys.max(), last < today.adding(days: 30) {
      warning(
        "CF262", "the holidays in \"\(path)\" end on \(last), in less than 30 days", at: range,
        hint: "add the next year's holidays to the file")
    }
  }
}

extension Weekday {
  static let words = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static func one(_ text: Substring) -> Weekday? {
    words.firstIndex { $0 == text }.flatMap { Weekday(rawValue: $0) }
  }
  /// `mon` or `mon-fri`; `fri-mon` goes over the week's end. Nil when it is neither.
  public static func named(_ text: String) -> [Weekday]? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first.flatMap({ one($0) }) else { return nil }
    if parts.count == 1 { return [first] }
    guard parts.count == 2, let last = one(parts[1]) else { return nil }
    let count = (last.rawValue - first.rawValue + 7) % 7
    return (0...count).compactMap { Weekday(rawValue: (first.rawValue + $0) % 7) }
  }
}
