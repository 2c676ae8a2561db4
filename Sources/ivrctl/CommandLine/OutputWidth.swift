import Foundation

/// How wide a table may be.
enum OutputWidth {
  /// The terminal's columns; without a terminal those of the variable `COLUMNS`, else 80. At least 40.
  static let columns: Int = {
    let wanted = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 80
    return min(max(40, Terminal.width ?? wanted), 1000)
  }()
}
