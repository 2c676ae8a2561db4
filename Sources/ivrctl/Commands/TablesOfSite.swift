import CallFlow
import Foundation
import SQLiteStore
import Site

/// The tables of a site's data file, for what has to be read before any call; nil when the file is not there.
struct TablesOfSite {
  private let data: SQLiteData

  init?(_ site: LoadedSite) {
    guard let path = site.dataPath, FileManager.default.fileExists(atPath: path) else { return nil }
    data = SQLiteData(dataFile: path, folder: site.path.map { CheckTargets.split($0).folder } ?? ".")
  }

  /// The application with the holidays that its calendars have in tables.
  /// - Parameter report: takes what is wrong with them.
  func with(holidaysOf graph: FlowGraph, report: (String) -> Void) -> FlowGraph {
    guard graph.hasHolidayTables else { return graph }
    let holidays = data.holidays(of: graph)
    for fault in holidays.faults.sorted(by: { $0.key < $1.key }) { report(fault.value) }
    return graph.with(holidays: holidays.days)
  }
}

extension LoadedSite {
  /// Its applications with the holidays that their calendars have in tables; what is wrong with those is told.
  func applicationsWithHolidays() -> [FlowGraph] { withHolidays(applications) }

  /// - Parameter applications: of this site, or others that would be on it.
  func withHolidays(_ applications: [FlowGraph]) -> [FlowGraph] {
    guard applications.contains(where: \.hasHolidayTables) else { return applications }
    guard let tables = TablesOfSite(self) else {
      let place = path ?? "a site"
      printError(
        "ivrctl: holidays of tables are left out: \(place) has no data file yet; make it with: ivrctl data \(place)"
      )
      return applications
    }
    return applications.map { graph in tables.with(holidaysOf: graph) { printError("ivrctl: \($0)") } }
  }
}
