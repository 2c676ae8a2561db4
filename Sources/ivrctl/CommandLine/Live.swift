import Control
import Foundation
import Reports

/// A running `ivrd`, asked through its control socket.
struct Live {
  let client: ControlClient

  /// - Throws: `CommandError` with status 3 when nobody answers.
  init(_ arguments: Arguments) throws {
    let path = ControlClient.path(
      option: arguments["socket"], environment: ProcessInfo.processInfo.environment)
    do {
      client = try ControlClient(path: path)
    } catch {
      throw Live.failure(error)
    }
  }

  /// - Parameter event: takes what comes before the answer; a warning, where nothing else is expected.
  /// - Throws: `CommandError` with status 1 when `ivrd` says no.
  func ask(
    _ request: ControlRequest, timeout: Duration = .seconds(5),
    event: (JSONValue) -> Void = { if let text = $0.text { printError(DisplayWidth.printable(text)) } }
  ) throws -> JSONValue {
    let reply: ControlReply
    do {
      reply = try client.ask(request, timeout: timeout, event: event)
    } catch {
      throw Live.failure(error)
    }
    guard reply.kind == .done else { throw CommandError(reply.message ?? "ivrd refused", status: 1) }
    return reply.value
  }

  static func failure(_ error: ControlError) -> CommandError { CommandError("\(error)", status: 3) }
}

extension JSONValue {
  /// Indented, keys in order, as people and programs both read it.
  var pretty: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }
  /// For a cell of a table: `-` for nothing.
  var cell: String {
    switch self {
    case .null: "-"
    case .flag(let flag): flag ? "yes" : "no"
    case .integer(let n): String(n)
    case .number(let n): String(n)
    case .text(let text): text
    case .list(let list): list.map(\.cell).joined(separator: " ")
    case .object(let object):
      object.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.cell)" }.joined(separator: ", ")
    }
  }
  func cell(_ key: String) -> String { self[key]?.cell ?? "-" }
}

/// `1:02:03`, `2:03`.
func clockText(seconds: Int64) -> String {
  func two(_ n: Int64) -> String { n < 10 ? "0\(n)" : String(n) }
  let hours = seconds / 3600
  return hours > 0
    ? "\(hours):\(two(seconds / 60 % 60)):\(two(seconds % 60))" : "\(seconds / 60):\(two(seconds % 60))"
}
