import ACD
import CallFlow
import Chronology
import Engine
import Media
import Session
import Tones

/// One case of a script, from its setup to its verdict.
///
/// One virtual clock for the engine, the callers and the agents: it jumps to whatever is due next. At one
/// instant callers who waited for it act first, then agents, then the engine handles all that is due, then
/// everyone looks at what has happened.
final class CaseRun {
  let script: Script
  let world: ScriptWorld
  let graph: FlowGraph
  let engine: Engine
  let rows: any RehearsalData
  let data: ReplacedData
  let sounds: SoundStore
  var lengths: SegmentLengths
  let voice: (any Voice)?
  var now: Instant
  var callers: [Caller] = []
  var agents: AgentDirector
  var records: [CallRecord] = []
  /// Its audio lines find each other there.
  let switchboard = Switchboard()
  /// Telephones that are rung, and whoever answers them without being played.
  let otherLine: OtherLine
  var others: [(caller: Caller, deeds: [(deed: ScriptAct.OtherDeed, at: Instant)])] = []
  var legs: UInt64 = 0
  var returns: [(caller: Caller, leg: LegID, answer: TransferAnswer, at: Instant)] = []
  var audioLines: [(record: CallRecord, line: SimulatedAudioLine)] = []
  var failures: [ScriptFailure] = []
  var warnings: [String] = []
  var wantsQuiet: SourceRange?
  /// Noise of `tone`, from the script's seed.
  var noise: NoiseSource
  private let replies = CommandReplies()

  init(_ script: Script, in world: ScriptWorld) throws {
    (self.script, self.world) = (script, world)
    let setup = script.setup
    let written = try CaseRun.graph(script, in: world)
    if let fault = NameCheck(script: script, content: written.content).fault() { throw fault }
    let rows = try world.data()
    try CaseRun.load(rows, script, written, in: world)
    let holidays = written.tableHolidays { table, columns in
      rows.rows(of: table.name).map { row in columns.map { row[table.columns[$0].name] ?? .none } }
    }
    self.rows = rows
    graph = written.with(holidays: holidays.days)
    warnings = holidays.faults.sorted { $0.key < $1.key }.map(\.value)
    let inbox = Mailbox()
    if let last = world.lastCall { inbox.startCallIDs(after: last) }
    var rules: [String: ReplacedData.Rule] = [:]
    var fetches: [String: ReplacedData.Rule] = [:]
    lengths = SegmentLengths(clips: world.clips?.mapValues(\.duration))
    for replacement in setup.replacements {
      switch replacement {
      case .lookup(let table, let reply, let after): rules[table] = .init(reply: reply, after: after)
      case .fetch(let state, let reply, let after): fetches[state] = .init(reply: reply, after: after)
      case .missingClip(let path): lengths.missingClips.insert(path)
      case .speechFails: lengths.speechFails = true
      case .calendar, .toggle, .recordingFails: break
      }
    }
    data = ReplacedData(rows, rules: rules, fetches: fetches, inbox: inbox)
    let missing = lengths.missingClips
    sounds = SoundStore(
      clips: (world.clips ?? [:]).filter { clip in !missing.contains { clip.key.hasSuffix($0) } })
    voice = lengths.speechFails ? MuteVoice() : world.voice.map { WaitingVoice($0) }
    now = setup.start
    noise = NoiseSource(seed: setup.seed)
    agents = AgentDirector(names: setup.agents.map(\.name), start: setup.start)
    otherLine = OtherLine(inbox: inbox, answersAlone: !script.steps.playsOtherLines)
    engine = Engine(
      log: world.log ?? NoLog(), data: data, seed: setup.seed, start: setup.start, inbox: inbox,
      pins: ScriptPins(), dialer: otherLine)
    var definition = SiteDefinition(
      applications: [graph],
      agents: setup.agents.map { .init(name: $0.name, number: $0.number, pin: $0.pin, skills: $0.skills) },
      zone: setup.zone)
    definition.messages = "recordings"
    definition.mailboxPins = setup.mailboxPins
    engine.load(definition, at: setup.start)
    if setup.replacements.contains(where: { if case .recordingFails = $0 { true } else { false } }) {
      engine.recordingFault = { "the disk is full" }
    }
    engine.onStory = { [unowned self] call, instant, story, state in
      self.record(call)?.take(story, at: instant, state: state)
      if case .warning(let text) = story { self.warnings.append(text) }
    }
    engine.onNotice = { [unowned self] instant, notice in self.take(notice, at: instant) }
  }

