import ACD
import Chronology
import Foundation

/// The row of an agent, as JSON.
struct KeptAgent: Codable {
  var state: String
  var reason: String?
  var call: UInt64?
  /// From whose talk he is in wrap-up.
  var queue: String?
  /// He sat on a line, which is gone with the program.
  var onLine: Bool?
  var idle: Int64
  var pauseAfter: String?
  var leavesAfter: Bool?
  var calls: Int
  /// Milliseconds of talk.
  var talk: Int64
  var lastOffered: Int64
  var misses: Int
  var lastTalk: LastTalk?
  /// The stay from whose talk he is in wrap-up.
  var stay: KeptStay?

  init(
    _ memory: AgentMemory, queue: String?, onLine: Bool, lastTalk: LastTalk?, stay: KeptStay?,
    wall: (Instant) -> Instant
  ) {
    state = memory.state.word
    if case .paused(let why) = memory.state { reason = why }
    call = memory.state.call?.number
    self.queue = queue
    self.onLine = onLine ? true : nil
    idle = wall(memory.idleSince).milliseconds
    pauseAfter = memory.pauseAfter
    leavesAfter = memory.leavesAfter ? true : nil
    (calls, talk) = (memory.calls, memory.talk.milliseconds)
    (lastOffered, misses) = (memory.lastOffered, memory.misses)
    (self.lastTalk, self.stay) = (lastTalk, stay)
  }

  /// - Returns: nil for a state that this version does not know.
  func memory(since: Instant, at now: Instant) -> AgentMemory? {
    let call = CallID(call ?? 0)
    let found: AgentState
    switch state {
    case "logged-out": found = .loggedOut
    case "ready": found = .ready
    case "offered": found = .offered(call)
    case "talking": found = .talking(call)
    case "wrap-up": found = .wrapUp(call)
    case "paused": found = .paused(reason: reason ?? "")
    case "not-answering": found = .notAnswering
    case "line-gone": found = .lineGone
    default: return nil
    }
    let isGone = onLine == true && !found.isOut
    var memory = AgentMemory(
      isGone ? .lineGone : found, since: isGone ? now : since, idleSince: Instant(milliseconds: idle))
    (memory.pauseAfter, memory.leavesAfter) = (pauseAfter, leavesAfter ?? false)
    (memory.calls, memory.talk) = (calls, .milliseconds(talk))
    (memory.lastOffered, memory.misses) = (lastOffered, misses)
    return memory
  }
}

/// A queue that somebody has closed, whatever its calendar says.
struct KeptQueue: Codable, Hashable {
  /// What callers are told before they go where their route says.
  var message: String?
  /// In those languages in place of it, by tag.
  var messages: [String: String]?
  /// Since when, in milliseconds on the wall clock; an earlier version did not say.
  var since: Int64?
  /// When it opens by itself, in milliseconds on the wall clock; nil for by hand alone.
  var until: Int64?

  /// For screens: `Closed.`, or by language, `en: Closed.; ko: …`.
  var shownMessage: String? {
    guard let messages, !messages.isEmpty else { return message }
    let parts = messages.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return (parts + (message.map { ["others: \($0)"] } ?? [])).joined(separator: "; ")
  }
  func message(in language: String) -> String? { messages?[language] ?? message }
}

/// Rows as JSON, keys in order.
enum KeptText {
  static func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
  /// Nil for what another version wrote, or a person broke.
  static func decode<T: Decodable>(_ text: String?, as type: T.Type = T.self) -> T? {
    text.flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
  }
}
