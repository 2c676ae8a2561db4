import CallFlow
import Chronology
import Engine
import Tones

/// Reads a site file by the same reader as flows, so that its faults look the same.
public struct SiteReader {
  private var site = SiteFile()
  private var diagnostics = Diagnostics()
  private var seen: [String: SourceRange] = [:]

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

  private mutating func lineItem(_ cursor: inout TokenCursor) {
    guard let name = name(&cursor, "the line's name") else { return cursor.skipToEnd() }
    guard let kind = self.name(&cursor, "the line's kind: keypad, soundcard or audiosocket") else {
      return cursor.skipToEnd()
    }
    if let other = site.lines.first(where: { $0.name == name.text }) {
      fault("CF202", "line '\(name.text)' is there twice (line \(other.range.start.line))", name.range)
    }
    let lineKind: SiteFile.LineItem.Kind
    switch kind.text {
    case "keypad": lineKind = .keypad
    case "soundcard":
      guard let device = text(&cursor, "the device's name in quotes") else { return cursor.skipToEnd() }
      let capture = cursor.take(word: "in") ? text(&cursor, "the capture device in quotes")?.value : nil
      var card = SiteFile.SoundCard(device.value, capture: capture)
      soundCard(&cursor, &card)
      lineKind = .soundcard(card)
    case "audiosocket":
      guard let address = text(&cursor, "an address like \"127.0.0.1:9092\"") else {
        return cursor.skipToEnd()
      }
      if HostPort(address.value) == nil {
        fault(
          "CF206", "'\(address.value)' is no address and port", address.range,
          hint: "like \"127.0.0.1:9092\" or \"[::1]:9092\"; port 0 lets the system choose")
      }
      var idsDigits = false
      var allowed: [AddressRange] = []
      while true {
        if cursor.take(word: "ids") {
          idsDigits = group(&cursor, word: "digits")
        } else if cursor.take(word: "allow") {
          repeat {
            guard let text = text(&cursor, "an address like \"10.0.0.5\" or \"10.0.0.0/24\"") else { break }
            if let range = AddressRange(text.value) {
              allowed.append(range)
            } else {
              fault(
                "CF206", "'\(text.value)' is no address", text.range,
                hint: "like \"10.0.0.5\", \"10.0.0.0/24\" or \"fd00::/8\"; names are not looked up")
            }
          } while cursor.take(sign: ",")
        } else {
          break
        }
      }
      lineKind = .audiosocket(address.value, idsDigits: idsDigits, allowed: allowed)
    default:
      fault(
        "CF201", "there is no kind of line '\(kind.text)'", kind.range,
        hint: Suggestions.hint(kind.text, among: ["keypad", "soundcard", "audiosocket"])
          ?? "kinds are keypad, soundcard and audiosocket")
      return cursor.skipToEnd()
    }
    let flow = cursor.take(word: "flow") ? self.name(&cursor, "the flow's name")?.text : nil
    site.lines.append(SiteFile.LineItem(name: name.text, kind: lineKind, flow: flow, range: name.range))
  }

  /// How calls begin and end on a line without a hook, and how much the device holds.
  private mutating func soundCard(_ cursor: inout TokenCursor, _ card: inout SiteFile.SoundCard) {
    while true {
      if cursor.take(word: "start") {
        (card.startKey, card.startsByVoice) = (nil, false)
        repeat { start(&cursor, &card) } while cursor.take(sign: ",")
      } else if cursor.take(word: "end") {
        guard group(&cursor, word: "silence") else { return }
        guard let length = duration(&cursor, in: .seconds(1)...(.seconds(3600)), "1s to 3600s") else {
          return
        }
        card.endSilence = length
      } else if cursor.take(word: "buffer") {
        guard let length = duration(&cursor, in: .milliseconds(20)...(.milliseconds(500)), "20ms to 500ms")
        else { return }
        card.buffer = length
      } else {
        return
      }
    }
  }

