import CallFlow
import Control

/// The rules of design, as `ivrctl check --rules` lists them.
struct RuleList {
  /// Nil for the severities of every profile.
  var profile: DesignProfile?

  func print(json: Bool) {
    let rules = DesignRule.all
    if json {
      let records: [JSONValue] = rules.map { rule in
        func shown(_ severity: Diagnostic.Severity?) -> JSONValue {
          severity.map { .text($0.rawValue) } ?? .null
        }
        return [
          "rule": .text(rule.id), "iso": shown(rule.iso), "kr": shown(rule.kr), "custom": shown(rule.usual),
          "why": .text(rule.why), "seen_to_by": rule.seenToBy.map { .text($0) } ?? .null,
        ]
      }
      return printOut(JSONValue.list(records).pretty)
    }
    for rule in rules {
      let line =
        rule.id.padded(to: 15) + severity(rule).padded(to: 16) + rule.why
        + (rule.seenToBy.map { " [\($0)]" } ?? "")
      printOut(WrappedText.lines(line, width: 100, indent: 31).joined(separator: "\n"))
    }
  }

  private func severity(_ rule: DesignRule) -> String {
    if let profile { return rule.severity(in: profile)?.rawValue ?? "off" }
    let severities = [rule.iso, rule.kr, rule.usual]
    if Set(severities).count == 1 { return rule.usual?.rawValue ?? "off" }
    let some = [("iso", rule.iso), ("kr", rule.kr)].filter { $0.1 != nil }
    let names = some.map(\.0).joined(separator: ",")
    return "\(names) \(some.first?.1?.rawValue ?? "off")"
  }
}
