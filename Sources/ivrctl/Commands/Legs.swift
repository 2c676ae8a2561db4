import Control
import Engine
import Foundation

extension Command {
  static let expect = Command(
    name: "expect", usage: "UUID", summary: "tells ivrd of a call that a PBX is about to send",
    details: """
      A PBX names a leg on the audio bridge by a UUID and says nothing else. What it knows of the caller it
      tells before: the leg that arrives with this UUID within 60 seconds is that call. UUID is 32
      hexadecimal digits, with or without hyphens; told twice, the later word holds.

        ivrctl expect 40325ec2-5efd-4bd3-805f-53576e581d13 --from 0212345678 --to 1000
        ivrctl expect $ID --from 201 --flow main --set vip=true --set tier=gold

      --set gives a field its value that a flow declares (field vip flag). What is told here wins over the
      numbers that a UUID carries by `ids digits`. The words of a running command can be seen by every user
      of the machine: set no secrets this way.

      A call that a flow has transferred may come back, and goes on where it was:

        ivrctl expect $NEW --continues $OLD --result busy
        ivrctl expect $NEW --continues $OLD --result answered --talked 93s

      OLD is the leg on which it left. The result is answered, busy, no-answer or refused; the words of
      Asterisk's DIALSTATUS are understood too, and a bare number is seconds.

      From Asterisk's dialplan without a shell between:

        AGI(/usr/bin/ivrctl,expect,${ID},--agi,--socket,/run/ivrd.sock,--to,1000)

      --agi takes the caller's number and name from Asterisk where they are not given, and sets IVR_STATUS
      to the exit status.
      """,
    options: [
      Option("from", "NUMBER", "who calls"), Option("to", "NUMBER", "the number that was dialled"),
      Option("name", "NAME", "the caller's name"), Option("flow", "FLOW", "begin with this flow"),
      Option("set", "NAME=VALUE", "set a field of the call; may be repeated"),
      Option("continues", "OLD", "the call that left on this leg is back"),
      Option("result", "WORD", "what became of it (with --continues)"),
      Option("talked", "TIME", "how long they talked (with --result answered)"),
      AGI.option, json, socket,
    ], arguments: 1...1
  ) { arguments in
    try AGI.run(arguments) { agi in
      let value = try Live(arguments).ask(LegWords.expectation(arguments, agi))
      if arguments.has("json") { printOut(value.pretty) }
      if value["replaces"]?.flag == true {
        printError("ivrctl: \(value.cell("leg")) was expected already; what is said now holds")
      }
      return [:]
    }
  }

  static let nextHop = Command(
    name: "next-hop", usage: "UUID", summary: "where a PBX sends the caller of a leg that has ended",
    details: """
      When the bridge has hung up, the PBX asks where the caller goes now. One line is printed:

        hangup           the call is over
        transfer 201     to that number
        fallback         the call was not taken: too many, no flow, or ivrd was ending

      It can be asked for five minutes. Exit status 1: the leg is not known, or has not ended; 3: ivrd is
      not running. A dialplan treats both as fallback.

        ivrctl next-hop 40325ec2-5efd-4bd3-805f-53576e581d13

      From Asterisk's dialplan without a shell between; it sets IVR_NEXT to one of the three words, also
      when nothing answers, IVR_NUMBER to the number, and IVR_STATUS to the exit status:

        AGI(/usr/bin/ivrctl,next-hop,${ID},--agi,--socket,/run/ivrd.sock)
      """,
    options: [AGI.option, json, socket], arguments: 1...1
  ) { arguments in
    try AGI.run(arguments, failing: ["IVR_NEXT": "fallback", "IVR_NUMBER": ""]) { agi in
      let value = try Live(arguments).ask(.nextHop(leg: arguments.words[0]))
      if agi == nil { printOut(arguments.has("json") ? value.pretty : value.cell("next")) }
      let word = value["next"]?.text?.split(separator: " ").first.map(String.init) ?? "fallback"
      return ["IVR_NEXT": word, "IVR_NUMBER": value["number"]?.text ?? ""]
    }
  }

