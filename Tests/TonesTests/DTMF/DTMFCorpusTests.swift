import Foundation
import Testing
import Tones

/// The labelled corpus, made and judged by its own programs where they are beside the project. A debug build
/// hears some of its families; an optimised one hears all:
///
///     swift test -c release --filter DTMFCorpusTests
@Suite(.enabled(if: Corpus.isThere, "needs ../shared/dtmf/make_corpus.py and python3 with numpy"))
struct `The DTMF corpus` {
  @Test(arguments: Corpus.seeds) func `is heard as it must be`(seed: Int) throws {
    let corpus = try Corpus(seed: seed)
    defer { corpus.remove() }
    let verdict = try corpus.judge()

    let accept = try #require(verdict.totals["accept"])
    #expect(accept.exact >= accept.cases - 5, "legs read exactly")
    #expect(accept.surplus <= 5, "false digits among those")
    let combo = try #require(verdict.families["accept/combo"])
    #expect(combo.missed <= 5, "digits missed at several limits at once")
    let broken = ["accept/dropout", "grey/dropout", "grey/loss"].compactMap { verdict.families[$0] }
    #expect(broken.count == 3 && broken.reduce(0) { $0 + $1.surplus } == 0, "digits doubled by a gap")
    let latency = try #require(accept.latency)
    #expect(latency.median <= 35 && latency.p99 <= 45, "ms from onset, fed 1 ms at a time")

    guard Corpus.families == nil else { return }
    let reject = try #require(verdict.totals["reject"]),
      speech = try #require(verdict.families["reject/speech"])
    #expect(reject.surplus - speech.surplus <= 5, "false digits where there are none")
    #expect(speech.surplus <= 3, "false digits in speech")
    #expect(try #require(verdict.found("snr", at: "6")) >= 97, "% of 50 ms digits at 6 dB")
    for level in ["-20", "-15", "-10", "-6", "-3", "0"] {
      #expect(verdict.found("dialtone", at: level) == 100, "% over dial tone of \(level) dB")
    }
  }
}

/// A corpus on disk.
struct Corpus {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let tools = root.appending(path: "../shared/dtmf")

  #if DEBUG
    static let families: String? = "combo,dropout,loss,twist,echo"
    static let seeds = [1]
  #else
    static let families: String? = nil
    static let seeds = [1]
  #endif

  static let isThere: Bool = {
    let files = ["make_corpus.py", "score.py"].map { tools.appending(path: $0).path }
    return files.allSatisfy { FileManager.default.fileExists(atPath: $0) }
      && (try? python(["-c", "import numpy"])) != nil
  }()

  struct Failure: Error, CustomStringConvertible { var description: String }

  private let folder = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")

  init(seed: Int) throws {
    let program = Self.tools.appending(path: "make_corpus.py").path
    let families = Self.families.map { ["--families", $0] } ?? []
    _ = try Self.python([program, "--out", folder.path, "--seed", "\(seed)"] + families)
  }
  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Hears every case with a fresh detector, 1 ms at a time, and has the answers scored.
  func judge() throws -> Verdict {
    let list = try String(contentsOf: folder.appending(path: "cases.lst"), encoding: .utf8)
    var lines = ""
    for line in list.split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 2 else { throw Failure(description: "cases.lst: \(line)") }
      let bytes = try Data(contentsOf: folder.appending(path: fields[1]))
      lines += "\(fields[0]) \(Self.heard(try WAVFile(bytes: [UInt8](bytes)).samples))\n"
    }
    let (result, json) = (folder.appending(path: "result.txt"), folder.appending(path: "score.out"))
    try Data(lines.utf8).write(to: result)
    let text = try Self.python([
      Self.tools.appending(path: "score.py").path, "--labels", folder.path, "--result", result.path,
      "--json", json.path, "--curve", "snr:snr", "--curve", "dialtone:rel",
    ])
    var verdict = try JSONDecoder().decode(Verdict.self, from: Data(contentsOf: json))
    verdict.text = text
    return verdict
  }

  private static func heard(_ samples: [Int16]) -> String {
    var detector = DTMFDetector()
    var keys: [Key] = []
    var times: [String] = []
    for at in stride(from: 0, to: samples.count, by: 8) {
      let end = min(at + 8, samples.count)
      detector.feed(samples[at..<end]) {
        guard case .down(let key, _, _) = $0 else { return }
        keys.append(key)
        times.append("\(end)")
      }
    }
    return keys.isEmpty ? "-" : "\(keys.text) \(times.joined(separator: ","))"
  }

  private static func python(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(description: "python3 \(arguments)") }
    return String(decoding: output, as: UTF8.self)
  }
}

/// What the scorer says.
struct Verdict: Decodable {
  struct Tally: Decodable {
    struct Latency: Decodable { var median: Double, p99: Double }
    var cases: Int, exact: Int, missed: Int, surplus: Int
    var latency: Latency?
    enum CodingKeys: String, CodingKey {
      case cases, exact, missed
      case surplus = "false"
      case latency = "latency_ms"
    }
  }
  var totals: [String: Tally]
  var families: [String: Tally]
  var text = ""
  enum CodingKeys: CodingKey { case totals, families }

  /// Percent of a family's digits that were found at a value of its curve.
  func found(_ family: String, at value: String) -> Double? {
    let lines = text.split(separator: "\n").drop { !$0.hasPrefix("-- \(family) by ") }.dropFirst()
    for line in lines.prefix(while: { !$0.hasPrefix("--") }) {
      // value, cases, exact, exact %, digits, missed, found %
      let fields = line.split(separator: " ")
      if fields.count > 6, fields[0] == value { return Double(fields[6]) }
    }
    return nil
  }
}
