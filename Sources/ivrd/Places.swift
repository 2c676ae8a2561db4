import CallFlow
import Control
import Foundation
import LiveView
import SQLiteStore

/// Where a running site writes: its call log and its control socket.
enum Places {
  /// Looks at both without making them.
  /// - Throws: `StartFault` for what would keep the site from starting, another running `ivrd` apart.
  static func check(_ parts: Parts) throws {
    let control = parts.site.controlPath
    do {
      try ControlServer.check(path: control, group: parts.site.file.controlGroup)
      try tryFolder(of: control)
      try tryFolder(of: parts.logPath)
      if let why = RecordingsWatch.fault(of: parts.site.recordingsPath) {
        Ivrd.say("warning: calls will not be recorded: \(why)")
      }
      try SQLiteCallLog.check(path: parts.logPath)
      _ = try parts.secrets()
      let sounds = parts.site.soundFindings()
      for finding in sounds {
        Ivrd.write(DiagnosticPrinter(sources: finding.sources).text(finding.diagnostics))
      }
      let broken = sounds.count { finding in finding.diagnostics.contains { $0.severity == .error } }
      if broken > 0 {
        throw StartFault(
          "\(broken) clip\(broken == 1 ? "" : "s") cannot be played; ivrd would start, and speak the texts instead",
          status: 1)
      }
      if let metrics = parts.metrics, let why = WholeFile.fault(of: metrics.path) {
        Ivrd.say("warning: metrics: \(why)")
      }
    } catch let fault as StartFault {
      throw fault
    } catch {
      throw StartFault("\(error)")
    }
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func makeFolder(of path: String) throws {
    let folder = folder(of: path)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StartFault("\(folder): this folder cannot be made; name another one in the site, or make it")
    }
  }

  /// Makes and removes an unnamed file in the folder, or in the nearest one above it that is there: rights
  /// alone do not tell, as of a read-only file system or `/proc`.
  private static func tryFolder(of path: String) throws {
    let wanted = folder(of: path)
    var nearest = wanted
    var status = stat()
    while stat(nearest, &status) != 0, errno == ENOENT, nearest != "/", nearest != "." {
      nearest = folder(of: nearest)
    }
    var name = Array("\(nearest)/.ivrd-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      let why = String(cString: strerror(errno))
      throw StartFault(
        nearest == wanted
          ? "\(path): its folder cannot be written (\(why)); name another one, or give this user the right"
          : "\(wanted): this folder cannot be made (\(why)); name another one in the site, or make it")
    }
    unlink(name)
    close(descriptor)
  }
}
