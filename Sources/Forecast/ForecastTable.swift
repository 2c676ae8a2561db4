import Chronology
import Reports

/// The figures of a forecast as a table, and what they mean in words.
public enum ForecastTable {
  private static func title(_ figure: Figure) -> String {
    switch figure.unit {
    case .percent: figure.name + " %"
    case .seconds: figure.name + " s"
    case .count, .perHour, .ratio, .score, .perOrder: figure.name
    }
  }

  /// `simulate`: a figure a line.
  public static func simulated(
    _ days: [DayFigures], _ staffing: Staffing, ringsAtOnce: Bool
  ) -> ReportTable {
    var table = ReportTable([
      .init("figure", key: "figure", isText: true), .init("mean", key: "mean"),
      .init("± 95 %", key: "margin_95"), .init("Erlang C", key: "erlang_c"),
      .init("Erlang A", key: "erlang_a"),
    ])
    table.columns[0].isWhole = true
    func add(_ title: String, _ name: String) {
      let estimate = Estimate(days.map { $0[name] })
      let theory = staffing.value(name)
      table.rows.append([
        .text(title), .number(estimate?.mean), .number(estimate?.margin), .number(theory.c),
        .number(theory.a),
      ])
    }
    for figure in DayFigures.all where isSaid(figure, days) {
      if figure.name == "ASA", ringsAtOnce { add("P_w %", Staffing.waited) }
      add(title(figure), figure.name)
    }
    return table
  }

  /// `whatif`: a figure a line.
  public static func compared(_ whatIf: WhatIf) -> ReportTable {
    var table = ReportTable([
      .init("figure", key: "figure", isText: true), .init("happened", key: "happened"),
      .init("as it was", key: "as_it_was"), .init("±", key: "as_it_was_margin_95", isDetail: true),
    ])
    table.columns[0].isWhole = true
    if whatIf.isChanged {
      table.columns += [
        .init("changed", key: "changed"), .init("±", key: "changed_margin_95"),
        .init("by", key: "difference"), .init("±", key: "difference_margin_95"),
      ]
    }
    table.columns += [
      .init("Erl. C", key: "erlang_c", isDetail: true), .init("Erl. A", key: "erlang_a", isDetail: true),
    ]
    for figure in DayFigures.all where isSaid(figure, [whatIf.happened] + whatIf.asItWas + whatIf.changed) {
      let (was, now) = (whatIf.asItWas(figure.name), whatIf.changed(figure.name))
      let by = whatIf.difference(figure.name)
      let theory = whatIf.staffing.value(figure.name)
      var row: [ReportCell] = [
        .text(title(figure)), .number(whatIf.happened[figure]), .number(was?.mean), .number(was?.margin),
      ]
      if whatIf.isChanged {
        row += [.number(now?.mean), .number(now?.margin), .number(by?.mean), .number(by?.margin)]
      }
      table.rows.append(row + [.number(theory.c), .number(theory.a)])
    }
    return table
  }

  /// What Erlang says, for where the columns beside the others have no room; nil where it says nothing.
  public static func theory(_ whatIf: WhatIf) -> ReportTable? {
    var table = ReportTable([
      .init("figure", key: "figure", isText: true), .init("Erlang C", key: "erlang_c"),
      .init("Erlang A", key: "erlang_a"),
    ])
    table.columns[0].isWhole = true
    for figure in DayFigures.all {
      let theory = whatIf.staffing.value(figure.name)
      guard theory.c != nil || theory.a != nil else { continue }
      table.rows.append([.text(title(figure)), .number(theory.c), .number(theory.a)])
    }
    return table.rows.isEmpty ? nil : table
  }

  /// Rows that are nothing everywhere only take room.
  private static func isSaid(_ figure: Figure, _ days: [DayFigures]) -> Bool {
    !["callbacks", "flowed out"].contains(figure.name) || days.contains { ($0[figure] ?? 0) != 0 }
  }

  // MARK: In words

  /// Why callers flowed out, in the mean of the days; nil when none did.
  public static func flowedOut(_ days: [DayFigures]) -> String? {
    var counts: [String: Int] = [:]
    for day in days { counts.merge(day.flowedOut, uniquingKeysWith: +) }
    guard !counts.isEmpty else { return nil }
    let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { reason, count in
      "\(reason) \(number(Double(count) / Double(days.count)))"
    }
    return
      "Flowed out: \(parts.joined(separator: ", ")); Erlang knows no such end and counts them as callers."
  }

  /// How sure a comparison is, a sentence a line.
  public static func verdict(_ whatIf: WhatIf) -> [String] {
    var lines: [String] = []
    let level = "SL-Genesys"
    if let fit = fit(whatIf) { lines.append(fit) }
    if whatIf.stays < 30 {
      lines.append("Only \(whatIf.stays) callers: nothing of a day can be told from so few.")
    }
    if let flowed = flowedOut(whatIf.isChanged ? whatIf.changed : whatIf.asItWas) { lines.append(flowed) }
    guard whatIf.isChanged else { return lines }
    for (name, unit) in [(level, " points"), ("ASA", " s")] {
      guard let by = whatIf.difference(name) else { continue }
      guard let margin = by.margin else {
        lines.append("\(name): one seed says nothing of how sure it is; take --seeds 5 or more.")
        continue
      }
      if abs(by.mean) <= margin {
        lines.append(
          "\(name): no difference to be seen: it is less than \(number(abs(by.mean) + margin))\(unit) "
            + "(95 %, \(by.runs) seeds).")
      } else {
        lines.append(
          "\(name) \(by.mean > 0 ? "rises" : "falls") by \(number(abs(by.mean)))\(unit), between "
            + "\(number(abs(by.mean) - margin)) and \(number(abs(by.mean) + margin)) (95 %, \(by.runs) seeds)."
        )
      }
    }
    lines.append(
      "The intervals are of what had to be drawn for this time, not of other days: play those to know them.")
    return lines
  }

