import Foundation

/// A folder for one test, short enough for the path of a socket, removed with its last user.
public final class TestFolder: Sendable {
  public let path: String
  public init() throws {
    path = "/tmp/ivr" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of what has that name in it.
  public subscript(name: String) -> String { path + "/" + name }
  public func text(_ name: String) throws -> String {
    try String(contentsOfFile: self[name], encoding: .utf8)
  }
  public func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }
  public func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: self[name]))
  }
}
