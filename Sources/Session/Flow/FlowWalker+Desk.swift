import ACD
import CallFlow
import Chronology
import Tones
import Wording

/// Where an agent's line is.
struct DeskPosition: Sendable {
  enum Phase: Hashable, Sendable {
    case number
    case pin(number: String)
    case checking
    /// After three wrong tries.
    case locked
    case free, offered
    /// The call is taken when the whisper has been heard.
    case accepting
    case talking, consulting
    case target(consult: Bool)
    /// For the code that a talk is filed under.
    case code
    case monitoring
  }
  var phase = Phase.number
  /// Entries without a key, or too short, in a row.
  var blanks = 0
  var locks = 0
  var isPaused = false
  /// A telephone that was rung: nobody has to log in, and nothing is said when it is over.
  var isRung = false
  static let most = 3
}

extension FlowWalker {
  private var desk: PreparedDesk? {
    if case .desk(let desk) = here.ways { desk } else { nil }
  }
  private var deskSpec: DeskSpec? {
    if case .desk(let spec) = here.state.kind { spec } else { nil }
  }

  mutating func sitDown(_ effects: inout [WalkerEffect]) -> Todo? {
    if isSeated {
      aside.desk = DeskPosition(phase: .free, isRung: true)
      return goOn(&effects)
    }
    aside.desk = DeskPosition()
    let isGreeted = here.state.entry.statements.contains { if case .say = $0 { true } else { false } }
    return askNumber(isGreeted: isGreeted, &effects)
  }

  // MARK: Keys

  mutating func deskKeys(_ entry: KeyEntry, _ turn: Turn, _ effects: inout [WalkerEffect])
    throws(ExpressionFault)
    -> Todo?
  {
    aside.desk?.blanks = 0
    switch aside.desk?.phase {
    case .number:
      aside.desk?.phase = .pin(number: entry.keys.text)
      say(.askPIN, &effects)
      return listen(\.pin, &effects)
    case .pin(let number):
      aside.desk?.phase = .checking
      mode = .desk
      effects.append(.login(number: number, pin: entry.keys.text))
      return nil
    case .target(let consult):
      let number = entry.keys.text
      aside.desk?.phase = .talking
      effects.append(.desk(consult ? .consult(number) : .transfer(to: number)))
      return listen(\.talk, &effects)
    case .code:
      aside.desk?.phase = .free
      effects.append(.desk(.dispose(code: entry.keys.text)))
      return goOn(&effects)
    case .free, .offered, .accepting, .talking, .consulting, .monitoring:
      guard PreparedDesk.acts.indices.contains(entry.tag) else { return goOn(&effects) }
      return try carryOut(PreparedDesk.acts[entry.tag], turn, &effects)
    case .checking, .locked, nil: return goOn(&effects)
    }
  }

  private mutating func carryOut(
    _ act: DeskSpec.Act, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    let isMonitoring = aside.desk?.phase == .monitoring
    switch act {
    case .accept: effects.append(.desk(.accept))
    case .refuse: effects.append(.desk(.refuse))
    case .ready:
      effects.append(.desk(.ready))
      try alive(turn, &effects)
    case .alive: try alive(turn, &effects)
    case .pause: effects.append(.desk(aside.desk?.isPaused == true ? .ready : .pause))
    case .logOut: effects.append(.desk(.logOut))
    case .help: help(&effects)
    case .blind:
      if aside.desk?.phase == .consulting {
        effects.append(.desk(.completeTransfer))
      } else if !isMonitoring {
        return askTarget(consult: false, &effects)
      }
    case .consult: if !isMonitoring { return askTarget(consult: true, &effects) }
    case .hold: effects.append(.desk(.hold))
    case .record: effects.append(.desk(.record))
    case .secret:
      if let flow = deskSpec?.secretFlow {
        effects.append(.desk(.secret(flow: flow)))
      } else {
        say(.notHere, &effects)
      }
    case .supervisor: effects.append(.desk(.supervisor))
    case .dispose:
      aside.desk?.phase = .code
      say(.askCode, &effects)
      return listen(\.target, &effects)
    case .end: effects.append(.desk(.endTalk))
    }
    return goOn(&effects)
  }

  /// Nothing, or not enough, was entered.
  mutating func deskBlank(_ effects: inout [WalkerEffect]) -> Todo? {
    switch aside.desk?.phase {
    case .number, .pin:
      let blanks = (aside.desk?.blanks ?? 0) + 1
      aside.desk?.blanks = blanks
      if blanks >= DeskPosition.most { return getUp(&effects) }
      aside.desk?.phase = .number
      return askNumber(isGreeted: false, &effects)
    case .target:
      aside.desk?.phase = .talking
      return goOn(&effects)
    case .code:
      aside.desk?.phase = .free
      return goOn(&effects)
    case .checking, .locked, .free, .offered, .accepting, .talking, .consulting, .monitoring, nil:
      return goOn(&effects)
    }
  }

