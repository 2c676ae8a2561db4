/// One voice of espeak-ng.
public struct EspeakVoiceInfo: Sendable, Equatable {
  /// `English (Great Britain)`.
  public var name: String
  /// `en-gb`, `en`; the one it is best at first.
  public var languages: [String]
  /// What the library loads it by, `gmw/en`.
  public var identifier: String
}

/// The voices that are installed, and how a name written in a flow finds one.
struct EspeakVoiceList: Sendable {
  var voices: [EspeakVoiceInfo]
  /// What may follow a voice after `+`: `f2`, `Alicia`.
  var variants: [String]

  /// The name to load a voice by. A voice may be written as language (`ko`, `en-gb`, `en`), as name or as
  /// identifier, each with a variant (`ko+f2`); letter case does not matter.
  ///
  /// Only names of the list reach the library, which takes others for paths of files.
  func resolve(_ written: String) throws(EspeakError) -> String {
    let wanted = written.lowercased()
    let parts = wanted.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    let base = parts.first.map(String.init) ?? ""
    guard let voice = find(base) else { throw .noVoice(written, near: near(base)) }
    guard parts.count > 1 else { return voice.identifier }
    guard let variant = variants.first(where: { $0.lowercased() == parts[1] }) else {
      let close = variants.filter { Self.distance($0.lowercased(), String(parts[1])) <= 2 }.sorted()
      throw .noVoice(written, near: close.prefix(4).map { "\(base)+\($0)" })
    }
    return "\(voice.identifier)+\(variant)"
  }

  private func find(_ base: String) -> EspeakVoiceInfo? {
    voices.first { $0.languages.first?.lowercased() == base }
      ?? voices.first { $0.languages.contains { $0.lowercased() == base } }
      ?? voices.first { $0.name.lowercased() == base || $0.identifier.lowercased() == base }
  }

  private func near(_ base: String) -> [String] {
    let names = Set(voices.flatMap { $0.languages + [$0.name.lowercased()] })
    let far = max(1, base.count / 3)
    let ranked = names.map { (name: $0, distance: Self.distance($0.lowercased(), base)) }
      .filter { $0.distance <= far || (base.count >= 3 && $0.name.lowercased().hasPrefix(base.prefix(3))) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return ranked.prefix(4).map(\.name)
  }

  /// Letters to change, add or leave out to make one name of another; long names count as far.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.unicodeScalars.prefix(64)), Array(b.unicodeScalars.prefix(64)))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(corner + (x == y ? 0 : 1), min(row[j], above) + 1)
        corner = above
      }
    }
    return row[b.count]
  }
}
