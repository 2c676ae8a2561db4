import ACD
import CallFlow
import Chronology
import Foundation
import Wording

extension FlowWalker {
  mutating func route(
    _ spec: RouteSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    if held != nil {
      // The caller has decided to go on waiting.
      held = nil
      mode = .queue
      effects.append(.resumeQueue)
      return nil
    }
    guard here.queueRequests.indices.contains(language.index) else { return .thrown(Events.value) }
    let request = try request(spec, turn, &effects)
    handling = nil
    mode = .queue
    toldWait = nil
    if let asked = request.asked { effects.append(.trace(.asked(asked))) }
    effects.append(.enqueue(request))
    return nil
  }

  /// What this route asks for in the call's language and by what is known of the caller.
  func request(
    _ spec: RouteSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> QueueRequest {
    guard here.queueRequests.indices.contains(language.index) else { throw .wrongType }
    var request = here.queueRequests[language.index]
    let scene = scene(turn)
    if !spec.wishes.isEmpty || segment != nil {
      var wishes: [RouteSpec.ConditionalWish.Wish] = []
      for wish in spec.wishes {
        switch try wish.condition.evaluate(in: scene) {
        case .flag(true): wishes.append(wish.wish)
        case .flag(false), .none: continue
        default: throw .wrongType
        }
      }
      request = QueueRequest(
        spec, segment: segmentItem, wishes: wishes, language: prepared.speaker.tongue(language).language.tag,
        graph: prepared.graph, binding: prepared.binding)
      if !spec.wishes.isEmpty { request.wishes = wishes.map { prepared.graph.text(of: $0) } }
    }
    if let direct = spec.direct {
      if case .text(let agent) = try direct.agent.evaluate(in: scene) { request.agent = agent }
      (request.contact.directWait, request.contact.isDirectOnly) = (direct.wait, direct.isOnly)
    }
    if let expression = spec.priority {
      guard case .number(let priority) = try expression.evaluate(in: scene) else { throw .wrongType }
      request.contact.priority = FlowWalker.whole(priority) + (request.segment?.priority ?? 0)
    }
    if let calendar = prepared.graph.content.queues[spec.queue].calendar {
      request.isClosed = !scene.isOpen(calendar, at: turn.context.now)
    }
    for note in spec.notes {
      let value = try note.value.evaluate(in: scene)
      let privacy = scene.privacy(of: note.value)
      request.notes.append((name: note.name, value: value, privacy: privacy))
      effects.append(.note(note.name, value, privacy))
    }
    // It is in the log already. What the route itself says under that name goes before it.
    if let topic = asides.first?.topic, !request.notes.contains(where: { $0.name == FlowWalker.topicNote }) {
      request.notes.append((name: FlowWalker.topicNote, value: .text(topic), privacy: .open))
    }
    if let whisper = prepared.graph.content.queues[spec.queue].whisper {
      for (index, language) in prepared.graph.content.languages.enumerated() {
        request.whisper[language.tag] = said(whisper, in: LanguageID(index), turn)
      }
    }
    return request
  }

  var segmentItem: SegmentItem? {
    let segments = prepared.graph.content.segments
    return segment.flatMap { segments.indices.contains($0.index) ? segments[$0] : nil }
  }

  private static func whole(_ number: Decimal) -> Int {
    let double = NSDecimalNumber(decimal: number).doubleValue
    return double.isFinite ? Int(min(max(double, -1_000_000), 1_000_000)) : 0
  }

  /// Another waiting state than the one in which the caller decides: the place is given up first.
  mutating func givesUpPlace(before next: PreparedState, _ effects: inout [WalkerEffect]) -> Bool {
    guard let place = held else { return false }
    if case .route(let spec) = next.state.kind, spec.queue == place.queue { return false }
    // The place is kept for the call-back.
    if case .callBack(let spec) = next.state.kind, spec.queue == nil || spec.queue == place.queue {
      return false
    }
    if place.decidesIn == nil || place.decidesIn == frame.state {
      if case .route = next.state.kind {
      } else {
        held?.decidesIn = frame.state
        return false
      }
    }
    held = nil
    mode = .leaving
    effects.append(.leaveQueue)
    return true
  }

  mutating func queueKey(_ tag: Int, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .route(let spec) = here.state.kind, case .route(_, _, _, let keys) = here.ways,
      keys.indices.contains(tag)
    else {
      effects.append(.resumeQueue)
      return nil
    }
    held = Held(queue: spec.queue, place: QueuePosition(frame, below: below))
    mode = .queue
    return begin(keys[tag].script, keys[tag].cause, after: .resumeQueue)
  }

  mutating func connected(_ agent: String, _ waited: Duration) {
    held = nil
    mode = .queue
    guard case .route(let spec) = here.state.kind else { return }
    assign(.text(agent), to: spec.agent)
    assign(.duration(waited), to: spec.waited)
  }

  mutating func talked(_ talk: Duration, _ effects: inout [WalkerEffect]) -> Todo? {
    held = nil
    if !asides.isEmpty { aside.queue = nil }
    if case .callBack = here.state.kind { return goodbye(&effects) }
    guard case .route(let spec) = here.state.kind, case .route(let talked, _, _, _) = here.ways else {
      return .perform
    }
    assign(.duration(talk), to: spec.talk)
    mode = .nothing
    return begin(talked, "talked", after: .hangUp)
  }

  mutating func left(_ reason: LeaveReason, _ turn: Turn, _ effects: inout [WalkerEffect]) -> Todo? {
    held = nil
    if case .leaving = mode {
      mode = .nothing
      return .perform
    }
    if case .callBack = here.state.kind { return goodbye(&effects) }
    guard case .route(let spec) = here.state.kind,
      case .route(_, let overflow, let otherwise, _) = here.ways
    else { return .perform }
    mode = .nothing
    if !asides.isEmpty || prepared.callsBack {
      aside.queue = nil
      aside.lastQueue = spec.queue
    }
    assign(.text(reason.rawValue), to: spec.reason)
    let script = OverflowReason(rawValue: reason.rawValue).flatMap { overflow[$0] } ?? otherwise
    guard let script else { return goodbye(&effects) }
    return begin(script, "overflow " + reason.rawValue, after: .hangUp)
  }

  private mutating func goodbye(_ effects: inout [WalkerEffect]) -> Todo? {
    let segments = prepared.speaker.builtIn(.goodbye, language)
    if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
    return disconnect(&effects)
  }

  // MARK: Announcements

  mutating func announce(
    _ index: Int, position: Int, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) {
    defer { effects.append(.resumeQueue) }
    guard case .route(let spec) = here.state.kind else { return }
    let current = asides.first?.queue ?? spec.queue
    guard prepared.queues.indices.contains(current.index) else { return }
    let due = prepared.queues[current.index].due
    guard due.indices.contains(index) else { return }
    let queue = prepared.graph.content.queues[current]
    var segments: [Segment] = []
    for news in due[index].news {
      switch news {
      case .position(let own):
        guard position > 0, position <= queue.positionLimit ?? Int.max else { continue }
        segments +=
          own.map { said($0, of: position, turn) }
          ?? prepared.speaker.builtIn(.queuePosition(position), language)
      case .eta(let own):
        guard let minutes = turn.context.expectedWait(current, at: max(1, position)) else { continue }
        let told = told(minutes, roundedTo: queue.etaRound, position, &effects)
        segments +=
          own.map { said($0, of: told.minutes, turn) }
          ?? prepared.speaker.builtIn(told.text, language)
        let isOver = toldWait.map { $0.minutes > Self.longestTold } ?? false
        effects.append(.trace(.toldWait(minutes: told.minutes, orLonger: isOver)))
      case .options: segments += said(.options, options: spec.keys, turn)
      case .comfort(let use): segments += said(use, turn)
      }
    }
    if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
  }

  /// A prompt with a fault in it is left out; waiting goes on.
  private func said(
    _ use: PromptUse, of number: Int? = nil, in other: LanguageID? = nil, _ turn: Turn
  ) -> [Segment] {
    var use = use
    if let number { use.arguments = [.constant(.number(Decimal(number)))] }
    return said(.prompt(use), in: other, turn)
  }

  private func said(
    _ piece: PromptPiece, in other: LanguageID? = nil, options: [KeyBinding] = [], _ turn: Turn
  ) -> [Segment] {
    (try? prepared.speaker.segments(
      [SayPart(piece)], language: other ?? language, visits: PromptVisits(), gate: .open, options: options,
      in: scene(turn))) ?? []
  }

  /// Longer waits are told as "more than".
  private static let longestTold = 10

  /// Nobody is told a longer wait than before unless he has more callers ahead of him; then the call's story
  /// says why.
  private mutating func told(
    _ minutes: Int, roundedTo round: Duration, _ position: Int, _ effects: inout [WalkerEffect]
  ) -> (text: BuiltInText, minutes: Int) {
    let step = max(1, Int(clamping: round.microseconds / 60_000_000))
    // One more than the longest stands for "more than" it.
    var told = min((max(1, minutes) + step - 1) / step * step, Self.longestTold + 1)
    if let before = toldWait, told > before.minutes {
      if position > before.position {
        effects.append(
          .log(
            "expected wait rises from \(before.minutes) to \(told) min: "
              + "place \(before.position) became \(position)"))
      } else {
        told = before.minutes
      }
    }
    toldWait = (told, position)
    return told > Self.longestTold
      ? (.queueETAOver(minutes: Self.longestTold), Self.longestTold) : (.queueETA(minutes: told), told)
  }
}
