import CallFlow

/// One command of `ivrctl`: what its help says and what it does.
struct Command: Sendable {
  struct Option: Sendable {
    /// Without the dashes.
    var name: String
    /// The value's name in the help; nil for a flag.
    var value: String?
    var help: String
    init(_ name: String, _ value: String? = nil, _ help: String) {
      (self.name, self.value, self.help) = (name, value, help)
    }
  }
  var name: String
  /// What stands behind the name: `PATH…`.
  var usage: String
  /// One line for the list of commands.
  var summary: String
  /// What a new user has to know, with examples that can be typed.
  var details: String
  var options: [Option]
  /// How many arguments it takes.
  var arguments: ClosedRange<Int>
  /// The exit status when it is used wrongly.
  var usageStatus: Int32 = 2
  /// - Returns: the exit status: 0 done, 1 the answer is no.
  var run: @Sendable (Arguments) throws -> Int32

  static let help = Option("help", nil, "print this help")
  static let json = Option("json", nil, "print JSON instead of text")
  static let socket = Option(
    "socket", "PATH", "ivrd's control socket (default: $IVRD_SOCKET, else run/ivrd.sock)")
  static let site = Option("site", "FILE", "the site file")
}

/// What was typed behind a command's name.
struct Arguments: Sendable {
  var words: [String] = []
  var values: [String: String] = [:]
  /// Of options that may be repeated, in their order.
  var repeated: [String: [String]] = [:]
  var flags: Set<String> = []

  subscript(option: String) -> String? { values[option] }
  func all(_ option: String) -> [String] { repeated[option] ?? [] }
  func has(_ flag: String) -> Bool { flags.contains(flag) }
  mutating func give(_ value: String, to option: String) {
    values[option] = value
    repeated[option, default: []].append(value)
  }
}

/// Why a command cannot be carried out: one line for standard error, an optional hint, an exit status.
struct CommandError: Error {
  var message: String
  var hint: String?
  /// 1 the answer is no, 2 used wrongly or cannot start, 3 `ivrd` is not reachable.
  var status: Int32
  init(_ message: String, hint: String? = nil, status: Int32 = 2) {
    (self.message, self.hint, self.status) = (message, hint, status)
  }
}

extension Command {
  /// - Throws: `CommandError` naming the word that does not fit.
  func parse(_ typed: some Sequence<String>) throws -> Arguments {
    var arguments = Arguments()
    var rest = Array(typed)[...]
    var onlyWords = false
    while let word = rest.popFirst() {
      // No option is a number: that is a value below zero.
      let isNumber = word.dropFirst().first.map { $0.isASCII && $0.isNumber } ?? false
      guard !onlyWords, word.hasPrefix("-"), word != "-", !isNumber else {
        arguments.words.append(word)
        continue
      }
      if word == "--" {
        onlyWords = true
        continue
      }
      if word == "-h" {
        arguments.flags.insert("help")
        continue
      }
      let parts = word.drop { $0 == "-" }.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      guard word.hasPrefix("--"), let option = (options + [Command.help]).first(where: { $0.name == name })
      else {
        throw CommandError(
          "ivrctl \(self.name) has no option \(word)",
          hint: Suggestions.nearest(name, among: options.map(\.name)).map { "did you mean --\($0)?" }
            ?? "see: ivrctl \(self.name) --help")
      }
      if option.value == nil {
        guard parts.count == 1 else {
          throw CommandError("--\(name) takes no value", hint: "write it alone: --\(name)")
        }
        arguments.flags.insert(name)
      } else if parts.count == 2 {
        arguments.give(String(parts[1]), to: name)
      } else if let value = rest.popFirst() {
        arguments.give(value, to: name)
      } else {
        throw CommandError(
          "--\(name) needs a value: --\(name) \(option.value ?? "")", hint: "see: ivrctl \(self.name) --help")
      }
    }
    if !arguments.has("help"), !self.arguments.contains(arguments.words.count) {
      throw CommandError(
        arguments.words.count < self.arguments.lowerBound
          ? "something is missing: ivrctl \(name) \(usage)" : "too much: ivrctl \(name) \(usage)",
        hint: "see: ivrctl \(name) --help")
    }
    return arguments
  }

  /// The whole help text.
  var helpText: String {
    var text = "ivrctl \(name)\(usage.isEmpty ? "" : " " + usage)\n\n"
    text += WrappedText.paragraphs(details, width: 80) + "\n\nOptions:\n"
    for option in options + [Command.help] {
      let left = "  --\(option.name)\(option.value.map { " " + $0 } ?? "") ".padded(to: 20)
      text += WrappedText.lines(left + option.help, width: 80, indent: 20).joined(separator: "\n") + "\n"
    }
    return String(text.dropLast())
  }
}

extension String {
  func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}
