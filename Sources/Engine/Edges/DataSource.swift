import Session

/// Rows for flows. Answers are given through the closure, once, on any thread; the engine posts them to
/// itself. In virtual time a source answers before it returns.
public protocol DataSource: AnyObject, Sendable {
  func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void)
  func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void)
}

/// A source without tables: every lookup fails by its shape.
public final class NoData: DataSource {
  public init() {}
  public func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    answer(.failed(.shape("there is no table \(request.table.name)")))
  }
  public func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void) {
    answer(.failed(.shape("there is no table \(request.table.name)")))
  }
}
