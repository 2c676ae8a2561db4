import CallFlow
import Chronology
import Engine
import Foundation

/// A site with its flows compiled: everything that `ivrd` and `ivrctl` need to begin, or all that is wrong.
public struct LoadedSite: Sendable {
  /// The site file's path as the user gave it; nil for flows without a site.
  public var path: String?
  public var file: SiteFile
  /// In the order of the site's `flows`.
  public var applications: [FlowGraph]
  /// The clips of all applications.
  public var clips: ClipLibrary
  /// Findings ready to print, and how many of them are errors.
  public var findings: [Finding]

  /// Findings of texts that were read together.
  public struct Finding: Sendable {
    public var sources: [SourceText]
    public var diagnostics: [Diagnostic]
    public init(sources: [SourceText], diagnostics: [Diagnostic]) {
      (self.sources, self.diagnostics) = (sources, diagnostics)
    }
  }
  public var hasErrors: Bool {
    findings.contains { $0.diagnostics.contains { $0.severity == .error } }
  }
  /// Whether all errors are of something outside the texts that is not there: a clip, a folder, a table.
  public var lacksFilesOnly: Bool {
    let errors = findings.flatMap { $0.diagnostics.filter { $0.severity == .error } }
    return !errors.isEmpty && errors.allSatisfy { ["CF226", "CF250", "CF251"].contains($0.code) }
  }

  /// The path of something that the site names, as seen from the working directory.
  public func resolve(_ written: String) -> String { LoadedSite.resolve(written, from: path) }

  static func resolve(_ written: String, from site: String?) -> String {
    guard !written.hasPrefix("/"), let site, let slash = site.lastIndex(of: "/") else { return written }
    return ShownPath.tidy(String(site[...slash]) + written)
  }

  public var recordingsPath: String? { (file.recordings?.value).map(resolve) }
  public var dataPath: String? { (file.data?.value).map(resolve) }
  public var logPath: String? { (file.log?.value).map(resolve) }
  public var metricsPath: String? { (file.metrics?.path.value).map(resolve) }
  /// The site's clocks; the machine's when the site names none.
  public var zone: Zone { file.zone ?? Zone(TimeZone.current.identifier) ?? .utc }
  public var controlPath: String { (file.control?.value).map(resolve) ?? "run/ivrd.sock" }
}

extension LoadedSite {
  /// What is found outside the texts, by whoever can open it.
  public struct Inspection: Sendable {
    /// Table, column, declared type.
    public var tables: [String: [String: String]]
    /// Columns that an index begins with, by table.
    public var indexed: [String: Set<String>]
    public init(tables: [String: [String: String]], indexed: [String: Set<String>]) {
      (self.tables, self.indexed) = (tables, indexed)
    }
  }

