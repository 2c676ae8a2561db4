import ACD
import CallFlow
import Chronology
import Engine
import Session
import Synchronization
import Tones

/// A line in virtual time: every segment lasts a second, music until it is stopped; keys are the test's.
final class FakeLine: Line {
  enum Order: Equatable {
    case play(String), stop, hangUp, record(RecordingOrder)
    case join(TalkID, TalkSeat), leaveTalk
  }
  let name: String
  private let inbox: any EngineInbox
  private let state = Mutex<[(CallID, Order)]>([])
  private let taken = Mutex<[CallID: (path: String, began: Instant)]>([:])
  private let playedMessages = Mutex<[(CallID, String)]>([])
  let closesMessages = Mutex(true)
  /// Files of messages and notices are gone.
  let losesFiles = Mutex(false)

  init(_ name: String = "desk", inbox: any EngineInbox) { (self.name, self.inbox) = (name, inbox) }

  func orders(_ call: CallID) -> [Order] { state.withLock { $0.filter { $0.0 == call }.map(\.1) } }

  func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    for case .message(let path, _, _) in segments.map(\.content) {
      playedMessages.withLock { $0.append((call, path)) }
    }
    var at = inbox.now
    for (index, segment) in segments.enumerated() {
      if case .message = segment.content, losesFiles.withLock({ $0 }) {
        inbox.post(.line(call, .segmentFailed(playback, index, .audio)), at: at)
        continue
      }
      inbox.post(.line(call, .segmentStarted(playback, index)), at: at)
      if case .music = segment.content { break }
      if case .silence(let length) = segment.content { at += length } else { at += .seconds(1) }
      inbox.post(.line(call, .segmentFinished(playback, index)), at: at)
    }
    state.withLock { $0.append((call, .play(segments.map(\.loggable).joined(separator: ", ")))) }
  }
  func stop(_ playback: PlaybackID, for call: CallID) { state.withLock { $0.append((call, .stop)) } }
  func record(_ order: RecordingOrder, for call: CallID) {
    state.withLock { $0.append((call, .record(order))) }
    switch order {
    case .message(let path): taken.withLock { $0[call] = (path, inbox.now) }
    case .endMessage:
      guard closesMessages.withLock({ $0 }), let message = taken.withLock({ $0.removeValue(forKey: call) })
      else { return }
      let length = inbox.now - message.began
      inbox.post(.line(call, .recorded(path: message.path, duration: length)), at: inbox.now)
    case .start, .pause, .resume, .stop: break
    }
  }
  /// The caller begins or ceases to speak.
  func speak(_ call: CallID, _ isOn: Bool) { inbox.post(.line(call, .voice(isOn)), at: inbox.now) }
  /// The line has no ear for him.
  func hearNobody(_ call: CallID) { inbox.post(.line(call, .unheard), at: inbox.now) }
  func failMessage(_ call: CallID, _ fault: String) {
    guard let message = taken.withLock({ $0.removeValue(forKey: call) }) else { return }
    inbox.post(.line(call, .recorded(path: message.path, duration: nil, fault: fault)), at: inbox.now)
  }
  /// The messages of callers that a leg was played.
  func messages(_ call: CallID) -> [String] {
    playedMessages.withLock { $0.filter { $0.0 == call }.map(\.1) }
  }
  func join(_ talk: TalkID, as seat: TalkSeat, for call: CallID) {
    state.withLock { $0.append((call, .join(talk, seat))) }
  }
  func leaveTalk(_ call: CallID) { state.withLock { $0.append((call, .leaveTalk)) } }
  func hangUp(_ call: CallID) { state.withLock { $0.append((call, .hangUp)) } }
}

/// A log in memory.
final class MemoryLog: CallLog {
  private let records = Mutex<[LogRecord]>([])
  let wantsEvents: Bool
  var keepsState: Bool { true }
  init(wantsEvents: Bool = true) { self.wantsEvents = wantsEvents }
  func append(_ record: LogRecord) { records.withLock { $0.append(record) } }

