import Foundation

/// The version of requests and replies, and the limits of one line.
public enum ControlProtocol {
  public static let version = 1
  /// Bytes of one request or reply.
  public static let lineLimit = 64 << 10

  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }
}

/// One wish of `ivrctl`: a line like `{"v":1,"id":7,"do":"agent","name":"kim","act":"ready"}`.
///
/// `do` names the command; every other member is an argument of it. Which commands there are is the
/// server's business: an unknown one is answered, not refused by the reader.
public struct ControlRequest: Hashable, Sendable {
  public var version: Int
  /// Chosen by the client, on every reply to this request.
  public var id: Int64
  public var command: String
  public var arguments: [String: JSONValue]

  public init(
    _ command: String, _ arguments: [String: JSONValue] = [:], id: Int64 = 1,
    version: Int = ControlProtocol.version
  ) {
    (self.version, self.id, self.command, self.arguments) = (version, id, command, arguments)
  }

  public subscript(name: String) -> JSONValue? { arguments[name] }
}

extension ControlRequest: Codable {
  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
  private static let reserved: Set<String> = ["v", "id", "do"]

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Name.self)
    version = try members.decode(Int.self, forKey: Name(stringValue: "v"))
    id = try members.decodeIfPresent(Int64.self, forKey: Name(stringValue: "id")) ?? 1
    command = try members.decode(String.self, forKey: Name(stringValue: "do"))
    arguments = [:]
    for name in members.allKeys where !ControlRequest.reserved.contains(name.stringValue) {
      arguments[name.stringValue] = try members.decode(JSONValue.self, forKey: name)
    }
  }
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Name.self)
    try members.encode(version, forKey: Name(stringValue: "v"))
    try members.encode(id, forKey: Name(stringValue: "id"))
    try members.encode(command, forKey: Name(stringValue: "do"))
    for (name, value) in arguments where !ControlRequest.reserved.contains(name) {
      try members.encode(value, forKey: Name(stringValue: name))
    }
  }
}

