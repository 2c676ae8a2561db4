import Foundation
import Tones

/// A DTMF detector that can be measured.
protocol Ear {
  var name: String { get }
  /// What it reports of each sound of a list (`id TAB file`, relative to the list), fed 1 ms at a time.
  func read(list: URL) throws -> [String: Heard]
  /// Seconds of user time for a sound, heard `times` times in frames of 20 ms.
  func time(_ file: URL, times: Int) throws -> Double
}

/// The product's.
struct OwnEar: Ear {
  let name = "ivrd"

  func read(list: URL) throws -> [String: Heard] {
    var heard: [String: Heard] = [:]
    let text = try String(contentsOf: list, encoding: .utf8)
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let file = list.deletingLastPathComponent().appending(path: String(parts[1]))
      heard[String(parts[0])] = Self.hear(try Self.sound(file), step: 8)
    }
    return heard
  }

  private static func hear(_ samples: [Int16], step: Int) -> Heard {
    var detector = DTMFDetector()
    var heard = Heard(digits: [], times: [])
    for at in stride(from: 0, to: samples.count, by: step) {
      let end = min(at + step, samples.count)
      detector.feed(samples[at..<end]) {
        guard case .down(let key, _, _) = $0 else { return }
        heard.digits.append(key.ascii)
        heard.times.append(end)
      }
    }
    return heard
  }

  func time(_ file: URL, times: Int) throws -> Double {
    let sound = try Self.sound(file)
    // As a line gives its frames, without a reference to be counted.
    let samples = sound.span
    var detector = DTMFDetector()
    var digits = 0
    let watch = Stopwatch()
    for _ in 0..<times {
      for at in stride(from: 0, to: samples.count, by: Telephony.frameLength) {
        let end = min(at + Telephony.frameLength, samples.count)
        detector.feed(samples.extracting(at..<end)) { if case .down = $0 { digits += 1 } }
      }
    }
    let user = watch.elapsed.user
    // The count keeps the optimiser from leaving the work out.
    guard digits >= 0 else { throw BenchFault("no digits") }
    return user
  }

  private static func sound(_ file: URL) throws -> [Int16] {
    try WAVFile(bytes: Array(Data(contentsOf: file))).samples
  }
}

/// A program that reads and is timed as `scripts/bench-reference/dtmf.c` is.
struct PeerEar: Ear {
  let name = "spandsp"
  let program: URL

  func read(list: URL) throws -> [String: Heard] {
    var heard: [String: Heard] = [:]
    for line in try run(["read", list.path, "8"]).split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count >= 2 else { continue }
      let digits = parts[1] == "-" ? [] : Array(parts[1].utf8)
      let times = parts.count > 2 ? parts[2].split(separator: ",").compactMap { Int($0) } : []
      heard[String(parts[0])] = Heard(digits: digits, times: times)
    }
    return heard
  }

  func time(_ file: URL, times: Int) throws -> Double {
    let said = try run(["speed", file.path, "\(Telephony.frameLength)", "\(times)"])
    guard let word = said.split(separator: " ").first, let seconds = Double(word) else {
      throw BenchFault("\(program.lastPathComponent) said '\(said)'")
    }
    return seconds
  }

  private func run(_ arguments: [String]) throws -> String {
    try Program.output(of: program, arguments)
  }
}

/// Another program's standard output.
enum Program {
  static func output(
    of program: URL, _ arguments: [String], environment: [String: String]? = nil
  ) throws -> String {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    if let environment { process.environment = environment }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchFault("\(program.lastPathComponent) ended with status \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
