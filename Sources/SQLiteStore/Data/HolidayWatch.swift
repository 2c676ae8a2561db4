import CallFlow
import Chronology

/// Holidays that calendars have in tables: to be read as a site is loaded, and again and again. A table that cannot
/// be read, or has a row without a day, leaves its calendar as it was.
public struct HolidayWatch: Sendable {
  private let data: SQLiteData
  /// The last that was whole, by application and calendar: a reload may give it another place.
  private var known: [[String]: [Day: String?]] = [:]
  /// What each application has become.
  private var served: [ObjectIdentifier: (base: FlowGraph, days: [Int: [Day: String?]], graph: FlowGraph)] =
    [:]
  /// Of the last reading.
  public private(set) var faults: [String] = []
  public private(set) var isChanged = false

  public init(_ data: SQLiteData) { self.data = data }

  /// The applications with what their calendars have in tables now; the same ones as long as that is the same.
  public mutating func read(_ applications: [FlowGraph]) -> [FlowGraph] {
    (faults, isChanged) = ([], false)
    let before = served
    served = [:]
    return applications.map { base in
      guard base.hasHolidayTables else { return base }
      var found = data.holidays(of: base)
      for (index, calendar) in base.content.calendars.enumerated() {
        let name = [base.name, calendar.name]
        if let fault = found.faults[index] {
          faults.append(fault)
          // The first time there is nothing better than the rows that are sound.
          found.days[index] = known[name] ?? found.days[index]
        }
        known[name] = found.days[index]
      }
      let old = before[ObjectIdentifier(base)].flatMap { $0.days == found.days ? $0.graph : nil }
      if old == nil { isChanged = true }
      let graph = old ?? base.with(holidays: found.days)
      served[ObjectIdentifier(base)] = (base, found.days, graph)
      return graph
    }
  }
}