  /// Reads a site and all that it names.
  /// - Parameter inspect: opens the data file; without it, or when it gives nil, the checks on tables are left out.
  /// - Parameter voices: the synthesiser's; nil when not known.
  /// - Parameter checksClips: a clip that is missing is a finding.
  /// - Parameter design: holds the applications against the design rules, too; the site's profile is for
  ///   those that name none.
  /// - Throws: `SiteFault` when the site file or a flow folder cannot be read.
  public static func load(
    site path: String, today: Day?, voices: Set<String>? = nil, checksClips: Bool = true,
    design: DesignCheck? = nil,
    inspect: ((String) throws -> Inspection?)? = nil
  ) throws -> LoadedSite {
    let source = SourceText(name: path, bytes: try FlowFolder.bytes(of: path))
    let (file, read) = SiteReader.read(source)
    var own = read
    var loaded = LoadedSite(
      path: path, file: file, applications: [], clips: ClipLibrary(folders: []), findings: [])
    if file.flows.isEmpty, !own.hasErrors {
      own.report(
        Diagnostic(
          .error, "CF204", "the site has no flows",
          at: SourceRange(SourcePosition(file: 0, line: 1, column: 1)), hint: "add: flows \"main.callflow\""))
    }
    var surroundings = Surroundings()
    surroundings.today = today
    surroundings.voices = voices
    surroundings.agents = Dictionary(
      file.agents.map { agent in
        (agent.name, Dictionary(agent.skills.map { ($0.name, $0.level) }, uniquingKeysWith: { a, _ in a }))
      }, uniquingKeysWith: { a, _ in a })
    surroundings.entryFlows = Set(file.lines.compactMap(\.flow))
    if let inspect, let data = loaded.dataPath, let inspection = try inspect(data) {
      surroundings.tables = inspection.tables
      surroundings.indexedColumns = inspection.indexed
    }
    let arePromptsFound = loaded.checkPrompts(&own)
    let folders = loaded.folders(&own)
    let areFlowsFound = folders.reduce(0) { $0 + $1.1.count } == file.flows.count
    var design = design
    for (folder, _) in folders {
      let desks = try FlowFolder(folder).desks
      surroundings.secretFlows.formUnion(desks.secretFlows)
      if desks.areThere { design?.evidence.hasDesks = true }
    }
    design?.fallback = file.profile.flatMap { DesignProfile(rawValue: $0) }
    design?.entryFlows = surroundings.entryFlows ?? []
    for (folder, starts) in folders {
      loaded.compile(
        try FlowFolder(folder), starts: starts, surroundings: surroundings,
        checksClips: checksClips && arePromptsFound, design: design)
    }
    // What a flow that is not there, or is broken, would have declared is not known.
    if areFlowsFound, !loaded.hasErrors {
      loaded.checkLines(&own)
      loaded.checkAgents(&own)
      loaded.checkAlerts(&own)
      loaded.checkPolicies(&own)
      loaded.checkDialling(&own)
      loaded.checkMailboxes(&own)
      loaded.checkSecrets(&own)
    }
    if !own.all.isEmpty { loaded.findings.insert(Finding(sources: [source], diagnostics: own.sorted), at: 0) }
    return loaded
  }

  /// Reads one flow folder without a site.
  /// - Parameter start: the start file's name in the folder; nil for every application in it.
  /// - Parameter design: holds the applications against the design rules, too.
  public static func load(
    folder: String, start: String? = nil, today: Day? = nil, prompts: String? = nil, checksClips: Bool = true,
    design: DesignCheck? = nil
  ) throws -> LoadedSite {
    var loaded = LoadedSite(
      path: nil, file: SiteFile(), applications: [], clips: ClipLibrary(folders: []), findings: [])
    if let prompts {
      loaded.file.prompts = SiteFile.Located(prompts, at: .init(.init(file: 0, line: 1, column: 1)))
    }
    var surroundings = Surroundings()
    surroundings.today = today
    loaded.compile(
      try FlowFolder(folder), starts: start.map { [$0] }, surroundings: surroundings,
      checksClips: checksClips, design: design)
    return loaded
  }

  /// - Returns: whether clips can be looked for.
  private func checkPrompts(_ diagnostics: inout Diagnostics) -> Bool {
    guard let prompts = file.prompts else { return true }
    var isFolder: ObjCBool = false
    guard
      !FileManager.default.fileExists(atPath: resolve(prompts.value), isDirectory: &isFolder)
        || !isFolder.boolValue
    else { return true }
    diagnostics.report(
      Diagnostic(
        "CF226", "there is no prompts folder '\(prompts.value)'", at: prompts.range,
        hint: "paths are relative to the site file"))
    return false
  }

  /// The flow folders in order, each with its start files.
  private func folders(_ diagnostics: inout Diagnostics) -> [(String, [String])] {
    var folders: [(String, [String])] = []
    for flow in file.flows {
      let resolved = resolve(flow.value)
      guard FileManager.default.isReadableFile(atPath: resolved) else {
        diagnostics.report(
          Diagnostic(
            .error, "CF210", "there is no flow file '\(flow.value)'", at: flow.range,
            hint: "paths are relative to the site file"))
        continue
      }
      let slash = resolved.lastIndex(of: "/")
      let folder = slash.map { String(resolved[..<$0]) } ?? "."
      let name = slash.map { String(resolved[resolved.index(after: $0)...]) } ?? resolved
      if let known = folders.firstIndex(where: { $0.0 == folder }) {
        folders[known].1.append(name)
      } else {
        folders.append((folder, [name]))
      }
    }
    return folders
  }

