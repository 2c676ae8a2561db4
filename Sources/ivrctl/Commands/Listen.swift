import Tones

extension Command {
  static let listen = Command(
    name: "listen", usage: "--corpus cases.lst",
    summary: "the digits that the product hears in recordings",
    details: """
      With --corpus, hears every case of a labelled corpus with a fresh detector and prints a line each: the
      case's id, its digits (or -), and how many samples had been fed when each digit was told. Each line of
      the list is an id, a tab, and a WAV file's path relative to the list.

        ivrctl listen --corpus corpus/cases.lst > result.txt
      """,
    options: [
      Option("corpus", "FILE", "hear every case of this list"),
      Option("frame", "MS", "feed so many milliseconds at a time (default 20)"),
    ], arguments: 0...0
  ) { arguments in
    let frame = try arguments.number("frame", in: 1...1000, otherwise: 20)
    guard let list = arguments["corpus"] else {
      throw CommandError("nothing to listen to is named", hint: "see: ivrctl listen --help")
    }
    try CorpusListener(frame: Telephony.samples(milliseconds: frame)).listen(list: list)
    return 0
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
