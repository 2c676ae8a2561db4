import CallFlow
import Chronology
import Engine
import Foundation
import Site

/// What `simulate` and `whatif` are told in common.
enum ForecastOptions {
  /// The site with its flows, without its clips; of its data with the holidays alone.
  static func site(_ path: String) throws -> LoadedSite {
    var site = try LoadedSite.load(site: path, today: CheckTargets.today, checksClips: false)
    guard !site.hasErrors else {
      _ = CheckReport(findings: site.findings, notes: []).print(json: false, strict: false)
      throw CommandError("the site has faults, see above", hint: "see: ivrctl check \(path)", status: 1)
    }
    site.applications = site.applicationsWithHolidays()
    return site
  }

  /// `--seed` and `--seeds`: so many, one after the other.
  static func seeds(_ arguments: Arguments) throws -> [UInt64] {
    let first = try arguments["seed"].map { try Options.whole($0, "seed") } ?? 1
    let count = try arguments["seeds"].map { try Options.whole($0, "seeds") } ?? 5
    guard (1...1000).contains(count) else {
      throw CommandError("--seeds takes 1 to 1000, not \(count)", hint: "5 to 20 give a useful interval")
    }
    return (0..<count).map { UInt64(first + $0) }
  }

  /// `240s`, `4m`, `1h30m`, or seconds.
  static func duration(_ text: String, _ option: String) throws -> Duration {
    var sum = 0.0
    var number = ""
    var isPlain = true
    for character in text {
      if character.isASCII, character.isNumber || character == "." {
        number.append(character)
      } else if let value = Double(number), let unit = ["s": 1.0, "m": 60, "h": 3600][character] {
        sum += value * unit
        (number, isPlain) = ("", false)
      } else {
        number = "?"
        break
      }
    }
    if isPlain, let value = Double(number) { (sum, number) = (value, "") }
    guard number.isEmpty, !text.isEmpty, sum > 0, sum <= 86_400 else {
      throw CommandError(
        "--\(option) takes a time, not '\(text)'", hint: "for example: --\(option) 240s, or 4m")
    }
    return .milliseconds(Int64((sum * 1000).rounded()))
  }

  static func time(_ arguments: Arguments, _ option: String, _ otherwise: String) throws -> ClockTime {
    let text = arguments[option] ?? otherwise
    guard let time = ClockTime(text) else {
      throw CommandError(
        "--\(option) takes a time of day, not '\(text)'", hint: "for example: --\(option) \(otherwise)")
    }
    return time
  }

  static func day(_ text: String, _ option: String) throws -> Day {
    guard let day = Day(text) else {
      throw CommandError(
        "--\(option) takes a day, not '\(text)'", hint: "for example: --\(option) 2026-11-23")
    }
    return day
  }

  /// Who is in a file of `agent` lines, or of a whole site.
  static func agents(file path: String, _ applications: [FlowGraph]) throws -> [SiteFile.AgentItem] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandError(
        "--agents \(path): there is no such file",
        hint: "give it a file with a line an agent: agent kim { skills billing 3, en 5 }")
    }
    let source = SourceText(name: path, bytes: try FlowFolder.bytes(of: path, mayBePipe: true))
    let (file, read) = SiteReader.read(source)
    // A fragment needs no 'site 1'.
    let faults = read.all.filter { $0.severity == .error && $0.code != "CF204" }
    guard faults.isEmpty else {
      let finding = LoadedSite.Finding(sources: [source], diagnostics: faults)
      _ = CheckReport(findings: [finding], notes: []).print(json: false, strict: false)
      throw CommandError("\(path) has faults, see above", status: 1)
    }
    guard !file.agents.isEmpty else {
      throw CommandError(
        "\(path) has no agents", hint: "a line an agent: agent kim { number 201; skills billing 3, en 5 }")
    }
    let known = Set(applications.flatMap { $0.content.skills.map(\.name) })
    for agent in file.agents {
      for skill in agent.skills where !known.contains(skill.name) {
        let near = Suggestions.nearest(skill.name, among: known.sorted())
        throw CommandError(
          "\(path):\(skill.range.start.line): agent '\(agent.name)' has skill '\(skill.name)', which no flow "
            + "declares",
          hint: near.map { "did you mean '\($0)'?" } ?? "skills are \(known.sorted().joined(separator: ", "))"
        )
      }
    }
    return file.agents
  }

  /// As the engine is told of them, without those on leave that day.
  static func definitions(_ agents: [SiteFile.AgentItem], on day: Day?) -> [SiteDefinition.Agent] {
    agents.filter { agent in day.map { day in !agent.leave.contains { $0.contains(day) } } ?? true }.map {
      SiteDefinition.Agent(
        name: $0.name, fullName: $0.title, ring: $0.ring,
        skills: Dictionary($0.skills.map { ($0.name, $0.level) }, uniquingKeysWith: { a, _ in a }))
    }
  }

  /// Seconds, one decimal.
  static func took(since start: ContinuousClock.Instant) -> String {
    let tenths = (ContinuousClock.now - start).milliseconds / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }

  static func list(_ seeds: [UInt64]) -> String {
    guard let first = seeds.first, let last = seeds.last else { return "" }
    return first == last ? "seed \(first)" : "seeds \(first) to \(last)"
  }
}
