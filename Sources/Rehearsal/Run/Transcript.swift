import CallFlow
import Chronology
import Session
import Tones

/// A call as lines of text: the instant since its start, what happened, where it stands in the flow. Only
/// what may be logged is in it.
struct Transcript {
  let record: CallRecord
  let zone: Zone

  /// All lines, each with its number among the happenings.
  func lines() -> [(happening: Int, text: String)] {
    var lines: [(Int, String)] = [(-1, head)]
    for (index, happening) in record.happenings.enumerated() {
      guard let (kind, detail, position) = describe(happening, index) else { continue }
      lines.append((index, line(happening.instant, kind, detail, position)))
    }
    return lines.map { (happening: $0.0, text: $0.1) }
  }
  var text: String { lines().map { $0.text + "\n" }.joined() }

  private var head: String {
    let ani = record.facts?.ani ?? "withheld"
    let dnis = record.facts?.dnis ?? "?"
    let hex = record.graph.map { String($0.id, radix: 16) } ?? "?"
    let graph = String(repeating: "0", count: max(0, 16 - hex.utf8.count)) + hex
    let detail = "\(ani) -> \(dnis)  graph \(graph.prefix(4))…  \(TimeText.stamp(record.start, zone))"
    return line(record.start, "call", detail, nil)
  }

  private func line(_ instant: Instant, _ kind: String, _ detail: String, _ position: SourcePosition?)
    -> String
  {
    let kindText = kind.padded(to: 6)
    let text = "\(TimeText.elapsed(instant - record.start)) \(kindText) \(detail)"
    guard let position, let place = place(position) else { return text }
    return text.padded(to: 58) + "  " + place
  }
  func place(_ position: SourcePosition) -> String? {
    guard let sources = record.graph?.content.sources, sources.indices.contains(position.file) else {
      return nil
    }
    return "\(sources[position.file]):\(position.line)"
  }

  private func describe(
    _ happening: Happening, _ index: Int
  ) -> (kind: String, detail: String, position: SourcePosition?)? {
    switch happening.kind {
    case .ended(let ending):
      var detail = "by \(ending.by.rawValue)  outcome=\(ending.outcome.rawValue)"
      if let own = ending.ownOutcome { detail += " own-outcome=\(own)" }
      if case .duration(let waited)? = record.fields("waited").last {
        detail += " waited=\(TimeText.seconds(waited))"
      }
      if case .duration(let talk)? = record.fields("talk").last {
        detail += " talk=\(TimeText.seconds(talk))"
      }
      return ("end", detail, nil)
    case .story(let story): return describe(story, index)
    }
  }

  private func describe(_ story: CallStory, _ index: Int) -> (String, String, SourcePosition?)? {
    switch story {
    case .trace(let trace): return describe(trace)
    case .said(let segment, let playback, let number):
      var detail = segment.shown
      if let length = heardFor(playback, number, segment, from: index) {
        detail += "   (\(TimeText.seconds(length)))"
      }
      return ("say", detail, nil)
    case .heard: return nil
    case .skipped(let segments):
      return ("skip", segments.map(\.shown).joined(separator: ", "), nil)
    case .key(_, let shown, let use, let cut):
      var detail = String(shown)
      if use != .taken { detail += "   \(use.rawValue)" }
      if let cut { detail += "   cut at \(TimeText.seconds(cut))" }
      return ("key", detail, nil)
    case .language(let tag): return ("lang", tag, nil)
    case .log(let text): return ("log", "\"\(text)\"", nil)
    case .note(let name, let shown): return ("note", "\(name)=\(shown)", nil)
    case .queued(let queue, let position): return ("queue", "\(queue) position \(position)", nil)
    case .offered(let agent): return ("offer", agent, nil)
    case .connected(let agent, let waited):
      return ("agent", "\(agent) connected, waited \(TimeText.seconds(waited))", nil)
    case .talked(let agent, let talk, let by):
      return ("talk", "\(agent) \(TimeText.seconds(talk)), ended by \(by.rawValue)", nil)
    case .left(let queue, let reason, let waited):
      return ("left", "\(queue) \(reason.rawValue), waited \(TimeText.seconds(waited))", nil)
    case .ownOutcome(let word): return ("goal", word, nil)
    case .turned(let order): return ("switch", "\(order.name) \(order.position.rawValue)", nil)
    case .transferring(let number): return ("xfer", "to \(number)", nil)
    case .transferAnswered(let answer): return ("xfer", answer.told, nil)
    case .messageBegan: return ("msg", "begins", nil)
    case .messageTaken(let end, let length):
      return ("msg", "taken \(TimeText.seconds(length)), \(end.told)", nil)
    case .messageFailed(let why): return ("msg", "failed: \(why)", nil)
    case .messageKept(let queue, let isWork):
      return ("msg", isWork ? "kept in \(queue) as work" : "kept in \(queue)", nil)
    case .messageMarked(let number, let what): return ("msg", "\(number) \(what)", nil)
    case .noticeSet(let name, let until):
      return ("notice", until == nil ? "\(name) off" : "\(name) put up", nil)
    case .messageDropped: return ("msg", "discarded", nil)
    case .callBackOrdered(let number): return ("call-b", "to \(number)", nil)
    case .farEndGone(let heard): return ("line", "far end gone: \(heard)", nil)
    case .warning(let text): return ("warn", text, nil)
    }
  }

