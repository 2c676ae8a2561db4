import CallFlow
import Chronology
import Engine
import Tones

/// Reads a site file by the same reader as flows, so that its faults look the same.
public struct SiteReader {
  var site = SiteFile()
  var diagnostics = Diagnostics()
  var seen: [String: SourceRange] = [:]

  static let words = [
    "flows", "prompts", "data", "log", "recordings", "control", "role", "max-calls", "profile", "dial",
    "secret", "mailbox", "alert", "alert-program", "policy", "metrics", "line", "agent",
  ]
  static let dialect = Reader.Dialect(topLevel: Set(words + ["site"]))

  /// - Returns: what could be read, and every fault of the file.
  public static func read(_ source: SourceText, file: Int = 0) -> (site: SiteFile, diagnostics: Diagnostics) {
    var reader = SiteReader()
    let syntax = Reader.read(source, file: file, dialect: dialect, into: &reader.diagnostics)
    reader.header(of: syntax)
    for line in syntax.lines.dropFirst(syntax.lines.first?.word.text == "site" ? 1 : 0) { reader.item(line) }
    return (reader.site, reader.diagnostics)
  }

  private mutating func header(of syntax: SyntaxFile) {
    guard let first = syntax.lines.first else {
      if syntax.isSound {
        fault(
          "CF204", "this file is empty", SourceRange(SourcePosition(file: syntax.file, line: 1, column: 1)),
          hint: "a site file begins with: site 1")
      }
      return
    }
    guard first.word.isWord("site") else {
      if syntax.isSound {
        fault(
          "CF204", "the line 'site 1' is missing", first.word.range, hint: "a site file begins with: site 1")
      }
      return
    }
    if first.arguments.first?.text != "1" {
      fault(
        "CF206", "this version reads 'site 1' only", first.arguments.first?.range ?? first.word.range,
        hint: "write: site 1")
    }
  }

  private mutating func item(_ line: SyntaxLine) {
    var cursor = TokenCursor(line)
    let word = line.word.text
    if [
      "prompts", "data", "log", "recordings", "control", "max-calls", "profile", "dial",
      "alert-program", "metrics", "timezone",
    ]
    .contains(word) {
      once(line)
    }
    switch word {
    case "flows":
      repeat {
        if let path = text(&cursor, "a flow file in quotes") { site.flows.append(path) }
      } while cursor.take(sign: ",")
    case "prompts": site.prompts = text(&cursor, "a folder in quotes")
    case "data": site.data = text(&cursor, "an SQLite file in quotes")
    case "log": site.log = text(&cursor, "an SQLite file in quotes")
    case "recordings": site.recordings = text(&cursor, "a folder in quotes")
    case "control":
      site.control = text(&cursor, "a socket's path in quotes")
      if cursor.take(word: "group") { site.controlGroup = text(&cursor, "a group in quotes")?.value }
    case "role":
      if let role = name(&cursor, "a role: viewer, agent, supervisor or admin"),
        group(&cursor, word: "group"),
        let group = text(&cursor, "a group in quotes")
      {
        if !SiteFile.Role.names.contains(role.text) {
          fault(
            "CF206", "there is no role '\(role.text)'", role.range,
            hint: Suggestions.hint(role.text, among: SiteFile.Role.names)
              ?? "roles are viewer, agent, supervisor and admin")
        }
        site.roles.append(SiteFile.Role(name: role.text, group: group.value))
      }
    case "dial":
      if let program = text(&cursor, "a program in quotes") { site.dial = [program] }
      while let (token, _) = cursor.takeString() {
        site.dial.append(SiteFile.Located(token.text, at: token.range))
      }
    case "alert-program":
      if let program = text(&cursor, "a program in quotes") { site.alertProgram = [program] }
      while let (token, _) = cursor.takeString() {
        site.alertProgram.append(SiteFile.Located(token.text, at: token.range))
      }
    case "alert": alert(&cursor)
    case "policy": return policy(line)
    case "metrics":
      if let path = text(&cursor, "a file in quotes") {
        var every = Duration.seconds(5)
        if cursor.take(word: "every") {
          guard let length = duration(&cursor, in: .seconds(1)...(.seconds(3600)), "1s to 3600s") else {
            break
          }
          every = length
        }
        site.metrics = SiteFile.Metrics(path: path, every: every)
      }
    case "timezone": site.zone = zone(&cursor)
    case "max-calls": if let n = whole(&cursor, in: 1...100_000) { site.maxCalls = n }
    case "profile":
      if let profile = name(&cursor, "iso, kr or custom") {
        if DesignProfile(rawValue: profile.text) != nil {
          site.profile = profile.text
        } else {
          fault(
            "CF206", "there is no profile '\(profile.text)'", profile.range,
            hint: "profiles are iso, kr and custom")
        }
      }
    case "secret":
      if let name = name(&cursor, "the secret's name"), let path = text(&cursor, "a file in quotes") {
        if site.secrets[name.text] != nil {
          fault("CF202", "secret '\(name.text)' is there twice", name.range)
        }
        site.secrets[name.text] = path
      }
    case "mailbox":
      guard let name = name(&cursor, "a queue's name"), group(&cursor, word: "pin"),
        let pin = text(&cursor, "a hashed PIN in quotes")
      else { break }
      if PinHash(pin.value) == nil {
        fault(
          "CF206", "this is no hashed PIN", pin.range, hint: "make one with: ivrctl messages \(name.text) pin"
        )
      }
      if site.mailboxes[name.text] != nil {
        fault("CF202", "mailbox '\(name.text)' is there twice", name.range)
      }
      site.mailboxes[name.text] = SiteFile.Located(pin.value, at: name.range)
    case "line": lineItem(&cursor)
    case "agent": return agentItem(line)
    default:
      fault(
        "CF200", "a site has no '\(word)'", line.word.range,
        hint: Suggestions.hint(word, among: SiteReader.words)
          ?? "it has \(SiteReader.words.joined(separator: ", "))")
      return
    }
    cursor.expectEnd(into: &diagnostics)
    if let block = line.block { fault("CF200", "'\(word)' has no block", block.open) }
  }