extension ControlRequest {
  public static let status = ControlRequest("status")
  public static let lines = ControlRequest("lines")
  /// One line with its calls.
  public static func line(_ name: String) -> ControlRequest { ControlRequest("lines", ["name": .text(name)]) }
  public static let queues = ControlRequest("queues")
  /// What crosses its threshold now.
  public static let alerts = ControlRequest("alerts")
  /// Queues, agents, calls and alerts of one instant.
  public static let figures = ControlRequest("figures")
  public static let agents = ControlRequest("agents")
  public static let calls = ControlRequest("calls")
  /// Who is to be called back.
  public static let callBacks = ControlRequest("callbacks")
  public static let reload = ControlRequest("reload")
  public static let shutdown = ControlRequest("shutdown")
  /// `login`, `ready`, `pause` with its reason, `answer`, `refuse`, `hangup`, `logout`.
  public static func agent(_ name: String, _ act: String, reason: String? = nil) -> ControlRequest {
    var arguments: [String: JSONValue] = ["name": .text(name), "act": .text(act)]
    arguments["reason"] = reason.map { .text($0) }
    return ControlRequest("agent", arguments)
  }
  /// A supervisor at a desk line: `listen`, `whisper`, `join` or `leave`.
  public static func monitor(_ target: String, by supervisor: String, _ act: String) -> ControlRequest {
    ControlRequest("monitor", ["target": .text(target), "by": .text(supervisor), "act": .text(act)])
  }
  public static func show(call: String) -> ControlRequest { ControlRequest("show", ["call": .text(call)]) }
  /// Lines of text for a person.
  public static func explain(call: String) -> ControlRequest {
    ControlRequest("explain", ["call": .text(call)])
  }
  public static func explain(agent: String) -> ControlRequest {
    ControlRequest("explain", ["agent": .text(agent)])
  }
  public static func priority(call: String, _ priority: Int64) -> ControlRequest {
    ControlRequest("priority", ["call": .text(call), "priority": .integer(priority)])
  }
  /// `open` or `close`, until that time in milliseconds since 1970.
  public static func queue(_ name: String, _ act: String, until: Int64? = nil) -> ControlRequest {
    var arguments: [String: JSONValue] = ["name": .text(name), "act": .text(act)]
    arguments["until"] = until.map { .integer($0) }
    return ControlRequest("queue", arguments)
  }
  /// Closes it with a message; `keep`: those who wait go on waiting.
  public static func closeQueue(
    _ name: String, message: String, language: String?, keep: Bool, until: Int64? = nil
  ) -> ControlRequest {
    var arguments: [String: JSONValue] = [
      "name": .text(name), "act": "message", "message": .text(message), "keep": .flag(keep),
    ]
    arguments["language"] = language.map { .text($0) }
    arguments["until"] = until.map { .integer($0) }
    return ControlRequest("queue", arguments)
  }
  /// To a queue or an agent.
  public static func move(call: String, to target: String) -> ControlRequest {
    ControlRequest("move", ["call": .text(call), "to": .text(target)])
  }
  public static let switches = ControlRequest("switches")
  /// `on`, `off` or `auto`; until that time in milliseconds since 1970.
  public static func turn(_ name: String, _ position: String, until: Int64?) -> ControlRequest {
    var arguments: [String: JSONValue] = ["name": .text(name), "position": .text(position)]
    arguments["until"] = until.map { .integer($0) }
    return ControlRequest("switch", arguments)
  }
  /// Those of one queue's mailbox, or of all.
  public static func messages(queue: String? = nil) -> ControlRequest {
    ControlRequest("messages", queue.map { ["queue": .text($0)] } ?? [:])
  }
  /// `new`, `heard`, `saved` or `delete`.
  public static func message(_ number: Int64, _ act: String) -> ControlRequest {
    ControlRequest("message", ["number": .integer(number), "act": .text(act)])
  }
  /// A part of its WAV file from that byte on, in base 64; empty at its end.
  public static func messageSound(_ number: Int64, offset: Int64) -> ControlRequest {
    ControlRequest("message.sound", ["number": .integer(number), "offset": .integer(offset)])
  }
  public static let notices = ControlRequest("notices")
  /// Puts up a text, or the sound whose parts were sent under that token; until milliseconds since 1970.
  public static func notice(
    _ name: String, text: String? = nil, language: String? = nil, token: String? = nil, until: Int64
  ) -> ControlRequest {
    var arguments: [String: JSONValue] = ["name": .text(name), "act": "set", "until": .integer(until)]
    arguments["text"] = text.map { .text($0) }
    arguments["language"] = language.map { .text($0) }
    arguments["token"] = token.map { .text($0) }
    return ControlRequest("notice", arguments)
  }
  public static func noticeOff(_ name: String) -> ControlRequest {
    ControlRequest("notice", ["name": .text(name), "act": "off"])
  }
  /// Some of the samples of a notice, 16 bits at 8 kHz, in base 64.
  public static func noticePart(token: String, _ samples: String) -> ControlRequest {
    ControlRequest("notice.part", ["token": .text(token), "samples": .text(samples)])
  }
  public static func skill(agent: String, _ skill: String, level: Int64) -> ControlRequest {
    ControlRequest("skill", ["name": .text(agent), "skill": .text(skill), "level": .integer(level)])
  }
  /// What came after a number, and with `follow` whatever comes; `agent` alone.
  public static func events(since: Int64?, agent: String?, follow: Bool) -> ControlRequest {
    var arguments: [String: JSONValue] = ["follow": .flag(follow)]
    arguments["since"] = since.map { .integer($0) }
    arguments["agent"] = agent.map { .text($0) }
    return ControlRequest("events", arguments)
  }
  /// Files an agent's talk, by the code or the title of its queue's disposition.
  /// - Parameter call: refused when that is not his last; nil for whichever is.
  public static func dispose(agent: String, _ code: String, call: String? = nil) -> ControlRequest {
    var arguments: [String: JSONValue] = ["name": .text(agent), "code": .text(code)]
    arguments["call"] = call.map { .text($0) }
    return ControlRequest("dispose", arguments)
  }
  public static func hangUp(call: String) -> ControlRequest {
    ControlRequest("hangup", ["call": .text(call)])
  }
  /// Where the caller of a leg goes that has ended.
  public static func nextHop(leg: String) -> ControlRequest {
    ControlRequest("next-hop", ["leg": .text(leg)])
  }
  /// Has a telephone rung; answered when somebody does.
  public static func ring(_ number: String, flow: String?, seconds: Int64?) -> ControlRequest {
    var arguments: [String: JSONValue] = ["number": .text(number)]
    arguments["flow"] = flow.map { .text($0) }
    arguments["seconds"] = seconds.map { .integer($0) }
    return ControlRequest("ring", arguments)
  }
  /// Begins a call on a line without a hook.
  public static func answer(line: String) -> ControlRequest {
    ControlRequest("answer", ["line": .text(line)])
  }
  /// A caller at a keypad; what he hears comes back as events until the call is over.
  /// - Parameter withSound: as samples too, 16 bits at 8 kHz, `sound` with `pcm` in base 64 each 20 ms.
  public static func openLiveCall(
    line: String, from ani: String? = nil, to dnis: String? = nil, withSound: Bool = false
  ) -> ControlRequest {
    var arguments: [String: JSONValue] = ["act": "open", "line": .text(line)]
    if withSound { arguments["sound"] = true }
    arguments["from"] = ani.map { .text($0) }
    arguments["to"] = dnis.map { .text($0) }
    return ControlRequest("call.live", arguments)
  }
  /// Keys of the live call on the same connection.
  public static func liveKeys(_ keys: String) -> ControlRequest {
    ControlRequest("call.live", ["act": "key", "keys": .text(keys)], id: 2)
  }
  public static let liveHangUp = ControlRequest("call.live", ["act": "hangup"], id: 2)
}