  private mutating func compile(
    _ folder: FlowFolder, starts: [String]?, surroundings: Surroundings, checksClips: Bool = true,
    design: DesignCheck? = nil
  ) {
    let known = applications.count
    var surroundings = surroundings
    let beside = folder.join("prompts")
    var clipFolders = [beside]
    if let prompts = file.prompts?.value { clipFolders.append(resolve(prompts)) }
    for added in clipFolders where !clips.folders.contains(added) { clips.folders.append(added) }
    // Without a site and without a prompts folder nearby, nobody knows where the clips are.
    let isKnown = path != nil || clipFolders.contains { FileManager.default.fileExists(atPath: $0) }
    if checksClips && isKnown {
      surroundings.clips = ClipLibrary(folders: clipFolders).names(
        languages: ClipLibrary.languages(in: clipFolders))
    }
    surroundings.holidayFiles = folder.holidayFiles
    var diagnostics: [Diagnostic] = []
    if let starts {
      for start in starts {
        let compilation = Compiler.compile(application: start, folder.sources, surroundings: surroundings)
        applications += compilation.applications
        diagnostics += compilation.diagnostics.filter { !diagnostics.contains($0) }
      }
    } else {
      let compilation = Compiler.compile(folder.sources, surroundings: surroundings)
      applications += compilation.applications
      diagnostics = compilation.diagnostics
    }
    takeRecordings(ClipLibrary(folders: clipFolders), from: known)
    if var design {
      design.evidence.clipFolders = clipFolders
      diagnostics += design.findings(in: Array(applications[known...]))
    }
    if !diagnostics.isEmpty {
      findings.append(Finding(sources: folder.shownSources, diagnostics: diagnostics))
    }
  }

  /// Texts that a studio has recorded, for the applications from that place on.
  private mutating func takeRecordings(_ library: ClipLibrary, from first: Int) {
    do throws(SiteFault) {
      let found = try RecordedTexts(library, languages: ClipLibrary.languages(in: library.folders))
      findings += found.findings
      guard !found.clips.isEmpty else { return }
      for index in applications.indices.dropFirst(first) {
        var content = applications[index].content
        content.recordings = found.clips
        applications[index] = FlowGraph(content)
      }
    } catch {
      findings.append(
        Finding(
          sources: [SourceText(name: library.folders.first ?? "prompts", text: "")],
          diagnostics: [
            Diagnostic(
              .error, "CF275", "\(error)", at: SourceRange(SourcePosition(file: 0, line: 1, column: 1)),
              hint: "ivrctl prompts --import writes it")
          ]))
    }
  }

  /// Messages need a folder, and mailboxes their PINs.
  private func checkMailboxes(_ diagnostics: inout Diagnostics) {
    let queues = Set(applications.flatMap { $0.content.queues.map(\.name) })
    for (name, pin) in file.mailboxes.sorted(by: { $0.key < $1.key }) where !queues.contains(name) {
      diagnostics.report(
        Diagnostic(
          .error, "CF210", "no application has queue '\(name)'", at: pin.range,
          hint: Suggestions.hint(name, among: queues)))
    }
    let top = SourceRange(SourcePosition(file: 0, line: 1, column: 1))
    var records: Set<String> = [], opened: Set<String> = []
    for graph in applications {
      for state in graph.content.states {
        switch state.kind {
        case .record: records.insert(state.fullName)
        case .mailbox(let spec): opened.insert(graph.content.queues[spec.queue].name)
        default: break
        }
      }
    }
    if let state = records.sorted().first, file.recordings == nil {
      diagnostics.report(
        Diagnostic(
          .warning, "CF274", "state '\(state)' takes messages, and the site has no folder for them", at: top,
          hint: "add: recordings \"var/recordings\""))
    }
    for name in opened.sorted() where file.mailboxes[name] == nil {
      diagnostics.report(
        Diagnostic(
          .warning, "CF274", "the mailbox of queue '\(name)' has no PIN: nobody can open it", at: top,
          hint: "add: mailbox \(name) pin \"…\", which ivrctl messages \(name) pin makes"))
    }
  }

  private func checkAlerts(_ diagnostics: inout Diagnostics) {
    let queues = Set(applications.flatMap { $0.content.queues.map(\.name) })
    for alert in file.alerts where !queues.contains(alert.value.queue) {
      diagnostics.report(
        Diagnostic(
          .error, "CF210", "no application has queue '\(alert.value.queue)'", at: alert.range,
          hint: Suggestions.hint(alert.value.queue, among: queues)))
    }
  }

