import CallFlow
import Chronology
import Engine
import Session
import Tones

extension CaseRun {
  /// 30 s: how far an expectation looks forward, if not told.
  static let patience: Duration = .seconds(30)

  func begin(_ expectation: Expectation, _ range: SourceRange, _ caller: Caller) {
    if case .quiet = expectation.body {
      wantsQuiet = range
      caller.index += 1
      return
    }
    if caller.record == nil, case .table = expectation.body {
    } else if caller.record == nil {
      return fail(caller, expectation.text, at: range, "nobody has called yet")
    }
    switch expectation.manner {
    case .no, .never: forbid(expectation, range, caller)
    case .some, .next:
      caller.scanned = expectation.manner == .next ? caller.cursor : instantStart(caller)
      caller.seenStates = 0
      var patience = expectation.within ?? CaseRun.patience
      if case .cut = expectation.body { patience = CaseRun.patience }
      var deadline = now + patience
      if let at = expectation.at {
        deadline = moment(at, of: caller.record) + tolerance(expectation.body)
      }
      caller.state = .expecting(expectation, since: now, deadline: max(now, deadline))
    }
  }

  private func forbid(_ expectation: Expectation, _ range: SourceRange, _ caller: Caller) {
    if let record = caller.record, BodyMatcher.isPoint(expectation.body) {
      var from = caller.cursor
      if case .error = expectation.body { from = 0 }
      caller.watches.append(
        Caller.Watch(
          expectation: expectation, range: range, record: record, scanned: from,
          endsAtAct: expectation.manner == .no,
          until: expectation.manner == .no ? expectation.within.map { now + $0 } : nil))
      watch(caller)
    } else if isTrue(expectation.body, caller) {
      fail(caller, expectation, "it is so")
    }
    if failures.isEmpty, expectation.manner == .no, let within = expectation.within {
      caller.state = .holding(until: now + within)
    } else {
      caller.index += 1
    }
  }

  /// Looks for what must not happen in what has happened since.
  func watch(_ caller: Caller) {
    for index in caller.watches.indices where failures.isEmpty {
      let record = caller.watches[index].record
      let expectation = caller.watches[index].expectation
      let matcher = BodyMatcher(record: record, lengths: lengths)
      while caller.watches[index].scanned < record.happenings.count {
        let happening = record.happenings[caller.watches[index].scanned]
        let isExcused = record.expected.contains(caller.watches[index].scanned)
        caller.watches[index].scanned += 1
        if let until = caller.watches[index].until, happening.instant > until { continue }
        guard !isExcused, matcher.matches(expectation.body, happening) else { continue }
        let at = TimeText.elapsed(happening.instant - record.start)
        let report = FailureReport(matcher: matcher, zone: script.setup.zone)
        failures.append(
          report.failure(
            expectation, at: caller.watches[index].range, problem: "it happened at \(at)",
            since: caller.watches[index].scanned - 1))
        return
      }
    }
  }

  /// Lets one caller go on as far as he can now; true if he has moved.
  func advance(_ caller: Caller, settled: Bool) -> Bool {
    var moved = false
    while failures.isEmpty {
      switch caller.state {
      case .done, .answering: return moved
      case .ready:
        guard caller.index < caller.steps.count else {
          caller.state = .done
          return true
        }
        begin(caller.steps[caller.index], caller)
      case .sleeping(let until):
        guard now >= until else { return moved }
        next(caller)
      case .lingering(let until):
        guard now >= until || caller.record?.isOver == true else { return moved }
        next(caller)
      case .holding(let until):
        guard settled, now >= until else { return moved }
        next(caller)
      case .pressing(let at):
        guard now >= at else { return moved }
        pressNext(caller)
      case .listening(let saying, let deadline):
        if let at = bargeIn(saying, caller) {
          caller.state = .pressing(at: max(at, now, caller.fingerFree))
        } else {
          guard settled, now >= deadline || caller.record?.isOver != false else { return moved }
          let what = saying.prompt.map { "press while saying \($0)" } ?? "press while saying"
          fail(caller, what, at: caller.steps[caller.index].range, "no such prompt was said within 30s")
        }
      case .toSpeak(let length, let deadline):
        if isTakingMessage(caller) {
          speak(for: length, caller)
        } else {
          guard settled, now >= deadline || caller.record?.isOver != false else { return moved }
          fail(caller, "say", at: caller.steps[caller.index].range, "no message was taken within 30s")
        }
      case .expecting(let expectation, let since, let deadline):
        switch look(for: expectation, caller) {
        case .found: next(caller)
        case .impossible(let problem): fail(caller, expectation, problem)
        case .notYet:
          guard settled else { return moved }
          if let problem = overdue(expectation, since: since, deadline: deadline, caller) {
            fail(caller, expectation, problem)
          } else {
            return moved
          }
        }
      }
      moved = true
    }
    return moved
  }

  private func next(_ caller: Caller) {
    caller.index += 1
    caller.state = .ready
  }

