import Tones

extension Command {
  static let listen = Command(
    name: "listen", usage: "FILE|-",
    summary: "digits and near misses of a recording or a live line, measured",
    details: """
      Hears a WAV file, or with - standard input, with the product's own detector. For each digit it prints
      when it began, the key, its length, the level of its low and high tone, their twist (high less low; less
      than 0 is normal), how far each is from its frequency, and their share of the sound. What was nearly a
      digit stands there with its key in brackets and the reason why it is none; at most four of these a second
      are told, so that the summary counts at least so many. Dial, ringback, busy and other tones of the network
      are told too, when they are known: their time, as a digit's, is that of their beginning, which may lie
      before that of the row above. At the end, or after Ctrl-C: what the line is like and, if keys were not
      heard, what to try.

      With --json each row has "at", when it began, and "known", by which the rows are in order, in seconds; a
      tone of the network has "tone", "countries", "hertz", "level" (dBm0), "bursts" and, when it has ended,
      "seconds".

        ivrctl listen caller.wav
        ivrctl listen call.wav --channel 2
        arecord -q -r 8000 -f S16_LE | ivrctl listen -
        ivrctl listen capture.ul --raw --law ulaw

      With --corpus, hears every case of a labelled corpus with a fresh detector and prints a line each: the
      case's id, its digits (or -), and how many samples had been fed when each digit was told. Each line of
      the list is an id, a tab, and a WAV file's path relative to the list.

        ivrctl listen --corpus corpus/cases.lst > result.txt
      """,
    options: [
      Option("channel", "N", "which channel, from 1 (default: two are mixed)"),
      Option("raw", nil, "samples without a header, one channel"),
      Option("rate", "HZ", "with --raw: samples a second (default 8000)"),
      Option("law", "LAW", "with --raw: linear (16 bits; default), linear-be (big-endian), ulaw or alaw"),
      Option("all", nil, "also where sound and silence begin"),
      json,
      Option("corpus", "FILE", "hear every case of this list"),
      Option("frame", "MS", "with --corpus: feed so many milliseconds at a time (default 20)"),
    ], arguments: 0...1
  ) { arguments in
    if let list = arguments["corpus"] {
      guard arguments.words.isEmpty else {
        throw CommandError("--corpus hears its list, not \(arguments.words[0])", hint: "leave one out")
      }
      for option in ["json", "raw", "all", "channel", "rate", "law"]
      where arguments.has(option) || arguments[option] != nil {
        throw CommandError(
          "--\(option) does not go with --corpus", hint: "name one file instead, or leave --\(option) out")
      }
      let frame = try arguments.number("frame", in: 1...1000, otherwise: 20)
      try CorpusListener(frame: Telephony.samples(milliseconds: frame)).listen(list: list)
      return 0
    }
    guard arguments["frame"] == nil else {
      throw CommandError("--frame goes only with --corpus", hint: "see: ivrctl listen --help")
    }
    guard let path = arguments.words.first else {
      throw CommandError("nothing to listen to is named", hint: "see: ivrctl listen --help")
    }
    var listener = LineListener(json: arguments.has("json"), all: arguments.has("all"))
    try listener.listen(to: path, as: try SoundFormat(arguments))
    return 0
  }
}

extension SoundFormat {
  /// - Throws: `CommandError` for options that contradict each other.
  init(_ arguments: Arguments) throws {
    func refuse(_ option: String, with other: String) throws {
      guard arguments[option] == nil else {
        throw CommandError("--\(option) goes \(other) --raw", hint: "see: ivrctl listen --help")
      }
    }
    guard arguments.has("raw") else {
      try refuse("rate", with: "only with")
      try refuse("law", with: "only with")
      let channel = try arguments.number("channel", in: 0...65_535, otherwise: 0)
      guard arguments["channel"] != "0" else {
        throw CommandError("--channel 0: channels are counted from 1", hint: "the left one is 1")
      }
      self = .wav(channel: channel == 0 ? nil : channel - 1)
      return
    }
    try refuse("channel", with: "not with")
    let law = arguments["law"] ?? Coding.linear.rawValue
    guard let coding = Coding(rawValue: law) else {
      throw CommandError(
        "--law \(law): this is not linear, linear-be, ulaw or alaw", hint: "see: ivrctl listen --help")
    }
    let rates = Resampler.rates
    self = .raw(rate: try arguments.number("rate", in: rates, otherwise: Telephony.sampleRate), coding)
  }
}

extension Arguments {
  /// The whole number that was given for an option.
  /// - Throws: `CommandError` for anything else, and for one outside the range.
  func number(_ option: String, in range: ClosedRange<Int>, otherwise usual: Int) throws -> Int {
    guard let text = self[option] else { return usual }
    guard let number = Int(text), range.contains(number) else {
      throw CommandError(
        "--\(option) \(text): this is not a whole number from \(range.lowerBound) to \(range.upperBound)",
        hint: "without --\(option) it is \(usual)")
    }
    return number
  }
}
