/// `127.0.0.1:9092`, `[::1]:9092` or `localhost:9092`: a host and a TCP port. Looks nothing up.
public struct HostPort: Hashable, Sendable, CustomStringConvertible {
  /// Without the brackets of an IPv6 address.
  public var host: String
  /// 0 lets the system choose, where that makes sense.
  public var port: UInt16

  /// Nil when the host is missing or is no word, or the port is no number up to 65535.
  public init?(_ text: some StringProtocol) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let port = text[text.index(after: colon)...]
    guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(port) else { return nil }
    var host = text[..<colon]
    if host.first == "[", host.last == "]" {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    let words = host.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"[]\"',;/\\()".utf8.contains($0) }
    guard !host.isEmpty, words else { return nil }
    (self.host, self.port) = (String(host), number)
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
