import Foundation
import Reports

extension Command {
  static let erlang = Command(
    name: "erlang", usage: "CALLS-PER-HOUR AHT AGENTS", summary: "what so many agents can be expected to do",
    details: """
      Erlang C, where everybody waits as long as it takes, and Erlang A, where callers give up: waiting
      probability, service level, mean wait and occupancy for that many agents and a few more or fewer. AHT
      and --patience are in seconds.

        ivrctl erlang 120 240 10
        ivrctl erlang 120 240 10 --patience 120 --within 20 --goal 80
      """,
    options: [
      Option("within", "SECONDS", "T of the service level (default 20)"),
      Option("patience", "SECONDS", "how long callers wait in the mean (default 120)"),
      Option("goal", "PERCENT", "service level to staff for (default 80)"),
      .csv,
      json,
    ],
    arguments: 3...3
  ) { arguments in
    let words = arguments.words
    guard let calls = Double(words[0]), let handling = Double(words[1]), let agents = Int(words[2]),
      Erlang(callsPerHour: calls, handling: handling, agents: agents) != nil
    else {
      throw CommandError(
        "these are no calls per hour, seconds and agents: \(words.joined(separator: " "))",
        hint: "for example: ivrctl erlang 120 240 10")
    }
    let within = try Options.seconds(arguments, "within", 20)
    let patience = try Options.seconds(arguments, "patience", 120)
    let goal = try arguments["goal"].map { try Options.whole($0, "goal") } ?? 80
    guard patience > .zero, (1...99).contains(goal) else {
      throw CommandError("--patience is at least a second, --goal 1 to 99 percent")
    }
    let table = ErlangReport.table(
      callsPerHour: calls, handling: handling, agents: agents, within: within, patience: patience,
      goal: Double(goal))
    printText(
      arguments.has("json")
        ? table.json() : arguments.has("csv") ? table.csv() : table.text(width: OutputWidth.report))
    return 0
  }
}
