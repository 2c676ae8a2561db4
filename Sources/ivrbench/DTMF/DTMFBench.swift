import Foundation
import Tones

/// The ear: what it hears, how soon, and how many calls one core can listen to, alone or beside a peer.
enum DTMFBench: Bench {
  static let name = "dtmf"
  static let summary = "what the DTMF detector hears, how soon, and how fast it is"
  static let usualRuns = 5

  static func run(_ options: BenchOptions) throws -> BenchReport {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ivrbench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let ears: [any Ear] = [OwnEar()] + (options.peer.map { [PeerEar(program: URL(filePath: $0))] } ?? [])
    var table = ComparisonTable(ears: ears.map(\.name))
    var notes: [String] = []
    var figures: [Figure] = []

    if let corpus = options.corpus.map({ URL(filePath: $0) }) {
      let mix = corpus.appending(path: "mix.wav")
      if FileManager.default.fileExists(atPath: mix.path) {
        try speed(mix, "speed: the corpus' mix", ears, options, into: &table)
      }
      let list = corpus.appending(path: "cases.lst")
      guard FileManager.default.fileExists(atPath: list.path) else {
        throw BenchFault(
          "\(list.path): there is no such file; --corpus names the folder of a labelled corpus")
      }
      for ear in ears { notes.append(try verdict(ear, corpus, options, folder)) }
    } else {
      var sounds = EarSounds(seed: options.seed)
      for (title, sound) in [
        ("a call leg", sounds.call()), ("digits only", sounds.dialling()), ("speech only", sounds.talking()),
      ] {
        let file = folder.appending(path: "speed.wav")
        try Data(WAVFile.bytes(sound.samples)).write(to: file)
        let values = try speed(file, "speed: \(title)", ears, options, into: &table)
        if table.rows.count == 1 {
          table.add("1,000 calls like it", "% of a core", values.map { $0.map { 100_000 / $0 } }, .lowest)
        }
      }
      try accuracy(sounds.cases(), ears, folder, into: &table)
      let echo = EchoBench.speed(seed: options.seed, turns: max(3, options.runs ?? usualRuns))
      figures.append(Figure(EchoBench.title, "x real time", echo))
      figures += try EarMemoryBench.figures(options)
    }
    let sounds = options.corpus.map { "the corpus of \($0)" } ?? "sounds made from seed \(options.seed)"
    return BenchReport(
      name: name,
      work: sounds + (table.rows.isEmpty ? "" : "; speed at 20 ms frames in user time"),
      figures: figures, comparison: table, notes: notes)
  }

  /// Times real time, by turns; a value a turn of each ear.
  @discardableResult private static func speed(
    _ file: URL, _ title: String, _ ears: [any Ear], _ options: BenchOptions,
    into table: inout ComparisonTable
  ) throws -> [[Double]] {
    let seconds = Double(try WAVFile(bytes: Array(Data(contentsOf: file))).samples.count) / 8000
    let times = max(1, Int(2400 / seconds))
    var values = ears.map { _ in [Double]() }
    for turn in 0...max(3, options.runs ?? usualRuns) {
      for (i, ear) in ears.enumerated() {
        let user = try ear.time(file, times: times)
        if turn > 0 { values[i].append(Double(times) * seconds / max(user, 1e-6)) }
      }
    }
    table.add(title, "x real time", values, .highest)
    return values
  }

  private static func accuracy(
    _ cases: [EarCase], _ ears: [any Ear], _ folder: URL, into table: inout ComparisonTable
  ) throws {
    let list = folder.appending(path: "cases.lst")
    var lines = ""
    for (n, sound) in cases.enumerated() {
      try Data(WAVFile.bytes(sound.samples)).write(to: folder.appending(path: "\(n).wav"))
      lines += "\(n)\t\(n).wav\n"
    }
    try Data(lines.utf8).write(to: list)
    let scores = try ears.map { ear in
      let heard = try ear.read(list: list)
      var scores: [EarCase.Question: EarScore] = [:]
      for (n, sound) in cases.enumerated() {
        guard let answer = heard["\(n)"] else { throw BenchFault("\(ear.name) left out a case") }
        scores[sound.question, default: EarScore()].add(sound, answer)
      }
      return scores
    }
    for question in EarCase.Question.allCases {
      let each = scores.compactMap { $0[question] }
      guard let first = each.first else { continue }
      let minutes = Figure.shown(first.seconds / 60)
      if first.sent > 0 {
        table.add("missed: \(question.title)", "of \(first.sent)", each.map { [Double($0.missed)] }, .lowest)
        if question == .lost || each.contains(where: { $0.surplus > 0 }) {
          table.add("  doubled or false", "digits", each.map { [Double($0.surplus)] }, .lowest)
        }
      } else {
        table.add(
          "false: \(question.title)", "in \(minutes) min", each.map { [Double($0.surplus)] }, .lowest)
      }
    }
    for (share, title) in [(0.5, "latency, median"), (0.99, "latency, 99 %")] {
      let each = scores.map { [$0[.plain]?.latency(share) ?? 0] }
      table.add(title, "ms, fed 1 ms", each, .lowest)
    }
  }

  /// What the corpus' own program says of a detector's answers; without it, how many were given.
  private static func verdict(
    _ ear: any Ear, _ corpus: URL, _ options: BenchOptions, _ folder: URL
  ) throws -> String {
    let heard = try ear.read(list: corpus.appending(path: "cases.lst"))
    guard let score = options.score else {
      return "\(ear.name): \(heard.values.reduce(0) { $0 + $1.digits.count }) digits in \(heard.count) cases;"
        + " --score FILE lets the corpus' program judge them"
    }
    var lines = ""
    for (id, answer) in heard.sorted(by: { $0.key < $1.key }) {
      let digits = answer.digits.isEmpty ? "-" : String(decoding: answer.digits, as: UTF8.self)
      lines += "\(id) \(digits) \(answer.times.map(String.init).joined(separator: ","))\n"
    }
    let file = folder.appending(path: "\(ear.name).txt")
    try Data(lines.utf8).write(to: file)
    let totals = folder.appending(path: "\(ear.name).json")
    let said = try Program.output(
      of: URL(filePath: "/usr/bin/env"),
      ["python3", score, "--labels", corpus.path, "--result", file.path, "--brief", "--json", totals.path])
    let verdict = (try? Data(contentsOf: totals)).flatMap { CorpusVerdict($0) }
    return "\(ear.name):\n\(verdict?.text ?? said)"
  }
}

extension EarCase.Question {
  /// Fits the table's first column.
  var title: String {
    switch self {
    case .plain: "50 ms, -4...-20 dBm0"
    case .limits: "at all limits at once"
    case .noisy: "50 ms, 15 dB over noise"
    case .dialTone: "dial tone as loud"
    case .lost: "20 ms lost in each"
    case .short: "tones of 15...23 ms"
    case .offFrequency: "3.5...6 % off"
    case .faint: "-55 dBm0"
    case .networkTones: "call progress tones"
    case .noise: "noise"
    case .speech: "speech-like"
    case .music: "music-like"
    }
  }
}
