import AudioSocketLine
import CallFlow
import Chronology
import Engine
import EspeakVoice
import Foundation
import Media
import SQLiteStore
import Session
import Site

/// All that a site needs, loaded and checked before any call is taken.
struct Parts {
  var path: String
  var site: LoadedSite
  var speech: EspeakSynthesizer
  var sounds: SoundStore

  /// - Parameter report: takes the findings, as text of one or more lines each.
  /// - Throws: `StartFault` when calls cannot be taken with what was found.
  init(site path: String, speech: EspeakSynthesizer, report: (String) -> Void) throws {
    self.path = path
    self.speech = speech
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    do {
      site = try LoadedSite.load(site: path, today: Zone.utc.local(now).day) { data in
        try Parts.inspect(data, of: path)
      }
    } catch let fault as SiteFault {
      throw StartFault(fault.description)
    } catch let fault as SQLiteError {
      throw StartFault("\(fault)")
    }
    for finding in site.findings {
      report(DiagnosticPrinter(sources: finding.sources).text(finding.diagnostics))
    }
    guard !site.hasErrors else {
      let count = site.findings.reduce(0) { $0 + $1.diagnostics.count { $0.severity == .error } }
      throw StartFault(
        "\(path) is not loaded: \(count) fault\(count == 1 ? "" : "s"); mend what is listed above",
        status: site.lacksFilesOnly ? 2 : 1)
    }
    for line in site.file.lines {
      switch line.kind {
      case .keypad, .soundcard: break
      case .audiosocket(let address, _, _):
        do throws(AudioSocketError) {
          try AudioSocketLine.check(address: address)
        } catch {
          throw StartFault("line '\(line.name)': \(error)")
        }
      }
    }
    try Parts.checkPorts(of: site.file.lines)
    if let dial = site.file.dial.first, Parts.program(dial.value, of: site) == nil {
      throw StartFault("dial: there is no program '\(dial.value)' that can be run; name it with its path")
    }
    if let told = site.file.alertProgram.first, Parts.program(told.value, of: site) == nil {
      throw StartFault(
        "alert-program: there is no program '\(told.value)' that can be run; name it with its path")
    }
    try Parts.checkVoices(of: site, speech)
    let clips = ClipFiles(site.clips)
    for fault in clips.faults { report("warning: \(fault)") }
    sounds = SoundStore(clips: clips.sounds)
  }

  var logPath: String { site.logPath ?? "var/calls.sqlite" }

