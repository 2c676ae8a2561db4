import CallFlow
import Foundation

/// The texts that a studio has recorded, by the lists beside the clips, and what of them is not there.
struct RecordedTexts {
  /// By language, the clip of each text that can be played. What stands beside the flow wins.
  private(set) var clips: [String: [String: String]] = [:]
  /// A list with texts whose clips are in none of the folders: those texts are spoken by the voice.
  private(set) var findings: [LoadedSite.Finding] = []

  /// - Throws: `SiteFault` for a list that cannot be read.
  init(_ library: ClipLibrary, languages: [String]) throws(SiteFault) {
    for language in languages {
      for folder in library.folders {
        let path = "\(folder)/\(language)/\(ClipLibrary.list)"
        guard FileManager.default.fileExists(atPath: path) else { continue }
        let texts = try ClipLibrary.texts(path)
        let lost = texts.filter { library.path(of: $0.value, language: language) == nil }
        clips[language, default: [:]].merge(texts.filter { lost[$0.key] == nil }) { own, _ in own }
        if !lost.isEmpty { findings.append(RecordedTexts.finding(path, lost)) }
      }
    }
  }

  private static func finding(_ path: String, _ lost: [String: String]) -> LoadedSite.Finding {
    let source = SourceText(name: path, bytes: (try? FlowFolder.bytes(of: path)) ?? [])
    let lines = String(decoding: source.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let found = lost.map { text, clip in
      // A list written by hand may have several texts in one line, or signs spelled in another way.
      let line = lines.firstIndex { $0.contains("\"\(text)\"") && $0.contains("\"\(clip)\"") }
      return Diagnostic(
        .warning, "CF226",
        "recording \"\(clip)\" of \"\(text.prefix(40))\" is missing, the text will be spoken",
        at: SourceRange(
          SourcePosition(
            file: 0, line: (line ?? 0) + 1,
            column: (line.map { lines[$0].prefix { $0 == " " }.count } ?? 0) + 1)),
        hint:
          "put it beside this list again, or take its line out; ivrctl prompts PATH --import FOLDER does the first"
      )
    }
    return LoadedSite.Finding(
      sources: [source],
      diagnostics: found.sorted { ($0.range.start.line, $0.message) < ($1.range.start.line, $1.message) })
  }
}
