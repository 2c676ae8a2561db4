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
  private var coding: CodingGuess?
  private var channel: ChannelGuess?
  private var steady = SteadyTones()
  private var loss = PacketLoss()
  /// What the network said last.
  private var network = LineAdvice.Network.nothing
  private var hasHeading = false
  /// Where sound and silence begin is printed too.
  private let all: Bool

  init(json: Bool, all: Bool) { (self.json, self.all) = (json, all) }

  /// - Parameter path: a file's, or `-` for standard input.
  mutating func listen(to path: String, as format: SoundFormat) throws {
    var input = try ByteInput(path)
    var decoder = SoundDecoder(format)
    switch format {
    case .raw(_, let read): coding = CodingGuess(read: read)
    case .wav(channel: nil): channel = ChannelGuess()
    case .wav: break
    }
    let name = path == "-" ? "standard input" : path
    var remark: String?
    do {
      while true {
        let bytes = try input.next()
        if bytes.isEmpty { break }
        let (own, telephone) = try decoder.feed(bytes)
        if guess == nil, let rate = decoder.rate { guess = RateGuess(besides: rate) }
        guess?.see(own)
        let first = channel?.see(bytes) ?? own
        if digits.count == 0 {
          seeCoding(bytes, first, decoder)
          steady.see(telephone)
        }
        loss.see(telephone)
        hear(own, telephone)
      }
      let end = try decoder.finish(interrupted: ByteInput.isInterrupted)
      hear([], end.telephone)
      remark = end.remark
    } catch let error as WAVError {
      throw Self.failure(error, name, format)
    }
    guard facts.samples > 0 else {
      throw CommandError("\(name): there is not a single sample in it", hint: "record it again")
    }
    var events: [DTMFEvent] = []
    detector.finish { events.append($0) }
    for event in events { tell(event) }
    sumUp(decoder, remark: remark)
  }

  /// A WAV file's header may say something else than its samples are.
  /// - Parameter first: the samples of the first or of the chosen channel.
  private mutating func seeCoding(_ bytes: ArraySlice<UInt8>, _ first: [Int16], _ decoder: SoundDecoder) {
    if decoder.isOneOfMany {
      if coding == nil { coding = CodingGuess(read: .linear) }
      coding?.see(linear: first)
    } else {
      if coding == nil, let claimed = decoder.claimedCoding { coding = CodingGuess(read: claimed) }
      coding?.see(bytes)
    }
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
    // Both in the order in which they were known.
    var digits: [DTMFEvent] = []
    detector.feed(telephone) { digits.append($0) }
    var progress: [CallProgressEvent] = []
    tones.feed(telephone) { progress.append($0) }
    var (i, j) = (0, 0)
    while i < digits.count || j < progress.count {
      if j == progress.count || (i < digits.count && digits[i].at <= progress[j].at) {
        tell(digits[i])
        i += 1
      } else {
        tell(progress[j])
        j += 1
      }
    }
  }

  private mutating func tell(_ event: CallProgressEvent) {
    switch event {
    case .sound, .silence: if !all { return }
    case .toneBegan(let tone): if tone.kind != .beep { network = .tone(tone.kind) }
    case .answer: network = .answered
    case .toneEnded: break
    }
    if json { return printLine(Self.record(event)) }
    let text = Text.right(Text.time(samples: event.since), 9) + "      \(event)"
    for line in WrappedText.lines(text, width: 80, indent: 15) { printOut(line) }
  }

  private static func record(_ event: CallProgressEvent) -> [String: JSONValue] {
    var record: [String: JSONValue] = [
      "at": number(Double(event.since) / 8000, 4), "known": number(Double(event.at) / 8000, 4),
      "what": .text("\(event)"),
    ]
    func tell(_ kind: String, _ tone: HeardTone?) {
      record["kind"] = .text(kind)
      guard let tone else { return }
      record["tone"] = .text(tone.kind.rawValue)
      record["countries"] = .list(tone.countries.countries.map { .text($0.rawValue) })
      record["hertz"] = .list(
        [tone.hertz.x, tone.hertz.y].filter { $0 > 0 }.map { number(Double($0), 1) })
      record["level"] = number(tone.levelDBm0, 1)
      record["bursts"] = .integer(Int64(tone.bursts))
      if let cause = tone.cause { record["cause"] = .text(cause.rawValue) }
    }
    switch event {
    case .toneBegan(let tone): tell("tone", tone)
    case .toneEnded(let tone, let end, at: _):
      tell("toneEnded", tone)
      record["seconds"] = number(Double(end - tone.since) / 8000, 3)
    case .answer: tell("answer", nil)
    case .silence: tell("silence", nil)
    case .sound(since: _, at: _, let level):
      tell("sound", nil)
      record["level"] = number(level, 1)
    }
    return record
  }

  private mutating func tell(_ event: DTMFEvent) {
    switch event {
    case .down: break
    case .up(let key, let onset, let length, let at, let measure):
      digits.add(key, measure)
      loss.digit(key, onset: onset, length: length)
      row(key, "digit", onset, length, at, measure, refusal: nil)
    case .refused(let refusal):
      digits.add(refusal)
      row(
        refusal.nearest, "refused", refusal.onset, refusal.length, refusal.at, refusal.measure,
        refusal: refusal)
    }
  }

  private mutating func row(
    _ key: Key, _ kind: String, _ onset: Int, _ length: Int, _ at: Int, _ m: DTMFMeasure,
    refusal: DTMFRefusal?
  ) {
    if json {
      var record: [String: JSONValue] = [
        "kind": .text(kind), "key": .text(String(key.character)), "at": Self.number(Double(onset) / 8000, 4),
        "known": Self.number(Double(at) / 8000, 4), "length": Self.number(Double(length) / 8000, 4),
        "low": Self.number(m.low, 1),
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
    guard let refusal else { return }
    for line in WrappedText.lines("          refused: \(refusal)", width: 80, indent: 19) { printOut(line) }
  }

  private func sumUp(_ decoder: SoundDecoder, remark: String?) {
    let rate = decoder.rate ?? Telephony.sampleRate
    let hint =
      LineAdvice(
        digits: digits, facts: facts, network: network, loss: loss, rate: rate, channels: decoder.channels,
        fit: guess?.best, law: coding?.better, isRaw: decoder.isRaw,
        channelHint: decoder.channels == 2 ? channel?.hint(heard: digits.count) : nil, steady: steady
      ).hint
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
        "silenceAt": Self.number(facts.silenceStartSeconds, 2), "truncated": .flag(remark != nil),
        "remark": remark.map { .text($0) } ?? .null,
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
    // The detector tells only so many a second.
    if !words.isEmpty {
      fact("refused", "at least " + words.map { "\($0.count) \($0.text)" }.joined(separator: ", "))
    }
    fact(
      "sound",
      "\(Text.time(samples: Int(seconds * 8000))) at \(rate) Hz"
        + (decoder.channels > 1 ? ", \(decoder.channels) channels" : "")
        + (remark.map { ", \($0)" } ?? ""))
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
