import Chronology
import Dispatch
import Engine
import Synchronization

/// Looks at the queues once a second, and tells what crosses its threshold: in the stream of events, on
/// standard error, and to the site's program, which is started without a shell.
final class AlertWatch: Sendable {
  struct Program: Sendable {
    var path: String
    var arguments: [String]
    var folder: String
  }
  private struct State {
    var board = AlertBoard()
    var program: Program?
    var at = Instant(microseconds: 0)
    var isStopped = false
    var policies = PolicyWatch()
    var holidays: [String] = []
    var holidaysSince: Instant?
  }
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "alerts", qos: .utility)
  /// One that hangs holds up others of its kind, and nothing else.
  private let programs = DispatchQueue(label: "alert-program", qos: .utility)
  private static let programLimit: Duration = .seconds(10)

  func refit(_ parts: Parts) {
    state.withLock { state in
      state.board.rules = parts.site.file.alerts.map(\.value)
      (state.program, state.policies) = (
        parts.alertProgram, PolicyWatch(parts.site.file.policies.mapValues(\.value))
      )
    }
  }

  /// Alerts that an earlier run has raised and not told to be over.
  func resume(_ alerts: [Alert]) {
    state.withLock { $0.board.resume(alerts) }
  }

  /// What is wrong with holidays of tables now.
  func tell(holidays faults: [String]) {
    state.withLock { $0.holidays = faults }
  }

  /// To be called once.
  /// - Parameter snapshot: gives the present state, later, on any thread.
  func start(
    snapshot: @escaping @Sendable (@escaping @Sendable (EngineSnapshot) -> Void) -> Void,
    publish: @escaping @Sendable (CentreEvent) -> Void
  ) {
    queue.asyncAfter(deadline: .now() + 1) { [weak self] in
      guard let self, !state.withLock({ $0.isStopped }) else { return }
      snapshot { [weak self] found in
        guard let self else { return }
        queue.async { [weak self] in self?.look(found, publish) }
      }
      start(snapshot: snapshot, publish: publish)
    }
  }
  func stop() { state.withLock { $0.isStopped = true } }

  var current: [Alert] { state.withLock { $0.board.current } }

  private func look(_ snapshot: EngineSnapshot, _ publish: (CentreEvent) -> Void) {
    let (changes, program) = state.withLock { state in
      guard snapshot.at > state.at else { return ([AlertBoard.Change](), state.program) }
      state.at = snapshot.at
      var told = state.policies.alerts(in: snapshot)
      let since = state.holidaysSince ?? snapshot.at
      state.holidaysSince = state.holidays.isEmpty ? nil : since
      told += state.holidays.map {
        Alert(queue: nil, agent: nil, what: Alert.holidays, text: $0, since: since)
      }
      return (state.board.look(at: snapshot, told: told), state.program)
    }
    for change in changes {
      let (alert, isRaised): (Alert, Bool) =
        switch change {
        case .raised(let alert): (alert, true)
        case .over(let alert): (alert, false)
        }
      var event = CentreEvent(isRaised ? .alert : .alertOver, at: snapshot.at, agent: alert.agent)
      (event.queue, event.reason, event.text) = (alert.queue, alert.what, alert.text)
      publish(event)
      let whose = (alert.queue ?? alert.agent).map { "\($0) " } ?? ""
      Ivrd.say("\(isRaised ? "alert" : "alert over"): \(whose)\(alert.text)")
      if let program { tell(program, alert, isRaised: isRaised) }
    }
  }

  private func tell(_ program: Program, _ alert: Alert, isRaised: Bool) {
    programs.async {
      do throws(StartFault) {
        let words = [isRaised ? "raised" : "over", alert.queue ?? alert.agent ?? "", alert.what, alert.text]
        let child = try ChildProcess(
          program.path, program.arguments + words, in: program.folder, environment: [:])
        let end = child.wait(for: AlertWatch.programLimit)
        if end.status != 0 { Ivrd.say("warning: alert-program \(program.path): \(end.problem)") }
      } catch {
        Ivrd.say("warning: alert-program \(program.path): \(error.message)")
      }
    }
  }
}
