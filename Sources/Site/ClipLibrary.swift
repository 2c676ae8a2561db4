import Foundation

/// Where recorded clips are looked for: `prompts/<language>/` and `prompts/` beside the flow, then the same
/// in the site's prompts folder.
public struct ClipLibrary: Sendable {
  /// Folders in the order in which they are asked; each may hold folders by language.
  public var folders: [String]
  public init(folders: [String]) { self.folders = folders }

  /// The file for a clip, or nil. A path that leaves the folders is never found.
  public func path(of clip: String, language: String) -> String? {
    guard ClipLibrary.staysInside(clip) else { return nil }
    for folder in folders {
      for candidate in ["\(folder)/\(language)/\(clip)", "\(folder)/\(clip)"]
      where FileManager.default.isReadableFile(atPath: candidate) {
        return candidate
      }
    }
    return nil
  }

  /// All clips that can be found, as flows write them.
  public func names(languages: [String]) -> Set<String> {
    var names: Set<String> = []
    for folder in folders {
      for base in [folder] + languages.map({ "\(folder)/\($0)" }) {
        guard let all = FileManager.default.enumerator(atPath: base) else { continue }
        var count = 0
        while let name = all.nextObject() as? String, count < 100_000 {
          count += 1
          if name.lowercased().hasSuffix(".wav") { names.insert(name) }
        }
      }
    }
    return names
  }

  /// Beside the clips of a language: the texts that they are recordings of, `{"text": "file.wav"}`.
  public static let list = "recorded.json"

  /// - Throws: `SiteFault` when it is no list of texts and their clips.
  public static func texts(_ path: String) throws(SiteFault) -> [String: String] {
    let bytes = try FlowFolder.bytes(of: path)
    guard let texts = try? JSONDecoder().decode([String: String].self, from: Data(bytes)),
      texts.values.allSatisfy(staysInside)
    else { throw SiteFault("\(path): is no list of texts and their clips: {\"text\": \"file.wav\"}") }
    return texts
  }

  /// The paths of all WAV files in the folders, by name.
  public var files: [String] {
    folders.flatMap { folder -> [String] in
      guard let all = FileManager.default.enumerator(atPath: folder) else { return [] }
      var names: [String] = []
      while let name = all.nextObject() as? String, names.count < 100_000 {
        if name.lowercased().hasSuffix(".wav") { names.append("\(folder)/\(name)") }
      }
      return names.sorted()
    }
  }

  static func staysInside(_ clip: String) -> Bool {
    !clip.isEmpty && !clip.hasPrefix("/") && !clip.utf8.contains(0)
      && !clip.split(separator: "/").contains("..")
  }
}
