import Session

/// Rows for flows. Answers are given through the closure, once, on any thread; the engine posts them to
/// itself. In virtual time a source answers before it returns.
public protocol DataSource: AnyObject, Sendable {
  func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void)
  func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void)
  /// Asks a server; the answer is a row of what was wanted of it.
  func fetch(_ request: FetchRequest, answer: @escaping @Sendable (LookupAnswer) -> Void)
}

extension DataSource {
  public func fetch(_ request: FetchRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    answer(.failed(.failed("nothing is fetched here")))
  }
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
