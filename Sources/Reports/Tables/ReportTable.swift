import Chronology

/// One value of a report, in the three ways it is written.
public enum ReportCell: Hashable, Sendable {
  case text(String?)
  case count(Int?)
  /// Two decimals.
  case percent(Double?)
  case number(Double?)
  /// Seconds: one decimal as text, milliseconds kept elsewhere.
  case seconds(Duration?)
  /// As `seconds`, but whole as text.
  case wholeSeconds(Duration?)
  case flag(Bool)
  /// Nothing, and why; for programs just nothing.
  case missing(String)

  /// For people; what is missing is `-`.
  public var shown: String {
    switch self {
    case .text(let text): text ?? "-"
    case .count(let count): count.map { String($0) } ?? "-"
    case .percent(let percent), .number(let percent): percent.map { ReportCell.decimal($0, 2) } ?? "-"
    case .seconds(let duration): duration.map { ReportCell.decimal($0.seconds, 1) } ?? "-"
    case .wholeSeconds(let duration): duration.map { String(Int64($0.seconds.rounded())) } ?? "-"
    case .flag(let flag): flag ? "yes" : "no"
    case .missing(let why): why
    }
  }

  /// What is missing is an empty field.
  var csv: String {
    switch self {
    case .text(let text):
      guard let text else { return "" }
      let shown = ReportCell.looksLikeFormula(text) ? "'" + text : text
      let needsQuotes = shown.isEmpty || shown.contains { "\",\n\r\r\n".contains($0) }
      return needsQuotes ? "\"" + shown.replacing("\"", with: "\"\"") + "\"" : shown
    case .flag(let flag): return flag ? "true" : "false"
    case .seconds(let duration), .wholeSeconds(let duration):
      return duration.map { ReportCell.decimal($0.seconds, 3) } ?? ""
    case .count(nil), .percent(nil), .number(nil), .missing: return ""
    case .count, .percent, .number: return shown
    }
  }

  /// What a caller sends may be opened in a spreadsheet, which would run `=…`: such a text gets an apostrophe
  /// before it. A sign before nothing but digits, as in a telephone number, calculates nothing and stays.
  private static func looksLikeFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    switch first {
    case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF20}": return true
    case "+", "-", "\u{FF0B}", "\u{FF0D}":
      return !text.unicodeScalars.dropFirst().allSatisfy { "0123456789 .".unicodeScalars.contains($0) }
    default: return false
    }
  }

  /// What is missing is `null`.
  var json: String {
    switch self {
    case .text(let text): text.map { ReportCell.quoted($0) } ?? "null"
    default: csv.isEmpty ? "null" : csv
    }
  }

  /// A number with so many decimals, rounded half away from zero; `-` for what is no number.
  static func decimal(_ number: Double, _ places: Int) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "-" }
    let scale = places == 1 ? 10 : places == 2 ? 100 : 1000
    let scaled = Int((abs(number) * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    return (number < 0 && scaled > 0 ? "-" : "") + String(scaled / scale) + "."
      + String(repeating: "0", count: places - fraction.count) + fraction
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// A report: columns with a title for people and a key for programs, rows, and notes that explain them.
public struct ReportTable: Hashable, Sendable {
  public struct Column: Hashable, Sendable {
    public var title: String
    public var key: String
    public var isText: Bool
    /// Left out of the text where it does not fit, in the order of the columns.
    public var isDetail: Bool
    /// Only for programs.
    public var isHidden = false
    /// Text that is never cut short.
    public var isWhole = false
    public init(_ title: String, key: String, isText: Bool = false, isDetail: Bool = false) {
      (self.title, self.key, self.isText, self.isDetail) = (title, key, isText, isDetail)
    }
  }
  public var columns: [Column]
  public var rows: [[ReportCell]]
  /// Lines under the table.
  public var notes: [String]
  public init(_ columns: [Column], rows: [[ReportCell]] = [], notes: [String] = []) {
    (self.columns, self.rows, self.notes) = (columns, rows, notes)
  }

  /// - Parameter width: columns of the terminal; nil for a file or another program, which gets the columns of a
  ///   narrow terminal, and no text cut short.
  public func text(width: Int? = 80) -> String {
    let places = placesFitting(width ?? ReportTable.narrow)
    let table = TextTable(
      places.map { place in
        let column = columns[place]
        return TextTable.Column(
          column.title, column.isText ? .left : .right, shrinks: column.isText && !column.isWhole)
      },
      rows: rows.map { row in places.map { $0 < row.count ? row[$0].shown : "" } })
    return (table.lines(width: width ?? .max) + notes).joined(separator: "\n") + "\n"
  }

  private static let narrow = 80

  /// The columns that are always shown, and of the others as many as there is room for.
  private func placesFitting(_ width: Int) -> [Int] {
    // A name may be cut to twelve columns before a figure is left out.
    func needed(_ place: Int) -> Int {
      let width = rows.reduce(DisplayWidth.of(columns[place].title)) {
        max($0, place < $1.count ? DisplayWidth.of($1[place].shown) : 0)
      }
      return 2 + (columns[place].isText && !columns[place].isWhole ? min(width, 12) : width)
    }
    let shown = columns.indices.filter { !columns[$0].isHidden }
    var room = width + 2 - shown.filter { !columns[$0].isDetail }.reduce(0) { $0 + needed($1) }
    return shown.filter { place in
      guard columns[place].isDetail else { return true }
      let size = needed(place)
      guard size <= room else { return false }
      room -= size
      return true
    }
  }

  /// RFC 4180, a header of keys first, lines ended by CRLF.
  public func csv() -> String {
    let header = columns.map { ReportCell.text($0.key).csv }
    return ([header] + rows.map { $0.map(\.csv) }).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  /// An array of objects, a row a line.
  public func json() -> String {
    let objects = rows.map { row in
      "{"
        + zip(columns, row).map { "\(ReportCell.quoted($0.key)):\($1.json)" }.joined(separator: ",") + "}"
    }
    return "[" + objects.joined(separator: ",\n ") + "]\n"
  }
}
