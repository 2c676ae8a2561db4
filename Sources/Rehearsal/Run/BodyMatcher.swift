import CallFlow
import Chronology
import Session
import Tones
import Wording

/// Whether a happening is what a script expects.
struct BodyMatcher {
  let record: CallRecord
  let lengths: SegmentLengths

  /// Bodies that one happening can answer; the others are looked up when they are asked for.
  static func isPoint(_ body: Expectation.Body) -> Bool {
    switch body {
    case .log, .table, .silence, .quiet: false
    default: true
    }
  }

  func matches(_ body: Expectation.Body, _ happening: Happening) -> Bool {
    guard case .story(let story) = happening.kind else {
      guard case .hangUp(let by) = body, case .ended(let ending) = happening.kind else { return false }
      return by == nil || by == ending.by.rawValue
    }
    switch (body, story) {
    case (.say(let text, let language, let form), .said(let segment, _, _)):
      return segment.isSaid && (language == nil || language == segment.voice.language)
        && says(segment, text, form)
    case (.states(let names), .trace(.state(let name, _))):
      return names.first.map { isState(name, $0) } ?? false
    case (.event(let wanted, let count), .trace(.event(let event, let number))):
      return isEvent(event, wanted) && (count == nil || count == number)
    case (.error(let wanted), .trace(.event(let event, _))):
      return event.text == "error" || event.text.hasPrefix("error.")
        ? wanted.map { isEvent(event, $0) || isEvent(event, "error." + $0) } ?? true : false
    case (.cut, .key(_, _, _, let cut)): return cut != nil
    case (.cut, .heard(_, let after)): return after != nil
    case (.heard(let prompt, let percent), .heard(let segment, let cutAfter)):
      guard segment.prompt == prompt else { return false }
      guard let cutAfter, case .length(let length) = lengths.answer(segment), length > .zero else {
        return cutAfter == nil
      }
      return cutAfter.seconds / length.seconds * 100 >= (percent ?? 100) - 0.5
    case (.key(let key), .key(let pressed, _, _, _)): return key == pressed
    case (.queue(let queue, let position, let needs, let prefers), .queued(let entered, let place)):
      return queue == entered && (position == nil || position == place)
        && asks(happening, queue, needs, prefers)
    case (.connected(let agent), .connected(let who, _)): return agent == who
    case (.transfer(let number), .transferring(let to)): return number == to
    case (.transferEnd(let end), .transferAnswered(let answer)): return end == Expectation.TransferEnd(answer)
    case (.callBack(let number), .callBackOrdered(let to)): return number == to
    case (.message(let queue), .messageKept(let kept, _)): return queue == nil || queue == kept
    case (.lookup(let table, let rows), .trace(.lookup(let name, let found))):
      return table == name && (rows == nil || rows == found)
    case (.variable(let name, let value), .trace(.variable(let variable, let shown))):
      return (variable == name || variable.hasSuffix("." + name)) && ValueText.same(value, shown)
    default: return false
    }
  }

  /// Whether a happening is of the sort that `expect next` is about.
  func isSameSort(_ body: Expectation.Body, _ happening: Happening) -> Bool {
    guard case .story(let story) = happening.kind else {
      if case .hangUp = body { return true }
      return false
    }
    return switch (body, story) {
    case (.say, .said(let segment, _, _)): segment.isSaid
    case (.states, .trace(.state)), (.event, .trace(.event)), (.error, .trace(.event)), (.key, .key),
      (.queue, .queued), (.connected, .connected), (.transfer, .transferring),
      (.transferEnd, .transferAnswered), (.callBack, .callBackOrdered), (.message, .messageKept),
      (.lookup, .trace(.lookup)),
      (.variable, .trace(.variable)):
      true
    case (.cut, .heard(_, let after)): after != nil
    case (.heard, .heard(let segment, _)): segment.isSaid
    default: false
    }
  }

  func isState(_ name: String, _ wanted: String) -> Bool {
    name == wanted || name.hasSuffix("." + wanted)
  }

  private func isEvent(_ event: EventName, _ wanted: String) -> Bool {
    [event.text, event.shortText].contains { $0 == wanted || $0.hasPrefix(wanted + ".") }
  }

