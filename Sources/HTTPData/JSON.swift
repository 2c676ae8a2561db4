import CallFlow
import Foundation
import Session

/// What a server sent, as JSON has it.
indirect enum JSON: Decodable, Sendable {
  case null
  case flag(Bool)
  case number(Decimal)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Decimal.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSON].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  /// What lies there; nil when nothing does.
  func value(at path: [FetchSpec.Step]) -> JSON? {
    var here = self
    for step in path {
      switch (step, here) {
      case (.key(let key), .object(let members)):
        guard let next = members[key] else { return nil }
        here = next
      case (.index(let index), .list(let items)):
        guard items.indices.contains(index) else { return nil }
        here = items[index]
      default: return nil
      }
    }
    return here
  }

  /// The longest text that a flow is given.
  static let longest = 4000

  /// As a flow's value; nil when it is of another type.
  func value(as type: ValueType) -> Value? {
    switch (type, self) {
    case (_, .null): Value.none
    case (.flag, .flag(let flag)): .flag(flag)
    case (.number, .number(let number)): number.isFinite ? .number(number) : nil
    case (.number, .text(let text)):
      text.utf8.count <= 38 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
        ? Decimal(string: text).map { .number($0) } : nil
    case (.text, .text(let text)): JSON.clean(text).map { .text($0) }
    case (.text, .number(let number)): .text("\(number)")
    case (.text, .flag(let flag)): .text(flag ? "true" : "false")
    default: nil
    }
  }

  /// Without what can neither be spoken nor stand in a line; nil when it is too long.
  private static func clean(_ text: String) -> String? {
    guard text.count <= longest else { return nil }
    return String(text.map { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? " " : $0 })
  }
}

extension FetchRequest {
  /// The values that the flow wants of an answer.
  func values(of bytes: Data) -> LookupAnswer {
    guard !reads.isEmpty else { return .row([]) }
    guard let json = try? JSONDecoder().decode(JSON.self, from: bytes) else {
      return .failed(.shape("the answer is no JSON"))
    }
    var row: [Value] = []
    for read in reads {
      guard let found = json.value(at: read.path) else {
        row.append(.none)
        continue
      }
      guard let value = found.value(as: read.type) else {
        return .failed(.shape("\(read.name) is no \(read.type.rawValue), or too long"))
      }
      row.append(value)
    }
    return .row(row)
  }
}
