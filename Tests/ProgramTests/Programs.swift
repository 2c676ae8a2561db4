import Foundation

/// Where the programs under test and the shipped application are.
enum Programs {
  /// The folder of the test bundle, where the package's programs are built as well.
  static let folder: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (bundle as NSString).deletingLastPathComponent
  }()
  static var ivrd: String { folder + "/ivrd" }
  static var ivrctl: String { folder + "/ivrctl" }

  /// The package's folder: the nearest above the working directory or the programs with the shipped flows.
  static let package: String = {
    for start in [FileManager.default.currentDirectoryPath, folder] {
      var path = start
      while path.count > 1 {
        if FileManager.default.fileExists(atPath: path + "/callflows/bank/bank.callflow") { return path }
        path = (path as NSString).deletingLastPathComponent
      }
    }
    return "."
  }()
}

/// A folder for one test, short enough for the path of a socket, removed with its last user.
final class TestFolder: Sendable {
  let path: String
  init() throws {
    path = "/tmp/ivr" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// With copies of the shipped flows and prompts.
  static func withBank() throws -> TestFolder {
    let folder = try TestFolder()
    for name in ["callflows", "prompts"] {
      try FileManager.default.copyItem(atPath: Programs.package + "/" + name, toPath: folder[name])
    }
    return folder
  }

  subscript(name: String) -> String { path + "/" + name }
  func text(_ name: String) throws -> String { try String(contentsOfFile: self[name], encoding: .utf8) }
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: self[name]))
  }
}

/// A condition did not come true in time; says what was there instead.
struct TooLate: Error, CustomStringConvertible {
  var description: String
}
