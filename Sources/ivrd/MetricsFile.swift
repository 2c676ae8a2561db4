import Chronology
import Control
import Dispatch
import Engine
import Foundation
import LiveView
import Reports
import SQLiteStore
import Synchronization

/// The site's file for Prometheus: what is going on, and the day so far, written again and again on a thread
/// of its own.
final class MetricsFile: Sendable {
  struct Settings: Hashable, Sendable {
    var path: String
    var every: Duration
  }
  private struct State {
    var settings: Settings?
    /// Of the settings; what waits for those before does nothing any more.
    var round = 0
    var fault: String?
    var day = DayText()
  }
  /// The day's figures, which take longer the more calls there were.
  private struct DayText {
    var text = ""
    var cost = Duration.zero
    var madeAt: ContinuousClock.Instant?
    var isDue: Bool { madeAt.map { ContinuousClock.now - $0 >= cost * 20 } ?? true }
  }
  typealias Snapshot = @Sendable (@escaping @Sendable (JSONValue) -> Void) -> Void
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "metrics", qos: .utility)
  private let log: String
  private let snapshot: Snapshot

  /// - Parameters:
  ///   - log: the call log's path.
  ///   - snapshot: gives what the request `figures` gives, later, on any thread.
  init(log: String, snapshot: @escaping Snapshot) { (self.log, self.snapshot) = (log, snapshot) }

  /// Nil for none; the file that was written stays.
  func refit(_ settings: Settings?) {
    let round = state.withLock { state -> Int? in
      guard settings != state.settings else { return nil }
      (state.settings, state.fault) = (settings, nil)
      state.round += 1
      return state.round
    }
    if let round { look(round, after: .zero) }
  }

  /// The last that is written: of the day alone, and that ivrd is not up any more. Nobody would know it else.
  func end() {
    let (settings, day) = state.withLock { state in
      defer {
        state.round += 1
        state.settings = nil
      }
      return (state.settings, state.day.text)
    }
    guard let settings else { return }
    queue.sync { try? WholeFile.write(LiveMetrics.ended(at: MetricsFile.now) + day, to: settings.path) }
  }

  /// Seconds since 1970.
  private static var now: Int64 { Int64(Date().timeIntervalSince1970) }

  private func look(_ round: Int, after pause: Duration) {
    queue.asyncAfter(deadline: .now() + .milliseconds(Int(pause.milliseconds))) { [weak self] in
      guard let self, let settings = current(round) else { return }
      snapshot { [weak self] figures in
        guard let self else { return }
        queue.async { [weak self] in self?.write(figures, settings, round) }
      }
      look(round, after: settings.every)
    }
  }

  private func current(_ round: Int) -> Settings? {
    state.withLock { $0.round == round ? $0.settings : nil }
  }

  private func write(_ figures: JSONValue, _ settings: Settings, _ round: Int) {
    guard current(round) != nil else { return }
    let fault: String?
    do {
      try WholeFile.write(
        LiveMetrics.text(figures, writtenAt: MetricsFile.now) + day(), to: settings.path)
      fault = nil
    } catch {
      fault = "\(error)"
    }
    let isNews = state.withLock { state in
      let isNews = state.fault != fault
      state.fault = fault
      return isNews
    }
    guard isNews else { return }
    Ivrd.say(fault.map { "warning: metrics: \($0)" } ?? "metrics are written again: \(settings.path)")
  }

  private func day() throws -> String {
    let kept = state.withLock { $0.day }
    guard kept.isDue else { return kept.text }
    let begun = ContinuousClock.now
    let text = try MetricsFile.day(of: log)
    state.withLock {
      $0.day = DayText(text: text, cost: ContinuousClock.now - begun, madeAt: ContinuousClock.now)
    }
    return text
  }

  private static func day(of log: String) throws -> String {
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    let zone = Zone(TimeZone.current.identifier) ?? .utc
    let since = zone.instant(zone.local(now).day, .midnight)
    let reader = try CallLogReader(path: log)
    var day = DayMetrics(since: since, until: now, kept: try reader.kept())
    try reader.eachVisit(since: since, until: now) { day.add($0) }
    day.add(try reader.agentEvents(since: since, until: now))
    return day.text()
  }
}