  private mutating func start(_ cursor: inout TokenCursor, _ card: inout SiteFile.SoundCard) {
    if cursor.take(word: "voice") {
      card.startsByVoice = true
    } else if cursor.take(word: "key") {
      guard let token = cursor.peek, token.text.count == 1, let key = token.text.first.flatMap({ Key($0) })
      else {
        fault("CF206", "a key was expected: 0-9, *, # or A-D", cursor.here)
        return cursor.skipToEnd()
      }
      cursor.next()
      card.startKey = .init(key: key, length: .seconds(1))
      if cursor.take(word: "held"),
        let length = duration(&cursor, in: .milliseconds(100)...(.seconds(10)), "100ms to 10s")
      {
        card.startKey?.length = length
      }
    } else if !cursor.take(word: "command") {
      fault(
        "CF206", "how a call begins was expected: key, voice or command", cursor.here,
        hint: "for example: start key # held 1s, voice")
      cursor.skipToEnd()
    }
  }

  private mutating func agentItem(_ line: SyntaxLine) {
    var cursor = TokenCursor(line)
    guard let name = name(&cursor, "the agent's name") else { return }
    cursor.expectEnd(into: &diagnostics)
    if let other = site.agents.first(where: { $0.name == name.text }) {
      fault("CF202", "agent '\(name.text)' is there twice (line \(other.range.start.line))", name.range)
    }
    var agent = SiteFile.AgentItem(name: name.text, range: name.range)
    for own in line.block?.lines ?? [] { agentLine(own, of: &agent) }
    site.agents.append(agent)
  }

  /// `shift mon-fri 09:00-12:00, 13:00-18:00`; more lines add to it.
  private mutating func shift(_ cursor: inout TokenCursor, of agent: inout SiteFile.AgentItem) {
    var days: [Weekday] = []
    repeat {
      guard let token = name(&cursor, "days like mon-fri") else { return }
      guard let named = Weekday.named(token.text) else {
        fault(
          "CF206", "'\(token.text)' is no day of the week", token.range,
          hint: "shift mon-fri 09:00-18:00")
        return cursor.skipToEnd()
      }
      days += named
    } while cursor.take(sign: ",")
    repeat {
      guard let from = clock(&cursor), cursor.take(sign: "-"), let to = clock(&cursor) else {
        fault("CF206", "hours were expected", cursor.here, hint: "shift mon-fri 09:00-18:00")
        return cursor.skipToEnd()
      }
      for day in days { agent.shifts[day, default: []].append(.init(from: from, to: to)) }
    } while cursor.take(sign: ",")
  }
  private mutating func clock(_ cursor: inout TokenCursor) -> ClockTime? {
    guard let token = cursor.peek, case .clock(let time) = token.kind else { return nil }
    cursor.next()
    return time
  }

  private mutating func agentLine(_ line: SyntaxLine, of agent: inout SiteFile.AgentItem) {
    var cursor = TokenCursor(line)
    switch line.word.text {
    case "number":
      let range = cursor.here
      agent.number = digits(&cursor)
      if let number = agent.number, let other = site.agents.first(where: { $0.number == number }) {
        fault("CF202", "number \(number) is \(other.name)'s (line \(other.range.start.line))", range)
      }
    case "phone": agent.phone = text(&cursor, "a telephone number in quotes")?.value
    case "name": agent.title = text(&cursor, "a name in quotes")?.value
    case "pin":
      if let pin = text(&cursor, "a hashed PIN in quotes") {
        agent.pin = pin.value
        if PinHash(pin.value) == nil {
          fault(
            "CF206", "this is no hashed PIN", pin.range, hint: "make one with: ivrctl agent \(agent.name) pin"
          )
        }
      }
    case "user": agent.user = text(&cursor, "a user's name in quotes")?.value
    case "skills":
      repeat {
        guard let skill = name(&cursor, "a skill's name") else { break }
        guard let level = whole(&cursor, in: 1...9) else { break }
        agent.skills.append(SiteFile.AgentItem.Skill(name: skill.text, level: level, range: skill.range))
      } while cursor.take(sign: ",")
    case "ring":
      agent.ring = duration(&cursor, in: .seconds(1)...(.seconds(300)), "1s to 300s")
    case "shift": shift(&cursor, of: &agent)
    case "timezone": agent.zone = zone(&cursor)
    case "leave":
      guard let first = day(&cursor) else { break }
      let last = cursor.take(sign: "..") ? day(&cursor) ?? first : first
      if first <= last {
        agent.leave.append(first...last)
      } else {
        fault("CF206", "the leave ends before it begins", line.word.range)
      }
    default:
      let words = ["number", "name", "skills", "pin", "user", "phone", "ring", "leave", "shift", "timezone"]
      fault(
        "CF203", "an agent has no '\(line.word.text)'", line.word.range,
        hint: Suggestions.hint(line.word.text, among: words)
          ?? "an agent has \(words.joined(separator: ", "))")
      return
    }
    cursor.expectEnd(into: &diagnostics)
  }
}

