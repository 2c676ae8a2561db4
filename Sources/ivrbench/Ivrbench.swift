import Foundation

/// `ivrbench`: how fast the engine, the call log, the compiler and the ear are on this machine.
@main enum Ivrbench {
  static let benches: [any Bench.Type] = [
    CallsBench.self, LogBench.self, LoadBench.self, DTMFBench.self,
  ]

  static func main() {
    var words = CommandLine.arguments.dropFirst().filter { $0 != "--json" }
    let isJSON = words.count < CommandLine.arguments.count - 1
    if words.contains(where: { ["--help", "-h", "help"].contains($0) }) { end(help, status: 0) }
    var runs: Int?
    if let place = words.firstIndex(of: "--runs") {
      guard words.indices.contains(place + 1), let number = Int(words[place + 1]), (1...99).contains(number)
      else { end("ivrbench: --runs needs a number from 1 to 99", status: 2) }
      runs = number
      words.removeSubrange(place...place + 1)
    }
    if words.count == 2, words.first == "empty-log", let path = words.last {
      do { try LogBench.makeEmpty(path) } catch { end("ivrbench: \(error)", status: 2) }
      return
    }
    guard words.count == 1, let name = words.first else { end(help, status: 2) }
    let chosen = benches.filter { $0.name == name || name == "all" }
    guard !chosen.isEmpty else {
      end("ivrbench: nothing is called '\(name)'\n    hint: see: ivrbench --help", status: 2)
    }
    do {
      var reports: [BenchReport] = []
      for bench in chosen {
        let report = try bench.run(runs: runs ?? bench.usualRuns)
        if !isJSON { print(report.text, terminator: "\n\n") }
        reports.append(report)
      }
      if isJSON {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        print(String(decoding: try encoder.encode(reports), as: UTF8.self))
      }
    } catch {
      end("ivrbench: \(error)", status: 2)
    }
  }

  static var help: String {
    var text = """
      ivrbench: measures what this machine can do, with the engine that answers calls.

      usage: ivrbench calls|log|load|dtmf|all [--runs N] [--json]
             ivrbench empty-log FILE     makes a call log without calls, for comparisons


      """
    for bench in benches {
      text += "  " + bench.name.padding(toLength: 7, withPad: " ", startingAt: 0) + bench.summary + "\n"
    }
    text += """
        all    one after the other

      options:
        --runs N   how often each is measured; the median counts, the spread shows how quiet the machine was
        --json     print JSON instead of text
        --help     print this help

      Build it optimised, or the figures say nothing: swift run -c release ivrbench all
      Wall time suffers from whatever else runs on the machine; user time is what the work itself took.
      scripts/bench also builds plain C references where there is a C compiler and prints the ratios.
      """
    return text
  }

  private static func end(_ text: String, status: Int32) -> Never {
    if status == 0 { print(text) } else { FileHandle.standardError.write(Data((text + "\n").utf8)) }
    exit(status)
  }
}
