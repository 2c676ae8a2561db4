import TestSupport
import ACD
import CallFlow
import Chronology
import Engine
import Foundation
import Session
import Testing

@testable import SQLiteStore

private typealias Expression = CallFlow.Expression

private let accounts = TableItem(
  name: "accounts",
  columns: [
    .init(name: "number", type: .text, isKey: true), .init(name: "holder", type: .text),
    .init(name: "balance", type: .number), .init(name: "vip", type: .flag),
    .init(name: "since", type: .date), .init(name: "at \"noon\" sharp", type: .time),
    .init(name: "seen", type: .instant),
  ])
private let number = Expression.column(0), holder = Expression.column(1), balance = Expression.column(2)
private let vip = Expression.column(3), since = Expression.column(4), noon = Expression.column(5)
private let seen = Expression.column(6)
private func text(_ text: String) -> Expression { .constant(.text(text)) }
private func amount(_ text: String) -> Expression { .constant(.number(Decimal(string: text) ?? 0)) }
private let none = Expression.constant(.none)
private let instant = Instant(milliseconds: 1_772_500_000_123)

extension DataSource {
  /// The answer's value when there is exactly one row, its kind otherwise.
  fileprivate func ask(
    _ condition: Expression, _ columns: [Int] = [0], order: Int? = nil, descending: Bool = false,
    table: TableItem = accounts, limit: Duration = .seconds(20)
  ) -> String {
    let query = RowQuery(
      table: TableID(0), condition: condition, order: order, descending: descending, columns: columns)
    let (answers, done) = (Reported<LookupAnswer>(), DispatchSemaphore(value: 0))
    lookup(LookupRequest(table: table, query: query, limit: limit)) {
      answers.add($0); done.signal()
    }
    guard done.wait(timeout: .now() + 30) == .success, answers.all.count == 1 else { return "no answer" }
    return switch answers.all[0] {
    case .row(let values): values.map(\.shown).joined(separator: "|")
    case .manyRows(let values): "many " + values.map(\.shown).joined(separator: "|")
    case .noRow: "no row"
    case .failed(.shape): "shape"
    case .failed(.timeout): "timeout"
    case .failed(.failed(let why)): "failed \(why)"
    }
  }
  fileprivate func put(
    _ values: [(column: Int, value: Value)], where condition: Expression? = nil, unless: Expression? = nil,
    table: TableItem = accounts
  ) -> String {
    let (answers, done) = (Reported<SaveAnswer>(), DispatchSemaphore(value: 0))
    save(SaveRequest(table: table, values: values, condition: condition, unless: unless)) {
      answers.add($0); done.signal()
    }
    guard done.wait(timeout: .now() + 30) == .success, answers.all.count == 1 else { return "no answer" }
    return switch answers.all[0] {
    case .saved: "saved"
    case .conflict: "conflict"
    case .failed(.shape): "shape"
    case .failed(let fault): "failed \(fault.message)"
    }
  }
}
extension Value {
  fileprivate var shown: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .date(let day): "\(day)"
    case .time(let time): "\(time)"
    case .instant(let instant): "\(instant.milliseconds)"
    case .none: "none"
    default: "\(self)"
    }
  }
}

