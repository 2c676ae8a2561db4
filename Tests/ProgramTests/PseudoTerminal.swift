import TestSupport
import CEpoll
import Foundation

/// A program on a terminal of its own: what it writes as it comes, keys, the size of the window.
final class PseudoTerminal: @unchecked Sendable {
  private let master: Int32
  let process: pid_t
  private let changed = NSCondition()
  // Guarded by `changed`.
  private var output = Data()
  private var status: Int32?

  init(
    _ path: String, _ arguments: [String], in folder: String, columns: UInt16, rows: UInt16,
    environment: [String: String]
  ) throws {
    // As `posix_openpt` and its sisters do, which the Glibc module lacks: TIOCSPTLCK, TIOCGPTN.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
      throw TooLate(description: "no terminal: errno \(errno)")
    }
    let name = "/dev/pts/\(number)"
    self.master = master
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    var settings = ProcessInfo.processInfo.environment
    settings["TERM"] = "xterm"
    settings["NO_COLOR"] = nil
    settings["TZ"] = "UTC"
    let id = try spawn(
      path, arguments, in: folder, environment: settings.merging(environment) { $1 }, isLeader: true
    ) { actions in
      // The first terminal that the leader of a session opens is its own.
      posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    process = id
    Thread.detachNewThread { [self] in
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = Foundation.read(master, &bytes, bytes.count)
        guard count > 0 else { break }
        change { output.append(contentsOf: bytes[..<count]) }
      }
    }
    Thread.detachNewThread { [self] in
      let end = waitForEnd(of: id)
      change { self.status = end }
    }
  }
  deinit {
    if status == nil { kill(process, SIGKILL) }
    close(master)
  }

  private func change(_ body: () -> Void) {
    changed.lock()
    body()
    changed.broadcast()
    changed.unlock()
  }

  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(master, bytes, bytes.count)
  }
  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }
  func signal(_ number: Int32) { kill(process, number) }
  /// Whether keys are echoed and come by lines, as a shell expects it.
  var isCooked: Bool {
    var settings = termios()
    tcgetattr(master, &settings)
    return settings.c_lflag & tcflag_t(ICANON | ECHO) == tcflag_t(ICANON | ECHO)
  }
  var text: String {
    changed.lock()
    defer { changed.unlock() }
    return String(decoding: output, as: UTF8.self)
  }

  /// Waits until what has been written satisfies it.
  func wait(for what: String, _ isThere: @escaping @Sendable (String) -> Bool) async throws {
    try await onThread { [self] in
      let deadline = Date().addingTimeInterval(RunningProgram.patience)
      changed.lock()
      defer { changed.unlock() }
      while !isThere(String(decoding: output, as: UTF8.self)) {
        guard changed.wait(until: deadline) else {
          throw TooLate(
            description: "no \(what); it wrote: \(String(decoding: output.suffix(4000), as: UTF8.self))")
        }
      }
    }
  }
  func ended() async throws -> Int32 {
    try await onThread { [self] in
      let deadline = Date().addingTimeInterval(RunningProgram.patience)
      changed.lock()
      defer { changed.unlock() }
      while true {
        if let status { return status }
        guard changed.wait(until: deadline) else { throw TooLate(description: "it does not end") }
      }
    }
  }
}

/// What a terminal of that size shows after that output: enough of one for `top`.
struct TerminalPicture {
  private(set) var rows: [[Character]]
  private(set) var isAlternate = false
  private(set) var hasCursor = true
  private let columns: Int
  private var (row, column) = (0, 0)

  init(_ text: String, columns: Int, rows: Int) {
    self.columns = columns
    self.rows = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    var rest = Array(text)[...]
    while let character = rest.popFirst() {
      switch character {
      case "\u{1B}": escape(&rest)
      case "\r\n":
        column = 0
        row += 1
      case "\r": column = 0
      case "\n": row += 1
      default:
        if self.rows.indices.contains(row), column < columns { self.rows[row][column] = character }
        column += character.unicodeScalars.contains { $0.value >= 0x1100 } ? 2 : 1
      }
    }
  }
  private mutating func escape(_ rest: inout ArraySlice<Character>) {
    guard rest.popFirst() == "[" else { return }
    var numbers = ""
    while let next = rest.popFirst() {
      guard next.isLetter else {
        numbers.append(next)
        continue
      }
      switch (numbers, next) {
      case ("", "H"): (row, column) = (0, 0)
      case ("", "K"):
        guard rows.indices.contains(row) else { break }
        for place in min(column, columns)..<columns { rows[row][place] = " " }
      case ("", "J"), ("2", "J"):
        for line in rows.indices where line > row || numbers == "2" {
          rows[line] = Array(repeating: " ", count: columns)
        }
      case ("?1049", "h"): isAlternate = true
      case ("?1049", "l"): isAlternate = false
      case ("?25", "l"): hasCursor = false
      case ("?25", "h"): hasCursor = true
      default: break
      }
      return
    }
  }
  var lines: [String] {
    rows.map { line in
      var text = String(line)
      while text.last == " " { text.removeLast() }
      return text
    }
  }
}
