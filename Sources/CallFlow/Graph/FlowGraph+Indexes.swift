extension FlowGraph {
  /// Columns of a table by which rows are looked for, and that have no index yet.
  public func columnsWithoutIndex(of table: String, indexed: Set<String>) -> [String] {
    var wanted: [String] = []
    for state in content.states {
      guard case .lookup(let spec) = state.kind, content.tables[spec.query.table].name == table,
        let column = spec.query.condition.columnWithoutIndex(
          in: content.tables[spec.query.table], indexed: indexed.union(wanted))
      else { continue }
      wanted.append(column)
    }
    return wanted
  }
}

extension Expression {
  /// The first of the columns in a condition on a table when none of them has an index.
  func columnWithoutIndex(in table: TableItem, indexed: Set<String>) -> String? {
    var columns: [String] = []
    visit {
      if case .column(let index) = $0, table.columns.indices.contains(index) {
        columns.append(table.columns[index].name)
      }
    }
    return columns.contains(where: indexed.contains) ? nil : columns.first
  }
}