private func memory() throws -> MemoryData {
  let data = try MemoryData()
  try data.load(
    table: accounts,
    rows: [
      [
        .text("111"), .text("김"), .number(52300), .flag(true), .date(Day(daysSince1970: 20_000)),
        .time(try #require(ClockTime(hour: 9, minute: 0))), .instant(instant),
      ],
      [
        .text("222"), .text("O'Hara; DROP TABLE accounts"), .number(try #require(Decimal(string: "0.1"))),
        .flag(false),
      ],
      [.text("333"), .none, .none, .none],
    ])
  return data
}

@Suite struct `Holidays of a table` {
  private func graph() throws -> FlowGraph {
    let text = """
      callflow 1
      language en
      table closed_days (title text, day date)
      calendar shop { open mon-sun 10:00-20:00; holidays from closed_days.day name title }
      calendar other { open mon-sun 10:00-20:00 }
      flow main { do bye { say "Bye."; hangup } }
      """
    let compilation = Compiler.compile([SourceText(name: "a.callflow", text: text)])
    #expect(compilation.diagnostics.filter { $0.severity == .error } == [])
    return try #require(compilation.applications.first)
  }
  private func days(_ graph: FlowGraph) -> [String: String?] {
    Dictionary(
      uniqueKeysWithValues: graph.content.calendars[0].hours.holidays.map { ($0.key.description, $0.value) })
  }

  @Test func `are what the table has now, and stay as they were while it is broken`() throws {
    let folder = try TestFolder()
    let (base, path) = (try graph(), folder["shop.sqlite"])
    let database = try Database(path, .create)
    try database.execute("CREATE TABLE closed_days (title TEXT, day TEXT)")
    try database.execute("INSERT INTO closed_days VALUES ('New Year', '2027-01-01'), (NULL, '2027-03-01')")
    let rows = SQLiteData(dataFile: path, folder: folder.path)
    defer { rows.close() }
    var watch = HolidayWatch(rows)
    let first = try #require(watch.read([base]).first)
    #expect(days(first) == ["2027-01-01": "New Year", "2027-03-01": nil])
    #expect(watch.isChanged && watch.faults == [] && first.content.calendars[1].hours.holidays == [:])
    #expect(watch.read([base]).first === first && !watch.isChanged)
    // A row without a day changes nothing, and neither does a table that is gone.
    try database.execute("INSERT INTO closed_days VALUES ('Party', '1/5/2027'), ('May Day', '2027-05-01')")
    #expect(watch.read([base]).first === first && !watch.isChanged)
    #expect(
      watch.faults == ["calendar shop: table closed_days: '1/5/2027' is no day"])
    try database.execute("ALTER TABLE closed_days RENAME TO gone")
    #expect(watch.read([base]).first === first && watch.faults.count == 1)
    try database.execute("ALTER TABLE gone RENAME TO closed_days")
    try database.execute("UPDATE closed_days SET day = '2027-05-05' WHERE title = 'Party'")
    let second = try #require(watch.read([base]).first)
    #expect(days(second).count == 4 && watch.isChanged && watch.faults == [])
    // Another program that begins with a broken table takes what is sound.
    try database.execute("INSERT INTO closed_days VALUES ('?', NULL)")
    var other = HolidayWatch(rows)
    #expect(days(try #require(other.read([base]).first)) == days(second))
    #expect(other.faults == ["calendar shop: table closed_days: the row with '?' has no day"])
    try database.execute("UPDATE closed_days SET day = 20270701, title = NULL WHERE title = '?'")
    _ = other.read([base])
    #expect(other.faults == ["calendar shop: table closed_days: '20270701' is no day"])
    try database.execute("UPDATE closed_days SET day = x'00' WHERE day = 20270701")
    _ = other.read([base])
    #expect(other.faults == ["calendar shop: table closed_days: a row has no day"])
  }
}

@Suite struct `Lookups` {
  @Test func `find rows by every comparison`() throws {
    let data = try memory()
    #expect(
      data.ask(.binary(.equal, number, text("111")), [1, 2, 3, 4, 5, 6])
        == "김|52300|true|2024-10-04|09:00|1772500000123")
    #expect(data.ask(.binary(.equal, holder, text("O'Hara; DROP TABLE accounts"))) == "222")
    #expect(data.ask(.binary(.equal, number, text("' OR '1'='1"))) == "no row")
    #expect(data.ask(.binary(.notEqual, number, text("111"))) == "many 222")
    #expect(data.ask(.binary(.greaterOrEqual, balance, amount("52300"))) == "111")
    #expect(data.ask(.binary(.less, balance, amount("1"))) == "222")
    #expect(data.ask(.binary(.equal, balance, amount("0.1")), [0, 2]) == "222|0.1")
    #expect(data.ask(.inRange(balance, lower: amount("0"), upper: amount("1"))) == "222")
    #expect(data.ask(.inList(number, [text("x"), text("222")])) == "222")
    #expect(data.ask(.inList(number, [])) == "no row")
    #expect(data.ask(vip) == "111")
    #expect(data.ask(.binary(.equal, .constant(.date(Day(daysSince1970: 20_000))), since)) == "111")
    #expect(
      data.ask(.binary(.equal, noon, .constant(.time(try #require(ClockTime(hour: 9, minute: 0)))))) == "111")
    #expect(data.ask(.binary(.lessOrEqual, seen, .constant(.instant(instant)))) == "111")
    #expect(data.ask(.binary(.less, seen, .constant(.instant(instant)))) == "no row")
    #expect(
      data.ask(.binary(.and, .binary(.greater, number, text("111")), .not(vip)), order: 0, descending: true)
        == "many 333")
    #expect(data.ask(.binary(.or, .constant(.flag(false)), .binary(.equal, number, text("333")))) == "333")
  }

  @Test func `none equals only itself`() throws {
    let data = try memory()
    #expect(data.ask(.binary(.equal, holder, none), [0, 1, 2]) == "333|none|none")
    #expect(data.ask(.binary(.notEqual, holder, none), order: 0) == "many 111")
    #expect(data.ask(.binary(.notEqual, holder, text("김")), order: 0) == "many 222")
    #expect(data.ask(.binary(.less, balance, none)) == "no row")
    #expect(data.ask(.inList(holder, [text("x"), none])) == "333")
    #expect(data.ask(.not(.binary(.less, balance, amount("1"))), order: 0) == "many 111")
  }

  @Test func `what no table can answer fails by its shape`() throws {
    let data = try memory()
    #expect(data.ask(.binary(.equal, balance, text("1"))) == "shape")
    #expect(data.ask(.binary(.equal, .column(7), text("1"))) == "shape")
    #expect(data.ask(.binary(.equal, .column(-1), text("1"))) == "shape")
    #expect(data.ask(vip, [7]) == "shape")
    #expect(data.ask(vip, order: 9) == "shape")
    #expect(data.ask(.variable(VariableID(0))) == "shape")
    #expect(data.ask(.binary(.equal, number, .variable(VariableID(0)))) == "shape")
    #expect(data.ask(.binary(.add, number, number)) == "shape")
    #expect(data.ask(vip, table: TableItem(name: "nowhere", columns: accounts.columns)) == "shape")
    // A column that the file lacks is not taken for a text in quotes.
    let wrong = TableItem(name: "accounts", columns: [.init(name: "nummer", type: .text)])
    #expect(data.ask(.binary(.equal, number, text("nummer")), table: wrong) == "shape")
    let injected = TableItem(name: "accounts\" --", columns: accounts.columns)
    #expect(data.ask(vip, table: injected) == "shape")
    #expect(data.ask(vip, table: TableItem(name: "a\0b", columns: accounts.columns)) == "shape")
    let mistyped = TableItem(
      name: "accounts", columns: [.init(name: "holder", type: .number), accounts.columns[0]])
    #expect(data.ask(.binary(.equal, .column(1), text("111")), [0], table: mistyped) == "shape")
  }

  @Test(arguments: ["0", "-7", "0.1", "52300", "9223372036854775807", "123456.789", "-0.000001"])
  func `numbers come back as they went`(_ written: String) throws {
    let data = try MemoryData()
    let table = TableItem(name: "n", columns: [.init(name: "x", type: .number)])
    let value = try #require(Decimal(string: written))
    #expect(data.put([(0, .number(value))], table: table) == "shape")
    try data.load(table: table, rows: [[.number(value)]])
    #expect(data.rows(of: "n") == [["x": .number(value)]])
    #expect(data.ask(.binary(.equal, .column(0), .constant(.number(value))), table: table) == "\(value)")
  }
}

@Suite struct `Saves` {
  @Test func `write one row, unless there is one already`() throws {
    let data = try memory()
    let row: [(column: Int, value: Value)] = [(0, .text("444")), (3, .flag(true))]
    let taken = Expression.binary(.equal, number, text("444"))
    #expect(data.put(row, unless: taken) == "saved")
    #expect(data.put(row, unless: taken) == "conflict")
    #expect(data.rows(of: "accounts").count == 4)
    #expect(data.rows(of: "accounts")[3]["number"] == .text("444"))
    #expect(data.rows(of: "accounts")[3]["balance"] == Value.none)
  }

  @Test func `change the rows that are as they were, and tell when there is none`() throws {
    let data = try memory()
    let free = Expression.binary(
      .and, .binary(.equal, number, text("333")), .binary(.equal, holder, none))
    #expect(data.put([(1, .text("이 \"둘\" '; --")), (2, .number(7))], where: free) == "saved")
    #expect(data.put([(1, .text("another"))], where: free) == "conflict")
    #expect(
      data.rows(of: "accounts").map { $0["holder"] } == [
        .text("김"), .text("O'Hara; DROP TABLE accounts"), .text("이 \"둘\" '; --"),
      ])
    #expect(data.rows(of: "accounts")[2]["balance"] == .number(7))
    #expect(data.put([], where: free) == "shape")
    #expect(data.put([(1, .number(1))], where: free) == "shape")
  }

  @Test func `a value of another type changes nothing`() throws {
    let data = try memory()
    #expect(data.put([(0, .number(1))]) == "shape")
    #expect(data.put([(9, .text("x"))]) == "shape")
    #expect(data.put([(0, .text("x"))], unless: .variable(VariableID(1))) == "shape")
    #expect(data.rows(of: "accounts").count == 3)
    #expect(data.rows(of: "nothing") == [])
  }
}

@Suite struct `Data files` {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }
  var path: String { folder["bank.sqlite"] }
  func make() throws -> Database {
    let database = try Database(path, .create)
    try database.execute(
      """
      CREATE TABLE accounts (number TEXT PRIMARY KEY, holder TEXT, balance INTEGER, vip INTEGER, since TEXT,
        "at ""noon"" sharp" TEXT, seen TEXT);
      CREATE INDEX by_holder ON accounts (holder, balance);
      CREATE TABLE plain (id INTEGER PRIMARY KEY, x REAL);
      INSERT INTO accounts VALUES ('111', '김', 52300, 1, '2024-10-04', '09:00:00', '2026-03-03T01:06:40.123Z');
      """)
    return database
  }

  @Test func `are read and written on connections of their own`() throws {
    let database = try make()
    let data = SQLiteData(dataFile: path, folder: folder.path)
    defer { data.close() }
    #expect(
      data.ask(.binary(.equal, number, text("111")), [1, 2, 3, 4, 5, 6])
        == "김|52300|true|2024-10-04|09:00|1772500000123")
    #expect(data.ask(.binary(.equal, seen, .constant(.instant(instant)))) == "111")
    #expect(
      data.put([
        (0, .text("222")), (6, .instant(instant)), (5, .time(try #require(ClockTime(hour: 18, minute: 30)))),
      ]) == "saved")
    #expect(
      try database.text("SELECT seen || \"at \"\"noon\"\" sharp\" FROM accounts WHERE number = '222'")
        == "2026-03-03T01:06:40.123Z18:30")
    #expect(data.put([(0, .text("222"))]) == "conflict")
    #expect(data.ask(.binary(.equal, number, text("222")), [6]) == "1772500000123")
    try database.execute("UPDATE accounts SET vip = 7, holder = x'00ff' WHERE number = '222'")
    #expect(data.ask(.binary(.equal, number, text("222")), [3]) == "shape")
    #expect(data.ask(.binary(.equal, number, text("222")), [1]) == "shape")
    var elsewhere = accounts
    elsewhere.file = "bank.sqlite"
    #expect(data.ask(vip, table: elsewhere) == "111")
    elsewhere.file = "none.sqlite"
    #expect(data.ask(vip, table: elsewhere).hasPrefix("failed"))
    #expect(!FileManager.default.fileExists(atPath: folder["none.sqlite"]))
    #expect(SQLiteData(dataFile: nil, folder: "/").ask(vip).hasPrefix("failed accounts"))
  }

  @Test func `a slot is taken by one of two who want it`() throws {
    let database = try Database(path, .create)
    try database.execute(
      "CREATE TABLE slots (id INTEGER PRIMARY KEY, taken TEXT); INSERT INTO slots VALUES (1, NULL)")
    let slots = TableItem(
      name: "slots",
      columns: [.init(name: "id", type: .number, isKey: true), .init(name: "taken", type: .text)])
    let free = Expression.binary(
      .and, .binary(.equal, .column(0), amount("1")), .binary(.equal, .column(1), none))
    // Two connections, as two programs have them.
    let sources = [
      SQLiteData(dataFile: path, folder: folder.path), SQLiteData(dataFile: path, folder: folder.path),
    ]
    defer { for source in sources { source.close() } }
    let answers = Reported<String>()
    DispatchQueue.concurrentPerform(iterations: 8) { caller in
      answers.add(sources[caller % 2].put([(1, .text("caller \(caller)"))], where: free, table: slots))
    }
    #expect(answers.all.sorted() == Array(repeating: "conflict", count: 7) + ["saved"])
    #expect(sources[0].ask(free, table: slots) == "no row")
  }

  @Test func `a table that another program holds, or that has lost a column, is told`() throws {
    let database = try make()
    let data = SQLiteData(dataFile: path, folder: folder.path)
    defer { data.close() }
    try database.execute("BEGIN EXCLUSIVE")
    #expect(data.put([(0, .text("222"))]).contains("locked"))
    try database.execute("COMMIT")
    #expect(data.put([(0, .text("222"))]) == "saved")
    try database.execute("ALTER TABLE accounts DROP COLUMN vip")
    #expect(data.put([(0, .text("333")), (3, .flag(true))]) == "shape")
    #expect(data.put([(0, .text("333"))]) == "saved")
  }

  @Test func `a lookup beyond its limit is given up`() throws {
    let database = try make()
    try database.execute(
      """
      CREATE VIEW endless AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c;
      """)
    let data = SQLiteData(dataFile: path, folder: folder.path)
    defer { data.close() }
    let endless = TableItem(name: "endless", columns: [.init(name: "n", type: .number)])
    #expect(
      data.ask(.binary(.equal, .column(0), amount("-1")), table: endless, limit: .milliseconds(30))
        == "timeout")
    #expect(data.ask(vip) == "111")
    #expect(data.ask(vip, limit: .zero) == "timeout")
  }

  @Test func `that were replaced are read after they are opened again`() throws {
    _ = try make()
    let data = SQLiteData(dataFile: path, folder: folder.path)
    defer { data.close() }
    #expect(data.ask(vip, [1]) == "김")
    try FileManager.default.removeItem(atPath: path)
    let database = try make()
    try database.execute("UPDATE accounts SET holder = '이'")
    data.reopen()
    #expect(data.ask(vip, [1]) == "이")
  }

  @Test func `after it is closed every question is still answered`() throws {
    _ = try make()
    let data = SQLiteData(dataFile: path, folder: folder.path)
    data.close()
    #expect(data.ask(vip).hasPrefix("failed"))
    #expect(data.put([(0, .text("x"))]).hasPrefix("failed"))
  }

  @Test func `are known to the checker`() throws {
    _ = try make()
    let shape = try DataFileShape(path: path)
    #expect(shape.tables["plain"] == ["id": "INTEGER", "x": "REAL"])
    #expect(shape.tables["accounts"]?["at \"noon\" sharp"] == "TEXT")
    #expect(shape.indexedColumns == ["accounts": ["number", "holder"], "plain": ["id"]])
    #expect(throws: SQLiteError.self) { try DataFileShape(path: folder["none"]) }
    try folder.write(Array(repeating: 0x41, count: 5000), to: "text")
    #expect(throws: SQLiteError.self) { try SQLiteData.check(folder["text"]) }
  }
}

