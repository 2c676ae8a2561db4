import Control
import Foundation
import Tones

/// Hears one line's sound and prints what is in it as it comes, and at the end what it was like.
struct LineListener {
  private let json: Bool
  private var detector = DTMFDetector()
  private var digits = DigitsHeard()
  private var facts = SoundFacts()
  private var tones = CallProgressDetector()
  private var guess: RateGuess?
  private var hasHeading = false
  /// Where sound and silence begin is printed too.
  private let all: Bool

  init(json: Bool, all: Bool) { (self.json, self.all) = (json, all) }

  /// - Parameter path: a file's, or `-` for standard input.
  mutating func listen(to path: String, as format: SoundFormat) throws {
    var input = try ByteInput(path)
    var decoder = SoundDecoder(format)
    let name = path == "-" ? "standard input" : path
    var truncated = false
    do {
      while true {
        let bytes = try input.next()
        if bytes.isEmpty { break }
        let (own, telephone) = try decoder.feed(bytes)
        if guess == nil, digits.count == 0, let rate = decoder.rate { guess = RateGuess(besides: rate) }
        if digits.count == 0 { guess?.see(own) }
        hear(own, telephone)
      }
      let end = try decoder.finish()
      hear([], end.telephone)
      truncated = end.truncated
    } catch let error as WAVError {
      throw Self.failure(error, name, format)
    }
    guard facts.samples > 0 else {
      throw CommandError("\(name): there is not a single sample in it", hint: "record it again")
    }
    var events: [DTMFEvent] = []
    detector.finish { events.append($0) }
    for event in events { tell(event) }
    sumUp(decoder, truncated: truncated)
  }

  static func failure(_ error: WAVError, _ name: String, _ format: SoundFormat) -> CommandError {
    switch error {
    case .channels(let count) where count > 0:
      CommandError(
        "\(name): a WAV file of \(count) channel\(count == 1 ? "" : "s")",
        hint: "choose one: --channel 1\(count > 1 ? " to \(count)" : "")")
    case .notWAV(looksLike: nil):
      CommandError("\(name): \(error)", hint: "or is it raw sound? then say --raw")
    default: CommandError("\(name): \(error)")
    }
  }

  private mutating func hear(_ own: [Int16], _ telephone: [Int16]) {
    facts.see(own: own)
    facts.see(telephone: telephone)
    var events: [DTMFEvent] = []
    detector.feed(telephone) { events.append($0) }
    for event in events { tell(event) }
    var progress: [CallProgressEvent] = []
    tones.feed(telephone) { progress.append($0) }
    for event in progress { tell(event) }
  }

  private func tell(_ event: CallProgressEvent) {
    var kind = "sound"
    var isNoise = false
    switch event {
    case .toneBegan: kind = "tone"
    case .toneEnded: kind = "toneEnded"
    case .answer: kind = "answer"
    case .sound: isNoise = true
    case .silence: (kind, isNoise) = ("silence", true)
    }
    if isNoise && !all { return }
    if json {
      printLine([
        "kind": .text(kind), "at": Self.number(Double(event.since) / 8000, 4), "what": .text("\(event)"),
      ])
    } else {
      printOut(Text.right(Text.time(samples: event.since), 9) + "      \(event)")
    }
  }

  private mutating func tell(_ event: DTMFEvent) {
    switch event {
    case .down: break
    case .up(let key, let onset, let length, _, let measure):
      digits.add(key, measure)
      row(key, "digit", onset, length, measure, refusal: nil)
    case .refused(let refusal):
      digits.add(refusal)
      row(refusal.nearest, "refused", refusal.onset, refusal.length, refusal.measure, refusal: refusal)
    }
  }

  private mutating func row(
    _ key: Key, _ kind: String, _ onset: Int, _ length: Int, _ m: DTMFMeasure, refusal: DTMFRefusal?
  ) {
    if json {
      var record: [String: JSONValue] = [
        "kind": .text(kind), "key": .text(String(key.character)), "at": Self.number(Double(onset) / 8000, 4),
        "length": Self.number(Double(length) / 8000, 4), "low": Self.number(m.low, 1),
        "high": Self.number(m.high, 1), "twist": Self.number(m.twist, 1),
        "lowError": Self.number(m.lowError, 2), "highError": Self.number(m.highError, 2),
        "share": Self.number(m.share, 3),
      ]
      if let refusal {
        record["reason"] = .text("\(refusal.reason)")
        record["why"] = .text(refusal.description)
      }
      return printLine(record)
    }
    if !hasHeading {
      hasHeading = true
      printOut("     time key  length    low   high  twist  low off high off  share")
      printOut("               ms      dBm0   dBm0     dB      %        %        %")
    }
    let shown = refusal == nil ? String(key.character) : "(\(key.character))"
    let columns: [(String, Int)] = [
      (Text.time(samples: onset), 9), (shown, 4), (String(length / 8), 7), (Text.decibel(m.low), 8),
      (Text.decibel(m.high), 7), (Text.signed(m.twist), 7), (Text.signed(m.lowError), 8),
      (Text.signed(m.highError), 9), (String(Int((m.share * 100).rounded())), 8),
    ]
    printOut(columns.map { Text.right($0.0, $0.1) }.joined())
    if let refusal { printOut("          refused: \(refusal)") }
  }

