import Foundation

/// Paths as people read them.
public enum ShownPath {
  /// `callflows/../var/calls.sqlite` as `var/calls.sqlite`. A path whose `..` leaves a symbolic link stays as
  /// it is, since it leads elsewhere.
  public static func tidy(_ path: String) -> String {
    let isAbsolute = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      guard part == "..", let last = parts.last, last != ".." else {
        if part != ".." || !isAbsolute { parts.append(part) }
        continue
      }
      let folder = (isAbsolute ? "/" : "") + parts.joined(separator: "/")
      if isLink(folder) { return path }
      parts.removeLast()
    }
    let joined = parts.joined(separator: "/")
    return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
  }

  private static func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  /// The same file for a program that runs in another folder.
  public static func absolute(_ path: String) -> String {
    tidy(path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
  }
}
