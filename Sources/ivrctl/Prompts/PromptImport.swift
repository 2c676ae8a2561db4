import Control
import Foundation
import Session
import Site
import Tones

/// Recordings that come back from a studio: checked, and put where flows find them.
struct PromptImport {
  private struct Outcome {
    enum Kind: String { case copied, unchanged, kept, refused }
    var kind: Kind
    var from: String
    var to: String?
    var notes: [String]
  }
  private let sheet: PromptSheet
  private let folder: String
  private let replaces: Bool

  init(_ sheet: PromptSheet, from folder: String, replaces: Bool) {
    (self.sheet, self.folder, self.replaces) = (sheet, folder, replaces)
  }

  static func check(_ folder: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw CommandError(
        "\(folder): there is no such folder", hint: "it holds LANG/FILE.wav, as the CSV names them")
    }
  }

  /// - Returns: the exit status: 1 when a file could not be taken.
  func run(json: Bool) throws -> Int32 {
    var outcomes: [Outcome] = []
    for name in Self.recordings(in: folder) { outcomes.append(try take(name)) }
    guard !outcomes.isEmpty else {
      throw CommandError("\(folder): there is no WAV file in it", hint: "name them LANG/FILE.wav", status: 1)
    }
    if json {
      printOut(
        JSONValue.list(
          outcomes.map {
            [
              "from": .text($0.from), "to": $0.to.map { .text($0) } ?? .null,
              "outcome": .text($0.kind.rawValue),
              "notes": .list($0.notes.map { .text($0) }),
            ]
          }
        ).pretty)
    } else {
      for outcome in outcomes {
        printOut("\(outcome.kind.rawValue): \(outcome.from)\(outcome.to.map { " -> \($0)" } ?? "")")
        for note in outcome.notes { printOut("  \(note)") }
      }
      let taken = outcomes.count { $0.kind == .copied }
      printOut("\(taken) of \(outcomes.count) recordings copied")
    }
    return outcomes.contains { $0.kind == .refused || $0.kind == .kept } ? 1 : 0
  }

  private static func recordings(in folder: String) -> [String] {
    guard let all = FileManager.default.enumerator(atPath: folder) else { return [] }
    var names: [String] = []
    while let name = all.nextObject() as? String, names.count < 100_000 {
      if all.level > 8 { all.skipDescendants() }
      if name.lowercased().hasSuffix(".wav") { names.append(name) }
    }
    return names.sorted()
  }

  private func take(_ name: String) throws -> Outcome {
    let from = "\(folder)/\(name)"
    // A Korean name may come back from another system in its parts.
    let plain = name.precomposedStringWithCanonicalMapping
    guard
      let row = sheet.recordable.first(where: { $0.file.precomposedStringWithCanonicalMapping == plain })
    else {
      return Outcome(
        kind: .refused, from: from, to: nil,
        notes: ["no text has that name; see the column 'file' of: ivrctl prompts --csv -"])
    }
    let bytes: [UInt8]
    let wav: WAVFile
    do {
      bytes = try FlowFolder.bytes(of: from)
      wav = try WAVFile(bytes: bytes)
    } catch {
      return Outcome(kind: .refused, from: from, to: nil, notes: ["\(error)"])
    }
    let check = ClipCheck(wav)
    var notes = check.findings
    guard !check.isSilent else { return Outcome(kind: .refused, from: from, to: nil, notes: notes) }
    if !row.entry.hasValues, let spoken = try sheet.spokenSeconds(row.entry), spoken > 0.5 {
      let ratio = check.duration.seconds / spoken
      if !(0.5...2.5).contains(ratio) {
        notes.append(
          "it takes \(Saying.shown(check.duration.seconds)) s where the voice takes \(Saying.shown(spoken)): is it this text?"
        )
      }
    }
    // One that is found for every language stays; this language gets its own.
    let own = row.path.flatMap { $0.hasSuffix("/" + row.file) ? $0 : nil }
    let to = own ?? "\(row.home)/\(row.file)"
    if let old = try? FlowFolder.bytes(of: to) {
      if old == bytes {
        try list(row, at: to)
        return Outcome(kind: .unchanged, from: from, to: to, notes: notes)
      }
      guard replaces else {
        return Outcome(
          kind: .kept, from: from, to: to, notes: ["another recording is there: --replace takes this one"])
      }
    }
    do {
      try FileManager.default.createDirectory(
        atPath: CheckTargets.split(to).folder, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(fileURLWithPath: to), options: .atomic)
    } catch {
      throw CommandError("\(to) cannot be written: \(error.localizedDescription)")
    }
    try list(row, at: to)
    return Outcome(kind: .copied, from: from, to: to, notes: notes)
  }

  /// A text for which no flow asks by `audio` is found by its words.
  private func list(_ row: PromptSheet.Row, at clip: String) throws {
    guard row.entry.clip == nil else { return }
    let path = CheckTargets.join(CheckTargets.split(clip).folder, ClipLibrary.list)
    do {
      var texts = FileManager.default.fileExists(atPath: path) ? try ClipLibrary.texts(path) : [:]
      guard texts[row.entry.text] != row.entry.fileName else { return }
      texts[row.entry.text] = row.entry.fileName
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(texts).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch let fault as SiteFault {
      throw CommandError("\(fault)")
    } catch {
      throw CommandError("\(path) cannot be written: \(error.localizedDescription)")
    }
  }
}