  /// Everything has been heard.
  mutating func deskHeard(_ effects: inout [WalkerEffect]) -> Todo? {
    switch aside.desk?.phase {
    case .locked:
      aside.desk?.phase = .number
      return askNumber(isGreeted: false, &effects)
    case .accepting:
      aside.desk?.phase = .offered
      effects.append(.desk(.accept))
      return goOn(&effects)
    case .number, .pin, .checking, .free, .offered, .talking, .consulting, .target, .code, .monitoring, nil:
      return goOn(&effects)
    }
  }

  // MARK: News

  mutating func deskTold(
    _ news: DeskNews, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard let spec = deskSpec else { return goOn(&effects) }
    switch news {
    case .loggedIn(let agent):
      assign(.text(agent), to: spec.agent)
      aside.desk = DeskPosition(phase: .free)
    case .refused(let left): return refused(left, &effects)
    case .offered(let facts): return try offered(facts, spec, turn, &effects)
    case .offerEnded(let end):
      aside.desk?.phase = .free
      if aside.desk?.isRung == true { break }
      switch end {
      case .missed: say(.missed, &effects)
      case .withdrawn: say(.takenBack, &effects)
      case .refused, .failed, .paused, .loggedOut, .lineGone: break
      }
    case .connected: aside.desk?.phase = .talking
    case .held: say(.held, &effects)
    case .resumed:
      aside.desk?.phase = .talking
      say(.resumed, &effects)
    case .asking:
      aside.desk?.phase = .consulting
      say(.asking, &effects)
    case .consulting:
      aside.desk?.phase = .consulting
      say(.consulting, &effects)
    case .failed(let fault):
      if aside.desk?.phase == .checking {
        say(fault.phrase, &effects)
        aside.desk?.phase = .number
        return askNumber(isGreeted: false, &effects)
      }
      say(fault.phrase, &effects)
    case .recording(let isOn): say(isOn ? .recordingOn : .recordingOff, &effects)
    case .secretBegan: say(.secretBegan, &effects)
    case .secretEnded(let isDone): say(isDone ? .secretDone : .secretFailed, &effects)
    case .click: break
    case .message(let sound):
      // The line itself must not cut it: not every key means something here.
      effects.append(
        .queuePrompt([
          Segment(
            .message(sound.path, sound.duration), gate: .hold, voice: prepared.speaker.tongue(language).voice)
        ]))
    case .supervisorAsked: say(.supervisorAsked, &effects)
    case .disposed: say(.disposed, &effects)
    case .monitoring(let monitor):
      aside.desk?.phase = monitor == nil ? .free : .monitoring
      switch monitor {
      case .listen: say(.listening, &effects)
      case .whisper: say(.whispering, &effects)
      case .join: say(.joined, &effects)
      case nil: say(.monitoringOver, &effects)
      }
    case .talkEnded: aside.desk?.phase = .free
    case .ready, .paused, .wrapUp, .notAnswering:
      if aside.desk?.isRung == false { stateTold(news, &effects) }
    case .loggedOut:
      if aside.desk?.isRung == false { say(.loggedOut, &effects) }
      return getUp(&effects)
    }
    return goOn(&effects)
  }

  private mutating func stateTold(_ news: DeskNews, _ effects: inout [WalkerEffect]) {
    switch news {
    case .ready, .paused:
      aside.desk?.isPaused = news == .paused
      if aside.desk?.phase == .free { say(news == .paused ? .paused : .ready, &effects) }
    case .wrapUp: say(.wrapUp, &effects)
    default: say(.notAnswering, &effects)
    }
  }

  private mutating func refused(_ left: Int, _ effects: inout [WalkerEffect]) -> Todo? {
    guard left <= 0 else {
      say(.wrong, &effects)
      aside.desk?.phase = .number
      return askNumber(isGreeted: false, &effects)
    }
    // Closed, so that what is typed meanwhile counts for nothing.
    let locks = (aside.desk?.locks ?? 0) + 1
    aside.desk?.locks = locks
    if locks >= DeskPosition.most {
      say(.wrong, &effects)
      return getUp(&effects)
    }
    aside.desk?.phase = .locked
    let voice = prepared.speaker.tongue(language).voice
    effects.append(
      .queuePrompt(
        prepared.speaker.builtIn(.desk(.wrong), language, gate: .closed)
          + prepared.speaker.builtIn(.desk(.waitThirtySeconds), language, gate: .closed)
          + [Segment(.silence(DeskNews.pause), gate: .closed, voice: voice)]))
    return listen(\.free, tellsSilence: true, &effects)
  }

