import Chronology
import Session

extension CallStory {
  /// Kind and detail of the row in the call's timeline; nil for what only screens and transcripts want.
  var row: (kind: String, detail: String)? {
    switch self {
    case .trace(let trace): trace.row
    case .said(let segment, playback: _, index: _): segment.isTold ? ("say", segment.told) : nil
    case .heard(let segment, cutAfter: let heard):
      heard.flatMap { segment.isTold ? ("cut", "after \($0.tenths) \(segment.told)") : nil }
    case .skipped(let segments):
      ("skip", segments.filter(\.isTold).map(\.told).joined(separator: " "))
    case .key(_, let shown, let use, let cut):
      ("key", "\(shown) \(use.rawValue)" + (cut.map { " cut \($0.tenths)" } ?? ""))
    case .language(let tag): ("language", tag)
    case .log(let text): ("log", text)
    case .note(let name, let shown): ("note", "\(name) = \(shown)")
    case .queued(let queue, let position): ("queue", "\(queue) position \(position)")
    case .offered(let agent): ("offer", agent)
    case .connected(let agent, let waited): ("connect", "\(agent) waited \(waited.tenths)")
    case .talked(let agent, let talk, let end): ("talk", "\(agent) \(talk.tenths) by \(end.rawValue)")
    case .left(let queue, let reason, let waited):
      ("leave", "\(queue) \(reason.rawValue) waited \(waited.tenths)")
    case .ownOutcome(let word): ("outcome", word)
    case .turned(let order): ("switch", "\(order.name) \(order.position.rawValue)")
    case .transferring(let number): ("transfer", number)
    case .transferAnswered(let answer): ("transfer", answer.told)
    case .messageBegan: ("message", "begins")
    case .messageTaken(let end, let length): ("message", "taken \(length.tenths) \(end.told)")
    case .messageFailed(let why): ("message", "failed: \(why)")
    case .messageKept(let queue, let isWork): ("message", isWork ? "kept \(queue) as work" : "kept \(queue)")
    case .messageMarked(let number, let what): ("message", "\(number) \(what)")
    case .noticeSet(let name, let until): ("notice", until == nil ? "\(name) off" : "\(name) put up")
    case .messageDropped: ("message", "discarded")
    case .callBackOrdered(let number): ("callback", "ordered \(number)")
    case .farEndGone(let heard): ("line", "far end gone: \(heard)")
    case .warning(let text): ("warning", text)
    }
  }
}

extension MessageEnd {
  /// What ended it.
  public var told: String {
    switch self {
    case .key: "key"
    case .choice: "key"
    case .silence: "silence"
    case .nothing: "nothing said"
    case .full: "full"
    case .hungUp: "hung-up"
    }
  }
}

extension TransferAnswer {
  var told: String {
    switch self {
    case .answered: "answered"
    case .ended(let talk?): "ended talk \(talk.tenths)"
    case .ended(nil): "ended"
    case .failed(let fault): "failed \(fault.rawValue)"
    case .gone: "not back"
    }
  }
}

extension Trace {
  fileprivate var row: (kind: String, detail: String) {
    switch self {
    case .state(let name, _): ("state", name)
    case .move(let why, to: let target, _): ("move", "\(why) -> \(target)")
    case .event(let name, let count): ("event", "\(name) \(count)")
    case .lookup(let table, let rows): ("lookup", "\(table) rows \(rows)")
    case .fetched(let state, let result): ("fetch", "\(state) \(result)")
    case .saved(let table, let isConflict): ("save", isConflict ? "\(table) conflict" : table)
    case .variable(let name, let value): ("set", "\(name) = \(value)")
    case .topic(let what, let name): ("topic", "\(what) \(name)")
    case .survey(let question, let what): ("survey", "\(question) \(what)")
    case .asked(let what): ("ask", what)
    case .toldWait(let minutes, let orLonger): ("eta", "\(orLonger ? "over " : "")\(minutes) min")
    case .fault(let text): ("fault", text)
    }
  }
}

extension Segment {
  /// Music and silences say nothing.
  fileprivate var isTold: Bool { !loggable.isEmpty }
  fileprivate var told: String { "\(voice.language) \"\(loggable)\"" }
}

extension Duration {
  /// `4.0s`, cut after the tenths.
  var tenths: String {
    let tenths = milliseconds / 100
    return "\(tenths / 10).\(abs(tenths % 10))s"
  }
}
