import TestSupport
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

extension TestFolder {
  /// With copies of the shipped flows and prompts.
  static func withBank() throws -> TestFolder {
    let folder = try TestFolder()
    for name in ["callflows", "prompts"] {
      try FileManager.default.copyItem(atPath: Programs.package + "/" + name, toPath: folder[name])
    }
    return folder
  }
}

/// A condition did not come true in time; says what was there instead.
struct TooLate: Error, CustomStringConvertible {
  var description: String
}
