import CallFlow
import Foundation
import Session

/// What a server is taken to answer while a flow is tried: a CSV whose columns are variables that the fetch
/// reads, and values that it sends. The first line that has what is sent is the answer; an empty field has
/// anything, and without such a line the server has not got it.
struct FetchTable: Sendable {
  private let columns: [String]
  private let records: [CSVTable.Record]

  /// - Parameter reads: the variables that the fetch reads; each needs a column.
  init(_ csv: CSVTable, reads: [String]) throws(TableFault) {
    columns = csv.header.fields.map { $0.text.trimmingCharacters(in: .whitespaces) }
    records = csv.records
    for name in reads where !columns.contains(name) {
      throw TableFault(
        line: csv.header.line, message: "there is no column \"\(name)\", which the fetch reads")
    }
  }

  func answer(_ request: FetchRequest) -> LookupAnswer {
    let sent = FetchTable.values(sentBy: request)
    let reads = Set(request.reads.map(\.name))
    let line = records.first { record in
      zip(columns, record.fields).allSatisfy { name, field in
        reads.contains(name) || field.text.isEmpty || sent(name).contains(field.text)
      }
    }
    guard let line else { return .noRow }
    let fields = Dictionary(zip(columns, line.fields)) { first, _ in first }
    var values: [Value] = []
    for read in request.reads {
      guard let value = fields[read.name]?.value(as: read.type) else {
        return .failed(.shape("line \(line.line): \(read.name) is no \(read.type.rawValue)"))
      }
      values.append(value)
    }
    return .row(values)
  }

  /// Of a post the member of that name; of an address, which has no names, everything between its signs.
  private static func values(sentBy request: FetchRequest) -> (String) -> [String] {
    if let body = request.body {
      let members = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
      return { name in members?[name].map { ["\($0)"] } ?? [] }
    }
    let parts = request.address.split { "/?&=".contains($0) }.map { String($0) }
    return { _ in parts.map { $0.removingPercentEncoding ?? $0 } }
  }
}
