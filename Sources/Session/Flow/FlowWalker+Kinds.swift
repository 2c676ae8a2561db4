import ACD
import CallFlow
import Chronology
import Foundation
import Tones
import Wording

extension FlowWalker {
  /// The state does what its kind does.
  mutating func perform(
    _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    let here = here
    if here.state.kind.isWaiting {
      if isHungUp { return disconnect(&effects) }
      if givesUpPlace(before: here, &effects) { return nil }
    }
    switch here.state.kind {
    case .do: return disconnect(&effects)
    case .menu: return ask(here.collect, .menu, &effects)
    case .collect:
      if case .confirm = mode { return try askConfirm(turn, &effects) }
      return ask(here.collect, .collect, &effects)
    case .hours(let spec): return try hours(spec, turn, &effects)
    case .lookup(let spec): return try lookup(spec, turn, &effects)
    case .answer(let spec): return try answerTopics(spec, turn, &effects)
    case .route(let spec):
      // An agent may answer at once: what must be heard is heard before.
      if saysToTheEnd(effects) {
        effects.append(.playOut)
        return nil
      }
      return try route(spec, turn, &effects)
    case .transfer(let spec): return try transfer(spec, turn, &effects)
    case .callBack(let spec): return try callBack(spec, turn, &effects)
    case .call(let spec): return try callFlow(spec, turn, &effects)
    case .desk: return sitDown(&effects)
    case .survey(let spec): return try askAgain(spec, turn, &effects)
    case .fetch(let spec): return try fetch(spec, turn, &effects)
    case .mailbox(let spec): return mailbox(spec, turn, &effects)
    case .record(let spec): return record(spec, turn, &effects)
    }
  }

  mutating func accept(
    _ keys: KeyEntry, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    let here = here
    if case .calledBack = mode { return calledBackAnswered(keys.tag, &effects) }
    if case .callBackNumber = mode { return numberEntered(keys, &effects) }
    if case .review = mode { return try reviewed(keys.tag, turn, &effects) }
    if keys.tag >= 0, here.keys.indices.contains(keys.tag) {
      if case .menu(let result) = here.state.kind { assign(.text(keys.keys.text), to: result) }
      return begin(here.keys[keys.tag].script, here.keys[keys.tag].cause, after: .again)
    }
    switch mode {
    case .collect: return try collected(keys, turn, &effects)
    case .confirm: return confirmed(keys.tag, &effects)
    case .topics, .topicQuestion: return try answered(keys.tag, turn, &effects)
    case .survey: return try surveyAnswered(keys.tag, turn, &effects)
    case .nothing, .menu, .queue, .desk, .leaving, .transfer, .ordering, .callBackNumber, .calledBack,
      .lookup, .save, .message, .mailbox, .review, .over:
      return .thrown(.noMatch)
    }
  }

  // MARK: collect

  private mutating func collected(
    _ keys: KeyEntry, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .collect(let spec) = here.state.kind, case .collect(_, let checks, let question) = here.ways
    else { return .perform }
    let value: Value?
    if keys.tag == PreparedState.noAmountTag {
      value = Value.none
    } else {
      value = spec.form.value(of: keys.keys, today: prepared.zone.local(turn.context.now).day)
    }
    guard let value else {
      dropsNext = true
      return .thrown(.noMatch)
    }
    entry = value
    entryPrivacy = spec.privacy
    let before =
      frame.variables.indices.contains(spec.variable.index)
      ? frame.variables[spec.variable.index] : .undefined
    assign(value, to: spec.variable)
    for check in checks where !(try check.condition.isTrue(in: scene(turn))) {
      assign(before, to: spec.variable)
      dropsNext = true
      return begin(check.otherwise, "check", after: .invalid)
    }
    if question == nil { return done(&effects) }
    return try askConfirm(turn, &effects)
  }

  private mutating func done(_ effects: inout [WalkerEffect]) -> Todo? {
    guard case .collect(let spec) = here.state.kind, case .collect(let done, _, _) = here.ways else {
      return .perform
    }
    let variables = prepared.graph.content.flows[frame.flow].variables
    if variables.indices.contains(spec.variable.index) {
      let variable = variables[spec.variable.index]
      effects.append(
        .trace(.variable(variable.name, entry.shown(spec.privacy.joined(with: variable.privacy)))))
    }
    mode = .nothing
    return begin(done, "done", after: .hangUp)
  }

  private mutating func askConfirm(
    _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .collect(_, _, let question?) = here.ways else { return .perform }
    try say(question, turn, &effects)
    return ask(here.confirm, .confirm, &effects)
  }

  private mutating func confirmed(_ tag: Int, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .collect(let spec) = here.state.kind else { return .perform }
    if tag == PreparedState.rightTag { return done(&effects) }
    assign(.undefined, to: spec.variable)
    entry = .undefined
    frame.place.agains += 1
    mode = .collect
    guard frame.place.agains >= 3 else { return .enter(frame.state, .again) }
    frame.place.agains = 0
    return .thrown(.invalid)
  }

  // MARK: hours, lookup

