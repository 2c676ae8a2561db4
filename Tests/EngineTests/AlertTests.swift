import ACD
import Chronology
import Testing

@testable import Engine

@Suite struct `Alerts and the last half hour` {
  static func snapshot(_ second: Int, waiting: Int, longest: Int? = nil, level: (Int, Int)? = nil)
    -> EngineSnapshot
  {
    var snapshot = EngineSnapshot()
    snapshot.at = Centre.start + .seconds(second)
    var queue = QueueSnapshot(name: "billing")
    queue.waiting = waiting
    queue.longestWait = longest.map { .seconds($0) }
    if let (within, answered) = level {
      (queue.recent.answeredWithin, queue.recent.answered) = (within, answered)
    }
    snapshot.queues = [queue]
    return snapshot
  }
  static func texts(_ changes: [AlertBoard.Change]) -> [String] {
    changes.map {
      switch $0 {
      case .raised(let alert): "raised \(alert.queue ?? alert.agent ?? "") \(alert.text)"
      case .over(let alert): "over \(alert.queue ?? alert.agent ?? "") \(alert.text)"
      }
    }
  }

  @Test func `an alert is told once when it is raised and once when it has been well for a while`() {
    var board = AlertBoard([AlertRule(queue: "billing", figure: .waiting, isAbove: true, limit: 10)])
    var told: [String] = []
    for (second, waiting) in [(0, 10), (1, 11), (2, 12), (3, 10), (4, 11), (5, 3), (14, 3), (15, 3), (16, 3)]
    {
      told += Self.texts(board.look(at: Self.snapshot(second, waiting: waiting))).map { "\(second) \($0)" }
      if second == 4 {
        #expect(board.current.map(\.text) == ["waiting 11 > 10"])
        #expect(board.current.map(\.since) == [Centre.start + .seconds(1)])
      }
    }
    #expect(told == ["1 raised billing waiting 11 > 10", "15 over billing waiting 3, no longer > 10"])
    #expect(board.current.isEmpty)
  }

