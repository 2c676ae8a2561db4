import Control
import Reports

/// One screen of `ivrctl top`: lines for so many columns and rows.
struct TopScreen {
  /// How a line looks where colours are wanted.
  enum Look { case plain, title, dim, alert, good, warm }
  struct Line {
    var text: String
    var look = Look.plain
  }
  let width: Int
  let height: Int
  /// From here on agents and calls stand side by side.
  static let wide = 150

  init(width: Int, height: Int) { (self.width, self.height) = (max(20, width), max(4, height)) }

  /// - Parameters:
  ///   - value: what the request `figures` gives.
  ///   - clock: the time of day.
  func lines(_ value: JSONValue, clock: String) -> [Line] {
    var lines = [header(value, clock)]
    let alerts = value["alerts"]?.list ?? []
    for alert in alerts.prefix(max(1, height / 6)) {
      lines.append(Line(text: AlertLine.text(alert), look: .alert))
    }
    if alerts.count > max(1, height / 6) {
      lines.append(Line(text: "… \(alerts.count - max(1, height / 6)) more alerts", look: .alert))
    }
    lines.append(Line(text: ""))
    lines += part(queues(value["queues"]?.list ?? [], width), rows: max(3, height / 3))
    if height >= 12, let name = value["queues"]?.list?.first?["service_level_name"]?.text {
      lines.append(Line(text: "SL %: \(name), with A, B, ASA and occ % of the last half hour", look: .dim))
    }
    lines.append(Line(text: ""))
    let rest = height - lines.count
    if width >= TopScreen.wide {
      let half = (width - 3) / 2
      let left = part(agents(value["agents"]?.list ?? [], half), rows: rest)
      let right = part(calls(value["calls"]?.list ?? [], width - half - 3), rows: rest)
      for row in 0..<max(left.count, right.count) {
        lines.append(beside(row < left.count ? left[row] : nil, row < right.count ? right[row] : nil, half))
      }
    } else {
      let agents = agents(value["agents"]?.list ?? [], width)
      let calls = calls(value["calls"]?.list ?? [], width)
      // Each has half of what there is, and what the other leaves.
      let half = max(2, (rest - 1) / 2)
      let forAgents = max(half, rest - 1 - calls.count)
      lines += part(agents, rows: forAgents)
      lines.append(Line(text: ""))
      lines += part(calls, rows: max(2, height - lines.count))
    }
    return lines.prefix(height).map { Line(text: DisplayWidth.fit($0.text, width), look: $0.look) }
  }

  private func header(_ value: JSONValue, _ clock: String) -> Line {
    let up = clockText(seconds: value["uptime"]?.integer ?? 0)
    let waiting = (value["queues"]?.list ?? []).reduce(0) { $0 + ($1["waiting"]?.integer ?? 0) }
    let calls = value["calls"]?.list?.count ?? 0
    let left =
      "ivrd \(value.cell("site")), up \(up), \(calls) call\(calls == 1 ? "" : "s"), \(waiting) waiting"
    let right = "\(clock)  q leaves"
    let space = width - DisplayWidth.of(left) - right.count
    return Line(text: space > 1 ? left + String(repeating: " ", count: space) + right : left, look: .title)
  }

  /// The titles and as many rows as there is room for; the last line says how many are missing.
  private func part(_ lines: [Line], rows: Int) -> [Line] {
    guard lines.count > rows, rows > 1 else { return Array(lines.prefix(max(1, rows))) }
    let left = lines.count - (rows - 1)
    return Array(lines.prefix(rows - 1)) + [Line(text: "… \(left) more", look: .dim)]
  }

  private func beside(_ left: Line?, _ right: Line?, _ half: Int) -> Line {
    let text = left?.text ?? ""
    let space = String(repeating: " ", count: max(0, half - DisplayWidth.of(text)))
    let look = left?.look == .title ? Look.title : .plain
    return Line(text: text + space + "   " + (right?.text ?? ""), look: look)
  }

  private func table(_ table: TextTable, _ looks: [Look], _ width: Int) -> [Line] {
    zip(table.lines(width: width), [.title] + looks).map { Line(text: $0, look: $1) }
  }

  // MARK: Tables