  /// How well the day could be played again: by whichever is furthest apart of the service level in points, and of
  /// those answered and abandoned in points of all callers.
  private static func fit(_ whatIf: WhatIf) -> String? {
    let callers = whatIf.happened["queued"] ?? 0
    let found = ["SL-Genesys", "abandoned", "answered"].compactMap {
      name -> (name: String, happened: Double, was: Estimate, points: Double)? in
      guard let happened = whatIf.happened[name], let was = whatIf.asItWas(name), callers > 0 else {
        return nil
      }
      return (name, happened, was, name == "SL-Genesys" ? 1 : 100 / callers)
    }
    guard let level = found.first, level.points == 1 else { return nil }
    // With few callers the interval holds nearly everything.
    let isGood = found.allSatisfy { one in
      let apart = abs(one.was.mean - one.happened) * one.points
      return apart < 2 || one.was.holds(one.happened) && apart < 5
    }
    let isFair = found.allSatisfy { abs($0.was.mean - $0.happened) * $0.points < 10 }
    let counts = found.dropFirst().map { "\($0.name) \(number($0.happened)) and \(number($0.was.mean))" }
    return
      "Fit: \(level.name) was \(percent(level.happened)), played again as it was \(percent(level.was.mean)), "
      + "of \(number(callers)) callers \(counts.joined(separator: ", ")): "
      + (isGood
        ? "the day can be played again: the columns may be read as they are."
        : isFair
          ? "fair: trust the difference rather than the columns."
          : "poor: the day had something that a replay does not know; trust only the sign of a difference.")
  }

  /// What a replay takes for granted, a sentence a line.
  public static func assumptions(_ replay: Replay, _ whatIf: WhatIf) -> [String] {
    var lines = [
      "Same callers at the same instants, in the queues that they came into; their menus are not played."
    ]
    lines.append(
      replay.patience.map {
        "Patience of who was answered: exponential, mean \(number($0.seconds)) s, fitted to the abandons."
      } ?? "Nobody gave up that day, so nobody does here: a worse day than that cannot be told.")
    if replay.logged.contains(where: { $0.visit.visit.how != "answered" }) {
      lines.append("Talks of who was not answered: drawn from the day's talks of the same queue.")
    }
    lines.append(
      replay.rings.isEmpty
        ? "Agents answer at once, and every offer."
        : "Agents answer every offer, after as long as that day; who was there keeps his hours and pauses.")
    let calledBack = replay.logged.count { $0.visit.visit.how == "callback" }
    if calledBack > 0 {
      lines.append(
        "\(calledBack == 1 ? "1 caller" : "\(calledBack) callers") who ordered to be called back "
          + "\(calledBack == 1 ? "leaves" : "leave") the queue then; what agents did for them later is left out."
      )
    }
    let ordered = [("closed", "left because their queue was closed"), ("moved", "were moved elsewhere")]
      .compactMap { how, words -> String? in
        let count = replay.logged.count { $0.visit.visit.how == how }
        return count > 0 ? "\(count) \(words)" : nil
      }
    if !ordered.isEmpty {
      lines.append(
        "Not played as it was: \(ordered.joined(separator: ", ")). Here they go on waiting; whoever was moved "
          + "comes again, in the queue that he was moved to.")
    }
    if !whatIf.newAgents.isEmpty {
      lines.append(
        "Not there that day, here from the first login to the last logout: "
          + "\(some(whatIf.newAgents)).")
    }
    if !whatIf.unknownAgents.isEmpty {
      lines.append(
        "In the log but not in the site, and taken to have every skill: "
          + "\(some(whatIf.unknownAgents)).")
    }
    if !whatIf.unknownQueues.isEmpty {
      lines.append(
        "Queues that the flows do not have, left out with their calls: "
          + "\(whatIf.unknownQueues.sorted().joined(separator: ", ")).")
    }
    if whatIf.withoutPriority > 0 {
      lines.append(
        (whatIf.withoutPriority == 1
          ? "1 caller has the priority of his queue"
          : "\(whatIf.withoutPriority) callers have the priority of their queue")
          + ": an earlier version wrote the log, and what the flows worked out is not in it.")
    }
    if whatIf.withoutWishes > 0 {
      lines.append(
        (whatIf.withoutWishes == 1 ? "1 caller is" : "\(whatIf.withoutWishes) callers are")
          + " asked for without what the flows ask under conditions ('need … when', 'agent'): an earlier version "
          + "wrote the log, and what held is not in it.")
    }
    if !whatIf.newWishes.isEmpty {
      lines.append(
        "Left out of the changed flows, since nobody knows for whom it would have held: "
          + "\(some(whatIf.newWishes)) (when …).")
    }
    if replay.passedOn > 0 {
      lines.append("\(replay.passedOn) talks were passed on to another agent; his time in them is left out.")
    }
    lines.append(
      "Erlang: by half hour, all queues and agents taken for one"
        + (whatIf.staffing.overloaded > 0
          ? "; too few agents in \(whatIf.staffing.overloaded) of \(whatIf.staffing.intervals) half hours."
          : "."))
    return lines
  }

  private static func some(_ names: [String]) -> String {
    names.count <= 12
      ? names.joined(separator: ", ")
      : names.prefix(10).joined(separator: ", ") + " and \(names.count - 10) more"
  }
  static func number(_ value: Double) -> String { ReportCell.number(value).shown }
  private static func percent(_ value: Double) -> String { number(value) + " %" }
}