  private func sumUp(_ decoder: SoundDecoder, truncated: Bool) {
    let rate = decoder.rate ?? Telephony.sampleRate
    let hint = LineAdvice.hint(digits, facts, rate: rate, fitting: guess?.best, channels: decoder.channels)
    let seconds = Double(facts.samples) / Double(rate)
    let reasons = DTMFRefusal.Reason.allCases.compactMap { reason in
      digits.refused[reason].map { (reason, $0.count) }
    }
    if json {
      printLine([
        "kind": .text("summary"), "seconds": Self.number(seconds, 3), "sampleRate": .integer(Int64(rate)),
        "digits": .text(digits.keys), "digitCount": .integer(Int64(digits.count)),
        "refused": .object(
          Dictionary(uniqueKeysWithValues: reasons.map { ("\($0.0)", .integer(Int64($0.1))) })),
        "noise": facts.noise.map { Self.number($0, 1) } ?? .null, "peak": Self.number(facts.peakLevel, 1),
        "clipped": .integer(Int64(facts.clipped)), "offset": Self.number(facts.offset, 1),
        "longestSilence": Self.number(facts.longestSilenceSeconds, 2),
        "silenceAt": Self.number(facts.silenceStartSeconds, 2), "truncated": .flag(truncated),
        "hint": hint.map { .text($0) } ?? .null,
      ])
      return
    }
    if hasHeading { printOut("") }
    func fact(_ name: String, _ text: String) {
      for line in WrappedText.lines(name.padded(to: 10) + text, width: 80, indent: 10) { printOut(line) }
    }
    let shown = digits.keys.count > 64 ? "…" + digits.keys.suffix(63) : digits.keys
    fact("digits", digits.count == 0 ? "none" : "\(digits.count): \(shown)")
    // Low and high tones of a wrong frequency are one thing to people.
    var words: [(text: String, count: Int)] = []
    for (reason, count) in reasons {
      if words.last?.text == reason.words {
        words[words.count - 1].count += count
      } else {
        words.append((reason.words, count))
      }
    }
    if !words.isEmpty { fact("refused", words.map { "\($0.count) \($0.text)" }.joined(separator: ", ")) }
    fact(
      "sound",
      "\(Text.time(samples: Int(seconds * 8000))) at \(rate) Hz"
        + (decoder.channels > 1 ? ", \(decoder.channels) channels" : "")
        + (truncated ? ", shorter than its header says" : ""))
    fact(
      "level",
      "peak \(Text.decibel(facts.peakLevel)) dBm0, noise "
        + (facts.noise.map { "\(Text.decibel($0)) dBm0" } ?? "none (digital silence)"))
    if facts.clipped > 0 {
      fact("clipped", "\(facts.clipped) samples, \(Text.decibel(facts.clippedShare * 100)) %")
    }
    if abs(facts.offset) >= 100 { fact("offset", "\(Int(facts.offset)) (a DC offset, of 32768)") }
    if facts.longestSilence > 0 {
      fact(
        "silence",
        "longest \(Text.decibel(facts.longestSilenceSeconds)) s, "
          + "from \(Text.time(samples: Int(facts.silenceStartSeconds * 8000)))")
    }
    if let hint { fact("hint", hint) }
  }

  private func printLine(_ record: [String: JSONValue]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if let data = try? encoder.encode(JSONValue.object(record)) {
      printOut(String(decoding: data, as: UTF8.self))
    }
  }
  private static func number(_ x: Double, _ places: Int) -> JSONValue {
    guard x.isFinite else { return .null }
    let scale = Double([1, 10, 100, 1000, 10_000][max(0, min(places, 4))])
    // No −0.
    return .number((x * scale).rounded() / scale + 0)
  }
}