@Suite struct `CSV` {
  func rows(_ text: String) throws -> [[Value]] { try CSVTable(Array(text.utf8)).rows(for: accounts) }

  @Test func `is read as RFC 4180 has it`() throws {
    let data = try MemoryData()
    try data.load(
      table: accounts,
      csv: Array(
        "\u{FEFF}balance,number,holder,vip,since\r\n52300,111,\"Kim, \"\"M\"\"\r\nJ\",yes,2024-10-04\r\n\r\n,222,\"\",,\r\n-0.5,333,,no,"
          .utf8))
    let rows = data.rows(of: "accounts")
    #expect(rows.count == 3)
    #expect(rows[0]["holder"] == .text("Kim, \"M\"\r\nJ"))
    #expect(rows[0]["balance"] == .number(52300))
    #expect(rows[0]["since"] == .date(Day(daysSince1970: 20_000)))
    #expect(rows[1]["holder"] == .text(""))
    #expect(rows[1]["balance"] == Value.none)
    #expect(rows[2]["balance"] == .number(try #require(Decimal(string: "-0.5"))))
    #expect(rows[2]["holder"] == Value.none)
  }

  @Test(
    arguments: [
      ("", 1, "is empty"), ("number,nummer\n", 1, "no column \"nummer\""), ("number,number\n", 1, "twice"),
      ("number,vip\n1,yes\n2\n", 3, "1 fields"), ("number,vip\n\"1\n2,yes\n", 2, "not closed"),
      ("number,vip\n\"1\"2,yes\n", 2, "goes on"), ("number,vip\n1\"2,yes\n", 2, "quote inside"),
      ("number,balance\n1,2\n1,12x\n", 3, "no number"), ("number,balance\n1,1e5\n", 2, "no number"),
      ("number,balance\n1,-\n", 2, "no number"), ("number,since\n1,2026-02-30\n", 2, "no date"),
      ("number,vip\n1,maybe\n", 2, "no flag"), ("number\n1\r2\n", 2, "CR"), ("number\n\0\n", 2, "NUL"),
      ("number,seen\n1,9223372036854775807\n", 2, "no instant"),
    ])
  func `is refused with the line`(_ text: String, _ line: Int, _ message: String) throws {
    do {
      _ = try rows(text)
      Issue.record("nothing was found wrong")
    } catch let fault as TableFault {
      #expect(fault.line == line)
      #expect(fault.message.contains(message))
    }
  }

