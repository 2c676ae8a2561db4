import Control
import Engine
import Session

/// What a PBX tells and asks of its legs: `expect`, `next-hop`, `ring`.
struct LegRequests: Sendable {
  private let daemon: Daemon
  init(daemon: Daemon) { self.daemon = daemon }

  /// - Returns: false for a request of another sort.
  func handle(_ request: ControlRequest, _ sink: ControlSink) -> Bool {
    switch request.command {
    case "expect": expect(request, sink)
    case "next-hop": nextHop(request, sink)
    case "ring": ring(request, sink)
    default: return false
    }
    return true
  }

  private func leg(_ request: ControlRequest, _ member: String, _ sink: ControlSink) -> LegID? {
    let text = request[member]?.text ?? ""
    if let leg = LegID(text) { return leg }
    sink.fail("'\(text.prefix(40).shownPlain)' is no UUID: 32 hexadecimal digits, with or without hyphens")
    return nil
  }

  private func expect(_ request: ControlRequest, _ sink: ControlSink) {
    guard let leg = leg(request, "leg", sink) else { return }
    var facts = LegFacts()
    for (member, path) in [("from", \LegFacts.ani), ("to", \LegFacts.dnis)] {
      guard let number = request[member]?.text, !number.isEmpty else { continue }
      guard TransferRequest.isNumber(number) else {
        return sink.fail("'\(member)' is no telephone number: at most 32 digits, with + in front if you like")
      }
      facts[keyPath: path] = number
    }
    if let name = request["name"]?.text, !name.isEmpty {
      guard name.unicodeScalars.count <= 80, name.isOneLine else {
        return sink.fail("'name' is at most 80 characters on one line")
      }
      facts.callerName = name
    }
    facts.flow = request["flow"]?.text
    if case .object(let set)? = request["set"] {
      guard set.count <= 50 else { return sink.fail("at most 50 fields can be set") }
      facts.fields = set.compactMapValues(\.text)
    }
    if request["continues"] != nil {
      guard let old = self.leg(request, "continues", sink) else { return }
      guard let answer = answer(request) else {
        return sink.fail("a call that continues needs 'result': answered, busy, no-answer, refused")
      }
      facts.continues = LegFacts.Continuation(of: old, answer)
    }
    daemon.runner.perform(.expect(leg, facts)) { reply in
      if let problem = reply.problem { return sink.fail(problem) }
      guard case .expected(let replaces) = reply else { return sink.finish() }
      sink.finish(["leg": .text(leg.description), "replaces": .flag(replaces)])
    }
  }

  private func answer(_ request: ControlRequest) -> TransferAnswer? {
    let word = request["result"]?.text ?? ""
    if word == "answered" {
      return .ended(talk: request["talked"]?.integer.map { .milliseconds(max(0, min($0, 1 << 40))) })
    }
    return TransferFault(rawValue: word).map { .failed($0) }
  }

  private func nextHop(_ request: ControlRequest, _ sink: ControlSink) {
    guard let leg = leg(request, "leg", sink) else { return }
    daemon.runner.perform(.nextHop(leg)) { reply in
      if let problem = reply.problem { return sink.fail(problem) }
      guard case .nextHop(let hop) = reply else { return sink.finish() }
      var value: [String: JSONValue] = ["leg": .text(leg.description), "next": .text(hop.description)]
      if case .transfer(let number) = hop { value["number"] = .text(number) }
      sink.finish(.object(value))
    }
  }

  private func ring(_ request: ControlRequest, _ sink: ControlSink) {
    let number = request["number"]?.text ?? ""
    guard Ringing.isNumber(number) else {
      return sink.fail("'number' is at most 32 digits, a + in front if it has one, and nothing else")
    }
    let seconds = max(1, min(request["seconds"]?.integer ?? 20, 120))
    let answer: @Sendable (DialFault?) -> Void = { fault in
      switch fault {
      case nil: sink.finish(["number": .text(number), "result": "answered"])
      case .busy: sink.fail("\(number) is busy")
      case .noAnswer: sink.fail("\(number) does not answer")
      case .refused: sink.fail("\(number) refuses the call")
      case .broken(let why): sink.fail("\(number) cannot be rung: \(why)")
      }
    }
    daemon.runner.post(
      .ring(number, flow: request["flow"]?.text, for: .seconds(seconds), answer: answer),
      at: daemon.runner.now)
  }
}

extension StringProtocol {
  /// No line ends, and nothing else that steers a terminal.
  var isOneLine: Bool { !unicodeScalars.contains { $0.value < 32 || (0x7F...0x9F).contains($0.value) } }
  /// For a message: what steers a terminal is left out.
  var shownPlain: String {
    String(
      String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 32 && !(0x7F...0x9F).contains($0.value) }))
  }
}
