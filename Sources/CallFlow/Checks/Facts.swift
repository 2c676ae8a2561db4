/// What holds of the variables at one point of a call.
struct Facts: Hashable {
  /// Surely set.
  var set: VariableSet
  /// May hold `none`: from a column that may be empty, or because it was set so.
  var maybeNone: VariableSet
  /// Columns of rows that may be empty, and were found not to be.
  var tested: Set<RowColumn> = []

  mutating func assign(_ id: VariableID, maybeNone isMaybeNone: Bool = false) {
    set.insert(id)
    if isMaybeNone { maybeNone.insert(id) } else { maybeNone.remove(id) }
    if !tested.isEmpty { tested = tested.filter { $0.row != id } }
  }
  /// What holds when either may be true.
  mutating func join(_ other: Facts) {
    set.formIntersection(other.set)
    maybeNone.formUnion(other.maybeNone)
    tested.formIntersection(other.tested)
  }
}

/// `bill.receipt`: a column of the row that a variable holds.
struct RowColumn: Hashable {
  var row: VariableID
  var name: String
}
