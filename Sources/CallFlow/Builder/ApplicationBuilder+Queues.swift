import Chronology
import Wording

extension ApplicationBuilder {
  func registerQueue(_ line: SyntaxLine) -> Int? {
    var cursor = TokenCursor(line)
    guard let token = name("the queue", &cursor, line),
      register(token, .queue, index: content.queues.count)
    else { return nil }
    expectEnd(&cursor, line)
    expectNoElse(line)
    let index = QueueIndex(content.queues.count)
    content.queues.append(QueueItem(name: token.text, position: token.range.start))
    queueKeys[index] = (line.block?.lines ?? []).filter { $0.word.isWord("key") }
    return index.index
  }

  func resolveQueue(_ line: SyntaxLine, _ index: Int) {
    guard let block = line.block else {
      return missing("a queue needs its lines in braces", TokenCursor(line), line)
    }
    var queue = content.queues[index]
    var seen: [String: SourceRange] = [:]
    var keys: [Layer.WrittenKey] = []
    var exclusions: [(ability: Ability, token: Token)] = []
    for row in block.lines {
      if row.word.isWord("allow") {
        registerAllowance(row, in: line)
        continue
      }
      guard let read = QueueRow.rows[row.word.text] else {
        unknownLine(row, of: "a queue", among: QueueRow.rows.keys.sorted())
        continue
      }
      if !read.isRepeatable {
        if let earlier = seen[row.word.text] {
          error(
            "CF205", "'\(row.word.text)' is already written (\(place(earlier, from: row.word.range)))",
            at: row.word.range, hint: "keep one of the two")
        }
        seen[row.word.text] = row.word.range
      }
      guard let build = read.build else {
        build(&queue, row, &keys)
        if row.word.isWord("need"), case .not(let ability) = queue.needs.last {
          exclusions.append((ability, row.word))
        }
        continue
      }
      var cursor = TokenCursor(row)
      expectBare(row)
      let before = diagnostics.all.count
      build(self, &queue, &cursor, row)
      if diagnostics.all.count == before { expectEnd(&cursor, row) }
    }
    checkKeys(keys, in: "queue")
    checkLabels(keys, of: queue)
    checkExclusions(exclusions, of: queue)
    content.queues[index] = queue
  }

  /// What callers may press has to be told them: a label that nothing reads helps nobody.
  private func checkLabels(_ keys: [Layer.WrittenKey], of queue: QueueItem) {
    let isRead = queue.announcements.contains { $0.news == .options }
    for key in keys where (key.binding.label != nil) != isRead {
      guard let range = key.ranges.first?.range else { continue }
      if isRead {
        error(
          "CF224", "'announce options' is written, but key \(key.binding.name) has no label", at: range,
          hint: "like key \(key.binding.name) \"…\" -> …")
      } else {
        warning(
          "CF282", "callers who wait are never told of key \(key.binding.name): nothing reads its label",
          at: range, hint: "add: announce options every 60s")
      }
    }
  }

  /// All needs of a queue have to be met: nobody can have what he must not have.
  private func checkExclusions(_ exclusions: [(ability: Ability, token: Token)], of queue: QueueItem) {
    let excluded = Set(exclusions.map(\.ability))
    let changes = queue.widenings.map(\.change) + queue.absences.map(\.change)
    for need in queue.needs {
      guard case .any(let wanted) = need, wanted.allSatisfy({ excluded.contains($0.ability) }),
        let place = exclusions.first(where: { exclusion in wanted.contains { $0.ability == exclusion.ability }
        })
      else { continue }
      // One that is dropped or replaced in time may be meant.
      let abilities = wanted.map(\.ability)
      guard !changes.contains(where: { $0.abilities.contains(where: abilities.contains) }) else { continue }
      error(
        "CF206", "this queue needs what it excludes: nobody can ever be offered its calls",
        at: place.token.range, hint: "take one of the two needs out")
      return
    }
  }

  /// The lines that `route` shares: `need`, `prefer`, `after`; and `key`.
  private func build(_ queue: inout QueueItem, _ row: SyntaxLine, _ keys: inout [Layer.WrittenKey]) {
    switch row.word.text {
    case "need": if let need = need(row) { queue.needs.append(need) }
    case "prefer": if let prefer = prefer(row) { queue.prefers.append(prefer) }
    case "after": if let widening = widening(row) { queue.widenings.append(widening) }
    case "without":
      if let absence = absence(row) { queue.absences.append(absence) }
      checkCount(queue.absences.count, row)
    case "key":
      var body = BodyBuilder(app: self, flow: outside)
      body.knowsStates = false
      var layer = LayerBuilder(body)
      layer.readKey(row)
      queue.keys += layer.layer.keys.map(\.binding)
      keys += layer.layer.keys
    default: break
    }
  }

