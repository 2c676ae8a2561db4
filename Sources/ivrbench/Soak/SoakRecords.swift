import ACD
import Engine
import SQLiteStore

/// Compares the call log with what the callers did: each left exactly one record, and it says so.
enum SoakRecords {
  /// What an end takes on its way from a caller to the engine of a machine that is busy, in milliseconds.
  private static let crossing: Int64 = 2000

  /// - Returns: how many calls were compared, how many both sides ended at once, and what does not fit, the
  ///   first of each sort.
  static func check(_ log: String, _ load: SoakLoad) throws -> (calls: Int, crossed: Int, faults: [String]) {
    let reader = try CallLogReader(path: log)
    var faults = try reader.problems(full: true).prefix(3).map { "the log is damaged: \($0)" }
    var rows: [String: [CallRow]] = [:]
    var strangers = 0
    var open = 0
    var crossed = 0
    let expected = Dictionary(
      load.expectations.map { (SoakCaller.ani($0.number), $0) }, uniquingKeysWith: { $1 })
    for row in try reader.calls() {
      // An agent's line.
      if row.opening.line == Soak.agentsLine {
        if row.closing == nil { open += 1 }
        continue
      }
      let ani = row.opening.ani ?? ""
      if expected[ani] == nil { strangers += 1 }
      rows[ani, default: []].append(row)
    }
    var found: [String: (count: Int, example: String)] = [:]
    func fault(_ what: String, _ ani: String) {
      found[what, default: (0, ani)].count += 1
    }
    for (ani, expectation) in expected {
      let own = rows[ani] ?? []
      let twins = load.twinned[expectation.number] ?? 0
      if own.isEmpty, expectation.hostile != .resets { fault("no record", ani) }
      if own.count > 1 + twins { fault("more than one record", ani) }
      for row in own {
        guard let closing = row.closing else {
          fault("a record without an end", ani)
          continue
        }
        if row.isEndEstimated { fault("an end that is only estimated", ani) }
        switch closing.outcome {
        case "error", "refused", "interrupted": fault("the outcome \(closing.outcome)", ani)
        default: break
        }
        guard twins == 0, expectation.hostile == nil else { continue }
        if expectation.wentByItself == true, closing.endedBy != "caller" {
          // As when his last key ends the call, and he goes: who was first at the engine is in the record.
          if let went = expectation.wentAt, closing.ended.milliseconds <= went + crossing {
            crossed += 1
          } else {
            fault("the caller hung up, and the record says \(closing.endedBy)", ani)
          }
        }
        if expectation.wentByItself == false, closing.endedBy == "caller" {
          fault("the caller was hung up, and the record says caller", ani)
        }
      }
    }
    if open > 0 { faults.append("\(open) records of agents' lines without an end") }
    if strangers > 0 { faults.append("\(strangers) records of nobody") }
    faults += found.sorted { $0.key < $1.key }.map { "\($1.count) calls: \($0), as \($1.example)" }
    return (expected.count, crossed, faults)
  }
}
