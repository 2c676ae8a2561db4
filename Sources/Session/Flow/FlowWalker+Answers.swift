import CallFlow
import Tones
import Wording

/// Where a caller is in a state of self-service answers.
struct AnswerPosition: Sendable {
  /// Indices of the topics that are offered.
  var topics: [Int]
  var page = 0
  var topic: Int?
  /// The step reached; nil before the first.
  var step: Int?
  var heardMore = false
}

/// The sentences with which the engine itself ends a call.
enum BuiltInSentence {
  case goodbye, technicalFault
  var text: BuiltInText {
    switch self {
    case .goodbye: .goodbye
    case .technicalFault: .technicalFault
    }
  }
}

extension FlowWalker {
  static let topicNote = "topic"
  private static let nextPageTag = -5
  /// Tags of topics lie below it.
  private static let topicTag = -100

  mutating func answerTopics(
    _ spec: AnswerSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    if answer == nil {
      let scene = scene(turn)
      var topics: [Int] = []
      for (index, topic) in spec.answers.topics.enumerated() {
        if let condition = topic.condition, !(try condition.isTrue(in: scene)) { continue }
        topics.append(index)
      }
      if spec.isByUse {
        let asked = topics.map { turn.context.timesAsked(spec.answers.topics[$0].name) }
        // As many times asked, in the order of the lines.
        topics = zip(topics, asked).sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.0)
      }
      answer = AnswerPosition(topics: topics)
      if let asked = spec.topic, case .text(let name) = try asked.evaluate(in: scene) {
        answer?.topic = spec.answers.topics.firstIndex { $0.name == name }
        if answer?.topic != nil { chosen(spec, &effects) }
      }
    }
    guard let position = answer else { return nil }
    if case .topicQuestion = mode { return try question(turn, &effects) }
    if position.topic != nil { return try tell(spec, turn, &effects) }
    if position.topics.isEmpty { return gaveUp(spec, &effects) }
    try list(spec, position, turn, &effects)
    mode = .topics
    return listenToTopics(&effects)
  }

  /// The topics of a page with their keys.
  private func list(
    _ spec: AnswerSpec, _ position: AnswerPosition, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) {
    let speaker = prepared.speaker
    let gate = here.state.settings.bargeIn
    let manner = Speaker.Manner(
      language: language, visits: frame.place.visits, gate: gate, options: [])
    var segments: [Segment] = []
    for (key, topic) in position.shown(spec.page).enumerated() {
      let label = try speaker.segments(
        spec.answers.topics[topic].label, language: language, visits: frame.place.visits, gate: gate,
        options: [], in: scene(turn))
      speaker.addOption(labelled: label, key: String(key + 1), manner, to: &segments)
    }
    if position.hasMore(spec.page) {
      speaker.addOption(
        labelled: speaker.builtIn(.nextPage, language, gate: gate), key: "9", manner, to: &segments)
    }
    if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
  }

  /// Listens for a topic, or for the answer to the question.
  mutating func listenToTopics(_ effects: inout [WalkerEffect]) -> Todo? {
    guard case .answer(let spec) = here.state.kind, let position = answer else { return .perform }
    var request = here.collect
    var own: [KeyGrammar.Choice] = []
    var taken: [Key] = []
    func add(_ key: Key?, _ tag: Int) {
      guard let key else { return }
      own.append(KeyGrammar.Choice(key: key, tag: tag))
      taken.append(key)
    }
    if case .topicQuestion = mode {
      add(.one, PreparedState.rightTag)
      add(.two, PreparedState.againTag)
      request.dropsTypeAhead = false
      request.grammar.choices = own + request.grammar.choices.withoutSingle(taken)
      return ask(request, .topicQuestion, &effects)
    }
    for (index, topic) in position.shown(spec.page).enumerated() {
      add(Key(rawValue: UInt8(clamping: index + 1)), FlowWalker.topicTag - topic)
    }
    if position.hasMore(spec.page) { add(.nine, FlowWalker.nextPageTag) }
    for topic in position.topics {
      guard let number = spec.answers.topics[topic].number else { continue }
      own.append(KeyGrammar.Choice([number], tag: FlowWalker.topicTag - topic))
    }
    request.grammar.choices = own + request.grammar.choices.withoutSingle(taken)
    return ask(request, .topics, &effects)
  }

  mutating func answered(
    _ tag: Int, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard case .answer(let spec) = here.state.kind, var position = answer else { return .perform }
    switch tag {
    case FlowWalker.nextPageTag:
      position.page += 1
      answer = position
      mode = .nothing
      return .perform
    case PreparedState.rightTag:
      effects.append(.reached(.selfServed))
      return leaveAnswers(spec, "solved", &effects)
    case PreparedState.againTag:
      guard let topic = position.topic else { return .perform }
      let item = spec.answers.topics[topic]
      let next = (position.step ?? -1) + 1
      if next < item.steps.count {
        position.step = next
        answer = position
        try say(item.steps[next], turn, &effects)
        return try question(turn, &effects)
      }
      if !position.heardMore, !item.more.isEmpty {
        position.heardMore = true
        answer = position
        try say(item.more, turn, &effects)
        return try question(turn, &effects)
      }
      return leaveAnswers(spec, "unsolved", &effects)
    default:
      let topic = FlowWalker.topicTag - tag
      guard spec.answers.topics.indices.contains(topic) else { return .thrown(.noMatch) }
      position.topic = topic
      answer = position
      chosen(spec, &effects)
      return try tell(spec, turn, &effects)
    }
  }

  private mutating func chosen(_ spec: AnswerSpec, _ effects: inout [WalkerEffect]) {
    guard let topic = answer?.topic else { return }
    let name = spec.answers.topics[topic].name
    assign(.text(name), to: spec.topicVariable)
    effects.append(.trace(.topic(name, "chosen")))
  }

  /// The topic's text, or the step reached, then the question.
  private mutating func tell(
    _ spec: AnswerSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    guard let position = answer, let topic = position.topic else { return .perform }
    let item = spec.answers.topics[topic]
    if let step = position.step, item.steps.indices.contains(step) {
      try say(item.steps[step], turn, &effects)
    } else {
      try say(item.say, turn, &effects)
      if let first = item.steps.first {
        answer?.step = 0
        try say(first, turn, &effects)
      }
    }
    return try question(turn, &effects)
  }

  private mutating func question(
    _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    if case .answer(_, _, let ask?) = here.ways {
      try say(ask, turn, &effects)
    } else {
      let segments = prepared.speaker.builtIn(
        .wasThatYourQuestion, language, gate: here.state.settings.bargeIn)
      if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
    }
    mode = .topicQuestion
    return listenToTopics(&effects)
  }

  private mutating func leaveAnswers(
    _ spec: AnswerSpec, _ how: String, _ effects: inout [WalkerEffect]
  ) -> Todo? {
    guard case .answer(let solved, let unsolved, _) = here.ways else { return .perform }
    if let position = answer, let topic = position.topic {
      let name = spec.answers.topics[topic].name
      effects.append(.trace(.topic(name, how)))
      if how == "unsolved" {
        var note = name
        if let number = spec.answers.topics[topic].writtenNumber { note += " (\(number))" }
        if let step = position.step { note += ", step \(step + 1)" }
        aside.topic = note
        effects.append(.note(FlowWalker.topicNote, .text(note), .open))
      }
    }
    answer = nil
    mode = .nothing
    return begin(how == "solved" ? solved : unsolved, how, after: .hangUp)
  }

  private mutating func gaveUp(_ spec: AnswerSpec, _ effects: inout [WalkerEffect]) -> Todo? {
    leaveAnswers(spec, "unsolved", &effects)
  }

  private func say(
    _ parts: [SayPart], _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) {
    let segments = try prepared.speaker.segments(
      parts, language: language, visits: frame.place.visits, gate: here.state.settings.bargeIn,
      options: [], in: scene(turn))
    if !segments.isEmpty { effects.append(.queuePrompt(segments)) }
  }
}

extension AnswerPosition {
  private func size(_ page: Int) -> Int { min(max(page, 1), 8) }
  /// The topics of the page; after the last page comes the first.
  func shown(_ size: Int) -> [Int] {
    let size = self.size(size)
    let pages = max(1, (topics.count + size - 1) / size)
    return Array(topics.dropFirst(page % pages * size).prefix(size))
  }
  func hasMore(_ size: Int) -> Bool { topics.count > self.size(size) }
}
