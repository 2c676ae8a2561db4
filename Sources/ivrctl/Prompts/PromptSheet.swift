import CallFlow
import Control
import Foundation
import Reports
import Session
import Site
import Tones

/// What flows say, each with its recording and its length.
struct PromptSheet {
  struct Row {
    var entry: PromptEntry
    /// `ko/welcome.wav`.
    var file: String { "\(entry.language)/\(entry.fileName)" }
    /// The recording that is there.
    var path: String?
    /// Of the recording, else of the text as the voice says it; nil when there is neither.
    var seconds: Double?
    var findings: [String] = []
    /// Where a recording belongs: a `prompts` folder.
    var home: String

    var state: String {
      if path != nil { return "present" }
      return entry.clip == nil ? "none" : "missing"
    }
  }
  private(set) var rows: [Row] = []
  private let speech = SpeechMaker()

  /// - Throws: `CommandError` after printing the findings of flows that cannot be read.
  init(paths: [String], language: String?) throws {
    var seen: Set<String> = []
    for path in paths {
      for site in try Self.sites(path) {
        guard !site.hasErrors else {
          _ = CheckReport(findings: site.findings, notes: []).print(json: false, strict: false)
          throw CommandError("\(path) has faults", hint: "they are listed above; mend them", status: 1)
        }
        for finding in site.missingRecordings {
          printError(DiagnosticPrinter(sources: finding.sources).text(finding.diagnostics))
        }
        for graph in site.applications {
          for entry in FixedTexts(of: graph, entries: true).entries
          where language == nil || entry.language == language {
            var row = Row(entry: entry, home: Self.home(site.clips))
            // What several states say alike is recorded once.
            let name = entry.prompt == nil && entry.clip == nil ? entry.text : row.file
            guard seen.insert("\(row.home) \(entry.language) \(name)").inserted else { continue }
            measure(&row, site.clips, graph.content.recordings)
            rows.append(row)
          }
        }
      }
    }
    guard !rows.isEmpty else {
      throw CommandError(
        language.map { "nothing is said in '\($0)'" }
          ?? "\(paths.joined(separator: " ")): nothing is said here",
        hint: "for example: ivrctl prompts callflows", status: 1)
    }
  }

  /// One file can be the recording of one text: applications that use a name for different texts go one by one.
  func checkNames() throws {
    var texts: [String: String] = [:]
    for row in rows {
      guard let text = texts[row.file] else {
        texts[row.file] = row.entry.text
        continue
      }
      guard text != row.entry.text else { continue }
      throw CommandError(
        "\(row.file) is the name of different texts, of several applications",
        hint: "one application at a time: ivrctl prompts callflows/booking, or a *.callflow or *.site")
    }
  }

