import Chronology
import Engine
import Foundation
import Synchronization

/// Rings telephones by a program of the site: `program arguments… ring UUID NUMBER SECONDS`, and
/// `program arguments… cancel UUID`. No shell is between.
///
/// Exit status 0: it rings, or has rung, and whoever answers arrives as that leg; 1 busy; 2 no answer;
/// anything else: it does not work, and the first line of its standard error says why.
final class HookDialer: Dialer {
  struct Settings: Hashable, Sendable {
    var program: String
    var arguments: [String]
    /// Where it runs: the site file's folder, so that its paths are like the site's.
    var folder: String
    /// The control socket, for a program that asks back.
    var socket: String
  }
  /// Programs that run at once; further ones wait for their turn.
  static let atOnce = 32
  static let waiting = 500
  /// What a program may take beside the ringing.
  static let slack: Duration = .seconds(10)

  private struct Job: Sendable {
    var leg: LegID
    var words: [String]
    var limit: Duration
    /// Nil for a `cancel`.
    var failed: (@Sendable (DialFault) -> Void)?
  }
  private struct State {
    var settings: Settings?
    var queue: [Job] = []
    var running = 0
    /// Of those that ring, by leg: 0 until the process is there.
    var processes: [LegID: pid_t] = [:]
    var isStopped = false
  }
  private let state = Mutex(State())

  /// What is rung from now on is rung by this.
  func refit(_ settings: Settings?) { state.withLock { $0.settings = settings } }
  var canRing: Bool { state.withLock { $0.settings != nil } }

  func ring(
    _ leg: LegID, number: String, for ring: Duration, failed: @escaping @Sendable (DialFault) -> Void
  ) {
    guard Ringing.isNumber(number) else { return failed(.broken("'\(number.shownPlain)' is no number")) }
    let seconds = max(1, (ring.milliseconds + 999) / 1000)
    let words = ["ring", leg.description, number, String(seconds)]
    start(Job(leg: leg, words: words, limit: ring + HookDialer.slack, failed: failed))
  }

  func cancel(_ leg: LegID) {
    let isStarted = state.withLock { state in
      let before = state.queue.count
      state.queue.removeAll { $0.leg == leg && $0.failed != nil }
      if let process = state.processes.removeValue(forKey: leg), process > 0 { kill(-process, SIGTERM) }
      return state.queue.count == before
    }
    guard isStarted else { return }
    start(Job(leg: leg, words: ["cancel", leg.description], limit: HookDialer.slack))
  }

  /// Ends what runs: with the daemon nobody waits for an answer any more.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.queue = []
      for process in state.processes.values where process > 0 { kill(-process, SIGKILL) }
    }
  }

  // MARK: Running

  private enum Turn { case now, later, never(String) }

  private func start(_ job: Job) {
    let turn = state.withLock { state -> Turn in
      if state.isStopped { return .never("ivrd is ending") }
      guard state.settings != nil else {
        return .never("this site has no way to dial; give it a 'dial' program in the site file")
      }
      if job.failed != nil { state.processes[job.leg] = 0 }
      if state.running < HookDialer.atOnce {
        state.running += 1
        return .now
      }
      guard state.queue.count < HookDialer.waiting else {
        state.processes[job.leg] = nil
        return .never("too many telephones are being rung at once")
      }
      state.queue.append(job)
      return .later
    }
    switch turn {
    case .now: Thread.detachNewThread { [self] in work(job) }
    case .later: break
    case .never(let why): job.failed?(.broken(why))
    }
  }

  /// This program, then those that wait for a turn.
  private func work(_ first: Job) {
    var next: Job? = first
    while let job = next {
      run(job)
      next = state.withLock { state in
        if state.queue.isEmpty {
          state.running -= 1
          return nil
        }
        return state.queue.removeFirst()
      }
    }
  }

  private func run(_ job: Job) {
    guard let settings = state.withLock({ $0.isStopped ? nil : $0.settings }) else { return }
    let end: ChildProcess.End
    do throws(StartFault) {
      let child = try ChildProcess(
        settings.program, settings.arguments + job.words, in: settings.folder,
        environment: ["IVRD_SOCKET": settings.socket])
      let isWanted = state.withLock { state in
        if state.isStopped { return false }
        guard job.failed != nil else { return true }
        // Taken back before it was there.
        guard state.processes[job.leg] != nil else { return false }
        state.processes[job.leg] = child.process
        return true
      }
      if !isWanted { kill(-child.process, SIGKILL) }
      end = child.wait(for: job.limit)
    } catch {
      end = ChildProcess.End(status: nil, problem: error.message)
    }
    // Nobody is told of one that was taken back.
    let isWanted = state.withLock { $0.processes.removeValue(forKey: job.leg) != nil }
    if let failed = job.failed {
      guard isWanted else { return }
      switch end.status {
      case 0: break
      case 1: failed(.busy)
      case 2: failed(.noAnswer)
      default: failed(.broken("\(settings.program): \(end.problem)"))
      }
    } else if end.status != 0 {
      Ivrd.say("warning: \(settings.program) \(job.words.joined(separator: " ")): \(end.problem)")
    }
  }
}
