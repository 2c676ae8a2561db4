import ACD
import CallFlow
import Chronology
import Session
import Tones

/// A call in virtual time on a line that speaks 7 Korean or 14 other characters a second. Its story is a
/// list of short lines: `0.500 say Welcome.`
struct TestCall {
  struct World: WalkerContext {
    var now = Instant(microseconds: 0)
    var facts = CallFacts(
      id: "1", ani: "0212345678", dnis: "1000", line: "test", start: Instant(microseconds: 0))
    var minutes: Int?
    func waiting(_ queue: QueueIndex) -> Int { 3 }
    func agents(_ queue: QueueIndex) -> Int { 2 }
    func expectedWait(_ queue: QueueIndex, at position: Int?) -> Int? { minutes }
  }
  private struct Pending {
    /// Ties: hang-up, key, prompt end, timer.
    var rank: Int
    var at: Instant
    var serial: Int
    var event: CallEvent
  }

  var runtime: CallRuntime
  var world = World()
  let begin: Instant
  /// Answers lookups and saves at once; nil leaves them unanswered.
  var lookup: (LookupRequest) -> LookupAnswer? = { _ in .noRow }
  var save: (SaveRequest) -> SaveAnswer? = { _ in .saved }
  var dataDelay: Duration = .zero

  private(set) var story: [String] = []
  private(set) var ending: Ending?
  private(set) var endings = 0
  private(set) var effects: [CallEffect] = []
  private(set) var lookups: [LookupRequest] = []
  private(set) var saves: [SaveRequest] = []
  var fetch: (FetchRequest) -> LookupAnswer? = { _ in .noRow }
  private(set) var fetches: [FetchRequest] = []
  private(set) var requests: [QueueRequest] = []
  private(set) var isCutByLine = true

  private var pending: [Pending] = []
  private var serial = 0
  private var playback: PlaybackID?
  private var segments: [Segment] = []
  private var current = 0
  private var started = Instant(microseconds: 0)
  private(set) var timersStarted = 0
  /// Segments under the ids of their playbacks, so that nothing has to be guessed about a cut.
  var cutsByItself = true

  init(_ walker: any Walker, at begin: Instant = Instant(milliseconds: 1_772_500_500_000)) {
    runtime = CallRuntime(walker: walker)
    self.begin = begin
    world.now = begin
    world.facts.start = begin
  }

  /// A call in a flow written as text; `callflow 1` and a language are added.
  init(
    flow text: String, languages: String = "language en default", at begin: String = "2026-03-03 10:15"
  ) throws {
    let source = SourceText(name: "test.callflow", text: "callflow 1\n\(languages)\n\n\(text)\n")
    let compilation = Compiler.compile([source])
    guard let graph = compilation.applications.first else {
      throw FlowFault(compilation.diagnostics.map { "\($0)" }.joined(separator: "\n"))
    }
    let prepared = PreparedGraph(graph, binding: GraphBinding(numberedLike: graph))
    guard let start = prepared.start(dnis: "1000", lineFlow: "main") else { throw FlowFault("no flow") }
    let parts = begin.split(separator: " ")
    let day = parts.first.flatMap { Day(String($0)) } ?? Day(daysSince1970: 0)
    let time = parts.last.flatMap { ClockTime(String($0)) } ?? .midnight
    let zone = Zone("Asia/Seoul") ?? .utc
    self.init(
      FlowWalker(prepared, start: start.state, language: start.language), at: zone.instant(day, time))
  }

  // MARK: What the caller and the world do

  var now: Duration { world.now - begin }
  var isOver: Bool { ending != nil }

  mutating func answer() { deliver(.answered) }

  /// Presses keys one after the other, each for 100 ms, from now on.
  mutating func press(_ keys: String, every gap: Duration = .milliseconds(200)) {
    for (index, character) in keys.enumerated() {
      if index > 0 { wait(gap - .milliseconds(100)) }
      guard let key = Key(character) else { continue }
      keyDown(key)
      wait(.milliseconds(100))
      if !isOver { deliver(.keyUp(key)) }
    }
  }

  mutating func keyDown(_ key: Key) {
    guard !isOver else { return }
    var cut: Cut?
    if cutsByItself, let playback, segments.indices.contains(current), segments[current].gate == .open {
      cut = Cut(playback: playback, segment: current, heard: world.now - started)
      silence()
    }
    deliver(.keyDown(key, cut: cut))
  }
  mutating func keyUp(_ key: Key) { if !isOver { deliver(.keyUp(key)) } }