  // MARK: Texts

  func says(_ segment: Segment, _ text: Expectation.Text, _ form: Form?) -> Bool {
    switch text {
    case .equals(let wanted): segment.written == formed(wanted, form, segment)
    case .contains(let wanted): segment.written.contains(formed(wanted, form, segment))
    case .matches(let pattern): Wildcard.matches(segment.written, pattern)
    case .prompt(let name): segment.prompt == name
    }
  }
  /// The value as the segment's language writes it in that form; as it is when it does not fit.
  func formed(_ text: String, _ form: Form?, _ segment: Segment) -> String {
    guard let form, let language = WordedLanguage(tag: segment.voice.language) else { return text }
    return (try? Wording.word(ValueText.sayable(text, form), as: form, in: language))?.written ?? text
  }

  // MARK: Queues

  private func asks(
    _ happening: Happening, _ queue: String, _ needs: [Expectation.Level], _ prefers: [Expectation.Level]
  ) -> Bool {
    if needs.isEmpty, prefers.isEmpty { return true }
    guard let content = record.graph?.content, let item = content.queues.first(where: { $0.name == queue })
    else { return false }
    var allNeeds = item.needs
    var allPrefers = item.prefers
    func add(_ needs: [Need], _ prefers: [LevelledAbility]) {
      allNeeds = allNeeds.filter { old in
        !needs.contains { skills($0).contains { skills(old).contains($0) } }
      }
      allNeeds += needs
      allPrefers += prefers
    }
    if let segment = content.segments.first(where: { $0.name == record.segment }) {
      add(segment.needs, segment.prefers)
    }
    if let state = content.states.first(where: { $0.fullName == happening.state }),
      case .route(let spec) = state.kind
    {
      add(spec.needs, spec.prefers)
      for wish in spec.wishes where happening.asked.contains(record.graph?.text(of: wish.wish) ?? "") {
        switch wish.wish {
        case .need(let need): add([need], [])
        case .prefer(let prefer): add([], [prefer])
        }
      }
    }
    func name(_ ability: Ability) -> String {
      switch ability {
      case .skill(let skill): content.skills.indices.contains(skill.index) ? content.skills[skill].name : ""
      case .language: record.language
      }
    }
    func isAsked(_ wanted: Expectation.Level, among levels: [LevelledAbility]) -> Bool {
      levels.contains { name($0.ability) == wanted.skill && $0.level == wanted.level }
    }
    let alternatives = allNeeds.flatMap { need -> [LevelledAbility] in
      if case .any(let levels) = need { levels } else { [] }
    }
    return needs.allSatisfy { isAsked($0, among: alternatives) }
      && prefers.allSatisfy { isAsked($0, among: allPrefers) }
  }
  private func skills(_ need: Need) -> [Ability] {
    switch need {
    case .any(let levels): levels.map(\.ability)
    case .not(let ability): [ability]
    }
  }
}

extension Expectation.TransferEnd {
  init?(_ answer: TransferAnswer) {
    switch answer {
    case .answered: self = .answered
    case .ended: self = .ended
    case .failed(.busy): self = .busy
    case .failed(.noAnswer): self = .noAnswer
    case .failed(.refused): self = .refused
    case .failed(.route), .gone: return nil
    }
  }
}

/// `*` for any characters, `?` for one.
enum Wildcard {
  static func matches(_ text: String, _ pattern: String) -> Bool {
    let text = Array(text)
    let pattern = Array(pattern)
    var i = 0
    var j = 0
    var star: (text: Int, pattern: Int)?
    while i < text.count {
      if j < pattern.count, pattern[j] == "*" {
        star = (i, j)
        j += 1
      } else if j < pattern.count, pattern[j] == "?" || pattern[j] == text[i] {
        i += 1
        j += 1
      } else if let back = star {
        star = (back.text + 1, back.pattern)
        i = back.text + 1
        j = back.pattern + 1
      } else {
        return false
      }
    }
    return pattern[j...].allSatisfy { $0 == "*" }
  }
}
