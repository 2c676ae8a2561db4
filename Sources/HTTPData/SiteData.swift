import Engine
import Session

/// A site's rows and its servers as one source.
public final class SiteData: DataSource {
  private let rows: any DataSource
  private let web: WebFetcher
  public init(rows: any DataSource, web: WebFetcher) { (self.rows, self.web) = (rows, web) }

  public func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    rows.lookup(request, answer: answer)
  }
  public func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void) {
    rows.save(request, answer: answer)
  }
  public func fetch(_ request: FetchRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    web.fetch(request, answer: answer)
  }
}
