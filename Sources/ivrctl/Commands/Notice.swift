import Chronology
import Control
import Foundation
import Site
import Tones

extension Command {
  static let notice = Command(
    name: "notice", usage: "[NAME [FILE.wav|off]]", summary: "what callers hear first",
    details: """
      Without a name: all notices of the flows and what is in force. A notice is a recording, or a text that is
      spoken; it is heard to its end, once in a call, until its time is over. It stays over reloads and
      restarts. In a flow, a state of the kind record puts one up by telephone.

        ivrctl notice
        ivrctl notice today storm.wav --for 6h
        ivrctl notice today --text "오늘은 폭설로 배송이 늦습니다." --lang ko --until "2026-03-03 18:00"
        ivrctl notice today off
      """,
    options: [
      Option("text", "TEXT", "is spoken in place of a recording"),
      Option("lang", "LANG", "only callers of that language hear it, as soon as they have chosen it"),
      Option("for", "LENGTH", "like 90m or 6h (default: 24h)"),
      Option("until", "TIME", "in place of --for"),
      Option("zone", "ZONE", "the clocks of --until (default: this machine's)"), json, socket,
    ],
    arguments: 0...2
  ) { arguments in
    let live = try Live(arguments)
    guard let name = arguments.words.first else { return try list(live, arguments) }
    let what = arguments.words.dropFirst().first
    if what == "off" {
      _ = try live.ask(.noticeOff(name))
      return try list(live, arguments)
    }
    guard (what == nil) != (arguments["text"] == nil) else {
      throw CommandError(
        "a notice is a WAV file or a --text", hint: "ivrctl notice \(name) file.wav --for 6h")
    }
    let until = try end(arguments)
    if let text = arguments["text"] {
      _ = try live.ask(.notice(name, text: text, language: arguments["lang"], until: until))
      return try list(live, arguments)
    }
    let samples = try listen(what ?? "")
    if samples.count > 10 * Telephony.sampleRate {
      printError("ivrctl: this notice is longer than 10 s, and nobody can skip it")
    }
    let token = UUID().uuidString
    var bytes: [UInt8] = []
    for sample in samples {
      bytes.append(UInt8(truncatingIfNeeded: sample))
      bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
    }
    for start in stride(from: 0, to: bytes.count, by: 36_000) {
      let part = Data(bytes[start..<min(start + 36_000, bytes.count)])
      _ = try live.ask(.noticePart(token: token, part.base64EncodedString()))
    }
    _ = try live.ask(.notice(name, language: arguments["lang"], token: token, until: until))
    return try list(live, arguments)
  }

  /// The sound of a recording that callers would hear, with a word on what is not as it should be.
  private static func listen(_ path: String) throws -> [Int16] {
    let wav: WAVFile
    let samples: [Int16]
    do {
      wav = try WAVFile(bytes: FlowFolder.bytes(of: path))
      samples = try wav.telephone()
    } catch let fault as SiteFault {
      throw CommandError("\(fault)")
    } catch {
      throw CommandError("\(path): \(error)", hint: "a notice is a WAV file")
    }
    let check = ClipCheck(wav)
    guard !check.isSilent else {
      throw CommandError(
        "\(path): nothing sounds in it", hint: "record it again; callers hear what was put up before")
    }
    for finding in check.findings { printError("ivrctl: \(path): \(finding)") }
    return samples
  }

  private static func end(_ arguments: Arguments) throws -> Int64 {
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    if let text = arguments["until"] {
      guard arguments["for"] == nil else { throw CommandError("--for or --until, not both") }
      let end = try Options.moment(arguments, of: "until").start.milliseconds
      guard end > now else {
        throw CommandError("--until \(text) has passed", hint: "a time to come, or --for")
      }
      return end
    }
    guard let text = arguments["for"] else { return now + 24 * 3_600_000 }
    let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 24 * 3_600_000]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      (1...10_000).contains(count)
    else { throw CommandError("'\(text)' is no length", hint: "like 90m, 6h or 2d") }
    return now + count * unit
  }

  private static func list(_ live: Live, _ arguments: Arguments) throws -> Int32 {
    let value = try live.ask(.notices)
    if arguments.has("json") {
      printOut(value.pretty)
      return 0
    }
    let zone = try Options.zone(arguments)
    let all = (value.list ?? []).filter {
      arguments.words.isEmpty || $0["notice"]?.text == arguments.words[0]
    }
    if all.isEmpty { printOut("the flows have no notices") }
    for notice in all {
      guard let until = notice["until"]?.integer else {
        printOut("\(notice.cell("notice")): none")
        continue
      }
      let local = zone.local(Instant(milliseconds: until))
      let what = notice["text"]?.text.map { "\"\($0)\"" } ?? "a recording of \(notice.cell("seconds")) s"
      let language = notice["language"]?.text.map { " in \($0)" } ?? ""
      printOut("\(notice.cell("notice")): \(what)\(language) until \(local.day) \(local.time)")
    }
    return 0
  }
}
