import Control
import Foundation
import Reports
import SoundCardLine

extension Command {
  static let lines = Command(
    name: "lines", usage: "[NAME]", summary: "each line, where it is, and what came over it",
    details: """
      One row a line of the site: its kind, where callers reach it, what it does, calls under way, calls
      taken since the start, and connections that were refused. A second row a line says what came over it
      since the start; with a name, there is one for each of its calls under way. Reasons stand below.

        ivrctl lines
        ivrctl lines trunk
        ivrctl lines trunk --follow
        ivrctl lines --json

        in, out   frames that came and that were sent
        late      frames' worth (20 ms) of sound that came too late and was dropped
        lost      frames' worth of sound that never came: lost on the way, or silence
                  that is not sent
        jitter    mean deviation of the time between frames, in ms; of a call as
                  RFC 3550 smooths it
        gap       the longest time between two frames, in ms
        dB        dBm0 in the last second, in and out, of the loudest call of a line
        keys      heard by their tone or told by a message; one that comes both ways
                  counts once

      Without a running ivrd, for setting up a line on a sound card:

        ivrctl lines --devices
        ivrctl lines --test default
        ivrctl lines --test plughw:0 --in plughw:1

      --devices lists the names that ALSA knows here. --test plays five short bursts on one, listens, and
      says what came back: nothing on a good line, an echo where loudspeaker and microphone hear each other,
      everything where output and input are joined by a cable.

      With the name of a line behind a PBX, --test watches the running ivrd while somebody calls and presses
      keys, and says which way they came. Exit status 1: none did.

        ivrctl lines --test trunk --seconds 60
      """,
    options: [
      Option("follow", nil, "show it again every second, until Ctrl-C"),
      Option("devices", nil, "list the sound devices of this machine"),
      Option("test", "NAME", "test a sound device, or a line behind a PBX"),
      Option("seconds", "N", "how long to wait for keys (default: 30)"),
      Option("in", "NAME", "the capture device, if it is another (with --test)"),
      json, socket,
    ], arguments: 0...1
  ) { arguments in
    if arguments.has("devices") { return DeviceTable.show(json: arguments.has("json")) }
    if let name = arguments["test"] {
      if let (live, line) = BridgeTest.line(name, arguments) {
        guard let seconds = Int(arguments["seconds"] ?? "30"), (1...600).contains(seconds) else {
          throw CommandError("--seconds is a number from 1 to 600")
        }
        return try BridgeTest.run(name, live, line, seconds: seconds, json: arguments.has("json"))
      }
      return try LoopReport.run(name, capture: arguments["in"], json: arguments.has("json"))
    }
    if arguments["in"] != nil {
      throw CommandError("--in belongs to --test", hint: "for example: ivrctl lines --test hw:0 --in hw:1")
    }
    let live = try Live(arguments)
    while true {
      let value = try live.ask(arguments.words.first.map(ControlRequest.line) ?? .lines)
      if arguments.has("json") {
        printOut(value.pretty)
      } else {
        printOut(LineTable.lines(value).joined(separator: "\n"))
      }
      guard arguments.has("follow") else { return 0 }
      if !arguments.has("json") { printOut("") }
      sleep(1)
    }
  }
}

/// The sound devices of a machine.
enum DeviceTable {
  static func show(json: Bool) -> Int32 {
    let devices = SoundCardName.all()
    if json {
      let list = devices.map { device in
        JSONValue.object([
          "name": .text(device.name), "about": .text(device.about), "plays": .flag(device.canPlay),
          "records": .flag(device.canRecord), "hint": .text(device.hint),
        ])
      }
      printOut(JSONValue.list(list).pretty)
      return 0
    }
    for device in devices where device.isOfUse {
      printOut(device.name)
      let ways =
        device.canPlay && device.canRecord
        ? "plays and records" : device.canPlay ? "plays only" : "records only"
      printOut("    \(ways); \(device.hint)")
      if !device.about.isEmpty { printOut("    \(device.about)") }
    }
    let rest = devices.filter { !$0.isOfUse }.map(\.name)
    if !rest.isEmpty {
      let text = "of no use for a line: " + rest.joined(separator: ", ")
      printOut(WrappedText.lines(text, width: 80, indent: 4).joined(separator: "\n"))
    }
    if !devices.contains(where: { $0.canPlay && $0.canRecord && $0.isOfUse }) {
      printOut("no device plays and records: is a sound card there, and is this user in the group 'audio'?")
    }
    return 0
  }
}

/// What a loop test found, in words.
enum LoopReport {
  static func run(_ name: String, capture: String?, json: Bool) throws -> Int32 {
    let device = SoundCardLine.Device(playback: name, capture: capture)
    if !json { printError("ivrctl: playing five bursts on \(name) and listening, 7 s …") }
    let test: LoopTest
    do throws(SoundCardError) {
      test = try LoopTest.run(device)
    } catch {
      throw CommandError(error.description)
    }
    let delays = test.echoes.map { $0.delay.milliseconds }.sorted()
    let levels = test.echoes.map(\.levelDBm0).sorted()
    if json {
      printOut(
        JSONValue.object([
          "device": .text(name), "format": .text(test.format), "noise_dbm0": tenths(test.noiseDBm0),
          "played_dbm0": tenths(test.playedDBm0), "bursts": .integer(Int64(test.bursts)),
          "delays_ms": .list(delays.map { .integer(Int64($0)) }),
          "echo_dbm0": .list(levels.map(tenths)), "xruns": .integer(Int64(test.xruns)),
          "peak": .integer(Int64(test.peak)), "own_ms": tenths(test.own / .milliseconds(1)),
          "own_longest_ms": tenths(test.ownLongest / .milliseconds(1)),
        ]).pretty)
      return 0
    }
    printOut("device    \(name)\(capture.map { " in \($0)" } ?? ""), \(test.format), \(test.xruns) xruns")
    printOut("noise     \(tenths(test.noiseDBm0).cell) dBm0 before anything was played")
    printOut(
      "own       \(tenths(test.own / .milliseconds(1)).cell) ms from a frame's arrival until its answer is with "
        + "the device")
    printOut(
      "          (at most \(tenths(test.ownLongest / .milliseconds(1)).cell)), beside the frame's 20 ms")
    printOut("played    \(test.bursts) bursts at \(tenths(test.playedDBm0).cell) dBm0")
    guard let least = delays.first, let most = delays.last, let level = levels.last else {
      printOut(
        "echo      none: keys are heard while prompts play. Speak into it to see that it hears at all:")
      printOut("          ivrctl lines shows the level of a line of a running ivrd")
      return 0
    }
    printOut("heard     \(test.echoes.count) of \(test.bursts), at \(tenths(level).cell) dBm0 at most")
    printOut(
      "delay     \(least == most ? "\(least)" : "\(least) to \(most)") ms there and back, "
        + "\(test.buffered.milliseconds) ms of it in our buffer")
    let loss = test.playedDBm0 - level
    printOut("echo      \(tenths(loss).cell) dB below what is played: \(advice(loss))")
    if test.peak > 32_000 { printOut("level     the input is overdriven: lower its gain") }
    return 0
  }

  private static func tenths(_ value: Double) -> JSONValue { .number((value * 10).rounded() / 10) }
  private static func advice(_ loss: Double) -> String {
    switch loss {
    case ..<3: "output and input are joined, or the microphone is at the loudspeaker"
    case ..<15: "strong; lower the volume or the gain, or use a headset, so that keys are heard over prompts"
    default: "harmless"
    }
  }
}