  @Test func `what an earlier run has told is not told again while it is so, and its end is told`() {
    let rules = [
      AlertRule(queue: "billing", figure: .waiting, isAbove: true, limit: 3),
      AlertRule(queue: "billing", figure: .waiting, isAbove: true, limit: 10),
    ]
    var first = AlertBoard(rules)
    #expect(first.look(at: Self.snapshot(0, waiting: 11)).count == 2)
    var board = AlertBoard(rules)
    let gone = Alert(
      queue: "gone", agent: nil, what: "waiting", text: "waiting 2 > 1", since: Centre.start)
    let deaf = Alert(
      queue: nil, agent: "kim", what: "not-answering", text: "missed too many offers", since: Centre.start)
    board.resume(first.current + [gone, deaf])
    #expect(board.current == [])
    #expect(board.look(at: Self.snapshot(60, waiting: 4)) == [])
    #expect(board.current.map(\.text) == ["waiting 4 > 3"])
    #expect(board.current.first?.since == Centre.start)
    #expect(
      Self.texts(board.look(at: Self.snapshot(70, waiting: 4))) == [
        "over billing waiting 4, no longer > 10", "over gone waiting is no longer looked at",
        "over kim answers again, or is gone",
      ])
    #expect(board.current.map(\.text) == ["waiting 4 > 3"])
  }

  @Test func `of times, of shares, of agents who do not answer, and of rules that a reload takes away`() {
    let rules = [
      AlertRule(queue: "billing", figure: .longestWait, isAbove: true, limit: 60),
      AlertRule(queue: "billing", figure: .serviceLevel, isAbove: false, limit: 80),
      AlertRule(queue: "gone", figure: .waiting, isAbove: false, limit: 5),
    ]
    var board = AlertBoard(rules)
    // A share of nothing is no share.
    #expect(board.look(at: Self.snapshot(0, waiting: 1, longest: 60)) == [])
    var snapshot = Self.snapshot(1, waiting: 1, longest: 61, level: (7, 10))
    snapshot.agents = [AgentSnapshot(name: "kim", state: .notAnswering, since: Centre.start)]
    #expect(
      Self.texts(board.look(at: snapshot)) == [
        "raised billing longest-wait 61s > 60s", "raised billing service-level 70 % < 80 %",
        "raised kim missed too many offers",
      ])
    board.rules = []
    #expect(
      Self.texts(board.look(at: Self.snapshot(2, waiting: 0))) == [
        "over billing longest-wait 0s, no longer > 60s", "over billing service-level no longer < 80 %",
      ])
    #expect(
      Self.texts(board.look(at: Self.snapshot(12, waiting: 0))) == ["over kim answers again, or is gone"])
  }

  @Test
  func `callers who have waited for most of what their policy promises are told once, and when none is left`()
  {
    let watch = PolicyWatch([
      "gold": ServicePolicy(answer: .seconds(30), message: .hours(4), alertAt: 80),
      "default": ServicePolicy(answer: .minutes(5), callBack: .minutes(60), alertAt: 50),
    ])
    func snapshot(_ second: Int, _ waits: [(String?, Int)]) -> EngineSnapshot {
      var snapshot = Self.snapshot(second, waiting: waits.count)
      for (number, wait) in waits.enumerated() {
        var call = CallSnapshot(
          id: CallID(UInt64(number + 1)), line: "a", ani: nil, dnis: nil, language: "en",
          arrived: snapshot.at,
          state: "main.wait", stateSince: snapshot.at, queue: "billing")
        (call.segment, call.enqueued) = (wait.0, snapshot.at - .seconds(wait.1))
        snapshot.calls.append(call)
      }
      return snapshot
    }
    var board = AlertBoard()
    func look(_ snapshot: EngineSnapshot) -> [String] {
      Self.texts(board.look(at: snapshot, told: watch.alerts(in: snapshot)))
    }
    #expect(look(snapshot(0, [("gold", 23), (nil, 149)])) == [])
    #expect(
      look(snapshot(1, [("gold", 24), (nil, 149)])) == [
        "raised billing answer within 30s: 1 over 80 % of it, the longest 24s"
      ])
    #expect(look(snapshot(2, [("gold", 25), ("gold", 29), (nil, 100)])) == [])
    #expect(board.current.map(\.text) == ["answer within 30s: 2 over 80 % of it, the longest 29s"])
    var late = snapshot(3, [])
    late.callBacks = [CallBackSnapshot(queue: "billing", ordered: late.at - .minutes(31))]
    #expect(
      look(late)
        == ["raised billing answer within 3600s: 1 over 50 % of it, the longest 1860s"].map {
          $0.replacing("answer", with: "callback")
        })
    // Nobody has heard the message of a gold caller for three hours and twelve minutes; others are promised nothing.
    var unheard = snapshot(4, [])
    unheard.callBacks = late.callBacks
    unheard.messages = [nil, "gold", "gold"].enumerated().map { number, segment in
      MessageSnapshot(queue: "billing", segment: segment, left: unheard.at - .minutes(191 + number))
    }
    #expect(
      look(unheard)
        == ["raised billing message within 14400s: 2 over 80 % of it, the longest 11580s"])
    #expect(look(snapshot(14, [])).sorted() == ["over billing nobody waits so long any more"])
  }

  @Test func `a queue's figures are those of its last half hour, by its own terms`() {
    var window = QueueWindow()
    let start = Centre.start
    func add(_ minute: Int, _ what: QueueWindow.What, _ seconds: Int) {
      window.add(
        what, .seconds(seconds), within: .seconds(20), short: .seconds(5), at: start + .minutes(minute))
    }
    add(0, .answered, 20)
    add(1, .answered, 21)
    add(2, .abandoned, 5)
    add(3, .abandoned, 6)
    add(4, .flowedOut, 60)
    add(5, .handled, 100)
    add(6, .handled, 200)
    var figures = window.figures(at: start + .minutes(10))
    #expect(
      [figures.answered, figures.answeredWithin, figures.abandoned, figures.shortAbandoned] == [2, 1, 2, 1])
    #expect(figures.flowedOut == 1 && figures.averageHandleTime == .seconds(150))
    #expect(figures.averageWait == .milliseconds(20_500))
    // A_T / (A + B - Bs): one of three.
    #expect(figures.serviceLevel.map { ($0 * 100).rounded() } == 3333)
    figures = window.figures(at: start + .minutes(31) + .seconds(1))
    #expect([figures.answered, figures.abandoned, figures.shortAbandoned] == [0, 2, 1])
    #expect(figures.averageWait == nil && figures.serviceLevel == 0)
    add(61, .answered, 1)
    figures = window.figures(at: start + .minutes(61))
    #expect([figures.answered, figures.abandoned, figures.flowedOut] == [1, 0, 0])
    #expect(figures.averageHandleTime == nil && figures.serviceLevel == 100)
  }

  @Test func `the engine counts them and publishes what happens`() throws {
    let centre = try DeskCentre()
    var events: [String] = []
    centre.engine.onNotice = { _, notice in
      guard case .centre(let event) = notice else { return }
      events.append(
        ([event.kind.rawValue] + [event.agent, event.state, event.queue, event.reason].compactMap { $0 })
          .joined(separator: " "))
    }
    centre.perform(.agentLogin("kim"))
    let call = centre.call()
    centre.wait(3)
    centre.perform(.agentAnswer("kim"))
    centre.wait(20)
    centre.perform(.agentHangUp("kim"))
    centre.wait(60)
    #expect(
      events == [
        "agent kim ready", "arrived", "queued billing", "agent kim offered", "offered kim billing",
        "agent kim talking", "answered kim billing", "talk-ended kim agent", "agent kim wrap-up",
        "ended agent system", "agent kim ready",
      ])
    let billing = try #require(centre.engine.snapshot().queues.first { $0.name == "billing" })
    #expect(billing.recent.answered == 1 && billing.recent.serviceLevel == 100)
    #expect(billing.recent.averageHandleTime == .seconds(50))
    let noted = events.count
    let other = centre.call()
    centre.hangUp(other)
    #expect(events.dropFirst(noted).contains("left billing abandoned"), "\(events.dropFirst(noted))")
    #expect(events.contains("ended abandoned caller"), "\(call)")
  }
}