  /// `alert billing waiting > 10`, `alert billing service-level < 80 %`.
  private mutating func alert(_ cursor: inout TokenCursor) {
    guard let queue = name(&cursor, "a queue's name") else { return }
    let names = AlertRule.Figure.allCases.map(\.rawValue)
    guard let word = name(&cursor, "a figure of the queue: \(names.joined(separator: ", "))") else { return }
    guard let figure = AlertRule.Figure(rawValue: word.text) else {
      fault(
        "CF206", "a queue has no figure '\(word.text)'", word.range,
        hint: Suggestions.hint(word.text, among: names) ?? "figures are \(names.joined(separator: ", "))")
      return cursor.skipToEnd()
    }
    let isAbove = cursor.take(sign: ">")
    guard isAbove || cursor.take(sign: "<") else {
      fault("CF206", "'>' or '<' was expected", cursor.here, hint: "alert billing waiting > 10")
      return cursor.skipToEnd()
    }
    let limit: Double?
    switch figure.unit {
    case .count: limit = whole(&cursor, in: 0...1_000_000).map { Double($0) }
    case .percent:
      limit = whole(&cursor, in: 0...100).map { Double($0) }
      _ = cursor.take(sign: "%")
    case .time: limit = duration(&cursor, in: .zero...(.hours(24)), "0s to 24h")?.seconds
    }
    guard let limit else { return }
    site.alerts.append(
      SiteFile.Located(
        AlertRule(queue: queue.text, figure: figure, isAbove: isAbove, limit: limit), at: queue.range))
  }

  /// `policy gold { answer 30s; callback 1h; message 4h; alert at 80 % }`.
  private mutating func policy(_ line: SyntaxLine) {
    var cursor = TokenCursor(line)
    guard let name = name(&cursor, "a segment's name, or \(ServicePolicy.otherwise)") else { return }
    cursor.expectEnd(into: &diagnostics)
    if site.policies[name.text] != nil {
      fault("CF202", "policy '\(name.text)' is there twice", name.range, hint: "keep one of them")
    }
    var policy = ServicePolicy()
    var seen: Set<String> = []
    for own in line.block?.lines ?? [] {
      var cursor = TokenCursor(own)
      let word = own.word.text
      if !seen.insert(word).inserted {
        fault("CF205", "'\(word)' is written twice", own.word.range, hint: "keep one of them")
      }
      let longest = Duration.hours(24 * 31)
      switch word {
      case "answer": policy.answer = duration(&cursor, in: .zero...longest, "0s to 744h")
      case "callback": policy.callBack = duration(&cursor, in: .zero...longest, "0s to 744h")
      case "message": policy.message = duration(&cursor, in: .zero...longest, "0s to 744h")
      case "alert":
        guard group(&cursor, word: "at") else { continue }
        policy.alertAt = whole(&cursor, in: 1...100)
        _ = cursor.take(sign: "%")
      default:
        let words = ["answer", "callback", "message", "alert"]
        fault(
          "CF203", "a policy has no '\(word)'", own.word.range,
          hint: Suggestions.hint(word, among: words) ?? "like: answer 30s; callback 1h; alert at 80 %")
        continue
      }
      cursor.expectEnd(into: &diagnostics)
    }
    if policy.answer == nil, policy.callBack == nil, policy.message == nil, !diagnostics.hasErrors {
      fault(
        "CF204", "policy '\(name.text)' promises nothing", name.range,
        hint: "like: policy \(name.text) { answer 30s; callback 1h; message 4h; alert at 80 % }")
    }
    site.policies[name.text] = SiteFile.Located(policy, at: name.range)
  }
}
