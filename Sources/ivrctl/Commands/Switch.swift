import Chronology
import Control
import Foundation

extension Command {
  static let toggle = Command(
    name: "switch", usage: "[NAME [on|off|auto]]", summary: "turns a switch of the flows, for all calls",
    details: """
      Without a name: all switches and how they stand. A calendar with a switch is open while it is on and
      closed while it is off, whatever its hours say; auto leaves it to the hours. Conditions ask is_on(NAME).
      It stays so over reloads and restarts, until it is turned again or the time of --until has come.

        ivrctl switch
        ivrctl switch storm on --until "2026-03-03 18:00"
        ivrctl switch storm auto
      """,
    options: [
      Option("until", "TIME", "then it stands again where its flow lets it begin"),
      Option("zone", "ZONE", "the clocks of --until (default: this machine's)"), json, socket,
    ],
    arguments: 0...2
  ) { arguments in
    let live = try Live(arguments)
    if arguments.words.count == 2 {
      let (name, position) = (arguments.words[0], arguments.words[1])
      guard ["on", "off", "auto"].contains(position) else {
        throw CommandError("a switch cannot be turned '\(position)'", hint: "on, off or auto")
      }
      var until: Instant?
      if let text = arguments["until"] {
        let end = try Options.moment(arguments, of: "until").start
        guard end.milliseconds > Int64(Date().timeIntervalSince1970 * 1000) else {
          throw CommandError("--until \(text) has passed", hint: "a time to come, or no --until")
        }
        until = end
      }
      _ = try live.ask(.turn(name, position, until: until?.milliseconds))
    } else if arguments["until"] != nil {
      throw CommandError("--until needs a switch and where it is turned", hint: "ivrctl switch NAME on")
    }
    let all = try live.ask(.switches).list ?? []
    let wanted = arguments.words.first.map { name in all.filter { $0["switch"]?.text == name } } ?? all
    if let name = arguments.words.first, wanted.isEmpty {
      throw CommandError(
        "there is no switch '\(name)'",
        hint: all.isEmpty
          ? "the flows have none" : "there is: \(all.map { $0.cell("switch") }.joined(separator: ", "))",
        status: 1)
    }
    if arguments.has("json") {
      printOut(JSONValue.list(wanted).pretty)
      return 0
    }
    let zone = try Options.zone(arguments)
    for item in wanted {
      var line = "\(item.cell("switch")) is \(item.cell("position"))"
      if let until = item["until"]?.integer {
        let local = zone.local(Instant(milliseconds: until))
        line += " until \(local.day) \(local.time)"
      } else if item["turned"] == .flag(false) {
        line += ", as its flow lets it begin"
      }
      printOut(line)
    }
    return 0
  }
}
