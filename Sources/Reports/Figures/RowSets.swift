/// The sets that one row is in.
public struct RowSets: OptionSet, Hashable, Sendable {
  public var rawValue: UInt128
  public init(rawValue: UInt128) { self.rawValue = rawValue }
  public init(_ set: RowSet) { rawValue = 1 << UInt128(set.rawValue) }

  public mutating func insert(_ set: RowSet, if isIn: Bool = true) {
    if isIn { rawValue |= RowSets(set).rawValue }
  }
  public func contains(_ set: RowSet) -> Bool { rawValue & RowSets(set).rawValue != 0 }

  /// In the order of their declaration.
  public var list: [RowSet] { RowSet.allCases.filter { contains($0) } }
}
