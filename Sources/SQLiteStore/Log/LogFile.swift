import Foundation

/// What lies at the path of a log before anything is made there.
enum LogFile {
  /// Makes a log that is not there yet, for its owner and his group alone: it has telephone numbers in it.
  /// SQLite gives the files beside it the same rights. One that is there keeps its own.
  static func make(_ path: String) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Gives the log and the files beside it to a group, where this user may.
  static func give(_ path: String, to group: UInt32) {
    for file in [path, path + "-wal", path + "-shm"] { _ = chown(file, uid_t.max, group) }
  }

  /// Refuses a file that is no call log, leaving it and its folder as they are. A file that is not there or
  /// empty will become one.
  static func check(_ path: String) throws(SQLiteError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw SQLiteError(.cannotOpen, path: path, message: "cannot be opened (\(systemMessage(errno)))")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw SQLiteError(.notADatabase, path: path, message: isFolder ? "is a folder" : "is no ordinary file")
    }
    guard status.st_size > 0 else { return }
    // Less than the smallest page: SQLite takes a file of one byte for an empty one, and writes over it.
    guard status.st_size >= 512 else {
      throw SQLiteError(.notADatabase, path: path, message: "is not a database")
    }
    // Through SQLite only: closing a descriptor of our own would free the locks of a log that this process
    // has open.
    do throws(SQLiteError) {
      try LogSchema.check(Database(path, .immutable))
    } catch {
      switch error.reason {
      case .notADatabase, .newerSchema, .cannotOpen: throw error
      // Without its `-wal` a log may look damaged; opening it in earnest will tell.
      default: return
      }
    }
  }
}