  private static func sites(_ path: String) throws -> [LoadedSite] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandError(
        "\(path): there is no such file or folder", hint: "check its name and the folder you are in")
    }
    let today = CheckTargets.today
    if isFolder.boolValue {
      return try CheckTargets.folders(in: path).map {
        try LoadedSite.load(
          folder: $0, today: today, prompts: CheckTargets.promptsOfSite(in: $0), checksClips: false)
      }
    }
    if path.hasSuffix(".site") { return [try LoadedSite.load(site: path, today: today, checksClips: false)] }
    guard path.hasSuffix(".callflow") else {
      throw CommandError("\(path): ivrctl prompts reads folders, *.callflow and *.site")
    }
    let (folder, name) = CheckTargets.split(path)
    return [
      try LoadedSite.load(
        folder: folder, start: name, today: today,
        prompts: CheckTargets.promptsOfSite(in: folder, flow: name),
        checksClips: false)
    ]
  }

  /// The first prompts folder that is there, else the one beside the flow.
  private static func home(_ library: ClipLibrary) -> String {
    library.folders.first { FileManager.default.fileExists(atPath: $0) } ?? library.folders.first ?? "prompts"
  }

  private func measure(
    _ row: inout Row, _ library: ClipLibrary, _ recordings: [String: [String: String]]
  ) {
    guard let clip = row.entry.clip ?? recordings[row.entry.language]?[row.entry.text],
      let path = library.path(of: clip, language: row.entry.language)
    else {
      return
    }
    row.path = path
    do {
      let check = ClipCheck(try WAVFile(bytes: FlowFolder.bytes(of: path)))
      row.seconds = check.duration.seconds
      row.findings = check.findings
    } catch {
      row.findings = ["\(error)"]
    }
  }

  /// Seconds that the voice takes for a text; nil when it has no words.
  func spokenSeconds(_ entry: PromptEntry) throws -> Double? {
    let words = entry.spoken.filter { $0.contains { !$0.isWhitespace } }
    return words.isEmpty ? nil : Double(try speech.samples(words, entry.voice).count) / 8000
  }

  /// Has every text spoken that has no recording, to know how long it takes.
  mutating func time() throws {
    for i in rows.indices where rows[i].path == nil { rows[i].seconds = try spokenSeconds(rows[i].entry) }
  }

  // MARK: What comes out

  func print(json: Bool) {
    if json {
      printOut(JSONValue.list(rows.map(\.json)).pretty)
      return
    }
    let table = TextTable(
      [
        .init("said by", shrinks: true), .init("lang"), .init("s", .right), .init("clip"),
        .init("text", shrinks: true),
      ],
      rows: rows.map { row in
        [
          row.entry.prompt ?? row.entry.place, row.entry.language,
          row.seconds.map { Saying.shown($0) + (row.entry.hasValues && row.path == nil ? "+" : "") } ?? "-",
          row.state == "none" ? "-" : row.state,
          row.entry.text.isEmpty ? row.entry.clip ?? "" : row.entry.text,
        ]
      })
    for line in table.lines(width: OutputWidth.table) { printOut(line) }
    for row in rows { for finding in row.findings { printOut("\(row.path ?? row.file): \(finding)") } }
    printOut(summary)
  }

  private var summary: String {
    let seconds = rows.compactMap(\.seconds).reduce(0, +)
    let present = rows.count { $0.path != nil }
    let missing = rows.count { $0.state == "missing" }
    return
      "\(rows.count) text\(rows.count == 1 ? "" : "s"), \(clockText(seconds: Int64(seconds.rounded()))) to hear; "
      + "clips: \(present) present, \(missing) missing"
  }

  /// What a studio can record: texts without values, and clips.
  var recordable: [Row] {
    rows.filter { !$0.entry.hasValues && !$0.entry.text.isEmpty || $0.entry.clip != nil }
  }

  /// Known before hours of text are spoken for it.
  static func checkPlace(of file: String) throws {
    let folder = CheckTargets.split(file).folder
    guard FileManager.default.isWritableFile(atPath: folder.isEmpty ? "/" : folder) else {
      throw CommandError(
        "\(file) cannot be written", hint: "its folder is to be there, and yours to write in")
    }
  }

  /// Rows of RFC 4180, with a mark of byte order, so that a spreadsheet reads the Korean.
  func write(csv file: String) throws {
    func cell(_ text: String) -> String {
      // A spreadsheet takes what begins so for a formula.
      let safe = text.first.map { "=+-@".contains($0) } == true ? "'" + text : text
      let needsQuotes = safe.contains { "\",\n\r\r\n".contains($0) }
      return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
    }
    var lines = ["file,language,said by,visit,text,seconds,clip"]
    for row in recordable {
      lines.append(
        [
          row.file, row.entry.language, row.entry.prompt ?? row.entry.place, String(row.entry.visit),
          row.entry.text, row.seconds.map { Saying.shown($0) } ?? "", row.state,
        ].map(cell).joined(separator: ","))
    }
    let text = lines.map { $0 + "\r\n" }.joined()
    guard file != "-" else { return printPart(text) }
    do {
      try Data(("\u{FEFF}" + text).utf8).write(to: URL(fileURLWithPath: file))
    } catch {
      throw CommandError("\(file) cannot be written: \(error.localizedDescription)")
    }
    printOut("\(recordable.count) rows written to \(file)")
  }

  /// - Returns: how many files were written.
  func render(to folder: String, replaces: Bool) throws -> Int {
    let wanted = rows.filter { !$0.entry.hasValues && !$0.entry.spoken.isEmpty }
    let there = wanted.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0.file)") }
    guard replaces || there.isEmpty else {
      throw CommandError(
        "\(folder)/\(there[0].file) is there already", hint: "take another folder, or --replace", status: 1)
    }
    for row in wanted {
      let path = "\(folder)/\(row.file)"
      do {
        try FileManager.default.createDirectory(
          atPath: CheckTargets.split(path).folder, withIntermediateDirectories: true)
        try Data(WAVFile.bytes(speech.samples(row.entry.spoken, row.entry.voice)))
          .write(to: URL(fileURLWithPath: path))
      } catch let error as CommandError {
        throw error
      } catch {
        throw CommandError("\(path) cannot be written: \(error.localizedDescription)")
      }
    }
    return wanted.count
  }
}

extension PromptSheet.Row {
  fileprivate var json: JSONValue {
    [
      "said_by": .text(entry.prompt ?? entry.place), "place": .text(entry.place),
      "language": .text(entry.language), "visit": .integer(Int64(entry.visit)), "text": .text(entry.text),
      "values": .flag(entry.hasValues), "file": .text(file), "clip": entry.clip.map { .text($0) } ?? .null,
      "state": .text(state), "path": path.map { .text($0) } ?? .null,
      "seconds": seconds.map { .number(($0 * 1000).rounded() / 1000) } ?? .null,
      "findings": .list(findings.map { .text($0) }),
    ]
  }
}