  @Test func `of any bytes never traps`() throws {
    let seed = UInt64.random(in: 0...(.max))
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("number,vip\"\"\n\r\n;1\u{FEFF}한".utf8) + [0xFF]
    var read = 0
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      if let table = try? CSVTable(bytes) {
        read += table.records.allSatisfy { $0.fields.count == table.header.fields.count } ? 1 : 0
      }
    }
    #expect(read > 0, "seed \(seed)")
  }

  @Test(
    arguments: [
      ("2026-03-03T01:06:40.123Z", 123), ("2026-03-03 01:06:40", 0), ("2026-03-03T10:06:40+09:00", 0),
      ("2026-03-02T20:06:40.5-05:00", 500), ("2026-03-03T01:06:40.123456Z", 123),
    ])
  func `instants of many spellings`(_ text: String, _ milliseconds: Int64) {
    #expect(Instant(isoText: text) == Instant(milliseconds: 1_772_500_000_000 + milliseconds))
  }

  @Test(arguments: [
    "", "2026-03-03", "2026-03-03T25:00Z", "2026-13-03T01:00Z", "2026-03-03T01:00:00.Z", "2026-03-03T01:00+9",
    "２０２６-03-03T01:00",
  ])
  func `and what is none`(_ text: String) { #expect(Instant(isoText: text) == nil) }
}

@Suite struct `A data file that is made` {
  @Test func `has all rows of a table at once, or not the table`() throws {
    let folder = try TestFolder()
    let table = TableItem(
      name: "days", columns: [.init(name: "day", type: .text, isKey: true), .init(name: "n", type: .number)])
    /// How often the file was changed as a whole: SQLite's file format, 1.3.8.
    func changes() throws -> UInt32 {
      try folder.bytes("a.sqlite")[24..<28].reduce(0) { $0 << 8 | UInt32($1) }
    }
    let csv = "day,n\n" + (0..<200).map { "2026-\($0),\($0)\n" }.joined()
    let maker = try DataFileMaker(path: folder["a.sqlite"])
    #expect(try maker.make(table, csv: Array(csv.utf8)) == 200)
    #expect(try changes() == 1)
    var other = table
    other.name = "others"
    #expect(throws: TableFault.self) { try maker.make(other, csv: Array((csv + "2026-x,many\n").utf8)) }
    #expect(try changes() == 1)
    #expect(try DataFileShape(path: folder["a.sqlite"]).tables.keys.sorted() == ["days"])
  }
}

extension TestFolder {
  fileprivate func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: self[name])))
  }
}
