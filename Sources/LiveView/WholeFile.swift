import Foundation

/// A text written to a file as a whole or not at all, for readers that may look at any moment.
public enum WholeFile {
  public struct Fault: Error, Hashable, CustomStringConvertible {
    public var description: String
  }

  /// Why a file cannot stand there, as far as that can be seen beforehand.
  public static func fault(of path: String) -> String? {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      return
        "\(path) is a folder: name a file in it, like \(path.hasSuffix("/") ? path : path + "/")ivrd.prom"
    }
    let folder = folder(of: path)
    guard stat(folder, &status) == 0 else {
      return "\(path) cannot be written: there is no folder \(folder); make it, or name another one"
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      return
        "\(path) cannot be written: \(String(cString: strerror(errno))) in \(folder); give this user the "
        + "right to write there, or name another folder"
    }
    return nil
  }

  /// Whoever may use its folder may read it.
  public static func write(_ text: String, to path: String) throws(Fault) {
    if let fault = fault(of: path) { throw Fault(description: fault) }
    // Its name ends otherwise, so that a collector of files by their ending does not take it up.
    var name = Array("\(folder(of: path))/.ivrd-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Fault(path, errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data(text.utf8))
      fchmod(descriptor, 0o644)
      try handle.close()
    } catch {
      unlink(name)
      throw Fault(description: "\(path) cannot be written: \(error.localizedDescription)")
    }
    guard rename(name, path) == 0 else {
      let why = errno
      unlink(name)
      throw Fault(path, why)
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension WholeFile.Fault {
  fileprivate init(_ path: String, _ error: Int32) {
    description = "\(path) cannot be written: \(String(cString: strerror(error)))"
  }
}