  private func describe(_ trace: Trace) -> (String, String, SourcePosition?)? {
    switch trace {
    // What was said and pressed stands there anyway.
    case .survey, .toldWait, .asked: nil
    case .state(let name, let position): ("state", name, position)
    case .move(let why, let target, let position):
      ("move", why.isEmpty ? "-> \(target)" : "\(why) -> \(target)", position)
    case .event(let name, let count): ("event", "\(name.shortText) \(count)", nil)
    case .lookup(let table, let rows): ("lookup", "\(table) rows \(rows)", nil)
    case .fetched(let state, let result): ("fetch", "\(state) \(result)", nil)
    case .saved(let table, let isConflict): ("save", isConflict ? "\(table) conflict" : table, nil)
    case .variable(let name, let shown): ("set", "\(name)=\(shown)", nil)
    case .fault(let text): ("fault", text, nil)
    case .topic(let name, let what): ("topic", "\(name) \(what)", nil)
    }
  }

  /// How long a segment sounded, when it sounded to its end.
  private func heardFor(
    _ playback: PlaybackID, _ number: Int, _ segment: Segment, from index: Int
  ) -> Duration? {
    for later in record.happenings[(index + 1)...] {
      switch later.kind {
      case .story(.heard(segment, nil)): return later.instant - record.happenings[index].instant
      case .story(.heard(segment, cutAfter: _)), .story(.said), .ended: return nil
      default: break
      }
    }
    return nil
  }
}

extension EventName {
  /// `no-input` for `failed.no-input`.
  var shortText: String { text.hasPrefix("failed.") ? String(text.dropFirst("failed.".count)) : text }
}

extension Segment {
  /// `ko "…"`, with the spoken words behind it where they differ, unless something in it is masked.
  var shown: String {
    switch content {
    case .silence(let length): return "pause \(TimeText.seconds(length))"
    case .tone(let name): return "tone \(name)"
    case .message(_, let length, _): return "message \(TimeText.seconds(length))"
    case .music(let path): return path.map { "music \"\($0)\"" } ?? "music"
    case .clip(let path, _): return "\(voice.language) \"\(loggable)\" audio \"\(path)\""
    case .speech(let pieces):
      let text = "\(voice.language) \"\(loggable)\""
      let spoken = pieces.map(\.text).joined()
      return spoken == written || written != loggable ? text : "\(text) / \(spoken)"
    }
  }
  /// Something is said: no music and no silence.
  var isSaid: Bool {
    switch content {
    case .speech, .clip, .message: true
    case .silence, .tone, .music: false
    }
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - unicodeScalars.count))
  }
}

extension TransferAnswer {
  fileprivate var told: String {
    switch self {
    case .answered: "answered"
    case .ended(let talk?): "ended, talk \(TimeText.seconds(talk))"
    case .ended(nil): "ended"
    case .failed(let fault): fault.rawValue
    case .gone: "not back"
    }
  }
}