  private func pressNext(_ caller: Caller) {
    guard var keys = caller.keys, let key = keys.left.popFirst() else { return next(caller) }
    press(key, hold: keys.hold, caller)
    caller.keys = keys
    caller.fingerFree = now + keys.every
    if keys.left.isEmpty { next(caller) } else { caller.state = .pressing(at: now + keys.every) }
  }

  private func overdue(
    _ expectation: Expectation, since: Instant, deadline: Instant, _ caller: Caller
  ) -> String? {
    if let at = expectation.at, now >= deadline {
      return
        "it did not happen at \(TimeText.elapsed(moment(at, of: caller.record) - (caller.record?.start ?? now)))"
    }
    if now >= deadline {
      return "it did not happen within \(TimeText.short(deadline - since))"
    }
    // After the call only what is looked up can still come true, and that does not change any more.
    if let record = caller.record, record.isOver, callers.count == 1 || BodyMatcher.isPoint(expectation.body)
    {
      return "the call is over"
    }
    return nil
  }

  private enum Look {
    case found, notYet
    case impossible(String)
  }

  private func look(for expectation: Expectation, _ caller: Caller) -> Look {
    guard BodyMatcher.isPoint(expectation.body), let record = caller.record else {
      return isTrue(expectation.body, caller) ? .found : .notYet
    }
    let matcher = BodyMatcher(record: record, lengths: lengths)
    while caller.scanned < record.happenings.count {
      let index = caller.scanned
      let happening = record.happenings[index]
      caller.scanned += 1
      var body = expectation.body
      if case .states(let names) = body { body = .states(Array(names.dropFirst(caller.seenStates))) }
      if index < caller.cursor, !isStillFree(index, expectation.body, caller, matcher) { continue }
      guard matcher.matches(body, happening) else {
        if expectation.manner == .next, matcher.isSameSort(body, happening) {
          return .impossible("something else came before")
        }
        continue
      }
      if let at = expectation.at {
        let away = happening.instant - moment(at, of: record)
        let limit = tolerance(body)
        guard away <= limit, .zero - limit <= away else { continue }
      }
      if case .states(let names) = body, names.count > 1 {
        caller.seenStates += 1
        continue
      }
      if case .cut = body, let within = expectation.within, let late = cutLatency(caller), late > within {
        return .impossible("silent only \(TimeText.short(late)) after the key")
      }
      record.expected.insert(index)
      caller.cursor = max(caller.cursor, index + 1)
      return .found
    }
    return .notYet
  }

  /// The first happening at the instant of the last match: what happened at one instant is not earlier, and
  /// its order among different sorts says nothing to a caller.
  private func instantStart(_ caller: Caller) -> Int {
    guard let record = caller.record, caller.cursor > 0, caller.cursor <= record.happenings.count else {
      return caller.cursor
    }
    let instant = record.happenings[caller.cursor - 1].instant
    var start = caller.cursor
    while start > 0, record.happenings[start - 1].instant == instant { start -= 1 }
    return start
  }
  /// Not yet matched, and nothing of its own sort behind it has been.
  private func isStillFree(
    _ index: Int, _ body: Expectation.Body, _ caller: Caller, _ matcher: BodyMatcher
  ) -> Bool {
    guard !matcher.record.expected.contains(index) else { return false }
    return !(index + 1..<caller.cursor).contains { later in
      matcher.record.expected.contains(later)
        && matcher.isSameSort(body, matcher.record.happenings[later])
    }
  }

  /// ±20 ms with sound, and the time a key takes to be found; exact without.
  private func tolerance(_ body: Expectation.Body) -> Duration {
    guard isAudio else { return .zero }
    if case .key = body { return .milliseconds(80) }
    return .milliseconds(20)
  }

  /// Measured on samples; a line without sound is silent at the key.
  private func cutLatency(_ caller: Caller) -> Duration? {
    guard case .audio(let line)? = caller.leg else { return .zero }
    return line.cuts.last?.latency
  }

  /// Bodies that are looked up.
  private func isTrue(_ body: Expectation.Body, _ caller: Caller) -> Bool {
    switch body {
    case .log(let fields):
      return fields.allSatisfy { field in
        caller.record?.fields(field.name).contains { ValueText.fits($0, field) } ?? false
      }
    case .table(let table, let fields):
      return rows.rows(of: table).contains { row in
        fields.allSatisfy { field in row[field.name].map { ValueText.fits($0, field) } ?? false }
      }
    case .silence(let length):
      guard let record = caller.record, let since = silentSince(record) else { return false }
      return now - since >= length
    default: return false
    }
  }

  /// The instant since which nothing sounds; nil while something does.
  func silentSince(_ record: CallRecord) -> Instant? {
    var since: Instant? = record.start
    for happening in record.happenings {
      switch happening.kind {
      case .story(.said): since = nil
      case .story(.heard), .ended: since = happening.instant
      default: break
      }
    }
    return since
  }
}
