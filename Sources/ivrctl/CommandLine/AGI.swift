import Foundation

/// Asterisk's gateway interface: it starts a program without a shell, tells it of the call on standard
/// input, and takes commands from its standard output.
struct AGI {
  static let option = Command.Option("agi", nil, "talk to Asterisk, which started this by AGI(…)")

  /// What Asterisk tells, `agi_callerid` and the like.
  private var facts: [String: String] = [:]

  /// Nil when withheld.
  var caller: String? {
    let digits = (facts["agi_callerid"] ?? "").filter { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : String(digits.prefix(32))
  }
  var callerName: String? {
    let name = (facts["agi_calleridname"] ?? "").unicodeScalars.filter { $0.value >= 32 }
    let text = String(String.UnicodeScalarView(name.prefix(80)))
    return text.isEmpty || text == "unknown" ? nil : text
  }

  /// Reads up to the empty line.
  private init() {
    while let line = readLine(), !line.isEmpty {
      guard facts.count < 200, let colon = line.firstIndex(of: ":") else { continue }
      facts[String(line[..<colon])] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
  }

  /// Carries out what a command does, and lets the dialplan have what it found.
  /// - Parameters:
  ///   - failing: the variables when it does not work.
  ///   - body: gives the variables.
  static func run(
    _ arguments: Arguments, failing: [String: String] = [:], _ body: (AGI?) throws -> [String: String]
  ) throws -> Int32 {
    guard arguments.has("agi") else {
      _ = try body(nil)
      return 0
    }
    let agi = AGI()
    do {
      set(try body(agi), status: 0)
      return 0
    } catch let error as CommandError {
      set(failing, status: error.status)
      throw error
    }
  }

  private static func set(_ variables: [String: String], status: Int32) {
    let all = variables.merging(["IVR_STATUS": String(status)]) { $1 }
    for (name, value) in all.sorted(by: { $0.key < $1.key }) {
      // Words and numbers of our own: nothing has to be quoted.
      let plain = value.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "+*#-".contains($0)) }
      printOut("SET VARIABLE \(name) \"\(plain)\"")
      _ = readLine()
    }
  }
}