  private mutating func offered(
    _ facts: OfferFacts, _ spec: DeskSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    let isAuto = spec.acceptance == .auto
    aside.desk?.phase = isAuto ? .accepting : .offered
    let notes = facts.notes.map { "\($0.name) \($0.text)" }
    assign(.text(facts.queue), to: spec.offerQueue)
    assign(.text(facts.language), to: spec.offerLanguage)
    assign(facts.caller.map { .text($0) } ?? .none, to: spec.offerCaller)
    assign(.text(notes.joined(separator: ", ")), to: spec.offerNotes)
    let voice = prepared.speaker.tongue(language).voice
    effects.append(.queuePrompt([Segment(.tone("beep"), voice: voice)]))
    if let agent = facts.consultedBy {
      say(.consultation(agent: agent), isFixed: false, &effects)
    } else if !facts.whisper.isEmpty || desk?.whisper != nil {
      // The queue's whisper, then that of the line.
      if !facts.whisper.isEmpty { effects.append(.queuePrompt(facts.whisper)) }
      // A whisper with a fault in it is no reason to lose the call.
      let count = effects.count
      if let whisper = desk?.whisper {
        do { try say(whisper, turn, &effects) } catch { effects.removeSubrange(count...) }
      }
    } else {
      say(.offer(queue: facts.queue, language: facts.language, notes: notes), isFixed: false, &effects)
    }
    return isAuto ? listen(\.offer, tellsSilence: true, &effects) : goOn(&effects)
  }

  // MARK: Parts

  private mutating func askNumber(isGreeted: Bool, _ effects: inout [WalkerEffect]) -> Todo? {
    if !isGreeted { say(.askNumber, &effects) }
    return listen(\.number, &effects)
  }

  private mutating func askTarget(consult: Bool, _ effects: inout [WalkerEffect]) -> Todo? {
    aside.desk?.phase = .target(consult: consult)
    say(.askTarget, &effects)
    return listen(\.target, &effects)
  }

  private func alive(_ turn: Turn, _ effects: inout [WalkerEffect]) throws(ExpressionFault) {
    if let standby = desk?.standby {
      try say(standby, turn, &effects)
    } else {
      effects.append(
        .queuePrompt([Segment(.tone("soft"), voice: prepared.speaker.tongue(language).voice)]))
    }
  }

  /// The keys that mean something now.
  private func help(_ effects: inout [WalkerEffect]) {
    guard let spec = deskSpec else { return }
    let place: DeskSpec.Act.Place = aside.desk?.phase == .free ? .standby : .talk
    let speaker = prepared.speaker
    let manner = Speaker.Manner(
      language: language, visits: frame.place.visits, gate: here.state.settings.bargeIn, options: [])
    var segments: [Segment] = []
    for act in PreparedDesk.acts where act.places.contains(place) && act != .help {
      guard let key = spec.patterns(act, at: place).first?.literal?.text else { continue }
      speaker.addOption(
        labelled: speaker.builtIn(.desk(.act(act.rawValue)), language, gate: manner.gate), key: key, manner,
        to: &segments)
    }
    if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
  }

  private func say(_ phrase: DeskPhrase, isFixed: Bool = true, _ effects: inout [WalkerEffect]) {
    let segments = prepared.speaker.builtIn(.desk(phrase), language, isFixed: isFixed)
    if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
  }

  /// Listens for what may be pressed where the line is.
  private mutating func goOn(_ effects: inout [WalkerEffect]) -> Todo? {
    switch aside.desk?.phase {
    case .number: return listen(\.number, &effects)
    case .pin: return listen(\.pin, &effects)
    case .target, .code: return listen(\.target, &effects)
    case .free, .checking: return listen(\.free, &effects)
    case .locked: return listen(\.free, tellsSilence: true, &effects)
    case .offered: return listen(\.offer, &effects)
    case .accepting: return listen(\.offer, tellsSilence: true, &effects)
    case .talking, .consulting, .monitoring: return listen(\.talk, &effects)
    case nil: return getUp(&effects)
    }
  }

  private mutating func listen(
    _ wait: KeyPath<PreparedDesk, StandBy>, tellsSilence: Bool = false, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    guard let desk else { return disconnect(&effects) }
    handling = nil
    mode = .desk
    var wait = desk[keyPath: wait]
    wait.tellsSilence = tellsSilence
    // Whoever has not logged in yet types numbers and PINs, asked or not.
    switch aside.desk?.phase {
    case .number, .pin, .checking, .locked: wait.collect.privacy = .secret
    case .free, .offered, .accepting, .talking, .consulting, .target, .code, .monitoring, nil: break
    }
    effects.append(.standBy(wait))
    return nil
  }

  private mutating func getUp(_ effects: inout [WalkerEffect]) -> Todo? {
    aside.desk = nil
    mode = .nothing
    guard let desk else { return disconnect(&effects) }
    return begin(desk.done, "done", after: .hangUp)
  }
}

extension DeskFault {
  var phrase: DeskPhrase {
    switch self {
    case .noSuchNumber: .noSuchNumber
    case .agentNotFree: .agentNotFree
    case .notNow: .notNow
    case .notHere: .notHere
    case .busyElsewhere: .busyElsewhere
    }
  }
}
