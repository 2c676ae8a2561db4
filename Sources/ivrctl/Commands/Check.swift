import CallFlow
import Chronology
import Foundation
import Rehearsal
import SQLiteStore
import Site
import Tones

extension Command {
  static let check = Command(
    name: "check", usage: "PATH…",
    summary: "all faults of flows, sites and scripts",
    details: """
      Checks call flows without running them. PATH is a folder (every application in it, its sites and
      its scripts), a *.callflow, a *.site or a *.call. Prints every fault of every file as
      file:line:col with the line, a caret and a hint. Without --site, checks of tables, agents and
      voices are left out.

      Faults have codes (CF231) and keep a flow from running when they are errors. Flows are also held
      against rules of design (MENU-SIZE), by the profile that they name with a line like

        profile kr

      iso, kr or custom; a site may name one for flows that do not. Where a rule is not meant, a line
      allow MENU-SIZE "why" in the state, flow, queue or file says so. --rules lists them all.

      How long texts take is estimated by their letters; --sound speaks them all and measures, and
      measures the clips. With --log FILE the rules look at what callers did (MENU-FREQ, SILENCE), with
      --before PATH at the flows as they were (CHANGED).

        ivrctl check callflows
        ivrctl check --profile iso --strict callflows/bank/bank.callflow
        ivrctl check --site callflows/demo.site callflows/bank/bank.callflow
      """,
    options: [
      Option("site", "FILE", "also check against this site's tables, agents and lines"),
      Option("profile", "PROFILE", "iso, kr or custom, whatever the flows say"),
      Option("sound", nil, "measure texts and clips instead of guessing their lengths"),
      Option("log", "FILE", "a call log: what callers press, and when they hear nothing"),
      Option("before", "PATH", "the flows as callers know them, a folder or a *.callflow"),
      Option("rules", nil, "list the rules of design, and what sees to each"),
      Option("strict", nil, "warnings count as errors"),
      json,
    ],
    arguments: 0...1000
  ) { arguments in
    let profile = try CheckTargets.profile(arguments)
    if arguments.has("rules") {
      RuleList(profile: profile).print(json: arguments.has("json"))
      return 0
    }
    guard !arguments.words.isEmpty || arguments["site"] != nil else {
      throw CommandError("something is missing: ivrctl check PATH…", hint: "see: ivrctl check --help")
    }
    let design = DesignCheck(forced: profile, evidence: try CheckEvidence.read(arguments))
    var findings: [LoadedSite.Finding] = []
    var notes: [String] = []
    if let site = arguments["site"] { findings += try CheckTargets.site(site, design, &notes) }
    for path in arguments.words {
      findings += try CheckTargets.findings(of: path, arguments, design, &notes)
    }
    return CheckReport(findings: CheckTargets.withoutDoubles(findings), notes: notes)
      .print(json: arguments.has("json"), strict: arguments.has("strict"))
  }
}

/// What a path names, and what is wrong with it.
enum CheckTargets {
  static func profile(_ arguments: Arguments) throws -> DesignProfile? {
    guard let word = arguments["profile"] else { return nil }
    guard let profile = DesignProfile(rawValue: word) else {
      throw CommandError("there is no profile '\(word)'", hint: "profiles are iso, kr and custom")
    }
    return profile
  }

