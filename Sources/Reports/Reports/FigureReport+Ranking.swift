extension FigureReport {
  /// A line a group, the highest value first; groups with fewer than `least` calls stand below, without a
  /// place.
  public func ranking(by name: String, least: Int, of counted: String) -> ReportTable {
    var table = table()
    guard let value = column(name), let count = column(counted) else { return table }
    func number(_ row: [ReportCell], _ place: Int) -> Double {
      switch place < row.count ? row[place] : .text(nil) {
      case .count(let n): Double(n ?? 0)
      case .percent(let n), .number(let n): n ?? -1
      default: -1
      }
    }
    let rows = table.rows.filter { $0.first != .text("(all)") }
    let ranked = rows.filter { number($0, count) >= Double(least) }
      .sorted { number($0, value) > number($1, value) }
    let others = rows.filter { number($0, count) < Double(least) }
    table.columns.insert(.init("place", key: "place"), at: 0)
    var place = 0
    table.rows = []
    for (index, row) in ranked.enumerated() {
      // The same value, the same place.
      if index == 0 || number(ranked[index - 1], value) != number(row, value) { place = index + 1 }
      table.rows.append([.count(place)] + row)
    }
    table.rows += others.map { [.count(nil)] + $0 }
    table.notes = ["In the order of \(name); no place under \(least) calls."]
    return table
  }

  private func column(_ name: String) -> Int? {
    figures.firstIndex { $0.name == name }.map { $0 + labelCount }
  }
}
