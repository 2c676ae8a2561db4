import CallFlow
import Chronology

/// A condition on columns and constants as SQL with a parameter for every value: no text of a flow or a
/// caller ever becomes SQL. Columns are written `t."name"`, which SQLite never takes for a string.
///
/// `none` behaves as in the language: it equals only itself (`IS`), and an order comparison with it holds
/// for no row.
struct QueryCompiler {
  /// The condition has a part that no table can answer.
  struct Fault: Error { var message: String }

  let table: TableItem
  private(set) var values: [StoredValue] = []

  init(_ table: TableItem) { self.table = table }

  /// A name as an SQL identifier.
  static func quoted(_ name: String) throws(Fault) -> String {
    guard !name.isEmpty, !name.contains("\0") else {
      throw Fault(message: "a name is empty or has a NUL in it")
    }
    return "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  func column(_ index: Int) throws(Fault) -> String {
    guard table.columns.indices.contains(index) else {
      throw Fault(message: "table \(table.name) has no column \(index)")
    }
    return "t." + (try QueryCompiler.quoted(table.columns[index].name))
  }

  mutating func condition(_ expression: Expression) throws(Fault) -> String {
    switch expression {
    case .constant(.flag(let flag)): return flag ? "1" : "0"
    case .constant(.none), .constant(.undefined): return "0"
    case .column(let index):
      guard table.columns.indices.contains(index), table.columns[index].type == .flag else {
        throw Fault(message: "only a flag can stand alone as a condition")
      }
      return "(\(try column(index)) IS 1)"
    case .not(let inner): return "(NOT coalesce(\(try condition(inner)), 0))"
    case .binary(.and, let a, let b): return "(\(try condition(a)) AND \(try condition(b)))"
    case .binary(.or, let a, let b): return "(\(try condition(a)) OR \(try condition(b)))"
    case .binary(let sign, let a, let b):
      let word: String
      switch sign {
      case .equal: word = "IS"
      case .notEqual: word = "IS NOT"
      case .less, .lessOrEqual, .greater, .greaterOrEqual: word = sign.rawValue
      case .add, .subtract, .multiply, .divide, .remainder, .and, .or:
        throw Fault(message: "\(sign.rawValue) cannot stand between columns")
      }
      let type = try type(of: [a, b])
      return "(\(try operand(a, type)) \(word) \(try operand(b, type)))"
    case .inList(let item, let list):
      let type = try type(of: [item] + list)
      let left = try operand(item, type)
      var parts: [String] = []
      var hasNone = false
      for element in list {
        if case .constant(let value) = element, value == .none || value == .undefined {
          hasNone = true
        } else {
          parts.append(try operand(element, type))
        }
      }
      var tests = parts.isEmpty ? [] : ["\(left) IN (\(parts.joined(separator: ", ")))"]
      if hasNone { tests.append("\(left) IS NULL") }
      return tests.isEmpty ? "0" : "(" + tests.joined(separator: " OR ") + ")"
    case .inRange(let item, let lower, let upper):
      let type = try type(of: [item, lower, upper])
      return
        "(\(try operand(item, type)) BETWEEN \(try operand(lower, type)) AND \(try operand(upper, type)))"
    default: throw Fault(message: "a part of the condition is neither a column nor a value")
    }
  }

  /// The type that all of them have: a column's, or a value's own.
  private func type(of operands: [Expression]) throws(Fault) -> ValueType {
    var found: ValueType?
    for operand in operands {
      let type: ValueType?
      switch operand {
      case .column(let index):
        guard table.columns.indices.contains(index) else {
          throw Fault(message: "table \(table.name) has no column \(index)")
        }
        type = table.columns[index].type
      case .constant(let value): type = value.type
      default: throw Fault(message: "a part of the condition is neither a column nor a value")
      }
      guard let type else { continue }
      guard found == nil || found == type else {
        throw Fault(message: "a \(type.rawValue) is compared with a \(found?.rawValue ?? "")")
      }
      found = type
    }
    return found ?? .text
  }

  private mutating func operand(_ expression: Expression, _ type: ValueType) throws(Fault) -> String {
    if case .column(let index) = expression {
      let name = try column(index)
      switch type {
      case .time: return "substr(\(name) || ':00', 1, 8)"
      case .instant:
        return """
          (CASE typeof(\(name)) WHEN 'integer' THEN \(name) ELSE \
          CAST(round((julianday(\(name)) - 2440587.5) * 86400000.0) AS INTEGER) END)
          """
      default: return name
      }
    }
    guard case .constant(let value) = expression else {
      throw Fault(message: "a part of the condition is neither a column nor a value")
    }
    switch value {
    case .time(let time):
      // As `substr` above makes the column: always with seconds.
      let text = time.description
      values.append(.text(text.utf8.count == 5 ? text + ":00" : text))
    case .instant(let instant): values.append(.integer(instant.milliseconds))
    default:
      guard let stored = StoredValue(value, as: type) else {
        throw Fault(message: "a value cannot be compared with a \(type.rawValue)")
      }
      values.append(stored)
    }
    return "?\(values.count)"
  }
}