  private static func graph(_ script: Script, in world: ScriptWorld) throws -> FlowGraph {
    let compiled = try world.compile(script.flow)
    var content = compiled.content
    if let language = script.setup.language {
      guard let index = content.languages.firstIndex(where: { $0.tag == language.name }) else {
        throw ScriptFailure(
          position: language.range.start, expected: "language \(language.name)",
          problem: "the flow declares no language '\(language.name)'", details: [])
      }
      content.defaultLanguage = LanguageID(index)
    }
    for replacement in script.setup.replacements {
      if case .toggle(let name, let position, let range) = replacement {
        guard let index = content.switches.firstIndex(where: { $0.name == name }) else {
          throw ScriptFailure(
            position: range.start, expected: "switch \(name)", problem: "the flow has no switch '\(name)'",
            details: [])
        }
        content.switches[index].initial = position
      }
      guard case .calendar(let name, let isOpen, let range) = replacement else { continue }
      guard let index = content.calendars.firstIndex(where: { $0.name == name }) else {
        throw ScriptFailure(
          position: range.start, expected: "calendar \(name)", problem: "the flow has no calendar '\(name)'",
          details: [])
      }
      let whole = OpeningHours.Period(from: .midnight, to: .midnight)
      content.calendars[index].holidayTable = nil
      content.calendars[index].hours = OpeningHours(
        zone: content.calendars[index].hours.zone,
        weekly: isOpen ? Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [whole]) }) : [:])
    }
    return FlowGraph(content)
  }

  private static func load(
    _ rows: any RehearsalData, _ script: Script, _ graph: FlowGraph, in world: ScriptWorld
  ) throws {
    for table in graph.content.tables { try rows.load(table: table, rows: []) }
    for given in script.setup.rows {
      func failure(_ problem: String) -> ScriptFailure {
        ScriptFailure(
          position: given.range.start, expected: "data \(given.table)", problem: problem, details: [])
      }
      guard let table = graph.content.tables.first(where: { $0.name == given.table }) else {
        throw failure("the flow has no table '\(given.table)'")
      }
      do {
        switch given.source {
        case .csv(let path): try rows.load(table: table, csv: try world.read(path))
        case .rows(let values):
          for row in values {
            if let strange = row.keys.sorted().first(where: { name in
              !table.columns.contains { $0.name == name }
            }) {
              throw failure("the table '\(given.table)' has no column '\(strange)'")
            }
          }
          try rows.load(
            table: table, rows: values.map { row in table.columns.map { row[$0.name] ?? Value.none } })
        }
      } catch let problem as ScriptFailure {
        throw problem
      } catch {
        throw failure("\(error)")
      }
    }
  }

  func record(_ call: CallID) -> CallRecord? { records.last { $0.id == call } }

  private func take(_ notice: EngineNotice, at instant: Instant) {
    switch notice {
    case .callArrived(let call, let facts, let graph, flow: _, let language):
      record(call)?.facts = facts
      record(call)?.graph = graph
      record(call)?.language = language
    case .callEnded(let call, let ending): record(call)?.end(ending, at: instant)
    case .agentChanged(let name, let state): agents.changed(name, state, at: instant)
    case .warning(let text): warnings.append(text)
    case .recordingLost(_, let path, _): warnings.append("the recording could not be kept: \(path)")
    case .distributor, .centre, .switched, .noticeChanged, .fileUnwanted, .stopped: break
    }
  }

  // MARK: Running

  func run() -> CaseResult {
    logAgentsIn()
    callers = [Caller(name: "", steps: script.steps)]
    loop()
    if failures.isEmpty { finish() }
    let transcripts = records.map { record in
      let text = Transcript(record: record, zone: script.setup.zone).text
      return record.caller.isEmpty ? text : "-- \(record.caller)\n\(text)"
    }
    let length = now - script.setup.start
    // The day ends when the agents have wrapped up, and nobody's state goes on in the log.
    let latest = now + .hours(1)
    while let next = engine.nextInstant, next <= latest, isWrappingUp {
      now = max(now, next)
      engine.run(upTo: now)
    }
    engine.schedule(.command(.shutdown(grace: .zero), reply: nil), at: now)
    engine.run(upTo: now)
    var coverage = Coverage()
    for record in records { coverage.add(record, named: record.graph?.name ?? graph.name) }
    var result = CaseResult(
      name: script.name, position: script.position, failures: failures,
      transcript: transcripts.joined(separator: "\n"), heard: audioLines.map(\.line.heard),
      length: length, lastCall: records.map(\.id).max())
    result.taken = coverage.all
    return result
  }

  private var isWrappingUp: Bool {
    engine.snapshot().agents.contains { if case .wrapUp = $0.state { true } else { false } }
  }

  private func logAgentsIn() {
    for agent in script.setup.agents {
      switch agent.begin {
      case .ready: send(.agentLogin(agent.name), agent.range)
      case .away: break
      case .busy(let until):
        send(.agentLogin(agent.name, paused: "busy"), agent.range)
        let order = AgentDirector.Order(
          deed: .returns, after: moment(until, of: nil) - now, issued: now, range: agent.range)
        _ = agents.take(order, for: agent.name)
      }
    }
    engine.run(upTo: now)
  }

  func send(_ command: EngineCommand, _ range: SourceRange) {
    let replies = replies
    engine.schedule(.command(command) { replies.add($0, range) }, at: now)
  }

  private func loop() {
    let limit = script.setup.start + script.setup.limit
    while failures.isEmpty {
      _ = advance(settled: false)
      settle()
      if advance(settled: true) { continue }
      guard failures.isEmpty, !callers.allSatisfy(\.isDone) else { return }
      guard let next = nextInstant else { return stuck() }
      guard next <= limit else {
        let problem = "the call takes longer than its limit of \(TimeText.short(script.setup.limit))"
        return fail(callers[0], "call \"\(script.name)\"", at: SourceRange(script.position), problem)
      }
      now = max(now, next)
    }
  }

  /// Everything due now, and all that comes of it at the same instant.
  private func settle() {
    repeat {
      for (_, line) in audioLines {
        while let tick = line.nextTick, tick <= now { line.tick() }
      }
      answerOtherLines()
      for (command, range) in agents.takeDue(at: now) { send(command, range) }
      engine.run(upTo: now)
      // An answer is posted at the engine's own instant, which is now only behind the run.
      data.answerDue(at: now)
      for (problem, range) in replies.takeProblems() {
        failures.append(report(callers[0]).failure("agent", at: range, problem: problem))
      }
      for caller in callers { watch(caller) }
    } while failures.isEmpty && (advance(settled: false) || isDue)
  }
  private var isDue: Bool {
    [engine.nextInstant, data.nextInstant, agents.nextInstant, otherInstant].contains {
      $0.map { $0 <= now } ?? false
    }
  }
  private var nextInstant: Instant? {
    var dues = [engine.nextInstant, data.nextInstant, agents.nextInstant, otherInstant].compactMap { $0 }
    dues += callers.compactMap(\.wake)
    dues += audioLines.compactMap(\.line.nextTick)
    for caller in callers {
      if case .expecting(let expectation, _, _) = caller.state, case .silence(let length) = expectation.body,
        let record = caller.record, let since = silentSince(record), since + length > now
      {
        dues.append(since + length)
      }
    }
    return dues.min()
  }

  /// Lets every caller go on as far as he can; true if one has moved.
  private func advance(settled: Bool) -> Bool {
    var moved = false
    var index = 0
    while index < callers.count, failures.isEmpty {
      if advance(callers[index], settled: settled) { moved = true }
      index += 1
    }
    return moved
  }

  private func stuck() {
    for caller in callers where !caller.isDone {
      if case .expecting(let expectation, _, _) = caller.state {
        fail(caller, expectation, "nothing more can happen")
        return
      }
      if case .answering = caller.state {
        fail(caller, "other line", at: caller.steps[caller.index].range, "nobody was rung")
        return
      }
    }
  }

  /// The script is over: the callers hang up, and what must hold to the end is looked at.
  private func finish() {
    for caller in callers where caller.record?.isOver == false { hangUp(caller) }
    let end = now + .seconds(10)
    while let next = nextInstant, next <= end, records.contains(where: { !$0.isOver }) {
      now = max(now, next)
      settle()
    }
    for caller in callers { watch(caller) }
    for record in records { reportErrors(record) }
    if let range = wantsQuiet, failures.isEmpty, let first = warnings.first {
      failures.append(report(callers[0]).failure("expect quiet", at: range, problem: "a warning: \(first)"))
    }
  }

  private func reportErrors(_ record: CallRecord) {
    guard failures.isEmpty else { return }
    var excused: Set<Instant> = []
    for index in record.expected where record.happenings[index].isError {
      excused.insert(record.happenings[index].instant)
    }
    for happening in record.happenings where happening.isError && !excused.contains(happening.instant) {
      let report = FailureReport(
        matcher: BodyMatcher(record: record, lengths: lengths), zone: script.setup.zone)
      var what = "error"
      if case .story(.trace(.event(let name, _))) = happening.kind { what = name.text }
      if case .story(.trace(.fault(let text))) = happening.kind { what = text }
      failures.append(
        report.failure(
          "expect no error", at: SourceRange(script.position),
          problem:
            "an error that was not expected at \(TimeText.elapsed(happening.instant - record.start)): \(what)"
        ))
      return
    }
  }

  // MARK: Small things

  func report(_ caller: Caller) -> FailureReport {
    FailureReport(
      matcher: (caller.record ?? records.last).map { BodyMatcher(record: $0, lengths: lengths) },
      zone: script.setup.zone)
  }
  func fail(_ caller: Caller, _ expectation: Expectation, _ problem: String) {
    let range = caller.steps[min(caller.index, caller.steps.count - 1)].range
    failures.append(report(caller).failure(expectation, at: range, problem: problem, since: caller.cursor))
  }
  func fail(_ caller: Caller, _ what: String, at range: SourceRange, _ problem: String) {
    failures.append(report(caller).failure(what, at: range, problem: problem))
  }

  func moment(_ moment: ScriptMoment, of record: CallRecord?) -> Instant {
    switch moment {
    case .after(let duration): return (record?.start ?? script.setup.start) + duration
    case .clock(let day, let time):
      let zone = script.setup.zone
      return zone.instant(day ?? zone.local(script.setup.start).day, time)
    }
  }
  func hangUp(_ caller: Caller) {
    if let leg = caller.awayLeg {
      // He is elsewhere: his PBX says that he is gone.
      engine.schedule(.command(.hangUpLeg(leg), reply: nil), at: now)
    }
    switch caller.leg {
    case .plain(let line)?: line.callerHangsUp(at: now)
    case .audio(let line)?: line.callerHangsUp(at: now)
    case nil: break
    }
  }
}

extension Happening {
  /// An event of the error family, or a fault of the machine.
  var isError: Bool {
    switch kind {
    case .story(.trace(.event(let name, _))): name.text == "error" || name.text.hasPrefix("error.")
    case .story(.trace(.fault)): true
    default: false
    }
  }
}
