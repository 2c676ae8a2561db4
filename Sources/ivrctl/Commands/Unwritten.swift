import Control
import Foundation
import Reports
import SQLiteStore

/// What ivrd could not write yet is in its log no more than in what is read there: how much, and why.
enum Unwritten {
  /// To standard error, if there is any.
  static func tell(of log: CallLogReader, _ arguments: Arguments) {
    if log.isBeingWritten, let status = try? Live(arguments).ask(ControlRequest("status")),
      status["log"]?.text.map({ isSame($0, log.path) }) == true
    {
      guard let fault = status["log_fault"]?.text, let count = status["log_waiting"]?.integer, count > 0
      else { return }
      let verb = count == 1 ? "record of the running ivrd is" : "records of the running ivrd are"
      printError(
        "note: \(count) \(verb) not in this log yet, nor in what is shown of it: \(DisplayWidth.printable(fault))"
      )
    } else if access(log.path + "-spool", F_OK) == 0 {
      printError(
        "note: \(log.path)-spool has records that are in the log, and shown, when ivrd can write them")
    }
  }

  private static func isSame(_ a: String, _ b: String) -> Bool {
    var (one, other) = (stat(), stat())
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev
      && one.st_ino == other.st_ino
  }
}
