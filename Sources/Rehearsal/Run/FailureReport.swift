import CallFlow
import Chronology
import Session
import Wording

/// Why an expectation failed, told with what happened instead.
struct FailureReport {
  let matcher: BodyMatcher?
  let zone: Zone

  func failure(
    _ expectation: Expectation, at range: SourceRange, problem: String, since cursor: Int
  ) -> ScriptFailure {
    var failure = ScriptFailure(
      position: range.start, expected: expectation.text, problem: problem, details: [])
    if let near = nearest(expectation.body, since: cursor) { failure.details.append("nearest: \(near)") }
    failure.details += surroundings
    return failure
  }
  func failure(_ expected: String, at range: SourceRange, problem: String) -> ScriptFailure {
    ScriptFailure(position: range.start, expected: expected, problem: problem, details: surroundings)
  }

  /// The state with its place, and the last ten lines.
  private var surroundings: [String] {
    guard let record = matcher?.record else { return ["no call was made"] }
    let transcript = Transcript(record: record, zone: zone)
    var lines: [String] = []
    if let state = record.graph?.content.states.first(where: { $0.fullName == record.state }) {
      lines.append("state: \(state.fullName) at \(transcript.place(state.position) ?? "?")")
    } else if !record.state.isEmpty {
      lines.append("state: \(record.state)")
    }
    lines.append("last lines:")
    return lines + transcript.lines().suffix(10).map { "  \($0.text)" }
  }

  private func nearest(_ body: Expectation.Body, since cursor: Int) -> String? {
    guard let matcher else { return nil }
    let record = matcher.record
    let later = record.happenings.dropFirst(cursor).filter { matcher.isSameSort(body, $0) }
    switch body {
    case .say(let text, _, let form): return nearestSaying(text, form, later, matcher)
    case .states:
      let names = later.compactMap { happening in
        if case .story(.trace(.state(let name, _))) = happening.kind { name } else { nil }
      }
      return names.isEmpty ? "no state was entered" : "entered \(names.suffix(5).joined(separator: ", "))"
    case .log(let fields):
      return fields.map { field in
        let values = record.fields(field.name).map(ValueText.text)
        return "\(field.name)=\(values.isEmpty ? "(nothing)" : values.joined(separator: ","))"
      }.joined(separator: " ")
    case .hangUp:
      return record.ending.map { "the call was ended by \($0.by.rawValue)" } ?? "the call goes on"
    default:
      guard let last = later.last,
        let index = record.happenings.lastIndex(where: {
          $0.instant == last.instant && matcher.isSameSort(body, $0)
        })
      else { return nil }
      let lines = Transcript(record: record, zone: zone).lines()
      return lines.first { $0.happening == index }?.text
    }
  }

  /// The saying that agrees longest with what was expected.
  private func nearestSaying(
    _ text: Expectation.Text, _ form: Form?, _ later: [Happening], _ matcher: BodyMatcher
  ) -> String? {
    var best: (agrees: Int, shown: String)?
    for happening in later {
      guard case .story(.said(let segment, _, _)) = happening.kind else { continue }
      let wanted: String
      switch text {
      case .equals(let value), .contains(let value): wanted = matcher.formed(value, form, segment)
      case .matches(let value): wanted = value
      case .prompt:
        let prompt = segment.prompt.map { " (prompt \($0))" } ?? ""
        best = (0, "said \"\(segment.loggable)\"\(prompt)")
        continue
      }
      let (agrees, rest) = agreement(wanted, in: segment.written)
      if let found = best, found.agrees > agrees { continue }
      let isShown = segment.written == segment.loggable && agrees > 0 && !rest.isEmpty
      best = (agrees, "said \"\(segment.loggable)\"" + (isShown ? " – differs at '\(rest)'" : ""))
    }
    return best?.shown ?? "nothing was said"
  }

  /// How many leading characters of `wanted` are found together in `text`, and what follows them there.
  private func agreement(_ wanted: String, in text: String) -> (count: Int, rest: String) {
    let wanted = Array(wanted)
    let text = Array(text.prefix(400))
    var best = (count: 0, rest: String(text))
    for start in text.indices {
      var count = 0
      while count < wanted.count, start + count < text.count, wanted[count] == text[start + count] {
        count += 1
      }
      if count > best.count { best = (count, String(text[(start + count)...])) }
    }
    return best
  }
}
