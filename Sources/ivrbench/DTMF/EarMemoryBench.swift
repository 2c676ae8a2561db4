import CEpoll
import Foundation
import Tones

/// What the ear takes from the heap while it listens: each allocation is counted, those that are given back at
/// once as well, by the C library's own trace of them in a process of one thread.
enum EarMemoryBench: Bench {
  static let name = "memory"
  static let summary = "allocations of the ear while it listens and is copied: none"
  static let usualRuns = 1

  /// The word by which this program listens while it is traced.
  static let listener = "ear-memory"

  static func run(_ options: BenchOptions) throws -> BenchReport {
    BenchReport(
      name: name, work: "frames of 20 ms, every fiftieth lost, a call of seed \(options.seed)",
      figures: try figures(options))
  }

  static func figures(_ options: BenchOptions) throws -> [Figure] {
    let trace = FileManager.default.temporaryDirectory.appending(path: "ivrbench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: trace) }
    var environment = ProcessInfo.processInfo.environment
    environment["LD_PRELOAD"] = "libc_malloc_debug.so.0"
    environment["MALLOC_TRACE"] = trace.path
    let hours = options.hours ?? 1
    _ = try Program.output(
      of: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath(),
      [listener, "--hours", "\(hours)", "--seed", "\(options.seed)"], environment: environment)
    let counts = Self.counts(in: (try? String(contentsOf: trace, encoding: .utf8)) ?? "")
    guard counts.count == Part.allCases.count else {
      throw BenchFault("the C library traces no allocations here (libc_malloc_debug.so.0)")
    }
    let length = hours == 1 ? "an hour" : "\(Figure.shown(hours)) hours"
    return zip(Part.allCases, counts).map { part, count in
      Figure("allocations, \(part.title)", "in \(length)", [Double(count)])
    }
  }

  private enum Part: CaseIterable {
    case detector, copies, ear
    var title: String {
      switch self {
      case .detector: "the detector fed"
      case .copies: "a copy of it every 20 ms, fed"
      case .ear: "a leg's ear, with messages"
      }
    }
  }

  // MARK: The process that is traced

  /// Listens to a call again and again.
  static func listen(_ options: BenchOptions) {
    let seconds = max(1, Int(3600 * (options.hours ?? 1)))
    var sounds = EarSounds(seed: options.seed)
    let call = seconds < 180 ? sounds.shortCall() : sounds.call()
    // The first round is not counted: what is made once for all ears is made in it.
    let parts = Part.allCases
    for part in parts { hear(call.samples, seconds: call.samples.count / Telephony.sampleRate, part) }
    mtrace()
    for part in parts { hear(call.samples, seconds: seconds, part) }
    muntrace()
  }

  private static func hear(_ samples: [Int16], seconds: Int, _ part: Part) {
    let frame = Telephony.frameLength
    let frames = samples.count / frame
    var detector = DTMFDetector()
    var ear = DigitEar()
    var heard = 0
    let count: (DTMFEvent) -> Void = { if case .down = $0 { heard &+= 1 } }
    var n = 0
    mark(beginSize)
    while n < seconds * 50 {
      let at = n % frames * frame
      let piece = samples.span.extracting(at..<at + frame)
      switch (part, n % 50 == 49) {
      case (.detector, false): detector.feed(piece, count)
      case (.detector, true): detector.gap(frame, count)
      case (.copies, _):
        var copy = detector
        copy.feed(piece, count)
        detector = copy
      case (.ear, false): ear.feed(piece) { if case .down = $0 { heard &+= 1 } }
      case (.ear, true):
        ear.gap(frame) { _ in }
        ear.message(0x35) { _ in }
      }
      n += 1
    }
    detector.finish(count)
    ear.finish { _ in }
    mark(endSize)
    // The count keeps the optimiser from leaving the work out.
    precondition(heard >= 0)
  }

  /// Allocations of these sizes, which nothing else has, mark in the trace where a part begins and ends.
  private static let beginSize = 77_773, endSize = 77_797
  private static func mark(_ size: Int) {
    let memory = malloc(size)
    // Nobody has this descriptor: the call keeps the optimiser from leaving the allocation out.
    _ = write(-1, memory, 0)
    free(memory)
  }

  // MARK: Its trace

  /// The allocations of each part: lines such as `@ ./x:[0x1180] + 0x55e37da4a4a0 0x1e61`, and with `>` for what
  /// grew or shrank.
  static func counts(in trace: String) -> [Int] {
    let (begin, end) = ("0x" + String(beginSize, radix: 16), "0x" + String(endSize, radix: 16))
    var counts: [Int] = []
    var count: Int?
    for line in trace.split(separator: "\n") where line.hasPrefix("@ ") {
      let words = line.split(separator: " ")
      guard words.count >= 5, ["+", ">"].contains(words[words.count - 3]) else { continue }
      if words[words.count - 1] == begin {
        count = 0
      } else if words[words.count - 1] == end {
        if let count { counts.append(count) }
        count = nil
      } else {
        count? += 1
      }
    }
    return counts
  }
}
