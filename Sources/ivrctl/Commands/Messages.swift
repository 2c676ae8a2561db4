import Chronology
import Control
import Foundation
import Reports
import SoundCardLine
import Tones

extension Command {
  static let messages = Command(
    name: "messages", usage: "[QUEUE|NUMBER [ACT [FILE]]]", summary: "what callers have left in mailboxes",
    details: """
      Without a word: all messages, or those of one queue. One is named by its number; it is heard on this
      machine's loudspeaker (play), copied (wav FILE), marked (new, heard, saved) or deleted with its sound
      (delete). Work is for an agent: `waiting`, `done`, or `late` when nobody had it in time. `QUEUE pin`
      makes the line of the site file with the PIN behind which the messages are heard by telephone.

        ivrctl messages billing
        ivrctl messages 12 play
        ivrctl messages 12 wav order.wav
        ivrctl messages 12 saved
        ivrctl messages billing pin
      """,
    options: [json, socket, Option("zone", "ZONE", "of the times (default: this machine's)")],
    arguments: 0...3
  ) { arguments in
    if arguments.words.count == 2, arguments.words[1] == "pin" {
      return try newPin(of: arguments.words[0], isMailbox: true)
    }
    let live = try Live(arguments)
    guard let number = arguments.words.first.flatMap({ Int64($0) }) else {
      guard arguments.words.count <= 1 else {
        throw CommandError("a message is named by its number", hint: "they are in: ivrctl messages")
      }
      return try show(live.ask(.messages(queue: arguments.words.first)), arguments)
    }
    switch arguments.words.dropFirst().first {
    case nil:
      let all = try live.ask(.messages()).list ?? []
      let one = all.filter { $0["number"]?.integer == number }
      guard !one.isEmpty else { throw CommandError("there is no message \(number)", status: 1) }
      return try show(.list(one), arguments)
    case "play":
      let samples = try telephone(try bytes(of: number, live))
      try hear(samples)
      let all = try live.ask(.messages()).list ?? []
      let isNew = all.contains { $0["number"]?.integer == number && $0["state"] == "new" }
      if isNew { _ = try live.ask(.message(number, "heard")) }
    case "wav":
      guard arguments.words.count == 3 else {
        throw CommandError("where to? ivrctl messages \(number) wav FILE", hint: "like message.wav")
      }
      let path = arguments.words[2]
      do {
        try Data(try bytes(of: number, live)).write(to: URL(filePath: path), options: .withoutOverwriting)
      } catch let error as CommandError {
        throw error
      } catch {
        throw CommandError("\(path) cannot be written, or is there already", status: 1)
      }
    case "new"?, "heard"?, "saved"?, "delete"?:
      guard arguments.words.count == 2 else { throw CommandError("'\(arguments.words[2])' is too much") }
      _ = try live.ask(.message(number, arguments.words[1]))
    case let act?:
      throw CommandError(
        "a message cannot be '\(act)'", hint: "play, wav FILE, new, heard, saved or delete")
    }
    return 0
  }

  private static func show(_ value: JSONValue, _ arguments: Arguments) throws -> Int32 {
    if arguments.has("json") {
      printOut(value.pretty)
      return 0
    }
    let zone = try Options.zone(arguments)
    func time(_ value: JSONValue?) -> String {
      guard let at = value?.integer else { return "-" }
      let local = zone.local(Instant(milliseconds: at))
      return "\(local.day) \(local.time)"
    }
    let list = value.list ?? []
    guard !list.isEmpty else {
      printOut("there are no messages")
      return 0
    }
    var table = TextTable([
      .init("no", .right), .init("queue", shrinks: true), .init("from"), .init("left at"),
      .init("length", .right), .init("state"), .init("work", shrinks: true),
    ])
    for message in list {
      let seconds: Int64
      switch message["seconds"] {
      case .number(let value)?: seconds = Int64(value.rounded())
      case .integer(let value)?: seconds = value
      default: seconds = 0
      }
      var work = message.cell("work")
      if work == "waiting" { work += " by \(time(message["until"]))" }
      if let agent = message["agent"]?.text { work += " \(agent)" }
      table.rows.append([
        message.cell("number"), message.cell("queue"), message.cell("from"), time(message["at"]),
        clockText(seconds: seconds), message.cell("state"), work,
      ])
    }
    printOut(table.lines(width: OutputWidth.table).joined(separator: "\n"))
    return 0
  }

  private static func bytes(of number: Int64, _ live: Live) throws -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let reply = try live.ask(.messageSound(number, offset: Int64(all.count)))
      guard let part = reply["bytes"]?.text.flatMap({ Data(base64Encoded: $0) }) else {
        throw CommandError("ivrd did not send the sound", status: 1)
      }
      if part.isEmpty { return all }
      all += part
    }
  }

  private static func telephone(_ bytes: [UInt8]) throws -> [Int16] {
    do { return try WAVFile(bytes: bytes).telephone() } catch {
      throw CommandError("the message's file is broken: \(error)", status: 1)
    }
  }

  private static func hear(_ samples: [Int16]) throws {
    let device = ProcessInfo.processInfo.environment["IVR_SOUND"] ?? "default"
    do {
      var output = try SoundCardOutput(device: device)
      // What the device still holds when it is closed is not heard.
      try output.write(samples + [Int16](repeating: 0, count: 1600))
    } catch {
      throw CommandError(
        "no sound is played: \(error)", hint: "copy it: ivrctl messages NO wav FILE", status: 1)
    }
  }
}
