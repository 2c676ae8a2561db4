import Foundation

/// How wide a table may be.
enum OutputWidth {
  /// The terminal's columns; without a terminal those of the variable `COLUMNS`, else 80. At least 40.
  static let columns: Int = {
    let wanted = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 80
    return min(max(40, Terminal.width ?? wanted), 1000)
  }()
  /// Of a table: in a file or for another program nothing is cut short, unless `COLUMNS` says so.
  static let table = report ?? Int.max
  /// Of a report; nil in a file or for another program.
  static let report: Int? =
    Terminal.width == nil && ProcessInfo.processInfo.environment["COLUMNS"] == nil ? nil : columns
}
