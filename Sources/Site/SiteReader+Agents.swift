import CallFlow
import Chronology

extension SiteReader {
  mutating func agentItem(_ line: SyntaxLine) {
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