  mutating func hangUp(by party: Party = .caller) { deliver(.hungUp(by: party)) }
  mutating func tell(_ event: CallEvent) { deliver(event) }

  mutating func wait(_ duration: Duration) { run(to: world.now + duration) }
  mutating func wait(until at: Duration) { run(to: begin + at) }
  /// Lets everything happen until the call ends, for at most a day.
  mutating func finish() { run(to: world.now + .hours(24)) }
  /// Lets the prompts be heard to their end.
  mutating func listen() {
    while !isOver, let next = nextDue(), isSpeaking { run(to: next) }
  }

  /// A part that is neither music nor nothing is being heard, or is about to be.
  var isSpeaking: Bool {
    if pending.contains(where: { if case .timer(let t) = $0.event { t.kind == .opening } else { false } }) {
      return true
    }
    guard playback != nil, segments.indices.contains(current) else { return false }
    if case .music = segments[current].content { return false }
    return true
  }
  var isPlayingMusic: Bool {
    guard playback != nil, segments.indices.contains(current) else { return false }
    if case .music = segments[current].content { return true }
    return false
  }

  private func nextDue() -> Instant? { pending.map(\.at).min() }

  private mutating func run(to end: Instant) {
    while !isOver, let index = nextIndex(), pending[index].at <= end {
      let next = pending.remove(at: index)
      world.now = max(world.now, next.at)
      deliver(next.event)
    }
    if world.now < end { world.now = end }
  }

  private func nextIndex() -> Int? {
    pending.indices.min { a, b in
      let (a, b) = (pending[a], pending[b])
      return (a.at, a.rank, a.serial) < (b.at, b.rank, b.serial)
    }
  }

  // MARK: The engine's part

  private mutating func deliver(_ event: CallEvent) {
    if case .segmentFinished(let id, let index) = event {
      guard id == playback, index == current else { return }
      current += 1
    }
    var orders: [CallEffect] = []
    runtime.handle(event, at: world.now, in: world, into: &orders)
    effects += orders
    for order in orders { carryOut(order) }
    if case .segmentFinished(let id, _) = event, id == playback { startSegment() }
  }

  private mutating func post(_ event: CallEvent, at instant: Instant, rank: Int) {
    serial += 1
    pending.append(Pending(rank: rank, at: instant, serial: serial, event: event))
  }

  private mutating func carryOut(_ effect: CallEffect) {
    switch effect {
    case .play(let id, let list):
      silence()
      (playback, segments, current) = (id, list, 0)
      startSegment()
    case .stop(let id): if id == playback { silence() }
    case .start(let timer, let at):
      timersStarted += 1
      post(.timer(timer), at: at, rank: 3)
    case .cancel(let timer):
      pending.removeAll { if case .timer(let other) = $0.event { other == timer } else { false } }
    case .lookup(let serial, let request):
      lookups.append(request)
      if let answer = lookup(request) {
        post(.lookupAnswered(serial, answer), at: world.now + dataDelay, rank: 2)
      }
    case .fetch(let serial, let request):
      fetches.append(request)
      if let answer = fetch(request) {
        post(.lookupAnswered(serial, answer), at: world.now + dataDelay, rank: 2)
      }
    case .save(let serial, let request):
      saves.append(request)
      if let answer = save(request) {
        post(.saveAnswered(serial, answer), at: world.now + dataDelay, rank: 2)
      }
    case .enqueue(let request):
      requests.append(request)
      note("enqueue \(request.queueName)")
      if request.isClosed { post(.queueLeft(.closed, waited: .zero), at: world.now, rank: 2) }
    case .record, .message, .keepMessage, .dropMessage, .markMessage, .setNotice, .unlock, .turn, .login,
      .desk, .clicked, .secretEnded:
      break
    case .queueDeciding: note("deciding")
    case .queueResumed: note("resumed")
    case .leaveQueue(let reason):
      note("leave \(reason.rawValue)")
      post(.queueLeft(reason, waited: .zero), at: world.now, rank: 2)
    case .transfer, .endTransfer, .callBack: break  // the test answers
    case .tell(let line): tellStory(line)
    case .end(let ending):
      self.ending = ending
      endings += 1
      note("end \(ending.outcome.rawValue) by \(ending.by.rawValue)")
    }
  }