  private mutating func hours(
    _ spec: HoursSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .hours(let open, let closed, let holiday, let lunch) = here.ways else { return .perform }
    let scene = scene(turn)
    var instant = turn.context.now
    if let at = spec.at {
      guard case .instant(let asked) = try at.evaluate(in: scene) else { throw .wrongType }
      instant = asked
    }
    if spec.nextOpen != nil {
      let next = prepared.graph.content.calendars[spec.calendar].hours.nextOpening(after: instant)
      assign(next.map { .instant($0) } ?? .none, to: spec.nextOpen)
    }
    switch scene.status(spec.calendar, at: instant) {
    case .open: return begin(open, "open", after: .hangUp)
    case .closed: return begin(closed, "closed", after: .hangUp)
    case .holiday: return begin(holiday ?? closed, holiday == nil ? "closed" : "holiday", after: .hangUp)
    case .lunch: return begin(lunch ?? closed, lunch == nil ? "closed" : "lunch", after: .hangUp)
    }
  }

  private mutating func lookup(
    _ spec: LookupSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    var query = spec.query
    query.condition = try query.condition.bound(in: scene(turn))
    mode = .lookup
    effects.append(
      .lookup(
        LookupRequest(
          table: prepared.graph.content.tables[query.table], query: query, limit: spec.limit)))
    return nil
  }

  mutating func found(_ values: [Value], isOnly: Bool, _ effects: inout [WalkerEffect]) -> Todo? {
    if case .fetch = here.state.kind { return fetched(values, &effects) }
    guard case .lookup(let spec) = here.state.kind, case .lookup(let found, _, let many) = here.ways else {
      return .perform
    }
    let table = prepared.graph.content.tables[spec.query.table]
    effects.append(.trace(.lookup(table: table.name, rows: isOnly ? 1 : 2)))
    for (variable, value) in zip(spec.variables, values) { assign(value, to: variable) }
    if spec.row != nil {
      var row: [String: Value] = [:]
      for (column, value) in zip(spec.query.columns, values) where table.columns.indices.contains(column) {
        row[table.columns[column].name] = value
      }
      assign(.row(row), to: spec.row)
    }
    if !isOnly, let many { return begin(many, "many", after: .hangUp) }
    return begin(found, "found", after: .hangUp)
  }

  mutating func missing(_ effects: inout [WalkerEffect]) -> Todo? {
    if case .fetch = here.state.kind { return fetched(nil, &effects) }
    guard case .lookup(let spec) = here.state.kind, case .lookup(_, let missing, _) = here.ways else {
      return .perform
    }
    let table = prepared.graph.content.tables[spec.query.table]
    effects.append(.trace(.lookup(table: table.name, rows: 0)))
    return begin(missing, "missing", after: .hangUp)
  }

  mutating func failed(_ fault: DataFault, _ effects: inout [WalkerEffect]) -> Todo? {
    let events: (plain: EventName, timeout: EventName, shape: EventName) =
      switch mode {
      case .lookup: (Events.lookup, Events.lookupTimeout, Events.lookupShape)
      default: (Events.save, Events.saveTimeout, Events.saveShape)
      }
    if case .lookup = mode, case .fetch = here.state.kind { return fetchFailed(fault, &effects) }
    switch fault {
    case .timeout:
      effects.append(.trace(.fault("no answer from the data in time")))
      return .thrown(events.timeout)
    case .shape(let reason):
      effects.append(.trace(.fault(reason)))
      return .thrown(events.shape)
    case .failed(let reason):
      effects.append(.trace(.fault(reason)))
      return .thrown(events.plain)
    }
  }
}

extension CollectSpec.EntryForm {
  /// The typed value of an entry; nil when there is no such day, time or amount.
  /// - Parameter today: from which on a day without a year is looked for.
  func value(of keys: [Key], today: Day) -> Value? {
    switch self {
    case .digits: return .text(keys.text)
    case .yesNo: return .flag(keys == [.one])
    case .amount:
      let parts = keys.split(separator: .star, maxSplits: 1, omittingEmptySubsequences: false)
      guard keys.contains(where: { $0.digit != nil }), !(parts.dropFirst().first?.contains(.star) ?? false)
      else { return nil }
      let whole = Array(parts.first ?? []).text
      let fraction = Array(parts.dropFirst().first ?? []).text
      let text = (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
      return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")).map { .number($0) }
    case .time:
      let digits = keys.compactMap(\.digit)
      guard digits.count == 4 else { return nil }
      let hour = digits[0] * 10 + digits[1]
      guard hour < 24 else { return nil }
      return ClockTime(hour: hour, minute: digits[2] * 10 + digits[3]).map { .time($0) }
    case .date:
      let digits = keys.compactMap(\.digit)
      func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
      if digits.count == 8 {
        return Day(year: number(0..<4), month: number(4..<6), day: number(6..<8)).map { .date($0) }
      }
      guard digits.count == 4 else { return nil }
      // 29 February may be up to eight years away.
      for year in today.year...min(9999, today.year + 8) {
        if let day = Day(year: year, month: number(0..<2), day: number(2..<4)), day >= today {
          return .date(day)
        }
      }
      return nil
    }
  }
}
