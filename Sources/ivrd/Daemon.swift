import ACD
import AudioSocketLine
import Chronology
import Control
import Engine
import Foundation
import HTTPData
import LiveView
import Media
import SQLiteStore
import Session
import Site
import Synchronization

/// A running site: the engine, its lines, log and control socket.
final class Daemon: Sendable {
  let runner: EngineRunner
  let stories = Stories()
  let recordings = RecordingsWatch()
  let events: EventStream
  let alerts = AlertWatch()
  private let path: String
  private let log: SQLiteCallLog
  private let data: SQLiteData
  private let web = WebFetcher()
  private let loop: MediaLoop
  private let dialer = HookDialer()
  private let metrics = Mutex<MetricsFile?>(nil)
  /// One for all lines, and over all reloads: whoever talks goes on talking.
  private let switchboard = Switchboard()
  private let serving: Mutex<Serving>
  /// Loading takes longer than a request may hold up the others, and is done one at a time.
  private let loading = DispatchQueue(label: "reload")
  private let server = Mutex<ControlServer?>(nil)
  private let holidays: Mutex<HolidayWatch>
  private let refused = Mutex(RefusedOrders())
  let started: Instant

  /// What new calls get; replaced as a whole.
  private struct Serving {
    var parts: Parts
    var lines: LineSet
  }

  /// Opens everything; takes calls from when it returns.
  /// - Throws: `StartFault` when something is missing, broken or used by another.
  init(_ parts: Parts) throws {
    path = parts.path
    web.set(secrets: try parts.secrets())
    // The socket comes first: whoever has it owns the site.
    let box = HandlerBox()
    let control = parts.site.controlPath
    let logPath = parts.logPath
    for file in [control, logPath] { try Places.makeFolder(of: file) }
    let server: ControlServer
    // Every keypad caller holds a connection; those who watch and steer must get in besides them. Half of
    // the usual limit of open files is left to the rest.
    var limits = ControlLimits()
    limits.connections += min(parts.site.file.maxCalls, 448)
    do {
      server = try ControlServer(
        path: control, group: parts.site.file.controlGroup, isOpenToAll: !parts.site.file.roles.isEmpty,
        limits: limits
      ) {
        box.handle($0, $1)
      }
    } catch {
      throw StartFault("\(error)")
    }
    do {
      let group = parts.site.file.controlGroup.flatMap { Roles.number(ofGroup: $0) }
      log = try Daemon.openLog(logPath, group: group)
    } catch {
      server.close()
      throw StartFault("\(error)")
    }
    if log.interruptedCalls > 0 {
      let count = log.interruptedCalls
      Ivrd.say("\(count) call\(count == 1 ? "" : "s") of an earlier run closed as interrupted")
    }
    events = EventStream(log: log, published: log.published)
    data = SQLiteData(dataFile: parts.site.dataPath, folder: Places.folder(of: parts.path))
    runner = EngineRunner(
      log: log, data: SiteData(rows: data, web: web), seed: UInt64.random(in: 1 ... .max), pins: PinChecker(),
      dialer: dialer)
    dialer.refit(parts.dialer)
    if let largest = log.largestCall { runner.inbox.startCallIDs(after: largest) }
    let runner = runner
    loop = MediaLoop(clock: { runner.now })
    do throws(AudioSocketError) {
      serving = Mutex(Serving(parts: parts, lines: try LineSet(parts, runner, loop, switchboard)))
    } catch {
      server.close()
      log.close()
      throw StartFault(error.description)
    }
    started = runner.now
    for event in events.unfinished.endings(at: started) { events.publish(event) }
    let (stories, recordings, events, log) = (stories, recordings, events, log)
    recordings.watch(parts.site.recordingsPath)
    var watch = HolidayWatch(data)
    var definition = parts.site.definition
    definition.applications = watch.read(definition.applications)
    alerts.tell(holidays: watch.faults)
    holidays = Mutex(watch)
    runner.start(
      definition, kept: log.kept + Daemon.served(log, parts), recent: Daemon.recent(in: log)
    ) { engine in
      engine.recordingFault = { recordings.fault }
      engine.makeLeg = {
        LegID(high: UInt64.random(in: 0 ... .max), low: UInt64.random(in: 0 ... .max))
      }
      engine.onStory = { call, instant, story, state in stories.tell(call, story, state) }
      engine.onNotice = { _, notice in
        switch notice {
        case .callEnded(let call, let ending): stories.end(call, ending)
        case .recordingLost(let call, let path, let why): recordings.lost(call, path, why)
        case .switched(let order, let call):
          Ivrd.say(
            "switch \(order.name) is \(order.position.rawValue)" + (call.map { ", by call \($0)" } ?? ""))
          // What is ordered over the socket is written down there.
          if let call { log.append(.audit(.of(call, "switch \(order.name) \(order.position.rawValue)"))) }
        case .noticeChanged(let name, let until, let call):
          Ivrd.say(
            "notice \(name) is " + (until == nil ? "taken away" : "put up")
              + (call.map { ", by call \($0)" } ?? ""))
          if let call { log.append(.audit(.of(call, "notice \(name) " + (until == nil ? "off" : "set")))) }
        case .fileUnwanted(let path): SoundFiles.remove(path)
        case .warning(let text): Ivrd.say("warning: \(text)")
        case .centre(let event): events.publish(event)
        default: break
        }
      }
    }
    for row in parts.reportRows(replacing: log.kept) { log.append(.kept(row)) }
    alerts.refit(parts)
    alerts.resume(events.unfinished.alerts)
    alerts.start(
      snapshot: { give in runner.post(.snapshot(give), at: runner.now) }, publish: { events.publish($0) })
    box.set(ControlHandler(daemon: self))
    let metrics = MetricsFile(log: log.path) { [weak self] give in
      guard let self else { return }
      runner.post(.snapshot { give(self.figures($0, alerts: self.alerts.current)) }, at: runner.now)
    }
    metrics.refit(parts.metrics)
    self.metrics.withLock { $0 = metrics }
    tellTopicsAsked(in: parts)
    self.server.withLock { $0 = server }
    Prerender.start(parts)
    watchHolidays()
  }

