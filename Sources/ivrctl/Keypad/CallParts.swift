import CallFlow
import Engine
import EspeakVoice
import Foundation
import HTTPData
import Media
import SQLiteStore
import Session
import Site

/// What a call of one's own needs: the flow, its data, voice and clips.
struct CallParts {
  var site: LoadedSite
  var graph: FlowGraph
  var flow: String?
  var voice: EspeakSynthesizer
  var clips: [String: Sound]
  /// Where the flow's `TABLE.csv` and `FETCH.csv` files would be.
  private var folder: String

  /// - Parameters:
  ///   - flow: a `*.callflow`; nil takes the site's first.
  ///   - site: nil takes the one site beside the flow that names it, if there is one.
  /// - Throws: `CommandError` after printing every finding.
  init(flow path: String?, site sitePath: String?) throws {
    for named in [path, sitePath] {
      guard let named, !FileManager.default.fileExists(atPath: named) else { continue }
      throw CommandError("\(named): there is no such file", hint: "check its name and the folder you are in")
    }
    if let path, !path.hasSuffix(".callflow") {
      throw CommandError("\(path) is no flow", hint: "for example: ivrctl call callflows/bank/bank.callflow")
    }
    let sitePath = sitePath ?? path.flatMap(SitesBeside.one)
    let site: LoadedSite
    if let sitePath {
      site = try LoadedSite.load(site: sitePath, today: CheckTargets.today)
    } else if let path {
      let (folder, name) = CheckTargets.split(path)
      site = try LoadedSite.load(
        folder: folder, start: name, today: CheckTargets.today, prompts: CheckTargets.promptsBeside(folder))
    } else {
      throw CommandError("no flow is named", hint: "for example: ivrctl call callflows/bank/bank.callflow")
    }
    let report = CheckReport(findings: site.findings, notes: [])
    guard !site.hasErrors else {
      _ = report.print(json: false, strict: false)
      throw CommandError("the flow has faults", hint: "they are listed above; mend them", status: 1)
    }
    let name = path.map { CheckTargets.split($0).name }
    guard
      let graph = name.map({ name in site.applications.first { $0.name == name } }) ?? site.applications.first
    else {
      throw CommandError("\(sitePath ?? "") does not name \(path ?? "")", hint: "add it to the site's flows")
    }
    self.site = site
    self.graph = graph
    flow = site.file.lines.first { $0.flow != nil }?.flow ?? graph.content.flows.first?.name
    folder = path.map { CheckTargets.split($0).folder } ?? "."
    voice = EspeakSynthesizer()
    for language in graph.content.languages {
      do {
        try voice.check(voice: language.voice ?? language.tag)
      } catch {
        throw CommandError("language \(language.tag): \(error)")
      }
    }
    let files = ClipFiles(site.clips)
    for fault in files.faults { printError("ivrctl: \(fault)") }
    clips = files.sounds
    if graph.hasHolidayTables { try takeHolidays() }
  }

  /// What calendars have in tables: those of the data file, else of the `TABLE.csv` files, as the call itself.
  private mutating func takeHolidays() throws {
    if let tables = TablesOfSite(site) {
      graph = tables.with(holidaysOf: graph) { printError("ivrctl: \($0)") }
      return
    }
    let memory = try rows { _ in }
    let holidays = graph.tableHolidays { table, columns in
      memory.rows(of: table.name).map { row in columns.map { row[table.columns[$0].name] ?? .none } }
    }
    for fault in holidays.faults.sorted(by: { $0.key < $1.key }) { printError("ivrctl: \(fault.value)") }
    graph = graph.with(holidays: holidays.days)
  }

  /// The site's data file and the flow's servers; without a data file, `TABLE.csv` and `FETCH.csv` files beside the
  /// flow, in memory.
  func data(_ screen: KeypadScreen) throws -> any DataSource {
    if let path = site.dataPath, FileManager.default.fileExists(atPath: path) {
      if !fetches.isEmpty { screen.note(CallParts.realFetches) }
      if !graph.content.tables.isEmpty { screen.note("what the flow saves is written to \(path), for real") }
      return SiteData(rows: SQLiteData(dataFile: path, folder: folder), web: WebFetcher())
    }
    let memory = try rows { screen.note($0) }
    if fetches.contains(where: { !memory.answers(fetch: $0.state) }) { screen.note(CallParts.realFetches) }
    return TrialData(memory: memory, web: WebFetcher())
  }

  private static let realFetches = "what the flow fetches is asked of its servers, for real"

  /// The states that ask servers, with the variables that they read.
  private var fetches: [(state: String, reads: [String])] {
    graph.content.states.compactMap { state in
      guard case .fetch(let spec) = state.kind else { return nil }
      let variables = graph.content.flows[state.flow].variables
      return (state.name, spec.reads.map { variables[$0.variable.index].name })
    }
  }

  /// The same rows in a private copy that answers at once: for virtual time, and nothing is written back.
  func privateData() throws -> MemoryData {
    if let path = site.dataPath, FileManager.default.fileExists(atPath: path) {
      return try MemoryData(copyOf: path)
    }
    return try rows { printError("ivrctl: \($0)") }
  }

  private func rows(_ note: (String) -> Void) throws -> MemoryData {
    let memory = try MemoryData()
    for table in graph.content.tables {
      let csv = CheckTargets.join(folder, "\(table.name).csv")
      if FileManager.default.fileExists(atPath: csv) {
        do {
          try memory.load(table: table, csv: FlowFolder.bytes(of: csv))
        } catch {
          throw CommandError("\(csv): \(error)")
        }
        note("table \(table.name) is taken from \(csv)")
      } else {
        try memory.load(table: table)
        note("table \(table.name) is empty: there is no \(csv)")
      }
    }
    let taken = Set(graph.content.tables.map(\.name))
    for (state, reads) in fetches where !taken.contains(state) {
      let csv = CheckTargets.join(folder, "\(state).csv")
      guard FileManager.default.fileExists(atPath: csv) else { continue }
      do {
        try memory.load(fetch: state, reads: reads, csv: FlowFolder.bytes(of: csv))
      } catch {
        throw CommandError("\(csv): \(error)")
      }
      note("fetch \(state) is answered from \(csv): no server is asked")
    }
    return memory
  }
}
