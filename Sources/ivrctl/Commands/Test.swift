import ACD
import CallFlow
import Engine
import EspeakVoice
import Foundation
import Media
import Rehearsal
import SQLiteStore
import Site

extension Command {
  static let test = Command(
    name: "test", usage: "PATH…", summary: "plays scripted calls in virtual time",
    details: """
      Plays *.call scripts against their flows, in virtual time: hours of waiting take milliseconds, and the
      same script gives the same bytes. PATH is a script or a folder of scripts. Prints what failed with
      the script's line, what was expected and what happened; the last line counts.

        ivrctl test callflows
        ivrctl test callflows/bank/bank.call --transcript

      With --bless each script's transcript is written beside it as NAME.transcript; from then on a run that
      differs from it fails.

      With --coverage the states and the ways out of them that no script has taken are listed with their
      place in the flow; a way is any place of the text where a call moves on.

        ivrctl test callflows/orders --coverage --fail-under 100
      """,
    options: [
      Option("transcript", nil, "print what happened in every call"),
      Option("bless", nil, "write NAME.transcript beside each script"),
      Option("coverage", nil, "list what no script has taken"),
      Option("fail-under", "PERCENT", "fail when less of the flows was taken"),
      Option("log", "FILE", "also write the calls' records to this SQLite log"),
      json,
    ],
    arguments: 1...1000
  ) { arguments in
    let scripts = try ScriptFiles.all(arguments.words)
    guard !scripts.isEmpty else {
      throw CommandError(
        "there is no *.call in \(arguments.words.joined(separator: " "))",
        hint: "a script's name ends in .call")
    }
    let log: SQLiteCallLog?
    do {
      log = try arguments["log"].map { path throws(SQLiteError) in try SQLiteCallLog(path: path) }
    } catch {
      throw CommandError("\(error)")
    }
    defer {
      log?.flush()
      log?.close()
    }
    if let least = arguments["fail-under"] {
      guard let percent = Int(least), (0...100).contains(percent) else {
        throw CommandError("--fail-under takes a number from 0 to 100")
      }
    }
    var run = TestRun(arguments: arguments, log: log)
    for path in scripts { try run.play(path) }
    return run.finish()
  }
}

/// The scripts that paths name.
enum ScriptFiles {
  static func all(_ paths: [String]) throws -> [String] {
    var scripts: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw CommandError(
          "\(path): there is no such file or folder", hint: "check its name and the folder you are in")
      }
      guard isFolder.boolValue else {
        guard path.hasSuffix(".call") else {
          throw CommandError("\(path) is no script", hint: "a script's name ends in .call")
        }
        scripts.append(path)
        continue
      }
      guard let all = FileManager.default.enumerator(atPath: path) else { continue }
      var found: [String] = []
      while let name = all.nextObject() as? String, found.count < 100_000 {
        if name.hasSuffix(".call") { found.append(CheckTargets.join(path, name)) }
      }
      scripts += found.sorted()
    }
    return scripts
  }
}

/// One run of `ivrctl test`.
struct TestRun {
  let arguments: Arguments
  let log: SQLiteCallLog?
  private var passed = 0
  private var failed = 0
  private var lastCall: CallID?
  private var records: [[String: String]] = []
  private var coverage = Coverage()

  init(arguments: Arguments, log: SQLiteCallLog?) {
    (self.arguments, self.log, lastCall) = (arguments, log, log?.largestCall)
  }

  mutating func play(_ path: String) throws {
    let source = SourceText(name: path, bytes: try FlowFolder.bytes(of: path))
    let result = ScriptRunner.run(source, in: ScriptWorld(beside: path, log: log, after: lastCall))
    lastCall = result.cases.compactMap(\.lastCall).max() ?? lastCall
    coverage.add(result)
    for one in result.cases {
      records.append(["script": path, "call": one.name, "result": one.passed ? "passed" : "failed"])
    }
    passed += result.passed
    failed += result.failed
    if arguments.has("json") { return }
    if !result.diagnostics.isEmpty { printOut(DiagnosticPrinter(sources: [source]).text(result.diagnostics)) }
    if arguments.has("transcript"), !result.cases.isEmpty { printOut(result.transcript) }
    if result.failed > 0, !result.hasFaults { printOut(result.report) }
    try compare(result, path)
  }

  private mutating func compare(_ result: ScriptResult, _ path: String) throws {
    guard result.failed == 0 else { return }
    let blessed = (path.hasSuffix(".call") ? String(path.dropLast(5)) : path) + ".transcript"
    if arguments.has("bless") {
      do {
        try result.transcript.write(toFile: blessed, atomically: true, encoding: .utf8)
      } catch {
        throw CommandError("\(blessed): cannot be written")
      }
    } else if FileManager.default.fileExists(atPath: blessed) {
      let old = String(decoding: try FlowFolder.bytes(of: blessed), as: UTF8.self)
      guard let difference = ScriptRunner.difference(blessed: old, now: result.transcript) else { return }
      failed += 1
      printOut("\(blessed): the transcript is another one: \(difference)")
      printOut("    hint: when the new one is right: ivrctl test \(path) --bless")
    }
  }

  func finish() -> Int32 {
    if arguments.has("json") {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      if let data = try? encoder.encode(records) { printOut(String(decoding: data, as: UTF8.self)) }
    } else {
      if arguments.has("coverage") { printCoverage() }
      printOut("\(passed) passed, \(failed) failed")
    }
    if let least = arguments["fail-under"].flatMap({ Int($0) }), coverage.percent < least {
      printError("ivrctl: \(coverage.percent) % of the flows was taken, less than \(least) %")
      return 1
    }
    return failed == 0 ? 0 : 1
  }
}

extension TestRun {
  private func printCoverage() {
    for application in coverage.applications {
      let states = application.states.count { $0.times > 0 }, ways = application.ways.count { $0.times > 0 }
      printOut(
        "\(application.name): \(states) of \(application.states.count) states, "
          + "\(ways) of \(application.ways.count) ways taken")
      for item in application.missed { printOut("  \(item.place): never taken: \(item.name)") }
    }
  }
}

extension MemoryData: RehearsalData {}

extension ScriptWorld {
  /// The world of a script: flows, rows, clips and sound are looked for beside it.
  init(beside script: String, log: (any CallLog)? = nil, after lastCall: CallID? = nil) {
    let folder = CheckTargets.split(script).folder
    func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : CheckTargets.join(folder, path) }
    let library = ClipLibrary(
      folders: [CheckTargets.join(folder, "prompts"), CheckTargets.join(folder, "../prompts")])
    self.init(
      compile: { written in
        let path = resolve(written)
        let (flowFolder, name) = CheckTargets.split(path)
        let loaded = try LoadedSite.load(
          folder: flowFolder, start: name, today: nil, prompts: CheckTargets.promptsBeside(flowFolder))
        guard !loaded.hasErrors, let graph = loaded.applications.first else {
          let report = loaded.findings.map { finding in
            DiagnosticPrinter(sources: finding.sources)
              .text(finding.diagnostics.filter { $0.severity == .error })
          }
          throw CommandError(
            report.isEmpty
              ? "\(path): there is no such flow" : "the flow has faults:\n" + report.joined(separator: "\n"))
        }
        return graph
      },
      data: { try MemoryData() },
      read: { try FlowFolder.bytes(of: resolve($0)) },
      clips: ClipFiles(library).sounds,
      voice: EspeakSynthesizer(),
      log: log, lastCall: lastCall)
  }
}

extension CommandError: CustomStringConvertible {
  var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
