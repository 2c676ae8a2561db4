import CallFlow
import Foundation

/// The texts around one or more flow files: what a folder holds, read once, for the compiler to judge.
public struct FlowFolder: Sendable {
  /// The folder's path as the user gave it; empty for the working directory.
  public var path: String
  /// All `*.callflow` files in it, by name.
  public var sources: [SourceText]
  /// Contents of all other small text files that a flow may name, by the path it would write.
  public var holidayFiles: [String: String]

  /// The largest text that is read; a larger one is cut there, which the reader then reports.
  static let largestText = 64 << 20

  /// - Throws: `SiteFault` when the folder or a file in it cannot be read.
  public init(_ path: String) throws(SiteFault) {
    self.path = path
    let url = URL(fileURLWithPath: path.isEmpty ? "." : path, isDirectory: true)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    } catch {
      throw SiteFault("\(path): this folder cannot be read: \(SiteFault.reason(error))")
    }
    sources = []
    holidayFiles = [:]
    for name in names {
      let file = url.appendingPathComponent(name)
      if name.hasSuffix(".callflow") {
        sources.append(
          SourceText(name: name, bytes: try FlowFolder.bytes(of: file.path, shownAs: join(name))))
      } else if name.hasSuffix(".holidays") {
        holidayFiles[name] = String(
          decoding: try FlowFolder.bytes(of: file.path, shownAs: join(name)), as: UTF8.self)
      }
    }
  }

  /// The path to show for a file of this folder.
  public func join(_ name: String) -> String {
    path.isEmpty || path == "." ? name : path.hasSuffix("/") ? path + name : path + "/" + name
  }

  /// The sources under the names to show, in the same order.
  public var shownSources: [SourceText] { sources.map { SourceText(name: join($0.name), bytes: $0.bytes) } }

  /// - Parameter mayBePipe: for what a person has named. What is found in a folder could be waited for for ever.
  /// - Throws: `SiteFault` with the path, the reason and what to do.
  public static func bytes(
    of path: String, shownAs shown: String? = nil, mayBePipe: Bool = false
  ) throws(SiteFault) -> [UInt8] {
    var facts = stat()
    if !mayBePipe, stat(path, &facts) == 0, ![S_IFREG, S_IFDIR].contains(facts.st_mode & S_IFMT) {
      throw SiteFault("\(shown ?? path): this file cannot be read: it is a pipe or a device")
    }
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      return [UInt8](try handle.read(upToCount: largestText) ?? Data())
    } catch {
      throw SiteFault("\(shown ?? path): this file cannot be read: \(SiteFault.reason(error))")
    }
  }
}

/// Something outside a flow's text that is missing or broken: one line with a hint.
public struct SiteFault: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }

  /// The system's own word for it, short.
  static func reason(_ error: any Error) -> String {
    let cause = error as NSError
    if let posix = cause.userInfo[NSUnderlyingErrorKey] as? NSError, posix.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(posix.code)))
    }
    if cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
    switch cause.code {
    case CocoaError.fileReadNoSuchFile.rawValue, CocoaError.fileNoSuchFile.rawValue:
      return "there is no such file"
    case CocoaError.fileReadNoPermission.rawValue: return "no permission"
    default: return cause.localizedDescription
    }
  }
}
