import Engine
import Foundation

extension Command {
  static let pbx = Command(
    name: "pbx", usage: "[WHAT] …", summary: "what a PBX needs: its dialplan, and how it rings telephones",
    details: """
      Without a word, lists what there is.

        ivrctl pbx asterisk --site bank.site > /etc/asterisk/ivrd.conf

      prints an include for Asterisk's extensions.conf with all numbers of the site: #include "ivrd.conf".

      The others ring telephones for the site's `dial` line, which ivrd starts by itself with ring UUID
      NUMBER SECONDS or cancel UUID behind it. Exit status: 0 it rings or was answered, 1 busy, 2 no
      answer, others with the reason on standard error.

        dial "ivrctl" "pbx" "ring-manager" "--config" "pbx.conf"
        dial "ivrctl" "pbx" "ring-spool" "--config" "pbx.conf"

      ring-manager asks Asterisk's manager interface, knows busy from no answer, and can take a ringing
      back. ring-spool puts a call file into Asterisk's spool folder: no password is needed, but nothing
      comes back, and what rings cannot be taken back. Each line of the file is a word and its value, and #
      begins a comment:

        manager 127.0.0.1:5038            # ring-manager
        user ivrd
        secret …                          # only the file's owner may read it
        spool /var/spool/asterisk/outgoing   # ring-spool
        channel Local/{number}@ivr-phones/n  # what Asterisk dials for a number
        bridge 127.0.0.1:9093             # the line that who answers is joined to
        caller 1000                       # what the telephone shows; may be left out

      The manager's user needs read = call and write = call,originate. The file of ring-spool must lie on
      the file system of the folder, in a folder `tmp` beside it.
      """,
    options: [
      site, Option("config", "FILE", "how telephones are rung (ring-manager, ring-spool)"),
      Option("fallback", "APP", "asterisk: what a caller gets whom ivrd cannot take"),
      Option("second", "HOST:PORT", "asterisk: another ivrd, tried before the fallback"),
      Option("desk", "NUMBER", "asterisk: what agents dial to log in (default *88)"),
      Option("phone", "CHANNEL", "asterisk: a telephone's channel (default PJSIP/{number})"),
      Option("ivrctl", "PATH", "asterisk: where ivrctl is on the PBX's machine"),
      socket,
    ], arguments: 0...5, usageStatus: 64
  ) { arguments in
    switch arguments.words.first {
    case nil:
      printOut(
        """
        asterisk       a dialplan for the numbers of a site
        ring-manager   rings a telephone by Asterisk's manager interface
        ring-spool     rings a telephone by a file in Asterisk's spool folder
        """)
      return 0
    case "asterisk":
      guard arguments.words.count == 1 else {
        throw CommandError("too much: ivrctl pbx asterisk", status: 64)
      }
      printPart(try AsteriskDialplan(arguments).text)
      return 0
    case "ring-manager": return try ManagerRinger(RingConfig(arguments)).run(RingWish(arguments))
    case "ring-spool": return try SpoolRinger(RingConfig(arguments)).run(RingWish(arguments))
    case let other?:
      throw CommandError(
        "there is no '\(other.prefix(40))'", hint: "asterisk, ring-manager or ring-spool", status: 64)
    }
  }
}

/// What ivrd wants of a program that rings: the words behind its own.
enum RingWish {
  case ring(LegID, number: String, seconds: Int)
  case cancel(LegID)

  /// - Throws: for anything else than a UUID, digits and seconds: they go into another program's words.
  init(_ arguments: Arguments) throws {
    let words = Array(arguments.words.dropFirst())
    let usage = "ring UUID NUMBER SECONDS, or cancel UUID"
    guard words.count >= 2, let leg = LegID(words[1]) else {
      throw CommandError("words are missing: \(usage)", status: 64)
    }
    switch words[0] {
    case "ring":
      guard words.count == 4, Ringing.isNumber(words[2]) else {
        throw CommandError("a telephone is rung by its digits: \(usage)", status: 64)
      }
      guard let seconds = Int(words[3]), (1...600).contains(seconds) else {
        throw CommandError("it rings for 1 to 600 seconds: \(usage)", status: 64)
      }
      self = .ring(leg, number: words[2], seconds: seconds)
    case "cancel" where words.count == 2: self = .cancel(leg)
    default: throw CommandError("these words are not known: \(usage)", status: 64)
    }
  }
}

/// How telephones are rung, as a file says it: a word and its value on each line.
struct RingConfig {
  private var values: [String: String] = [:]
  private let path: String
  static let words = ["manager", "user", "secret", "spool", "channel", "bridge", "caller"]

  init(_ arguments: Arguments) throws {
    guard let path = arguments["config"] else {
      throw CommandError("--config is missing", hint: "see: ivrctl pbx --help", status: 64)
    }
    self.path = path
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandError("\(path): this file cannot be read", status: 64)
    }
    for (index, line) in String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      let text = (line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? "")
        .trimmingCharacters(in: .whitespaces)
      if text.isEmpty { continue }
      let parts = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      let word = String(parts[0])
      guard RingConfig.words.contains(word), parts.count == 2 else {
        throw CommandError(
          "\(path):\(index + 1): a word and its value was expected",
          hint: RingConfig.words.joined(separator: ", "),
          status: 64)
      }
      let value = parts[1].trimmingCharacters(in: .whitespaces)
      guard value.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
        throw CommandError("\(path):\(index + 1): this value has a control character in it", status: 64)
      }
      values[word] = value
    }
    try keepSecret()
    let channel = try self["channel"]
    guard channel.contains("{number}"), channel.allSatisfy({ $0.isASCII && $0 != " " }) else {
      throw CommandError(
        "\(path): 'channel' needs {number} in it", hint: "channel PJSIP/{number}", status: 64)
    }
    let bridge = try self["bridge"]
    guard bridge.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".:-[]".contains($0)) }) else {
      throw CommandError("\(path): 'bridge' is host:port", hint: "bridge 127.0.0.1:9093", status: 64)
    }
  }

  private func keepSecret() throws {
    var status = stat()
    guard values["secret"] != nil, stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return }
    throw CommandError("\(path): others may read the secret in it", hint: "chmod 600 \(path)", status: 64)
  }

  subscript(word: String) -> String {
    get throws {
      if let value = values[word] { return value }
      throw CommandError("\(path): '\(word)' is missing", hint: "see: ivrctl pbx --help", status: 64)
    }
  }
  var caller: String? { values["caller"] }
  func channel(_ number: String) throws -> String {
    try self["channel"].replacingOccurrences(of: "{number}", with: number)
  }
}
