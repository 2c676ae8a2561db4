/// One line of an answer: `{"v":1,"id":7,"reply":"done","value":…}`. A request is answered by any number of
/// events and then one `done` or `failed`.
public struct ControlReply: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable {
    /// More follows.
    case event
    case done
    case failed
  }
  public var version: Int
  public var id: Int64
  public var kind: Kind
  public var value: JSONValue
  /// What went wrong, in one line, when `failed`.
  public var message: String?

  public init(
    _ kind: Kind, id: Int64, value: JSONValue = .null, message: String? = nil,
    version: Int = ControlProtocol.version
  ) {
    (self.version, self.id, self.kind, self.value, self.message) = (version, id, kind, value, message)
  }
  private enum CodingKeys: String, CodingKey {
    case version = "v"
    case id, kind = "reply", value, message
  }
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    version = try members.decode(Int.self, forKey: .version)
    id = try members.decode(Int64.self, forKey: .id)
    kind = try members.decode(Kind.self, forKey: .kind)
    value = try members.decodeIfPresent(JSONValue.self, forKey: .value) ?? .null
    message = try members.decodeIfPresent(String.self, forKey: .message)
  }
}
