import Control
import Reports

/// Tables of a running `ivrd`.
enum LiveTables {
  static func calls(_ arguments: Arguments) throws -> Int32 {
    let isOfCallBacks = arguments.has("callbacks")
    let value = try Live(arguments).ask(isOfCallBacks ? .callBacks : .calls)
    if arguments.has("json") {
      printOut(value.pretty)
      return 0
    }
    let list = value.list ?? []
    if arguments.has("ids") {
      for call in list { printOut(call.cell("call")) }
      return 0
    }
    guard !isOfCallBacks else {
      printOut(callBacks(list))
      return 0
    }
    var table = TextTable([
      .init("call"), .init("line", shrinks: true), .init("from"), .init("since", .right),
      .init("state", shrinks: true),
      .init("queue", shrinks: true), .init("agent", shrinks: true),
    ])
    for call in list {
      table.rows.append([
        call.cell("call"), call.cell("line"), call.cell("from"),
        clockText(seconds: call["seconds"]?.integer ?? 0),
        call.cell("state"), queue(of: call) + (call["segment"]?.text.map { " (\($0))" } ?? ""),
        call.cell("agent") + (call["supervisor"]?.text.map { " + \($0)" } ?? ""),
      ])
    }
    printOut(table.lines(width: OutputWidth.table).joined(separator: "\n"))
    // Not for somebody who may see his own calls alone.
    let waiting = (try? Live(arguments).ask(.callBacks).list) ?? []
    if !waiting.isEmpty { printOut("\n" + callBacks(waiting)) }
    return 0
  }

  /// In which a call waits, or talks.
  static func queue(of call: JSONValue) -> String {
    call.cell("queue") + (call["at_key"]?.flag == true ? " (at a key)" : "")
  }

  /// How many wait: of `2+1k` two could be offered, and one is at a key of the queue.
  static func waiting(in queue: JSONValue) -> String {
    let (all, atKey) = (queue["waiting"]?.integer ?? 0, queue["at_key"]?.integer ?? 0)
    return atKey > 0 ? "\(all - atKey)+\(atKey)k" : "\(all)"
  }

  private static func callBacks(_ list: [JSONValue]) -> String {
    var table = TextTable([
      .init("to be called back"), .init("queue", shrinks: true), .init("number"), .init("ordered", .right),
      .init("tries", .right), .init("next", .right),
    ])
    for back in list {
      let next = back["next_in"]?.integer.map { "in " + clockText(seconds: $0) }
      table.rows.append([
        back.cell("call"), back.cell("queue"), back.cell("number"),
        clockText(seconds: back["seconds"]?.integer ?? 0),
        "\(back.cell("tries")) of \(back.cell("most_tries"))",
        back["being_made"]?.flag == true ? "now" : next ?? "in its turn",
      ])
    }
    return table.lines(width: OutputWidth.table).joined(separator: "\n")
  }
}
