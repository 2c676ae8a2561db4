import Reports

/// Agents in the order of their calls per hour. Chance ranks those with few calls: they get no place.
enum Leaders {
  static func table(_ source: ReportSource, least: Int) throws -> ReportTable {
    // Calls, of all queues, stand beside the time that agents had: half of it would be no rate.
    try source.check(.agents)
    let figures = [
      "calls talked to", "CPH", "agent answer rate", "occupancy", "AHT", "transfer rate to queues",
    ]
    .compactMap { Figure.named($0) }
    var report = FigureReport(by: [.agent], figures)
    try source.agents { report.add($0) }
    try source.visits { if $0.agent != nil { report.add($0) } }
    return report.ranking(by: "CPH", least: least, of: "calls talked to")
  }
}