  static let ring = Command(
    name: "ring", usage: "NUMBER", summary: "rings a telephone and gives whoever answers a call",
    details: """
      Has the site's `dial` program ring a number, and waits until somebody answers, as a test of that
      program and of the PBX behind it. Whoever answers is a caller of the flow that the line has, or of
      --flow.

        ivrctl ring 202
        ivrctl ring 202 --flow main --seconds 30

      Exit status 0: somebody has answered; 1: busy, no answer, or the program does not work.
      """,
    options: [
      Option("flow", "FLOW", "what he hears"), Option("seconds", "N", "how long it rings (default: 20)"),
      json, socket,
    ], arguments: 1...1
  ) { arguments in
    let seconds = try arguments["seconds"].map { text in
      guard let seconds = Int64(text), (1...120).contains(seconds) else {
        throw CommandError("--seconds is a number from 1 to 120")
      }
      return seconds
    }
    let value = try Live(arguments).ask(
      .ring(arguments.words[0], flow: arguments["flow"], seconds: seconds),
      timeout: .seconds((seconds ?? 20) + 30))
    printOut(arguments.has("json") ? value.pretty : "\(value.cell("number")) has answered")
    return 0
  }
}

/// The words of `expect` as a request.
enum LegWords {
  /// Bytes of one word: ivrd takes less of each.
  private static let longest = 4096

  static func expectation(_ arguments: Arguments, _ agi: AGI?) throws -> ControlRequest {
    var members: [String: JSONValue] = ["leg": .text(arguments.words[0])]
    for name in ["from", "to", "name", "flow", "continues"] {
      guard let value = arguments[name] else { continue }
      guard value.utf8.count <= longest else {
        throw CommandError("--\(name) is longer than anything it could be")
      }
      members[name] = .text(value)
    }
    if let agi {
      if members["from"] == nil { members["from"] = agi.caller.map { .text($0) } }
      if members["name"] == nil { members["name"] = agi.callerName.map { .text($0) } }
    }
    var set: [String: JSONValue] = [:]
    for word in arguments.all("set") {
      guard let sign = word.firstIndex(of: "="), sign != word.startIndex else {
        throw CommandError("--set takes NAME=VALUE", hint: "for example: --set vip=true")
      }
      guard word.utf8.count <= longest else {
        throw CommandError("--set \(word[..<sign].prefix(40)) is longer than a field can be")
      }
      set[String(word[..<sign])] = .text(String(word[word.index(after: sign)...]))
    }
    if !set.isEmpty { members["set"] = .object(set) }
    for name in ["result", "talked"] where arguments[name] != nil && arguments["continues"] == nil {
      throw CommandError("--\(name) belongs to --continues")
    }
    if arguments["continues"] != nil {
      members["result"] = .text(try result(arguments["result"]))
      if let talked = arguments["talked"], !talked.isEmpty {
        guard let length = Int64(talked).map({ Duration.seconds($0) }) ?? Duration(written: talked),
          length >= .zero
        else { throw CommandError("--talked is a length of time", hint: "for example: --talked 93s") }
        members["talked"] = .integer(length.milliseconds)
      }
    }
    return ControlRequest("expect", members)
  }

  /// Our words, and those of Asterisk's `DIALSTATUS`.
  static func result(_ word: String?) throws -> String {
    switch word?.uppercased() {
    case "ANSWERED", "ANSWER": return "answered"
    case "BUSY": return "busy"
    case "NO-ANSWER", "NOANSWER", "CANCEL": return "no-answer"
    case "REFUSED", "CONGESTION", "CHANUNAVAIL", "DONTCALL", "TORTURE", "INVALIDARGS": return "refused"
    case "ROUTE": return "route"
    case nil:
      throw CommandError("--continues needs --result", hint: "answered, busy, no-answer or refused")
    case .some:
      throw CommandError(
        "there is no result '\((word ?? "").prefix(40))'", hint: "answered, busy, no-answer or refused")
    }
  }
}