  /// What flows send to servers, by name: the first line of each file.
  func secrets() throws -> [String: String] {
    var secrets: [String: String] = [:]
    for (name, file) in site.file.secrets {
      let path = site.resolve(file.value)
      guard FileManager.default.fileExists(atPath: path) else {
        throw StartFault("secret \(name): there is no \(path); \(LoadedSite.makingSecret(path))")
      }
      guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= 65536,
        let text = String(data: bytes, encoding: .utf8)
      else { throw StartFault("secret \(name): \(path) cannot be read; check its path and its rights") }
      let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      guard !line.isEmpty, line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
        throw StartFault("secret \(name): the first line of \(path) is empty, or has characters beyond ASCII")
      }
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & 0o077 == 0 else {
        throw StartFault("secret \(name): others may read \(path); say chmod 600 \(path)")
      }
      secrets[name] = line
    }
    return secrets
  }

  /// What reports go by: policies and agents' shifts, and the end of those that are no more.
  /// - Parameter known: what the log has of them.
  func reportRows(replacing known: [KeptRow]) -> [KeptRow] {
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    var rows = site.file.policies.sorted { $0.key < $1.key }.map { $1.value.row(segment: $0, at: now) }
    rows += site.file.agents.filter { !$0.shifts.isEmpty }.map { agent in
      WorkPlan(weekly: agent.shifts, leave: agent.leave, zone: agent.zone ?? site.zone)
        .row(agent: agent.name, at: now)
    }
    for old in known where ["policy", "shift"].contains(old.kind) {
      guard !rows.contains(where: { $0.kind == old.kind && $0.name == old.name }) else { continue }
      rows.append(KeptRow(old.kind, old.name, at: now, nil))
    }
    return rows
  }

  var summary: String {
    let flows = site.applications.reduce(0) { $0 + $1.content.flows.count }
    let states = site.applications.reduce(0) { $0 + $1.content.states.count }
    func count(_ n: Int, _ word: String) -> String { "\(n) \(word)\(n == 1 ? "" : "s")" }
    return [
      count(flows, "flow"), count(states, "state"), count(site.file.lines.count, "line"),
      count(site.file.agents.count, "agent"),
    ].joined(separator: ", ")
  }

  /// What rings telephones; nil when the site has nothing for it.
  var dialer: HookDialer.Settings? {
    guard let dial = site.file.dial.first, let program = Parts.program(dial.value, of: site) else {
      return nil
    }
    return HookDialer.Settings(
      program: program, arguments: site.file.dial.dropFirst().map(\.value),
      folder: ShownPath.absolute(Places.folder(of: path)), socket: ShownPath.absolute(site.controlPath))
  }

  var metrics: MetricsFile.Settings? {
    guard let path = site.metricsPath, let every = site.file.metrics?.every else { return nil }
    return MetricsFile.Settings(path: path, every: every)
  }

  /// What is told of alerts; nil when the site has nothing for it.
  var alertProgram: AlertWatch.Program? {
    guard let told = site.file.alertProgram.first, let program = Parts.program(told.value, of: site) else {
      return nil
    }
    return AlertWatch.Program(
      path: program, arguments: site.file.alertProgram.dropFirst().map(\.value),
      folder: ShownPath.absolute(Places.folder(of: path)))
  }

  /// A name without a slash is looked for beside ivrd, then where the shell looks; else a path as of the site.
  private static func program(_ name: String, of site: LoadedSite) -> String? {
    var places = [ShownPath.absolute(site.resolve(name))]
    if !name.contains("/") {
      let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
      places = ([Places.folder(of: own)] + path.split(separator: ":").map(String.init)).map {
        "\($0)/\(name)"
      }
    }
    return places.first { place in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) && !isFolder.boolValue
        && access(place, X_OK) == 0
    }
  }

  /// Two lines on one port: only the first could listen.
  private static func checkPorts(of lines: [SiteFile.LineItem]) throws(StartFault) {
    var taken: [(line: String, place: HostPort)] = []
    for line in lines {
      guard case .audiosocket(let address, _, _) = line.kind, var place = HostPort(address), place.port > 0
      else { continue }
      if place.host == "localhost" { place.host = "127.0.0.1" }
      let everywhere = ["0.0.0.0", "::"]
      let other = taken.first { other in
        other.place.port == place.port
          && (other.place.host == place.host || everywhere.contains(other.place.host)
            || everywhere.contains(place.host))
      }
      if let other {
        throw StartFault(
          "line '\(line.name)': line '\(other.line)' listens on port \(place.port) already; give each line "
            + "a port of its own")
      }
      taken.append((line.name, place))
    }
  }

  private static func inspect(_ path: String, of site: String) throws -> LoadedSite.Inspection {
    guard FileManager.default.fileExists(atPath: path) else {
      throw StartFault("\(path): the site's data file is not there; make it with: ivrctl data \(site)")
    }
    let shape = try DataFileShape(path: path)
    return LoadedSite.Inspection(tables: shape.tables, indexed: shape.indexedColumns)
  }

  private static func checkVoices(of site: LoadedSite, _ speech: EspeakSynthesizer) throws {
    for graph in site.applications {
      for language in graph.content.languages {
        do {
          try speech.check(voice: language.voice ?? language.tag)
        } catch {
          throw StartFault("language \(language.tag) of \(graph.name): \(error)")
        }
      }
    }
  }
}
