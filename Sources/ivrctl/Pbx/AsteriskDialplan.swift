import CallFlow
import Control
import Engine
import Foundation
import Site
import Tones

/// An include for Asterisk's extensions.conf, made of a site: its numbers, its agents' desks and telephones.
struct AsteriskDialplan {
  /// A line of the bridge, as the dialplan needs it.
  private struct Bridge {
    var name: String
    var address: String
    var idsDigits: Bool
    var isDesk: Bool
    /// It listens on all addresses of its machine.
    var isEverywhere: Bool
    /// Its `allow` takes calls from the machine itself.
    var takesLocal: Bool
  }
  private let site: LoadedSite
  private let path: String
  private let program: String
  private let socket: String
  private let desk: String
  private let phone: String
  private let fallback: String
  private let second: String?
  private var bridges: [Bridge] = []

  /// - Throws: when the site has faults, or nothing for a PBX.
  init(_ arguments: Arguments) throws {
    path = try arguments["site"] ?? AsteriskDialplan.runningSite(arguments)
    do {
      site = try LoadedSite.load(site: path, today: nil)
    } catch {
      throw CommandError("\(error)", status: 64)
    }
    if site.hasErrors {
      throw CommandError("\(path) has faults", hint: "ivrctl check --site \(path)", status: 1)
    }
    program = try AsteriskDialplan.word(arguments["ivrctl"] ?? AsteriskDialplan.own, "--ivrctl")
    socket = try AsteriskDialplan.word(ShownPath.absolute(site.controlPath), "the control socket's path")
    desk = arguments["desk"] ?? "*88"
    guard desk.allSatisfy({ $0.isASCII && ($0.isNumber || "*#".contains($0)) }), !desk.isEmpty else {
      throw CommandError("--desk is a number to dial", hint: "for example: --desk *88", status: 64)
    }
    phone = try AsteriskDialplan.word(arguments["phone"] ?? "PJSIP/{number}", "--phone")
    fallback = try AsteriskDialplan.line(
      arguments["fallback"] ?? "Playback(an-error-has-occurred)", "--fallback")
    guard phone.contains("{number}") else {
      throw CommandError(
        "--phone says where the number goes", hint: "for example: --phone PJSIP/{number}", status: 64)
    }
    second = try arguments["second"].map { text in
      guard let place = HostPort(text), place.port > 0 else {
        throw CommandError("--second is HOST:PORT, not '\(text.prefix(60))'", status: 64)
      }
      return try AsteriskDialplan.word(text, "--second")
    }
    for line in site.file.lines {
      guard case .audiosocket(let address, let idsDigits, let allowed) = line.kind else { continue }
      bridges.append(
        Bridge(
          name: line.name, address: try AsteriskDialplan.reachable(address, line.name), idsDigits: idsDigits,
          isDesk: line.flow.map(hasDesk) ?? false,
          isEverywhere: AsteriskDialplan.isEverywhere(address),
          takesLocal: allowed.isEmpty || allowed.contains { $0.contains([127, 0, 0, 1]) }))
    }
    if bridges.isEmpty {
      throw CommandError(
        "\(path) has no line for a PBX", hint: "add: line trunk audiosocket \"127.0.0.1:9092\" ids digits",
        status: 1)
    }
  }

  private static func runningSite(_ arguments: Arguments) throws -> String {
    guard let path = try Live(arguments).ask(.status)["site"]?.text,
      FileManager.default.isReadableFile(atPath: path)
    else {
      throw CommandError("the site file is not found from here", hint: "name it with --site", status: 64)
    }
    return path
  }

