import Foundation

/// `ivrbench`: how fast the engine, the call log, the compiler, the ear and the sound are here.
@main enum Ivrbench {
  static let benches: [any Bench.Type] = [
    CallsBench.self, LogBench.self, LoadBench.self, DTMFBench.self, EarMemoryBench.self, NoiseBench.self,
    SoundBench.self,
    BridgeBench.self, SetupBench.self, BargeBench.self, TalkBench.self, OfferBench.self, RoutingBench.self,
  ]

  static func main() {
    if CommandLine.arguments.dropFirst().first == Soak.command, CommandLine.arguments.count > 2 {
      do {
        exit(try Soak.run(Array(CommandLine.arguments.dropFirst(2))) ? 0 : 1)
      } catch {
        end("ivrbench: \(error)", status: 2)
      }
    }
    var words = CommandLine.arguments.dropFirst().filter { $0 != "--json" }
    let isJSON = words.count < CommandLine.arguments.count - 1
    if words.contains(where: { ["--help", "-h", "help"].contains($0) }) { end(help, status: 0) }
    let options = options(&words)
    if words.count == 1, words.first == EarMemoryBench.listener {
      EarMemoryBench.listen(options)
      return
    }
    if words.count == 2, words.first == "empty-log", let path = words.last {
      do { try LogBench.makeEmpty(path) } catch { end("ivrbench: \(error)", status: 2) }
      return
    }
    if words.first == BridgeServer.command, let kind = BridgeServer.Kind(rawValue: words.last ?? "") {
      do { try BridgeServer.run(kind) } catch { end("ivrbench: \(error)", status: 2) }
      return
    }
    guard words.count == 1, let name = words.first else { end(help, status: 2) }
    // Only when it is asked for: the bridge takes the whole machine for minutes, the ear's memory is among its
    // figures.
    let alone = [
      BridgeBench.name, SetupBench.name, BargeBench.name, TalkBench.name, OfferBench.name,
      EarMemoryBench.name,
    ]
    let chosen = benches.filter { $0.name == name || name == "all" && !alone.contains($0.name) }
    guard !chosen.isEmpty else {
      end("ivrbench: nothing is called '\(name)'\n    hint: see: ivrbench --help", status: 2)
    }
    do {
      var reports: [BenchReport] = []
      for bench in chosen {
        let report = try bench.run(options)
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

  /// Takes the options out of the words.
  private static func options(_ words: inout [String]) -> BenchOptions {
    var options = BenchOptions()
    func value(_ name: String) -> String? {
      guard let place = words.firstIndex(of: name) else { return nil }
      guard words.indices.contains(place + 1) else { end("ivrbench: \(name) needs a value", status: 2) }
      defer { words.removeSubrange(place...place + 1) }
      return words[place + 1]
    }
    if let text = value("--runs") {
      guard let number = Int(text), (1...99).contains(number) else {
        end("ivrbench: --runs needs a number from 1 to 99", status: 2)
      }
      options.runs = number
    }
    if let text = value("--seed") {
      guard let number = UInt64(text) else { end("ivrbench: --seed needs a whole number", status: 2) }
      options.seed = number
    }
    if let text = value("--hours") {
      guard let number = Double(text), number > 0, number <= 1000 else {
        end("ivrbench: --hours needs a number up to 1000", status: 2)
      }
      options.hours = number
    }
    if let text = value("--calls") {
      guard let number = Int(text), (1...20_000).contains(number) else {
        end("ivrbench: --calls needs a number from 1 to 20000", status: 2)
      }
      options.calls = number
    }
    options.peer = value("--peer")
    options.corpus = value("--corpus")
    options.score = value("--score")
    if options.score != nil, options.corpus == nil { end("ivrbench: --score needs --corpus", status: 2) }
    return options
  }

  static var help: String {
    var text = """
      ivrbench: measures what this machine can do, with the engine that answers calls.

      usage: ivrbench BENCH [options]
             ivrbench empty-log FILE     makes a call log without calls, for comparisons
             ivrbench soak --ivrd PROGRAM --site FILE [--minutes N] [--calls N] [--seed N]
                                         a real ivrd for hours under random calls; see scripts/soak


      """
    for bench in benches {
      text += "  " + bench.name.padding(toLength: 8, withPad: " ", startingAt: 0) + bench.summary + "\n"
    }
    text += """
        all     the others than memory, bridge, setup, barge, talk and offer, which want the machine
                for themselves, one after the other

      options:
        --runs N   how often each is measured; the median counts, the spread shows how quiet the machine was
        --json     print JSON instead of text
        --hours N  of each kind of noise, and of what the ear's memory is counted over;
                   1 if not given
      for bridge:
        --calls N         so many at once; 500 and then 2000 if not given
        --peer PROGRAM    a bare server (see scripts/bench-reference/bridge.c)
      for dtmf:
        --seed N          what the sounds are made from; 1 if not given
        --peer PROGRAM    measured beside the ear, by turns (see scripts/bench-reference/dtmf.c)
        --corpus FOLDER   sounds listed in cases.lst, and mix.wav for speed, instead of made ones
        --score FILE      the Python program that judges what was heard in the corpus
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
