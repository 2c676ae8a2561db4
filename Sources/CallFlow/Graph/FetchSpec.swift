import Chronology

/// `fetch name { get "https://…"; read path -> name; found -> a; missing -> b }`.
public struct FetchSpec: Sendable {
  public enum Method: String, Hashable, Sendable { case get = "GET", post = "POST" }
  /// A step into JSON.
  public enum Step: Hashable, Sendable {
    case key(String)
    /// Of a list, from 0.
    case index(Int)
  }
  public struct Read: Hashable, Sendable {
    public var path: [Step]
    public var variable: VariableID
    public var type: ValueType
    public init(path: [Step], variable: VariableID, type: ValueType) {
      (self.path, self.variable, self.type) = (path, variable, type)
    }
  }
  /// A member of what is posted.
  public struct Member: Hashable, Sendable {
    public var name: String
    public var value: Expression
    public init(name: String, value: Expression) { (self.name, self.value) = (name, value) }
  }
  public struct Header: Hashable, Sendable {
    public var name: String
    public var value: String
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }
  public var method = Method.get
  /// Begins with a scheme and a host that no value is part of; its values have no forms.
  public var address: Template
  public var body: [Member] = []
  public var headers: [Header] = []
  /// The site's secret that goes into that header.
  public var secret: String?
  public var secretHeader = "Authorization"
  public var reads: [Read] = []
  /// What is said when it takes longer than two seconds, before the music.
  public var hold: [SayPart] = []
  public var limit: Duration = .seconds(5)
  public var found: Block
  public var missing: Block
  /// Without a block the events `error.fetch` and `error.fetch.timeout` follow.
  public var failed: Block?
  public var timeout: Block?
  public init(address: Template, found: Block, missing: Block) {
    (self.address, self.found, self.missing) = (address, found, missing)
  }
}
