import CallFlow
import Chronology
import Forecast
import Foundation
import Site

/// How many calls come when, from `--calls-per-hour` or from `--arrivals`.
struct ArrivalRates {
  private(set) var rates: [Synthetic.Rate] = []
  private let known: [String]

  init(_ arguments: Arguments, queues: [String], days: [Day], zone: Zone) throws {
    known = queues
    guard let path = arguments["arrivals"] else {
      try even(arguments, days, zone)
      return
    }
    guard arguments["calls-per-hour"] == nil, arguments["queue"] == nil else {
      throw CommandError(
        "--arrivals says how many calls come where", hint: "leave out --queue and --calls-per-hour")
    }
    try file(path, days, zone)
  }

  private func check(_ queue: String, _ place: String) throws {
    guard !known.contains(queue) else { return }
    let near = Suggestions.nearest(queue, among: known)
    throw CommandError(
      "\(place)the flows have no queue '\(queue)'",
      hint: near.map { "did you mean '\($0)'?" } ?? "queues are \(known.joined(separator: ", "))")
  }

  private mutating func even(_ arguments: Arguments, _ days: [Day], _ zone: Zone) throws {
    let texts = arguments.all("calls-per-hour")
    guard !texts.isEmpty else {
      throw CommandError(
        "how many calls come is missing",
        hint: "for example: --queue billing --calls-per-hour 120, or --arrivals FILE")
    }
    var queues = arguments.all("queue")
    if queues.isEmpty, texts.count == 1, Set(known).count == 1 { queues = known }
    guard queues.count == texts.count else {
      throw CommandError(
        queues.isEmpty
          ? "to which queue they come is missing"
          : "there are \(queues.count) --queue and \(texts.count) --calls-per-hour",
        hint: "for example: --queue \(known.first ?? "billing") --calls-per-hour 120; queues are "
          + known.joined(separator: ", "))
    }
    let (from, to) = try SimulatedDay.hours(arguments)
    guard from < to else {
      throw CommandError(
        "--from \(from) is not before --to \(to)", hint: "a whole day: --from 00:00 --to 24:00")
    }
    for (queue, text) in zip(queues, texts) {
      try check(queue, "--queue: ")
      guard let calls = Double(text), calls > 0, calls <= 1_000_000 else {
        throw CommandError("--calls-per-hour takes a number, not '\(text)'", hint: "for example: 120")
      }
      let hours = Double(to.secondsOfDay - from.secondsOfDay) / 3600
      for day in days {
        rates.append(
          Synthetic.Rate(
            queue: queue, from: zone.instant(day, from), to: zone.instant(day, to), calls: calls * hours))
      }
    }
  }

  private mutating func file(_ path: String, _ days: [Day], _ zone: Zone) throws {
    let bytes = try FlowFolder.bytes(of: path, mayBePipe: true)
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      if fields == [""] || fields.first?.hasPrefix("#") == true { continue }
      if place == 0, fields.first?.lowercased() == "queue" { continue }
      func fault(_ problem: String) -> CommandError {
        CommandError("\(path):\(place + 1): \(problem)", hint: "a line is like: billing,09:00,58")
      }
      guard fields.count == 3 || fields.count == 4 else {
        throw fault("there are \(fields.count) fields, not queue, half hour and calls")
      }
      try check(fields[0], "\(path):\(place + 1): ")
      guard let time = ClockTime(fields[1]), time.secondsOfDay < 86_400 else {
        throw fault("'\(fields[1])' is no time of day")
      }
      guard let calls = Double(fields[2]), calls >= 0, calls <= 1_000_000 else {
        throw fault("'\(fields[2])' is no number of calls")
      }
      var handling: Duration?
      if fields.count == 4, !fields[3].isEmpty {
        do {
          handling = try ForecastOptions.duration(fields[3], "aht")
        } catch {
          throw fault("'\(fields[3])' is no time: 240s, 4m")
        }
      }
      for day in days {
        let from = zone.instant(day, time)
        rates.append(
          Synthetic.Rate(
            queue: fields[0], from: from, to: from + .minutes(30), calls: calls, handling: handling))
      }
    }
    guard rates.contains(where: { $0.calls > 0 }) else {
      throw CommandError("\(path) has no calls", hint: "a line is like: billing,09:00,58")
    }
    rates.sort { $0.from < $1.from }
  }
}