  private mutating func silence() {
    playback = nil
    pending.removeAll { if case .segmentFinished = $0.event { true } else { false } }
    pending.removeAll { if case .segmentStarted = $0.event { true } else { false } }
  }

  private mutating func startSegment() {
    guard let playback, segments.indices.contains(current) else { return }
    started = world.now
    post(.segmentStarted(playback, current), at: world.now, rank: 2)
    if let length = TestCall.length(segments[current]) {
      post(.segmentFinished(playback, current), at: world.now + length, rank: 2)
    }
  }

  static func length(_ segment: Segment) -> Duration? {
    switch segment.content {
    case .music: return nil
    case .message(_, let length, _): return length
    case .silence(let duration): return duration
    case .tone: return .milliseconds(500)
    case .speech, .clip:
      let rate = segment.voice.language == "ko" ? 7 : 14
      return .milliseconds(segment.written.count * 1000 / rate)
    }
  }

  // MARK: The story

  /// The lines of some kinds, without their times.
  func lines(_ kinds: String...) -> [String] {
    story.compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 2)
      return kinds.contains(String(parts[1])) ? parts.dropFirst().joined(separator: " ") : nil
    }
  }
  /// The lines of some kinds with their times in seconds.
  func timed(_ kinds: String...) -> [String] {
    story.filter { kinds.contains(String($0.split(separator: " ")[1])) }
  }
  var said: [String] { lines("say").map { String($0.dropFirst(4)) } }
  var states: [String] { lines("state").map { String($0.dropFirst(6)) } }
  var events: [String] { lines("event").map { String($0.dropFirst(6)) } }

  private mutating func note(_ line: String) {
    let milliseconds = (world.now - begin).milliseconds
    let rest = String(milliseconds % 1000)
    story.append("\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest) \(line)")
  }

  private mutating func tellStory(_ line: CallStory) {
    switch line {
    case .trace(.state(let name, _)): note("state \(name)")
    case .trace(.move(let cause, let to, _)): note("move \(cause) -> \(to)")
    case .trace(.event(let event, let count)): note("event \(event) \(count)")
    case .trace(.lookup(let table, let rows)): note("lookup \(table) \(rows)")
    case .trace(.saved(let table, let isConflict)): note("saved \(table)\(isConflict ? " conflict" : "")")
    case .trace(.fetched(let state, let result)): note("fetched \(state) \(result)")
    case .trace(.variable(let name, let value)): note("var \(name)=\(value)")
    case .trace(.fault(let text)): note("fault \(text)")
    case .trace(.topic(let name, let how)): note("topic \(name) \(how)")
    case .trace(.survey(let question, let what)): note("survey \(question) \(what)")
    case .trace(.asked(let what)): note("asked \(what)")
    case .trace(.toldWait(let minutes, let orLonger)): note("told \(orLonger ? ">" : "")\(minutes) min")
    case .said(let segment, _, _): note("say \(segment.loggable)")
    case .heard(let segment, let cut):
      if let cut { note("cut \(segment.loggable) after \(cut.milliseconds)") }
    case .skipped(let segments): note("skipped \(segments.map(\.loggable).joined(separator: "|"))")
    case .key(_, let shown, let use, _): note("key \(shown) \(use.rawValue)")
    case .language(let tag): note("language \(tag)")
    case .log(let text): note("log \(text)")
    case .note(let name, let shown): note("note \(name)=\(shown)")
    case .queued(let queue, let position): note("queued \(queue) \(position)")
    case .offered(let agent): note("offered \(agent)")
    case .connected(let agent, _): note("connected \(agent)")
    case .talked(let agent, let talk, _): note("talked \(agent) \(talk.milliseconds)")
    case .left(let queue, let reason, _): note("left \(queue) \(reason.rawValue)")
    case .ownOutcome(let word): note("outcome \(word)")
    case .turned(let order): note("switch \(order.name) \(order.position.rawValue)")
    case .transferring(let number): note("transfer \(number)")
    case .messageBegan, .messageTaken, .messageFailed, .messageKept, .messageDropped,
      .messageMarked, .noticeSet:
      break
    case .callBackOrdered(let number): note("callback \(number)")
    case .transferAnswered(let answer): note("transfer \(answer)")
    case .farEndGone(let heard): note("far end gone \(heard)")
    case .warning(let text): note("warning \(text)")
    }
  }
}

struct FlowFault: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
