import CallFlow
import Chronology

/// What is to be asked of a server over HTTP: everything evaluated, the values escaped.
public struct FetchRequest: Sendable {
  /// The state that asks, `main.find_order`.
  public var state: String
  public var method: FetchSpec.Method
  public var address: String
  /// What may be written of the address: without its values.
  public var shown: String
  public var headers: [FetchSpec.Header]
  /// A secret of the site by its name, for that header.
  public var secret: String?
  public var secretHeader = "Authorization"
  /// JSON; nil for none.
  public var body: String?
  /// What is wanted of the answer, in the order of the values given back.
  public var reads: [Read]
  public var limit: Duration
  public struct Read: Hashable, Sendable {
    /// The variable it is for.
    public var name: String
    public var path: [FetchSpec.Step]
    public var type: ValueType
    public init(name: String, path: [FetchSpec.Step], type: ValueType) {
      (self.name, self.path, self.type) = (name, path, type)
    }
  }
  public init(
    state: String, method: FetchSpec.Method = .get, address: String, shown: String,
    headers: [FetchSpec.Header] = [], secret: String? = nil, body: String? = nil, reads: [Read] = [],
    limit: Duration
  ) {
    (self.state, self.method, self.address, self.shown) = (state, method, address, shown)
    (self.headers, self.secret, self.body) = (headers, secret, body)
    (self.reads, self.limit) = (reads, limit)
  }
}