  private func queues(_ queues: [JSONValue], _ width: Int) -> [Line] {
    let isWide = width >= 110
    var columns: [TextTable.Column] = [
      .init("queue", shrinks: true), .init("wait", .right), .init("longest", .right),
      .init("SL %", .right), .init("A", .right), .init("B", .right), .init("ASA", .right),
    ]
    if isWide { columns += [.init("AHT", .right), .init("F", .right), .init("T", .right)] }
    columns += [.init("ready", .right), .init("talk", .right), .init("wrap", .right)]
    if isWide { columns += [.init("pause", .right), .init("agents", .right), .init("occ %", .right)] }
    columns.append(.init("exp.", .right))
    var table = TextTable(columns)
    var looks: [Look] = []
    func time(_ value: JSONValue?) -> String { value?.integer.map { clockText(seconds: $0) } ?? "-" }
    for queue in queues {
      let states = queue["agents_by_state"]
      func count(_ state: String) -> Int64 { states?[state]?.integer ?? 0 }
      let level = queue["service_level"]?.number
      let isClosed = queue["closed_by_hand"]?.flag == true
      var cells = [
        queue.cell("name") + (isClosed ? " (closed)" : queue["gone"]?.flag == true ? " (gone)" : ""),
        LiveTables.waiting(in: queue),
        time(queue["longest_wait"]),
        level.map { "\(Int($0.rounded(.down)))" } ?? "-", queue.cell("answered"), queue.cell("abandoned"),
        time(queue["average_wait"]),
      ]
      if isWide {
        cells += [
          time(queue["average_handle_time"]), queue.cell("flowed_out"),
          "\(queue["service_level_within"]?.integer ?? 0)s",
        ]
      }
      cells += ["\(count("ready"))", "\(count("talking"))", "\(count("wrap-up"))"]
      if isWide {
        cells += [
          "\(count("paused"))", queue.cell("agents"),
          queue["occupancy"]?.number.map { "\(Int($0.rounded(.down)))" } ?? "-",
        ]
      }
      cells.append(queue["expected_wait_minutes"]?.integer.map { "\($0)m" } ?? "-")
      table.rows.append(cells)
      let isBelow = level.map { $0 < queue["service_level_goal"]?.number ?? 0 } ?? false
      looks.append(isBelow ? .warm : queue["waiting"]?.integer ?? 0 > 0 ? .plain : .dim)
    }
    return self.table(table, looks, width)
  }

  /// Those at work first.
  private static let order = [
    "not-answering", "line-gone", "offered", "talking", "wrap-up", "ready", "paused", "logged-out",
  ]

  private func agents(_ agents: [JSONValue], _ width: Int) -> [Line] {
    var table = TextTable([
      .init("agent", shrinks: true), .init("state"), .init("since", .right), .init("call"),
      .init("line", shrinks: true), .init("note", shrinks: true),
    ])
    var looks: [Look] = []
    let sorted = agents.enumerated().sorted { a, b in
      func place(_ agent: JSONValue) -> Int { TopScreen.order.firstIndex(of: agent.cell("state")) ?? 0 }
      return (place(a.element), a.offset) < (place(b.element), b.offset)
    }
    for (_, agent) in sorted {
      var notes: [String] = []
      for name in ["reason", "monitor"] { if let text = agent[name]?.text { notes.append(text) } }
      if agent["held"]?.flag == true { notes.append("held") }
      if agent["asks_for_supervisor"]?.flag == true { notes.append("asks for a supervisor") }
      table.rows.append([
        agent.cell("name") + (agent["gone"]?.flag == true ? " (gone)" : ""), agent.cell("state"),
        clockText(seconds: agent["seconds"]?.integer ?? 0),
        agent.cell("call"), agent.cell("line"), notes.isEmpty ? "-" : notes.joined(separator: ", "),
      ])
      switch agent.cell("state") {
      case "not-answering", "line-gone": looks.append(.alert)
      case "ready": looks.append(.good)
      case "offered": looks.append(.warm)
      case "logged-out": looks.append(.dim)
      default: looks.append(.plain)
      }
    }
    return self.table(table, looks, width)
  }

  private func calls(_ calls: [JSONValue], _ width: Int) -> [Line] {
    var table = TextTable([
      .init("call"), .init("from", shrinks: true), .init("since", .right), .init("state", shrinks: true),
      .init("queue", shrinks: true), .init("agent", shrinks: true),
    ])
    var looks: [Look] = []
    for call in calls {
      table.rows.append([
        call.cell("call"), call.cell("from"), clockText(seconds: call["seconds"]?.integer ?? 0),
        call.cell("state"), LiveTables.queue(of: call), call.cell("agent"),
      ])
      looks.append(.plain)
    }
    return self.table(table, looks, width)
  }
}