  /// A call-back that nobody can make is refused to the caller, at run time, by `error.callback`.
  private func checkDialling(_ diagnostics: inout Diagnostics) {
    guard file.dial.isEmpty else { return }
    let needing = applications.filter { graph in
      graph.content.states.contains { if case .callBack = $0.kind { true } else { false } }
    }
    guard let first = needing.first else { return }
    diagnostics.report(
      Diagnostic(
        .info, "CF277", "\(first.content.name) offers call-backs, and this site has no way to dial",
        at: SourceRange(SourcePosition(file: 0, line: 1, column: 1)),
        hint: "add a line: dial \"PROGRAM\"; without it callers are told of a fault where they ask for one"))
  }

  /// A promise to callers whom no flow counts among anything would be kept by nobody's stay.
  private func checkPolicies(_ diagnostics: inout Diagnostics) {
    let segments = Set(applications.flatMap { $0.content.segments.map(\.name) })
    let known = segments.union([ServicePolicy.otherwise])
    for (name, policy) in file.policies.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
      let hint =
        Suggestions.hint(name, among: known)
        ?? (segments.isEmpty
          ? "no flow declares a segment: write 'segment \(name) { }' in one, or policy default { … }"
          : "segments are \(segments.sorted().joined(separator: ", ")); \(ServicePolicy.otherwise) is for all "
            + "others")
      diagnostics.report(
        Diagnostic(.error, "CF210", "no application has segment '\(name)'", at: policy.range, hint: hint))
    }
  }

  private func checkLines(_ diagnostics: inout Diagnostics) {
    let flows = Set(applications.flatMap { $0.content.flows.map(\.name) })
    for line in file.lines {
      guard let flow = line.flow, !flows.contains(flow) else { continue }
      diagnostics.report(
        Diagnostic(
          .error, "CF210", "line '\(line.name)' starts flow '\(flow)', which no application has",
          at: line.range,
          hint: Suggestions.hint(flow, among: flows)))
    }
    for line in file.lines {
      guard let flow = line.flow else { continue }
      let having = applications.filter { $0.flow(named: flow) != nil }.map { "'\($0.name)'" }
      guard let first = having.first, having.count > 1 else { continue }
      diagnostics.report(
        Diagnostic(
          .warning, "CF283",
          "line '\(line.name)' starts flow '\(flow)', which several applications have: its callers get that of "
            + "\(first), never that of \(having.dropFirst().joined(separator: ", "))",
          at: line.range, hint: "give each of these flows a name of its own, and a line, or a site"))
    }
    for line in file.lines {
      guard let name = line.flow,
        let graph = applications.first(where: { $0.flow(named: name) != nil }),
        let id = graph.flow(named: name)
      else { continue }
      for state in graph.content.states where state.flow == id {
        guard case .desk(let spec) = state.kind, let secret = spec.secretFlow, !flows.contains(secret) else {
          continue
        }
        diagnostics.report(
          Diagnostic(
            .error, "CF210",
            "the desk of line '\(line.name)' sends callers to flow '\(secret)', which no application has",
            at: line.range, hint: Suggestions.hint(secret, among: flows)))
      }
    }
  }

  /// The definition for the engine.
  public var definition: SiteDefinition {
    var definition = SiteDefinition(
      applications: applications,
      agents: file.agents.map { agent in
        SiteDefinition.Agent(
          name: agent.name, fullName: agent.title, number: agent.number, pin: agent.pin, phone: agent.phone,
          ring: agent.ring,
          skills: Dictionary(agent.skills.map { ($0.name, $0.level) }, uniquingKeysWith: { a, _ in a }))
      },
      lines: Dictionary(
        file.lines.map { ($0.name, SiteDefinition.LineRule(flow: $0.flow)) }, uniquingKeysWith: { a, _ in a }),
      maxCalls: file.maxCalls, recordings: recordingsPath, zone: zone)
    definition.profile = file.profile.flatMap { DesignProfile(rawValue: $0) }
    definition.mailboxPins = file.mailboxes.mapValues(\.value)
    return definition
  }
}

extension ClipLibrary {
  /// Folders inside prompts folders: one a language.
  static func languages(in folders: [String]) -> [String] {
    var languages: Set<String> = []
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names where !name.contains(".") && name.count <= 16 { languages.insert(name) }
    }
    return languages.sorted()
  }
}