  /// A program that holds the log, a backup perhaps, is waited for.
  private static func openLog(_ path: String, group: UInt32?) throws(SQLiteError) -> SQLiteCallLog {
    let last = ContinuousClock.now + logPatience
    var isTold = false
    while true {
      do throws(SQLiteError) {
        return try SQLiteCallLog(path: path, group: group) { Ivrd.say("\($0)") }
      } catch {
        guard error.reason == .locked, ContinuousClock.now < last else { throw error }
        if !isTold {
          Ivrd.say(
            "the call log is held by another program: waiting for it, \(logPatience.components.seconds) s at most"
          )
        }
        isTold = true
        usleep(100_000)
      }
    }
  }
  private static let logPatience: Duration = .seconds(10)

  /// In seconds.
  private static let holidaysEvery = 60

  /// New calls go by what tables have now; calls under way keep what they began with.
  private func watchHolidays() {
    loading.asyncAfter(deadline: .now() + .seconds(Daemon.holidaysEvery)) { [weak self] in
      guard let self else { return }
      let (definition, isChanged) = withHolidays(serving.withLock { $0.parts.site })
      if isChanged {
        let problem = runner.perform(.reload(definition)).problem
        Ivrd.say(
          problem.map { "warning: holidays of tables: \($0)" }
            ?? "holidays of tables have changed: new calls go by them")
      }
      watchHolidays()
    }
  }

  /// - Returns: whether tables have other holidays than before, too.
  private func withHolidays(_ site: LoadedSite) -> (SiteDefinition, isChanged: Bool) {
    var definition = site.definition
    let (isChanged, faults) = holidays.withLock { watch in
      definition.applications = watch.read(definition.applications)
      return (watch.isChanged, watch.faults)
    }
    alerts.tell(holidays: faults)
    return (definition, isChanged)
  }