extension SiteReader {
  private mutating func fault(_ code: String, _ message: String, _ range: SourceRange, hint: String? = nil) {
    diagnostics.report(Diagnostic(.error, code, message, at: range, hint: hint))
  }
  private mutating func once(_ line: SyntaxLine) {
    if let first = seen.updateValue(line.word.range, forKey: line.word.text) {
      fault(
        "CF205", "'\(line.word.text)' is written twice (line \(first.start.line))", line.word.range,
        hint: "keep one of them")
    }
  }
  private mutating func text(_ cursor: inout TokenCursor, _ wanted: String) -> SiteFile.Located<String>? {
    guard let (token, _) = cursor.takeString() else {
      fault("CF206", "\(wanted) was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    if token.text.isEmpty { fault("CF206", "this text is empty", token.range) }
    return SiteFile.Located(token.text, at: token.range)
  }
  private mutating func zone(_ cursor: inout TokenCursor) -> Zone? {
    guard let name = text(&cursor, "a time zone like \"Asia/Seoul\"") else { return nil }
    guard let zone = Zone(name.value) else {
      fault("CF206", "there is no time zone \"\(name.value)\"", name.range, hint: "like \"Asia/Seoul\"")
      return nil
    }
    return zone
  }
  private mutating func name(_ cursor: inout TokenCursor, _ wanted: String) -> Token? {
    guard let token = cursor.takeWord() else {
      fault("CF206", "\(wanted) was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    return token
  }
  private mutating func group(_ cursor: inout TokenCursor, word: String) -> Bool {
    guard cursor.take(word: word) else {
      fault("CF206", "the word '\(word)' was expected", cursor.here)
      cursor.skipToEnd()
      return false
    }
    return true
  }
  private mutating func whole(_ cursor: inout TokenCursor, in range: ClosedRange<Int>) -> Int? {
    guard let token = cursor.peek, case .number = token.kind, let n = Int(token.text), range.contains(n)
    else {
      fault("CF206", "a number from \(range.lowerBound) to \(range.upperBound) was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    cursor.next()
    return n
  }
  private mutating func duration(
    _ cursor: inout TokenCursor, in range: ClosedRange<Duration>, _ shown: String
  ) -> Duration? {
    guard let token = cursor.peek, case .duration(let length) = token.kind, range.contains(length) else {
      fault("CF206", "a length of time from \(shown) was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    cursor.next()
    return length
  }
  private mutating func digits(_ cursor: inout TokenCursor) -> String? {
    guard let joined = cursor.takeJoined(), joined.text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      fault("CF206", "a number in digits was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    return joined.text
  }
  private mutating func day(_ cursor: inout TokenCursor) -> Day? {
    guard let token = cursor.peek, case .day(let day) = token.kind else {
      fault("CF206", "a day like 2026-12-24 was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    cursor.next()
    return day
  }
}
