import ACD
import CallFlow
import Chronology
import Session

/// One call under way, as the engine keeps it.
struct CallSlot {
  /// The place a call has in a queue, from entry until it has left or talked.
  struct Visit {
    var name: String
    var number: Int
    var enqueued: Instant
    var segment: String?
    var priority: VisitPriority
    /// Priority without age, as a supervisor may have changed it meanwhile.
    var base: Int
    /// Whom it talks to.
    var agent: AgentID?

    /// - Parameter isByHand: a supervisor gave it its priority, to which its segment adds nothing.
    init(
      _ request: QueueRequest, number: Int, enqueued: Instant, _ queue: QueueDefinition?,
      isByHand: Bool = false
    ) {
      (name, self.number, self.enqueued) = (request.queueName, number, enqueued)
      let share = isByHand ? 0 : request.segment?.priority ?? 0
      segment = request.segment?.name
      priority = VisitPriority(own: request.contact.priority - share, segment: share, queue)
      base = priority.own + priority.added
    }

    /// Its row, as it is answered or left.
    func row(
      of call: CallID, enqueued: Instant, left: Instant, how: String, agent: String? = nil, waited: Duration
    ) -> QueueVisitRow {
      var row = QueueVisitRow(
        call: call, number: number, queue: name, enqueued: enqueued, left: left, how: how, agent: agent)
      row.segment = segment
      row.priority = priority
      row.priority?.end(after: waited, base: base)
      return row
    }
  }

  /// Recordings of a call: counted, one at a time.
  struct Recording {
    var count: Int32 = 0
    var isOn = false
  }

  let id: CallID
  /// Nil once the call is over.
  private(set) var line: (any Line)?
  /// What that line calls the call: another id than the call's own after it came back.
  private(set) var lineCall: CallID
  /// How the PBX names the leg that the call is on, or left us on.
  var leg: LegID?
  /// While the call is elsewhere.
  var awayTimer: Agenda.Ticket?
  var awaySince: Instant?
  /// Nil once the call is over.
  private(set) var given: GivenFacts?
  /// Nil once the call is over.
  var runtime: CallRuntime?
  var language: String
  var state = ""
  var stateSince: Instant
  let arrived: Instant
  /// Wall clock less engine time as it arrived. All its rows go by it: a clock that is set while it is under
  /// way makes it neither longer nor end before it began.
  let wallOffset: Duration
  /// Of the event handled last: a runtime's time never goes back.
  var latest: Instant
  var rows = 0
  var visits = 0
  var visit: Visit?
  /// The far end has hung up: nothing more is sent to the line.
  var lineIsGone = false
  var ending: Ending?
  /// Where an agent sits, or may: no caller's, and no call among those that are counted.
  var isAgentLine = false
  /// Part of another call: it has no record of its own.
  var isQuiet = false
  var recording = Recording()
  /// Nil for nearly every call.
  var extra: LegExtra?
  /// Those that run, by serial: a few.
  var timers: [(serial: UInt32, ticket: Agenda.Ticket)] = []

  init(
    _ id: CallID, on line: any Line, _ facts: CallFacts, _ application: Application, _ walker: any Walker,
    language: String, at instant: Instant, wallOffset: Duration, keeping request: QueueRequest? = nil
  ) {
    self.wallOffset = wallOffset
    (self.id, self.line, lineCall, given) = (id, line, id, GivenFacts(facts, application))
    runtime = CallRuntime(walker: walker, keeping: request)
    self.language = language
    (stateSince, arrived, latest) = (instant, instant, instant)
  }

  /// On a line again, in whose words it has that id.
  mutating func comeBack(on line: any Line, as lineCall: CallID, _ leg: LegID) {
    (self.line, self.lineCall, self.leg) = (line, lineCall, leg)
    (awayTimer, awaySince, lineIsGone) = (nil, nil, false)
    // What was recorded ended with the line before.
    recording.isOn = false
  }
  /// The call is over: lets go of its line, its graph and its runtime.
  mutating func release() {
    (line, given, runtime, visit, extra) = (nil, nil, nil, nil, nil)
    (leg, awayTimer) = (nil, nil)
    timers = []
  }
  /// And is not over.
  var hasBegun: Bool { given != nil }
  mutating func removeTimer(_ serial: UInt32) -> Agenda.Ticket? {
    guard let place = timers.firstIndex(where: { $0.serial == serial }) else { return nil }
    let ticket = timers[place].ticket
    timers.swapAt(place, timers.count - 1)
    timers.removeLast()
    return ticket
  }
}

/// What is given of a call from its first moment. Shared, so that handing it on copies one reference.
final class GivenFacts: Sendable {
  let facts: CallFacts
  let application: Application
  init(_ facts: CallFacts, _ application: Application) {
    (self.facts, self.application) = (facts, application)
  }
}

/// The distributor by reference, so that a walker can ask it for figures without a copy.
final class DistributorBox {
  var value: Distributor
  init(_ value: Distributor) { self.value = value }
}

/// What a walker may know while it handles one event. One object, filled anew for each event: a value would
/// be copied, with all it refers to, into everything that asks it.
final class EngineContext: WalkerContext {
  private(set) var now: Instant
  private var engineTime: Instant
  private var given: GivenFacts
  private let distributor: DistributorBox

  private let recordingFault: (() -> String?)?
  private let dialer: any Dialer
  private let topics: TopicCounts
  private let switches: SwitchBoard
  private let board: MessageBoard

  init(
    _ given: GivenFacts, _ distributor: DistributorBox, _ recordingFault: (() -> String?)?,
    _ topics: TopicCounts, _ switches: SwitchBoard, _ board: MessageBoard, _ dialer: any Dialer
  ) {
    self.dialer = dialer
    self.board = board
    self.recordingFault = recordingFault
    (self.topics, self.switches) = (topics, switches)
    (now, engineTime) = (given.facts.start, given.facts.start)
    (self.given, self.distributor) = (given, distributor)
  }

  func fill(now: Instant, engineTime: Instant, given: GivenFacts) {
    (self.now, self.engineTime) = (now, engineTime)
    if self.given !== given { self.given = given }
  }

  var facts: CallFacts { given.facts }
  var canRecord: Bool { recordingFault?() == nil }
  var canRing: Bool { dialer.canRing }
  func position(of toggle: String) -> SwitchItem.Position? { switches.position(of: toggle, at: now) }
  func notice(_ name: String) -> NoticeInForce? { board.notice(name, at: now) }
  func messages(in queue: String) -> [StoredMessage] { board.messages(in: queue) }
  func sound(of message: StoredMessage) -> MessageSound? { board.sound(message) }
  func timesAsked(_ topic: String) -> Int { topics.times[topic] ?? 0 }
  private var application: Application { given.application }
  func waiting(_ queue: QueueIndex) -> Int {
    id(queue).map { distributor.value.waiting($0) } ?? 0
  }
  func agents(_ queue: QueueIndex) -> Int {
    guard application.requirements.indices.contains(queue.index) else { return 0 }
    return distributor.value.agents(able: application.requirements[queue.index])
  }
  func expectedWait(_ queue: QueueIndex, at position: Int?) -> Int? {
    id(queue).flatMap { distributor.value.expectedWait($0, at: position, engineTime) }
      .map(\.roundedUpToMinutes)
  }
  private func id(_ queue: QueueIndex) -> QueueID? {
    application.queues.indices.contains(queue.index) ? application.queues[queue.index] : nil
  }
}

extension Duration {
  /// At least one minute.
  var roundedUpToMinutes: Int { max(1, Int(clamping: (microseconds + 59_999_999) / 60_000_000)) }
}