  /// What callers asked for most in the last 30 days, when a flow wants to know; a large log takes its time.
  private func tellTopicsAsked(in parts: Parts) {
    let wants = parts.site.applications.contains { graph in
      graph.content.states.contains { state in
        if case .answer(let spec) = state.kind { spec.isByUse } else { false }
      }
    }
    guard wants else { return }
    let (path, inbox) = (log.path, runner.inbox)
    let since = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) + .hours(-24 * 30)
    loading.async {
      guard let asked = try? CallLogReader(path: path).topicsAsked(since: since) else { return }
      inbox.post(.topicsAsked(asked), at: inbox.now)
    }
  }

  /// Who served whom, as far back as a queue of the site wants to know it.
  private static func served(_ log: SQLiteCallLog, _ parts: Parts) -> [KeptRow] {
    let queues = parts.site.applications.flatMap(\.content.queues)
    guard let within = queues.compactMap({ $0.lastAgent?.within }).max() else { return [] }
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    do throws(SQLiteError) {
      return try log.served(since: now - within)
    } catch {
      Ivrd.say("warning: who served callers last is not known: \(error)")
      return []
    }
  }

  /// For the figures on screens, and for alerts.
  private static func recent(in log: SQLiteCallLog) -> RecentLog {
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    do throws(SQLiteError) {
      return try log.recent(until: now)
    } catch {
      Ivrd.say("warning: the figures of the last half hour begin anew: \(error)")
      return RecentLog()
    }
  }

  struct ReloadResult: Sendable {
    var isDone: Bool
    /// Faults and warnings, each with its place and line.
    var found: [String]
    /// What became of it, in one line.
    var message: String
  }

  /// Loads the site again, says on standard error what became of it, and then answers; a site with faults
  /// changes nothing.
  func reload(_ answer: @escaping @Sendable (ReloadResult) -> Void) {
    loading.async { [self] in
      let result = reloadNow()
      for text in result.found { Ivrd.write(text) }
      Ivrd.say(result.message)
      answer(result)
    }
  }

  private func reloadNow() -> ReloadResult {
    let old = serving.withLock { $0.parts }
    var found: [String] = []
    func result(_ isDone: Bool, _ last: String) -> ReloadResult {
      ReloadResult(isDone: isDone, found: found, message: last)
    }
    do {
      let parts = try Parts(site: path, speech: old.speech) { found.append($0) }
      let secrets = try parts.secrets()
      found += Roles.unknown(in: parts.site.file).map { "warning: \($0)" }
      // New ports are opened before anything changes: one that cannot be is a reason to stay as it was.
      let before = serving.withLock { $0.lines }
      let now = runner.snapshot()
      let lines = try LineSet(parts, runner, loop, switchboard, after: before)
      // Files that were replaced are read from the new ones.
      data.reopen()
      let reply = runner.perform(.reload(withHolidays(parts.site).0))
      if let problem = reply.problem {
        lines.close(except: before)
        return result(false, "not reloaded: \(problem)")
      }
      if let now { found += ReloadNotes.notes(of: now, from: old.site, to: parts.site) }
      lines.takeOver(from: before)
      serving.withLock { $0 = Serving(parts: parts, lines: lines) }
      dialer.refit(parts.dialer)
      web.set(secrets: secrets)
      recordings.watch(parts.site.recordingsPath)
      alerts.refit(parts)
      for row in parts.reportRows(replacing: old.reportRows(replacing: [])) { log.append(.kept(row)) }
      metrics.withLock { $0 }?.refit(parts.metrics)
      Prerender.start(parts)
      if (parts.site.controlPath, parts.site.logPath, parts.site.dataPath)
        != (old.site.controlPath, old.site.logPath, old.site.dataPath)
      {
        found.append("warning: another data, log or control path is used after a restart only")
      }
      return result(true, "reloaded \(path): \(parts.summary); calls under way keep their flow")
    } catch let fault as StartFault {
      return result(false, "not reloaded, the old flows go on: \(fault.message)")
    } catch {
      return result(false, "not reloaded, the old flows go on: \(error)")
    }
  }

  /// Hangs up politely, closes every record and ends.
  /// - Returns: whether every record is kept.
  func stop() -> Bool {
    alerts.stop()
    metrics.withLock { $0 }?.end()
    runner.stop()
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    for folded in refused.withLock({ $0.end() }) { log.append(.audit(AuditRow(folded, at: now))) }
    dialer.stop()
    lines.end()
    loop.drain(for: .seconds(1))
    log.flush()
    let lost = log.close()
    data.close()
    web.close()
    server.withLock { $0 }?.close()
    tellLost(lost, log.status)
    return lost == 0
  }

  private func tellLost(_ lost: Int, _ status: LogStatus) {
    let why = status.fault.map { ": \($0)" } ?? ""
    func records(_ count: Int, _ one: String, _ many: String) -> String {
      "\(count) record\(count == 1 ? "" : "s") of the call log \(count == 1 ? one : many)"
    }
    if lost > 0 { Ivrd.say(records(lost, "is", "are") + " lost\(why)") }
    guard status.spooled > 0 else { return }
    Ivrd.say(
      records(status.spooled, "waits", "wait") + " in \(log.path)-spool until ivrd starts again"
        + (lost > 0 ? "" : why))
  }

  /// Served to new calls, by name.
  var lines: LineSet { serving.withLock { $0.lines } }
  var sitePath: String { path }
  var roles: Roles { serving.withLock { Roles($0.parts.site.file) } }
  /// Who ordered what, and why it was not done.
  func audit(_ person: Person, _ act: String, _ problem: String?) {
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    func write(_ act: String, _ result: String) {
      log.append(
        .audit(
          AuditRow(
            at: now, user: person.user, name: person.name, role: person.role?.name ?? "none", act: act,
            result: result)))
    }
    guard let problem else { return write(act, "done") }
    let who = RefusedOrders.Who(user: person.user, name: person.name, role: person.role?.name ?? "none")
    let entry = refused.withLock { $0.note(who, act, at: now) }
    if let folded = entry.missed { log.append(.audit(AuditRow(folded, at: now))) }
    if entry.isWritten { write(act, problem) }
    if entry.isLast {
      Ivrd.say(
        "user \(person.user) has been refused \(RefusedOrders.written) orders within a minute; the others of "
          + "this minute are counted only, by what they were")
    }
  }
  /// What is going on, for screens and for Prometheus.
  func figures(_ snapshot: EngineSnapshot, alerts: [Alert]) -> JSONValue {
    [
      "queues": .list(snapshot.queues.map { JSONValue(queue: $0) }),
      "agents": .list(snapshot.agents.map { JSONValue(agent: $0, now: snapshot.at) }),
      "calls": .list(snapshot.calls.map { JSONValue(call: $0, now: snapshot.at) }),
      "alerts": .list(alerts.map { JSONValue(alert: $0, now: snapshot.at) }),
      "calls_taken": .integer(Int64(snapshot.callsTaken)), "site": .text(sitePath),
      "uptime": .integer((runner.now - started).milliseconds / 1000),
    ]
  }
  /// By name, in the order of the site.
  var agents: [String] { serving.withLock { $0.parts.site.file.agents.map(\.name) } }
  /// For programs that run in other folders.
  var logPath: String { ShownPath.absolute(log.path) }
  var logStatus: LogStatus { log.status }
  var recordingsPath: String? { serving.withLock { $0.parts.site.recordingsPath } }
  func graphs() -> [String] {
    serving.withLock { serving in
      serving.parts.site.applications.map { graph in
        let digits = String(graph.id, radix: 16)
        return "\(graph.name) \(String(repeating: "0", count: 16 - digits.count))\(digits)"
      }
    }
  }
}

/// Lets the socket be opened before what answers it exists.
final class HandlerBox: Sendable {
  private let handler = Mutex<ControlHandler?>(nil)
  func set(_ handler: ControlHandler) { self.handler.withLock { $0 = handler } }
  func handle(_ request: ControlRequest, _ sink: ControlSink) {
    guard let handler = handler.withLock({ $0 }) else {
      return sink.fail("ivrd is still starting; try again")
    }
    handler.handle(request, sink)
  }
}

extension AuditRow {
  /// Of orders that are not written one by one.
  fileprivate init(_ folded: RefusedOrders.Folded, at now: Instant) {
    let who = folded.who
    self.init(
      at: now, user: who.user, name: who.name, role: who.role, act: "(refused orders)", result: folded.words)
  }
  /// Somebody has ordered it by telephone.
  fileprivate static func of(_ call: CallID, _ act: String) -> AuditRow {
    AuditRow(
      at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)), user: geteuid(),
      name: "call \(call)",
      role: "caller", act: act, result: "done")
  }
}
