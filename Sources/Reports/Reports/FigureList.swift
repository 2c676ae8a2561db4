/// `report figures`: every figure there is, and every set of rows that formulas name.
public enum FigureList {
  public static func table() -> ReportTable {
    var table = ReportTable([
      .init("figure", key: "figure", isText: true), .init("unit", key: "unit", isText: true),
      .init("formula", key: "formula", isText: true), .init("of", key: "rows", isText: true, isDetail: true),
      .init("note", key: "note", isText: true, isDetail: true),
      .init("key", key: "key", isText: true, isDetail: true),
    ])
    table.columns[0].isWhole = true
    table.columns[3].isHidden = true
    // A formula that is cut is none.
    for place in [1, 2, 4, 5] { table.columns[place].isWhole = true }
    table.rows = Figure.all.map { figure in
      [
        .text(figure.name), .text(figure.unit.rawValue), .text(figure.formula.text),
        .text(figure.rows.rawValue), .text(figure.note), .text(figure.key),
      ]
    }
    table.rows += RowSet.allCases.map { set in
      [.text(set.symbol), .text(""), .text(set.meaning), .text(set.rows.rawValue), .text(""), .text("")]
    }
    table.notes = ["Below the figures: the sets of rows that formulas count."]
    return table
  }
}