  // MARK: Skills

  func need(_ line: SyntaxLine) -> Need? {
    var cursor = TokenCursor(line)
    expectBare(line)
    let need = need(&cursor, line)
    if need != nil { expectEnd(&cursor, line) }
    return need
  }

  func need(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Need? {
    if cursor.take(word: "not") { return ability(&cursor, line).map { .not($0.0) } }
    var any: [LevelledAbility] = []
    var isKnown = true
    repeat {
      guard let (ability, token) = ability(&cursor, line) else {
        isKnown = false
        if cursor.previous?.isWord != true { return nil }
        if let number = cursor.peek, case .number = number.kind { cursor.next() }
        continue
      }
      let level = level(of: ability, &cursor, line)
      checkAgents(ability, level, token)
      any.append(LevelledAbility(ability, level: level))
    } while cursor.take(word: "or")
    return isKnown ? .any(any) : nil
  }

  /// One of the skill's levels; the lowest unless written.
  private func level(of ability: Ability, _ cursor: inout TokenCursor, _ line: SyntaxLine) -> Int {
    guard let token = cursor.peek, case .number = token.kind else { return 1 }
    guard let level = integer(1...9, &cursor, line) else { return 1 }
    if case .skill(let skill) = ability {
      let item = content.skills[skill.index]
      if !item.levels.contains(level) {
        error(
          "CF206", "'\(item.name)' has no level \(level)", at: token.range,
          hint: "its levels are \(item.levels.lowerBound) to \(item.levels.upperBound)")
      }
    }
    return level
  }

  private func ability(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> (Ability, Token)? {
    guard let token = name("a skill", &cursor, line, hint: "like \(line.word.text) billing 2") else {
      return nil
    }
    if token.isWord("language") { return (.language, token) }
    if let entry = names[.skill, token.text] { return (.skill(SkillIndex(entry.index)), token) }
    if line.isSound, isFirst(token.text, "CF270") {
      error(
        "CF270", "there is no skill '\(token.text)'", at: token.range,
        hint: Suggestions.hint(token.text, among: names.names(.skill)) ?? "add a line: skill \(token.text)")
    }
    return nil
  }

  private func checkAgents(_ ability: Ability, _ level: Int, _ token: Token) {
    guard case .skill(let index) = ability, let agents = surroundings.agents else { return }
    let name = content.skills[index].name
    let best = agents.values.compactMap { $0[name] }.max() ?? 0
    guard best < level else { return }
    warning(
      "CF270",
      best == 0 ? "no agent has the skill '\(name)'" : "no agent has the skill '\(name)' at level \(level)",
      at: token.range, hint: best == 0 ? "give it to an agent in the site's agents" : "the best has \(best)")
  }

  func prefer(_ line: SyntaxLine) -> LevelledAbility? {
    var cursor = TokenCursor(line)
    expectBare(line)
    guard let wish = prefer(&cursor, line) else { return nil }
    expectEnd(&cursor, line)
    return wish
  }

  func prefer(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> LevelledAbility? {
    guard let (ability, _) = ability(&cursor, line) else { return nil }
    return LevelledAbility(ability, level: level(of: ability, &cursor, line))
  }

  func widening(_ line: SyntaxLine) -> Widening? {
    var cursor = TokenCursor(line)
    expectBare(line)
    guard let after = duration(&cursor, line) else { return nil }
    guard let change = change(&cursor, line, hint: "like after 60s need billing 1") else { return nil }
    expectEnd(&cursor, line)
    return Widening(after: after, change: change)
  }

  func absence(_ line: SyntaxLine) -> Absence? {
    var cursor = TokenCursor(line)
    expectBare(line)
    guard let (ability, _) = ability(&cursor, line) else { return nil }
    let level = level(of: ability, &cursor, line)
    guard let change = change(&cursor, line, hint: "like without ko drop ko") else { return nil }
    expectEnd(&cursor, line)
    return Absence(without: LevelledAbility(ability, level: level), change: change)
  }

  func checkCount(_ absences: Int, _ line: SyntaxLine) {
    guard absences == Absence.most + 1 else { return }
    error(
      "CF206", "a call may have \(Absence.most) lines 'without', its queue's and its route's together",
      at: line.word.range, hint: "take one out")
  }

  private func change(
    _ cursor: inout TokenCursor, _ line: SyntaxLine, hint: String
  ) -> Widening.Change? {
    if cursor.take(word: "need") { return need(&cursor, line).map { .need($0) } }
    if cursor.take(word: "drop") { return ability(&cursor, line).map { .drop($0.0) } }
    missing("'need' or 'drop' was expected", cursor, line, hint: hint)
    return nil
  }
}

/// A line of a queue.
struct QueueRow: Sendable {
  var isRepeatable = false
  /// Nil for the lines that are read elsewhere too.
  var build: (@Sendable (ApplicationBuilder, inout QueueItem, inout TokenCursor, SyntaxLine) -> Void)?

  private static func duration(
    _ path: any WritableKeyPath<QueueItem, Duration> & Sendable, from least: Duration = .zero
  ) -> QueueRow {
    QueueRow { app, queue, cursor, line in
      if let value = app.duration(&cursor, line, from: least) { queue[keyPath: path] = value }
    }
  }
  /// Less is less than a telephone rings once, or than a prompt takes.
  private static let leastRing = Duration.seconds(3)
  private static let leastSpacing = Duration.seconds(1)

  static let rows: [String: QueueRow] = [
    "need": QueueRow(isRepeatable: true), "prefer": QueueRow(isRepeatable: true),
    "after": QueueRow(isRepeatable: true), "key": QueueRow(isRepeatable: true),
    "without": QueueRow(isRepeatable: true),
    "pick": QueueRow { app, queue, cursor, line in
      let words = PickStrategy.allCases.map(\.rawValue)
      guard let token = cursor.takeWord(), let pick = PickStrategy(rawValue: token.text) else {
        let range = cursor.previous?.range ?? cursor.here
        return app.error(
          "CF206", "'pick' needs one of its words", at: range,
          hint: cursor.previous.flatMap { Suggestions.hint($0.text, among: words) }
            ?? words.joined(separator: ", "))
      }
      queue.pick = pick
    },
    "priority": QueueRow { app, queue, cursor, line in
      if let number = app.integer(0...1000, &cursor, line) { queue.priority = number }
    },
    "weight": QueueRow { app, queue, cursor, line in
      if let number = app.integer(0...1000, &cursor, line) { queue.weight = number }
    },
    "last-agent": QueueRow { app, queue, cursor, line in
      guard let within = app.duration(&cursor, line) else { return }
      guard cursor.take(word: "for") else {
        return app.missing(
          "'for' and a duration were expected", cursor, line, hint: "like last-agent 7d for 20s")
      }
      guard let wait = app.duration(&cursor, line) else { return }
      queue.lastAgent = QueueItem.LastAgent(within: within, wait: wait)
    },
    "age": QueueRow { app, queue, cursor, line in
      guard let number = app.integer(0...1000, &cursor, line) else { return }
      guard cursor.take(word: "per") else {
        return app.missing(
          "'per' and a duration were expected", cursor, line, hint: "like age 1 per 60s max 20")
      }
      guard let period = app.duration(&cursor, line) else { return }
      guard period > .zero else {
        return app.error(
          "CF206", "this duration must be longer than 0s", at: cursor.previous?.range ?? line.word.range)
      }
      queue.age = number
      queue.agePeriod = period
      if cursor.take(word: "max") { queue.ageMax = app.integer(0...10_000, &cursor, line) }
    },
    "calendar": QueueRow { app, queue, cursor, line in
      guard let token = app.name("a calendar", &cursor, line) else { return }
      queue.calendar = app.look(up: token, .calendar, code: "CF222").map { CalendarID($0) }
    },
    "max-wait": QueueRow { app, queue, cursor, line in queue.maxWait = app.duration(&cursor, line) },
    "max-callers": QueueRow { app, queue, cursor, line in
      queue.maxCallers = app.integer(1...100_000, &cursor, line)
    },
    "number": QueueRow { app, queue, cursor, line in
      let start = cursor
      guard let joined = cursor.takeJoined(), joined.text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        (1...16).contains(joined.text.utf8.count)
      else { return app.missing("a number in digits was expected", start, line, hint: "like number 70") }
      queue.number = joined.text
    },
    "no-agents": duration(\.noAgents),
    "ring": QueueRow { app, queue, cursor, line in
      queue.ring = app.duration(&cursor, line, from: leastRing)
    },
    "wrap-up": duration(\.wrapUp),
    "missed": QueueRow { app, queue, cursor, line in
      guard cursor.take(word: "pause") else {
        return app.missing(
          "'missed' is followed by 'pause' and a number", cursor, line, hint: "like missed pause 2")
      }
      if let number = app.integer(1...99, &cursor, line) { queue.missedPause = number }
    },
    "music": QueueRow { app, queue, cursor, line in
      let range = cursor.here
      guard let path = app.plainText(&cursor, line) else { return }
      queue.music = path
      if let clips = app.surroundings.clips, !clips.contains(path) {
        app.warning(
          "CF226", "audio file \"\(path)\" is missing, the built-in music will be played", at: range,
          hint: Suggestions.hint(path, among: clips.sorted()))
      }
    },
    "comfort": QueueRow(isRepeatable: true) { app, queue, cursor, line in
      guard let prompt = app.queuePrompt(&cursor, line) else { return }
      guard cursor.take(word: "every") else {
        return app.missing(
          "'every' and a duration were expected", cursor, line, hint: "like comfort thanks every 60s")
      }
      if let every = app.duration(&cursor, line, from: leastSpacing) {
        queue.comfort.append(.init(prompt: prompt, every: every))
      }
    },
    "announce": QueueRow(isRepeatable: true) { app, queue, cursor, line in
      repeat {
        guard let word = cursor.takeWord(), let news = QueueItem.Announcement.News(rawValue: word.text) else {
          let range = cursor.previous?.isWord == true ? cursor.previous?.range : nil
          return app.error(
            "CF206", "'announce' tells position, eta or options", at: range ?? cursor.here,
            hint: "like announce position every 60s, options every 60s")
        }
        let own = app.announcement(news, at: word, line)
        guard cursor.take(word: "every") else {
          return app.missing(
            "'every' and a duration were expected", cursor, line, hint: "like \(word.text) every 60s")
        }
        guard let every = app.duration(&cursor, line, from: leastSpacing) else { return }
        queue.announcements.append(.init(news: news, every: every, prompt: own))
      } while cursor.take(sign: ",")
    },
    "first": duration(\.firstAnnouncement), "eta-round": duration(\.etaRound, from: leastSpacing),
    "position-limit": QueueRow { app, queue, cursor, line in
      queue.positionLimit = app.integer(1...100_000, &cursor, line)
    },
    "whisper": QueueRow { app, queue, cursor, line in queue.whisper = app.queuePrompt(&cursor, line) },
    "service-level": QueueRow { app, queue, cursor, line in
      guard let level = app.integer(1...100, &cursor, line) else { return }
      guard cursor.take(word: "in") else {
        return app.missing(
          "'in' and a duration were expected", cursor, line, hint: "like service-level 80 in 20s")
      }
      guard let within = app.duration(&cursor, line) else { return }
      queue.serviceLevel = level
      queue.serviceWithin = within
    },
    "short-abandon": duration(\.shortAbandon),
    "disposition": QueueRow(isRepeatable: true) { app, queue, cursor, line in
      repeat {
        guard let code = app.integer(0...9999, &cursor, line), let title = app.plainText(&cursor, line)
        else { return }
        if queue.dispositions.contains(where: { $0.code == code }) {
          app.error("CF205", "disposition \(code) is already here", at: line.word.range)
        }
        queue.dispositions.append(.init(code: code, title: title))
      } while cursor.take(sign: ",")
    },
  ]

  init(
    isRepeatable: Bool = false,
    build: (@Sendable (ApplicationBuilder, inout QueueItem, inout TokenCursor, SyntaxLine) -> Void)? = nil
  ) {
    self.isRepeatable = isRepeatable
    self.build = build
  }
}

extension ApplicationBuilder {
  /// A prompt that is said outside of any flow.
  func queuePrompt(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> PromptUse? {
    guard let word = name("a prompt", &cursor, line) else { return nil }
    var found = Diagnostics()
    var scope = BodyScope(app: self, flow: outside)
    scope.use = .spoken
    var reader = PieceReader(app: self, scope: scope, line: line)
    let use = reader.prompt(word, &cursor, into: &found)
    report(found)
    return use
  }

  /// The product knows what to say in Korean and English; other languages bring their own prompt.
  func announcement(
    _ news: QueueItem.Announcement.News, at word: Token, _ line: SyntaxLine
  ) -> PromptUse? {
    if news == .options { return nil }
    let name = "queue_\(news.rawValue)"
    let range = word.range
    if let entry = names[.prompt, name] {
      prompts[entry.index].isSpoken = true
      var scope = BodyScope(app: self, flow: outside)
      scope.use = .spoken
      let compiled = compiled(entry.index, scope, circle: [])
      report(compiled.faults)
      return PromptUse(prompt: PromptID(entry.index), lines: compiled.lines)
    }
    let known = Set(
      content.languages.indices.filter { WordedLanguage(tag: content.languages[$0].tag) != nil }
        .map { LanguageID($0) })
    for language in languages(without: known) {
      error(
        "CF240", "the product has no text for '\(news.rawValue)' in language '\(language.tag)'", at: range,
        hint: "add: prompt \(name)(\(news == .position ? "n" : "minutes")) { … }")
    }
    return nil
  }
}