  var all: [LogRecord] { records.withLock { $0 } }
  var opened: [CallOpening] { all.compactMap { if case .callOpened(let row) = $0 { row } else { nil } } }
  var closed: [CallClosing] { all.compactMap { if case .callClosed(let row) = $0 { row } else { nil } } }
  var agents: [AgentEventRow] { all.compactMap { if case .agent(let row) = $0 { row } else { nil } } }
  /// What a next run would find.
  var kept: [KeptRow] {
    var rows: [String: KeptRow] = [:]
    for case .kept(let row) in all { rows[row.kind + " " + row.name] = row }
    return rows.values.filter { $0.value != nil }.sorted { ($0.kind, $0.name) < ($1.kind, $1.name) }
  }
  /// The last row of each visit, in the order in which the visits were first written.
  var visits: [QueueVisitRow] {
    var rows: [QueueVisitRow] = []
    for case .queueVisit(let row) in all {
      if let known = rows.firstIndex(where: { $0.call == row.call && $0.number == row.number }) {
        rows[known] = row
      } else {
        rows.append(row)
      }
    }
    return rows
  }
  /// Of a call's rows.
  func numbers(_ call: CallID) -> [Int] {
    all.compactMap { if case .event(let row) = $0, row.call == call { row.number } else { nil } }
  }
  func events(_ call: CallID) -> [String] {
    all.compactMap {
      if case .event(let row) = $0, row.call == call { "\(row.kind) \(row.detail)" } else { nil }
    }
  }
}

/// A caller at a menu: 1 into the queue, 2 out with a word; after talk or overflow a word and the end.
struct MenuWalker: Walker {
  var queue: QueueID
  var skill: SkillID
  private var leaves = false
  init(queue: QueueID, skill: SkillID) { (self.queue, self.skill) = (queue, skill) }

  mutating func handle(
    _ event: WalkerEvent, in context: some WalkerContext, into effects: inout [WalkerEffect]
  ) {
    switch event {
    case .began, .noInput, .noMatch, .cleared:
      effects += [
        .trace(.state("main.menu", SourcePosition(file: 0, line: 1, column: 1))),
        .queuePrompt([say("press one")]),
        .collect(
          CollectRequest(
            grammar: KeyGrammar(
              choices: [.init([KeyPattern.one], tag: 1), .init([KeyPattern.two], tag: 2)]),
            timeout: .seconds(5), interdigit: .seconds(2))),
      ]
    case .keys(let entry) where entry.tag == 1:
      effects += [
        .trace(.state("main.to_billing", SourcePosition(file: 0, line: 1, column: 1))),
        .enqueue(
          QueueRequest(
            contact: ContactRequest(queue: queue, requirements: [.any([SkillLevel(skill, 2)])]),
            queueName: "billing",
            keys: KeyGrammar(choices: [.init([KeyPattern.nine], tag: 9)], terminator: nil))),
      ]
    case .queueKey: effects += [.leaveQueue]
    case .agentConnected: break
    case .timed: effects += [.resumeQueue]
    case .hungUp:
      leaves = true
      effects += [.log("gone")]
    case .keys, .played, .agentDone, .left, .desk, .talk, .row, .noRow, .manyRows, .saved, .conflict, .failed,
      .limit, .callBackOrdered, .transferEnded, .transferFailed, .message, .messageFailed,
      .fault:
      if leaves { return }
      effects += [.outcome("done"), .queuePrompt([say("goodbye")]), .disconnect]
    }
  }
  private func say(_ text: String) -> Segment {
    Segment(
      .speech([SpeechPiece(text, isFixed: true)]), voice: VoiceChoice(language: "en"), written: text)
  }
}

extension KeyPattern {
  static let one = KeyPattern([Element(KeySet(.one))])
  static let two = KeyPattern([Element(KeySet(.two))])
  static let nine = KeyPattern([Element(KeySet(.nine))])
}
