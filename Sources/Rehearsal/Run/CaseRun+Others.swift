import CallFlow
import Chronology
import Engine
import Session
import Tones

/// Telephones that are rung for callers.
extension CaseRun {
  func beginOther(_ deed: ScriptAct.OtherDeed, _ after: Duration, _ caller: Caller) {
    let range = caller.steps[caller.index].range
    if let leg = caller.awayLeg {
      // A call that has left us comes back.
      caller.index += 1
      let answer: TransferAnswer
      switch deed {
      case .answers, .presses: return
      case .busy: answer = .failed(.busy)
      case .rings: answer = .failed(.noAnswer)
      case .refuses: answer = .failed(.refused)
      case .fails: answer = .failed(.route)
      case .hangsUp: answer = .ended(talk: after)
      }
      returns.append((caller, leg, answer, now + after))
      return
    }
    switch deed {
    case .answers where caller.record?.isOver ?? true:
      // Whoever has no call of his own is the one who answers.
      otherLine.take(OtherLine.Order(deed: deed, after: after, issued: now, caller: caller))
      caller.state = .answering
    case .answers, .busy, .rings, .refuses, .fails:
      otherLine.take(OtherLine.Order(deed: deed, after: after, issued: now, caller: nil))
      caller.index += 1
    case .hangsUp, .presses:
      guard let last = others.indices.last else {
        return fail(caller, "other line", at: range, "nobody has answered whom the script does not play")
      }
      others[last].deeds.append((deed, now + after))
      caller.index += 1
    }
  }

  var otherInstant: Instant? {
    ([otherLine.nextInstant, returns.map(\.at).min()] + others.map { $0.deeds.map(\.at).min() }).compactMap {
      $0
    }.min()
  }

  func answerOtherLines() {
    while let (ring, order) = otherLine.takeDue(at: now) {
      switch order.deed {
      case .busy: ring.failed(.busy)
      case .rings: ring.failed(.noAnswer)
      case .refuses: ring.failed(.refused)
      case .fails: ring.failed(.broken("cannot be rung"))
      case .answers: answer(ring, order)
      case .hangsUp, .presses: break
      }
    }
    let back = returns.filter { $0.at <= now }
    returns.removeAll { $0.at <= now }
    for (caller, leg, answer, _) in back { comeBack(caller, from: leg, answer) }
    for index in others.indices {
      let due = others[index].deeds.filter { $0.at <= now }
      others[index].deeds.removeAll { $0.at <= now }
      for (deed, _) in due {
        switch deed {
        case .hangsUp: hangUp(others[index].caller)
        case .presses(let keys):
          for (place, key) in keys.enumerated() {
            pressLater(key, others[index].caller, at: now + .milliseconds(200) * place)
          }
        case .answers, .busy, .rings, .refuses, .fails: break
        }
      }
    }
  }

  private func comeBack(_ caller: Caller, from leg: LegID, _ answer: TransferAnswer) {
    guard caller.awayLeg == leg else { return }
    legs += 1
    let new = LegID(high: 0, low: legs)
    let facts = LegFacts(continues: .init(of: leg, answer))
    engine.schedule(.command(.expect(new, facts), reply: nil), at: now)
    engine.run(upTo: now)
    let line = SimulatedLine(name: "test", inbox: engine.inbox, lengths: lengths)
    let id = engine.inbox.makeCallID(at: now)
    line.attach(id)
    (caller.leg, caller.legID) = (.plain(line), new)
    engine.schedule(.arrival(Arrival(line: line, leg: new), id), at: now)
    engine.run(upTo: now)
  }

  private func pressLater(_ key: Key, _ caller: Caller, at instant: Instant) {
    switch caller.leg {
    case .plain(let line)?: line.press(key, at: instant)
    case .audio(let line)?: line.press(key, hold: .milliseconds(100), at: instant)
    case nil: break
    }
  }

  private func answer(_ ring: OtherLine.Ring, _ order: OtherLine.Order) {
    let range = SourceRange(script.position)
    guard let caller = order.caller else {
      let somebody = Caller(name: "other line", steps: [])
      connect(somebody, range, ring.leg, ani: nil, dnis: ring.number)
      others.append((somebody, []))
      return
    }
    connect(caller, range, ring.leg, ani: nil, dnis: ring.number)
    if case .answering = caller.state {
      caller.index += 1
      caller.state = .ready
    }
  }
}

extension [ScriptStep] {
  /// Whether something is said of telephones that are rung.
  var playsOtherLines: Bool {
    contains { step in
      switch step.kind {
      case .act(.otherLine): true
      case .group(_, let steps): steps.playsOtherLines
      case .act, .expect: false
      }
    }
  }
}