  static func findings(
    of path: String, _ arguments: Arguments, _ design: DesignCheck, _ notes: inout [String]
  ) throws -> [LoadedSite.Finding] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandError(
        "\(path): there is no such file or folder", hint: "check its name and the folder you are in")
    }
    if isFolder.boolValue {
      var findings: [LoadedSite.Finding] = []
      var seen = 0
      for folder in try folders(in: path) {
        let loaded = try LoadedSite.load(
          folder: folder, today: today, prompts: promptsBeside(folder), design: design)
        findings += loaded.findings + loaded.soundFindings()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
          seen += [".callflow", ".site", ".call"].contains { name.hasSuffix($0) } ? 1 : 0
          if name.hasSuffix(".site") { findings += try site(join(folder, name), design, &notes) }
          if name.hasSuffix(".call") { findings += try script(join(folder, name)) }
        }
      }
      guard seen > 0 else {
        throw CommandError(
          "\(path): there is nothing to check in this folder", hint: "it has no *.callflow, *.site or *.call")
      }
      return findings
    }
    if path.hasSuffix(".site") { return try site(path, design, &notes) }
    if path.hasSuffix(".call") { return try script(path) }
    if arguments["site"] != nil, path.hasSuffix(".callflow") { return [] }
    let (folder, name) = split(path)
    if !name.hasSuffix(".callflow") {
      throw CommandError(
        "\(path): ivrctl check reads folders, *.callflow, *.site and *.call",
        hint: "rename the file, or name its folder")
    }
    let loaded = try LoadedSite.load(
      folder: folder, start: name, today: today, prompts: promptsBeside(folder), design: design)
    return loaded.findings + loaded.soundFindings()
  }

  static func site(_ path: String, _ design: DesignCheck, _ notes: inout [String]) throws
    -> [LoadedSite.Finding]
  {
    var missing: [String] = []
    let loaded = try LoadedSite.load(site: path, today: today, design: design) { data in
      guard FileManager.default.fileExists(atPath: data) else {
        missing.append(
          "\(path): tables are not checked: there is no \(data) yet; make it with: ivrctl data \(path)")
        return nil
      }
      do {
        let shape = try DataFileShape(path: data)
        return LoadedSite.Inspection(tables: shape.tables, indexed: shape.indexedColumns)
      } catch {
        throw CommandError("\(error)")
      }
    }
    notes += missing
    return loaded.findings + loaded.soundFindings() + holidayFindings(loaded)
  }

  /// What is wrong with holidays that calendars have in tables.
  private static func holidayFindings(_ loaded: LoadedSite) -> [LoadedSite.Finding] {
    guard let tables = TablesOfSite(loaded), let path = loaded.path else { return [] }
    var faults: [String] = []
    for graph in loaded.applications { _ = tables.with(holidaysOf: graph) { faults.append($0) } }
    let place = SourceRange(SourcePosition(file: 0, line: 1, column: 1))
    return faults.map {
      LoadedSite.Finding(
        sources: [SourceText(name: path, text: "")],
        diagnostics: [Diagnostic(.error, "CF263", $0, at: place, hint: "mend the row: a day is YYYY-MM-DD")])
    }
  }

  static func script(_ path: String) throws -> [LoadedSite.Finding] {
    let source = SourceText(name: path, bytes: try FlowFolder.bytes(of: path))
    var diagnostics = Diagnostics()
    _ = ScriptReader.read(source, into: &diagnostics)
    return diagnostics.all.isEmpty
      ? [] : [LoadedSite.Finding(sources: [source], diagnostics: diagnostics.sorted)]
  }

  /// The prompts folder that belongs to a flow folder when no site says: a sibling named `prompts`.
  static func promptsBeside(_ folder: String) -> String? {
    let sibling = join(folder, "../prompts")
    return FileManager.default.fileExists(atPath: sibling) ? sibling : nil
  }

  /// The prompts folder of the one site beside the flows that names them; without such a site as above.
  /// - Parameter flow: nil for any flow of the folder.
  /// - Returns: nil when that site names no folder: then clips are in `prompts` beside the flow.
  static func promptsOfSite(in folder: String, flow: String? = nil) -> String? {
    let sites = SitesBeside.naming(flow, in: folder)
    guard sites.count == 1 else { return promptsBeside(folder) }
    return (sites[0].prompts?.value).map { $0.hasPrefix("/") ? $0 : join(folder, $0) }
  }

  static var today: Day {
    Zone.utc.local(Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))).day
  }

  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (String(path[..<slash]), String(path[path.index(after: slash)...]))
  }
  static func join(_ folder: String, _ name: String) -> String {
    folder == "." || folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The folder itself and those below it that hold flows.
  static func folders(in path: String) throws -> [String] {
    var folders = [path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path]
    if let all = FileManager.default.enumerator(atPath: path) {
      while let name = all.nextObject() as? String, folders.count < 10_000 {
        if all.level > 16 { all.skipDescendants() }
        guard name.hasSuffix(".callflow"), name.contains("/") else { continue }
        let folder = join(folders[0], split(name).folder)
        if !folders.contains(folder) { folders.append(folder) }
      }
    }
    return folders
  }

  /// A flow checked by a site and by its folder is one flow.
  static func withoutDoubles(_ findings: [LoadedSite.Finding]) -> [LoadedSite.Finding] {
    var seen: Set<String> = []
    return findings.map { finding in
      var finding = finding
      finding.diagnostics = finding.diagnostics.filter { d in
        let name = finding.sources[d.range.start.file].name
        return seen.insert("\(name):\(d.range.start.line):\(d.range.start.column):\(d.code):\(d.message)")
          .inserted
      }
      return finding
    }
  }
}
