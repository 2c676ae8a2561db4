import ACD
import CallFlow
import Chronology
import Engine
import EspeakVoice
import Foundation
import Media
import Rehearsal
import Reports
import SQLiteStore
import Session
import Site
import Tones

extension Command {
  static let call = Command(
    name: "call", usage: "[FLOW]", summary: "be the caller: a keypad in the terminal, or a WAV file",
    details: """
      Puts you on the phone. Keys are typed, prompts are shown, and played where there is a sound device
      (ALSA's `default`; another one, or `off`, in $IVR_SOUND). Agents of the site answer by themselves.
      After the call its record and the queues' figures are printed.

        ivrctl call callflows/bank/bank.callflow
        ivrctl call callflows/bank/bank.callflow --from 0212345678 --to 1000
        ivrctl call callflows/bank/bank.callflow --at "2026-03-03 10:15 Asia/Seoul"

      Keys are 0-9 * # A-D; h, Ctrl-C or Ctrl-D hangs up. When keys are piped in, a comma waits a second:

        echo 1,,4,,, | ivrctl call callflows/bank/bank.callflow

      What the flow saves is written, and what it fetches is asked of its servers, as for any caller: with
      --site, or a site beside the flow that names it, the site's data file is changed. Without a data file
      the tables are filled from TABLE.csv beside the flow, in memory, and forgotten after the call; where
      there is a STATE.csv for a fetch, it answers in the server's place.

      With --live the call is one of a running ivrd, on its keypad line of that name:

        ivrctl call --live test

      Prompts are played here too, where there is a sound device.

      With --hear the caller's side is a WAV file whose DTMF is decoded, in virtual time: no server is
      asked, and what is saved goes into a copy. --wav writes what the caller heard:

        ivrctl call callflows/bank/bank.callflow --hear caller.wav --wav heard.wav
      """,
    options: [
      site,
      Option("live", "LINE", "a call of the running ivrd, on this keypad line"),
      Option("from", "NUMBER", "the calling number (default: withheld)"),
      Option("to", "NUMBER", "the number dialled"),
      Option("hear", "FILE", "a WAV file is the caller's side"),
      Option("wav", "FILE", "write what the caller heard (with --hear)"),
      Option("at", "TIME", "when it is, like \"2026-03-03 10:15 Asia/Seoul\" (default: now)"),
      Option("log", "FILE", "keep the records in this SQLite log"),
      socket,
    ],
    arguments: 0...1
  ) { arguments in
    for option in ["from", "to"] {
      if let number = arguments[option],
        !number.allSatisfy({ "+0123456789*#".contains($0) }) || number.count > 32
      {
        throw CommandError(
          "--\(option) \(number) is no telephone number", hint: "digits, with + in front if you like")
      }
    }
    let screen = KeypadScreen(colour: Terminal.wantsColour, width: Terminal.width)
    if let line = arguments["live"] {
      if let other = ["site", "hear", "wav", "at", "log"].first(where: { arguments[$0] != nil })
        ?? arguments.words.first
      {
        throw CommandError(
          "--live takes the running ivrd as it is; it does not go with \(arguments[other] == nil ? other : "--" + other)",
          hint: "see: ivrctl call --help")
      }
      let call = try RemoteCall(
        line: line, from: arguments["from"], to: arguments["to"], arguments: arguments, screen: screen)
      try KeypadLoop.run(call, screen)
      return 0
    }
    if arguments["hear"] != nil { return try HeardCall.run(arguments, screen) }
    if arguments["wav"] != nil {
      throw CommandError("--wav needs --hear", hint: "name the caller's side: --hear FILE")
    }
    return try LocalCalls.run(arguments, screen)
  }
}

/// A keypad call on an engine of its own, and what is printed after it.
enum LocalCalls {
  static func run(_ arguments: Arguments, _ screen: KeypadScreen) throws -> Int32 {
    let moment = try Options.moment(arguments)
    let parts = try CallParts(flow: arguments.words.first, site: arguments["site"])
    let folder = NSTemporaryDirectory() + "ivrctl-\(ProcessInfo.processInfo.globallyUniqueString)"
    let path = arguments["log"] ?? folder + "/calls.sqlite"
    if arguments["log"] == nil {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let leaving = Leaving.add { removeItem(folder) }
    defer {
      removeItem(folder)
      Leaving.remove(leaving)
    }
    let call = try LocalCall(
      parts, from: arguments["from"], to: arguments["to"], log: path,
      clock: SystemClock(showing: arguments["at"] == nil ? nil : moment.start), zone: moment.zone,
      screen: screen)
    defer { Terminal.restore() }
    do {
      try KeypadLoop.run(call, screen)
    } catch {
      call.close()
      throw error
    }
    call.close()
    let reader = try Options.reader(path, arguments)
    printOut("")
    if let timeline = try reader.timeline(of: call.call) {
      printOut(CallTimelineText.text(timeline, zone: moment.zone, width: Terminal.width))
    }
    // A log that is kept may hold other calls; the figures are of all of them.
    let visits = try reader.visits()
    if !visits.isEmpty { printOut("\n" + QueueReport.summary(visits).text()) }
    return 0
  }
}

/// Removes a folder of our own, if it is there, also while something is still being written into it.
private func removeItem(_ folder: String) {
  for _ in 0..<3 where FileManager.default.fileExists(atPath: folder) {
    try? FileManager.default.removeItem(atPath: folder)
  }
}

/// A call whose caller is a WAV file, in virtual time, with real samples both ways.
enum HeardCall {
  /// How long the caller stays on the line after the last of his sound.
  static let patience: Duration = .seconds(60)

  static func run(_ arguments: Arguments, _ screen: KeypadScreen) throws -> Int32 {
    guard let path = arguments["hear"] else { return 2 }
    let caller: [Int16]
    do {
      let wav = try WAVFile(bytes: FlowFolder.bytes(of: path, mayBePipe: true))
      if wav.truncated { printError("ivrctl: \(path) is cut short; what is there is heard") }
      caller = try wav.telephone()
    } catch let fault as SiteFault {
      throw CommandError(fault.description)
    } catch {
      throw CommandError("\(path): \(error)")
    }
    let parts = try CallParts(flow: arguments.words.first, site: arguments["site"])
    let (start, zone) = try Options.moment(arguments)
    var hearing = Hearing(flow: parts.graph.name, ani: arguments["from"], dnis: arguments["to"] ?? "")
    hearing.setup.start = start
    hearing.setup.zone = zone
    hearing.setup.agents = parts.site.file.agents.map { agent in
      ScriptSetup.Agent(
        name: agent.name,
        skills: Dictionary(agent.skills.map { ($0.name, $0.level) }, uniquingKeysWith: { a, _ in a }),
        begin: .ready, range: agent.range)
    }
    hearing.longest = .microseconds(Int64(caller.count) * 125) + patience
    let result = hearing.run(
      caller,
      in: ScriptWorld(
        compile: { _ in parts.graph }, data: { try parts.privateData() }, clips: parts.clips,
        voice: parts.voice))
    for failure in result.failures { printError("ivrctl: \(failure.problem)") }
    printOut(result.transcript)
    if let out = arguments["wav"] {
      let heard = result.heard.first ?? []
      do {
        try Foundation.Data(WAVFile.bytes(heard)).write(to: URL(fileURLWithPath: out), options: .atomic)
      } catch {
        throw CommandError("\(out): cannot be written")
      }
      printError("ivrctl: \(out): \(heard.count / 8000) s of what the caller heard")
    }
    return result.failures.isEmpty ? 0 : 1
  }
}