  private static var own: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/usr/local/bin/ivrctl"
  }

  /// A text that the dialplan's own signs do not end: they have no other escape that holds everywhere.
  private static func word(_ text: String, _ what: String) throws -> String {
    guard !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 }),
      !text.contains(where: { ",;()$\"\\".contains($0) })
    else {
      throw CommandError(
        "\(what) has a sign in it that a dialplan gives a meaning to: \(text.prefix(60))", status: 64)
    }
    return text
  }
  /// An application with its arguments: what follows it in the dialplan is to be what follows it here.
  private static func line(_ text: String, _ what: String) throws -> String {
    var depth = 0
    for sign in text where depth >= 0 { depth += sign == "(" ? 1 : sign == ")" ? -1 : 0 }
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    guard text.contains(where: { !$0.isWhitespace }), isPlain, depth == 0 else {
      throw CommandError(
        "\(what) is an application on one line, its brackets closed", hint: "for example: Queue(night)",
        status: 64)
    }
    return text
  }

  /// An address that the PBX can connect to.
  private static func reachable(_ address: String, _ line: String) throws -> String {
    let address = try word(address, "the address of line '\(line)'")
    guard let colon = address.lastIndex(of: ":"), address[colon...] != ":0" else {
      throw CommandError(
        "line '\(line)': a PBX needs a fixed port", hint: "for example \"127.0.0.1:9092\"", status: 1)
    }
    return isEverywhere(address) ? "127.0.0.1\(address[colon...])" : address
  }
  private static func isEverywhere(_ address: String) -> Bool {
    ["0.0.0.0:", "[::]:", "*:"].contains { address.hasPrefix($0) }
  }

  private func hasDesk(_ flow: String) -> Bool {
    site.applications.contains { graph in
      guard let id = graph.flow(named: flow) else { return false }
      return graph.flow(id).states.contains { graph.state($0).kind.word == "desk" }
    }
  }

  // MARK: Text

  var text: String {
    var text = head
    let callers = bridges.filter { !$0.isDesk }
    for (index, bridge) in callers.enumerated() { text += numbers(bridge, isFirst: index == 0) }
    for (index, bridge) in bridges.filter(\.isDesk).enumerated() {
      text += desks(bridge, isFirst: index == 0)
    }
    for bridge in callers { text += way(bridge) }
    return text + names + phones + transfers
  }

  private var head: String {
    """
    ; Made by `ivrctl pbx asterisk` of \(path.shownPlain). Made again after the site has
    ; changed, it replaces this file: put what is your own elsewhere.
    ;
    ;   extensions.conf:   #include "ivrd.conf"
    ;   pjsip.conf:        context = ivr-callers     for the trunks whose callers ivrd answers,
    ;                      or, in a context of yours:  include => ivr-callers
    ;                      include => ivr-desks       where the agents' telephones dial
    ;
    ; It needs the modules app_audiosocket, res_audiosocket, res_agi, app_exec, func_strings, func_rand and
    ; func_uuid. The user that Asterisk runs as has to reach ivrd's control socket, which is its owner's
    ; alone until the site says: control "\(socket)" group "asterisk". Digits reach ivrd as
    ; messages from Asterisk 22.4 on, and from the 20 and 21 releases of spring 2025; before, set
    ; dtmf_mode = inband on the endpoints, or keys are lost.
    ;
    ; AGI starts ivrctl on Asterisk's own machine, and ivrctl reaches ivrd by the control socket, which is a
    ; file: both have to run on one machine.
    \(everywhere); What comes from outside (numbers, names) goes through FILTER before it is used, and to programs by
    ; AGI, which starts them without a shell.


    """
  }

  /// Of lines that listen on all addresses: where they are reached by this dialplan.
  private var everywhere: String {
    bridges.filter(\.isEverywhere).map { bridge in
      "; Line \(bridge.name) listens on all addresses of that machine; here it is reached at \(bridge.address).\n"
        + (bridge.takesLocal
          ? ""
          : "; Its `allow` leaves 127.0.0.1 out: add it in the site file, or ivrd refuses these calls.\n")
    }.joined()
  }

  /// The numbers that the site's flows are dialled by.
  private func numbers(_ bridge: Bridge, isFirst: Bool) -> String {
    let context = isFirst ? "ivr-callers" : "ivr-line-\(bridge.name)"
    var text = "[\(context)]\n"
    var patterns: [String] = []
    var isAny = !isFirst
    for graph in site.applications where isFirst {
      for dial in graph.content.dials {
        if dial.patterns.isEmpty { isAny = true }
        for pattern in dial.patterns.flatMap(\.asterisk) where !patterns.contains(pattern) {
          patterns.append(pattern)
        }
      }
    }
    if isFirst {
      text += "; The numbers of `dial` in the site's flows, to line \(bridge.name).\n"
    } else {
      text += "; Line \(bridge.name): whatever number is sent to this context.\n"
    }
    if patterns.isEmpty { isAny = true }
    // `_X.` takes any sign behind the first digit, also those that end an argument.
    let dialled = "${FILTER(0-9*#,${EXTEN})}"
    for pattern in patterns { text += "exten => \(pattern),1,Gosub(ivr-to-\(bridge.name),s,1(\(dialled)))\n" }
    if isAny { text += "exten => _X.,1,Gosub(ivr-to-\(bridge.name),s,1(\(dialled)))\n" }
    if isAny, patterns.isEmpty, isFirst {
      text += "; No flow names its numbers by `dial`: the line's own flow answers them all.\n"
    }
    return text + "\n"
  }

  /// One call on a line: to ivrd, then wherever it says, and back again.
  private func way(_ bridge: Bridge) -> String {
    let ask = "AGI(\(program),next-hop,${IVR_ID},--agi,--socket,\(socket))"
    let back =
      "AGI(\(program),expect,${IVR_ID},--agi,--socket,\(socket),--continues,${IVR_OLD},--result,${DIALSTATUS},"
      + "--talked,${IVR_TALKED})"
    let tell =
      bridge.idsDigits
      ? "" : " same => n,AGI(\(program),expect,${IVR_ID},--agi,--socket,\(socket),--to,${IVR_TO})\n"
    let other =
      second.map {
        """
         ; The second ivrd, when the first is not there. It has calls of its own: nothing comes back. Older
         ; releases call a normal end a failure, but a connection that fails does so within 2 s an address.
         same => n,Set(IVR_SINCE=${EPOCH})
         same => n,TryExec(AudioSocket(${IVR_ID},\($0)))
         same => n,GotoIf($["${TRYSTATUS}" = "SUCCESS" | ${EPOCH} - ${IVR_SINCE} > 4]?end)

        """
      } ?? ""
    return """
      [ivr-to-\(bridge.name)]
      ; One caller, to line \(bridge.name). ARG1 is the number that was dialled.
      exten => s,1,Answer()
       same => n,Set(IVR_OLD=)
       same => n,Gosub(ivr-id,\(bridge.idsDigits ? "digits" : "random"),1(${FILTER(0-9,${ARG1})}))
      \(tell) ; If nobody listens, AudioSocket fails and would end the call: TryExec goes on.
       same => n(again),Set(IVR_NEXT=fallback)
       same => n,TryExec(AudioSocket(${IVR_ID},\(bridge.address)))
       ; What TryExec found says nothing: older releases call a normal end a failure. ivrd is asked instead;
       ; when it does not answer, IVR_NEXT is fallback.
       same => n,\(ask)
       same => n,GotoIf($["${IVR_NEXT}" = "hangup"]?end)
       same => n,GotoIf($["${IVR_NEXT}" = "transfer"]?transfer)
      \(other) ; The fallback: ivrd is down, full, or has no flow for the call.
       same => n,\(fallback)
       same => n(end),Hangup()
       ; To the number that the flow has said. When that talk is over, or never was, the caller comes back to
       ; where he was in the flow: it is one call with one record.
       same => n(transfer),Set(IVR_OLD=${IVR_ID})
       same => n,Set(IVR_NUMBER=${FILTER(0-9*#+,${IVR_NUMBER})})
       same => n,Dial(Local/${IVR_NUMBER}@ivr-transfer/n,30,g)
       same => n,Set(IVR_TALKED=${FILTER(0-9,0${ANSWEREDTIME})})
       same => n,Gosub(ivr-id,random,1)
       same => n,\(back)
       same => n,GotoIf($["${IVR_STATUS}" = "0"]?again)
       same => n,Hangup()
      ; The caller has hung up while he was elsewhere: his record need not wait for him.
      exten => h,1,ExecIf($["${IVR_OLD}" != ""]?AGI(\(program),hangup,${IVR_OLD},--agi,--socket,\(socket)))


      """
  }

  private var names: String {
    """
    [ivr-id]
    ; Names a call. `digits` puts numbers into the UUID for a line with `ids digits`: 15 places for the
    ; caller's, 11 for the dialled one (ARG1), each filled up with f, and 6 that are random.
    exten => digits,1,Set(IVR_FROM=${FILTER(0-9,${CALLERID(num)})}fffffffffffffff)
     same => n,Set(IVR_TO=${FILTER(0-9,${ARG1})}fffffffffff)
     same => n,Set(IVR_HEX=${IVR_FROM:0:15}${IVR_TO:0:11}${RAND(100000,999999)})
     same => n,Set(IVR_ID=${IVR_HEX:0:8}-${IVR_HEX:8:4}-${IVR_HEX:12:4}-${IVR_HEX:16:4}-${IVR_HEX:20:12})
     same => n,Return()
    ; `random` tells nothing; ivrd is told beforehand.
    exten => random,1,Set(IVR_TO=${FILTER(0-9,${ARG1})})
     same => n,Set(IVR_ID=${UUID()})
     same => n,Return()


    """
  }

  private func desks(_ bridge: Bridge, isFirst: Bool) -> String {
    var agents = ""
    for agent in site.file.agents {
      if let number = agent.number { agents += "; agent \(agent.name) logs in with number \(number)\n" }
    }
    return """
      [\(isFirst ? "ivr-desks" : "ivr-desks-\(bridge.name)")]
      ; Line \(bridge.name): an agent dials this, logs in with his number and PIN, and stays connected.
      \(agents)exten => \(desk),1,Answer()
       same => n,Gosub(ivr-id,\(bridge.idsDigits ? "digits" : "random"),1(${FILTER(0-9*#,${EXTEN})}))
       same => n,TryExec(AudioSocket(${IVR_ID},\(bridge.address)))
       same => n,Hangup()


      """
  }

  private var phones: String {
    var text = """
      [ivr-phones]
      ; Telephones that ivrd has rung by the site's `dial` program, one a line. In that program's file:
      ;   channel Local/{number}@ivr-phones/n
      ; Whoever answers is joined to ivrd by the program, not by this dialplan.

      """
    for number in site.file.agents.compactMap(\.phone).uniqued {
      let channel = phone.replacingOccurrences(of: "{number}", with: number)
      guard number.allSatisfy({ $0.isASCII && $0.isNumber }) else {
        text += "; no number to dial: \(number.shownPlain)\n"
        continue
      }
      text += "exten => \(number),1,Dial(\(channel),60)\n"
    }
    text += """
      ; Numbers outside, for call-backs and transfers, go by a trunk of yours:
      ;exten => _0X.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@your-trunk,60)
      ;exten => _+X.,1,Dial(PJSIP/${FILTER(+0-9,${EXTEN})}@your-trunk,60)


      """
    return text
  }

  private var transfers: String {
    """
    [ivr-transfer]
    ; Where a flow's `transfer` may lead. Only what is here can be reached by it.
    include => ivr-phones

    """
  }
}

extension KeyPattern {
  /// As extensions are written: `1000`, `_1XX`. Asterisk knows no part that may be missing: such a pattern
  /// is written once with it and once without.
  fileprivate var asterisk: [String] {
    var texts = [""]
    for element in elements {
      let sign = element.keys.asterisk
      let longer = texts.map { $0 + sign }
      texts = element.isOptional && texts.count < 64 ? longer + texts : longer
    }
    let isPattern = elements.contains { $0.keys.rawValue.nonzeroBitCount != 1 }
    return texts.filter { !$0.isEmpty }.map { isPattern ? "_" + $0 : $0 }
  }
}

extension KeySet {
  fileprivate var asterisk: String {
    let keys = Key.allCases.filter { contains($0) }.map { String($0.character) }
    switch keys.joined() {
    case "0123456789": return "X"
    case "123456789": return "Z"
    case "23456789": return "N"
    case let one where keys.count == 1: return one
    case let many: return "[\(many)]"
    }
  }
}

extension Sequence where Element: Hashable {
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension StringProtocol {
  /// On one line.
  fileprivate var shownPlain: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
  }
}
