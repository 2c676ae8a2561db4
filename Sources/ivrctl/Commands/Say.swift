import CallFlow
import Control
import EspeakVoice
import Foundation
import Media
import Reports
import Session
import SoundCardLine
import Tones
import Wording

extension Command {
  static let say = Command(
    name: "say", usage: "TEXT", summary: "speaks a text or a value as a flow would",
    details: """
      Puts a text or a value in words, as `say` in a flow does, and speaks it: on the sound device (ALSA's
      `default`; another one, or `off`, in $IVR_SOUND), or into a WAV file. What is written and what is
      spoken is printed. The language is Korean when the text has Korean letters, else English; in one
      that has no words for values a text is spoken as it is.

        ivrctl say "3번을 누르고 010-1234-5678로 전화하세요."
        ivrctl say 52300 --as "currency KRW" --lang ko --wav balance.wav
        ivrctl say 2026-10-06 --as date --words

      The forms are those of {value as FORM} in a flow: \(Form.names.joined(separator: ", ")).
      """,
    options: [
      Option("lang", "LANG", "the language, like ko, en, en-us"),
      Option("voice", "VOICE", "espeak-ng's voice, like ko+f2 (default: the language's)"),
      Option("speed", "N", "words a minute, 80 to 450"),
      Option("pitch", "N", "0 to 99"),
      Option("volume", "N", "dB more or less, -40 to 12"),
      Option("as", "FORM", "the text is a value in this form, like \"count 번\""),
      Option("wav", "FILE", "write the sound to this file (8 kHz, 16 bit, mono)"),
      Option("words", nil, "print the words only"),
      json,
    ],
    arguments: 1...1
  ) { arguments in try Saying(arguments).run() }
}

/// One text that is to be spoken.
struct Saying {
  var arguments: Arguments
  var words: Worded
  var voice: VoiceChoice

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    let text = arguments.words[0]
    let tag =
      arguments["lang"]
      ?? (text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) } ? "ko" : "en")
    let language = WordedLanguage(tag: tag)
    guard text.count <= 4000 else {
      throw CommandError(
        "a text of \(text.count) characters is too long", hint: "part it into pieces of 4000")
    }
    voice = VoiceChoice(
      language: tag, voice: arguments["voice"], speed: try Self.number("speed", 80...450, arguments),
      pitch: try Self.number("pitch", 0...99, arguments),
      volume: try Self.number("volume", -40...12, arguments) ?? 0)
    guard let written = arguments["as"] else {
      words = Worded(written: text, spoken: language.map { Wording.spoken(text, in: $0) } ?? text)
      return
    }
    guard let language else {
      throw CommandError(
        "values cannot be put in words of '\(tag)'",
        hint: "languages are \(WordedLanguage.allCases.map(\.tag).joined(separator: ", "))")
    }
    guard let form = Form(words: written.split(separator: " ").map(String.init)) else {
      let first = written.split(separator: " ").first.map(String.init) ?? ""
      throw CommandError(
        "there is no form '\(written)'",
        hint: Suggestions.nearest(first, among: Form.names).map { "did you mean '\($0)'?" }
          ?? "one of \(Form.names.joined(separator: ", "))")
    }
    do throws(WordingFault) {
      words = try Wording.word(Self.value(text, form), as: form, in: language)
    } catch {
      throw CommandError(
        "\"\(DisplayWidth.printable(String(text.prefix(40))))\": \(error)", hint: "see: ivrctl say --help",
        status: 1)
    }
  }

  private static func number(_ name: String, _ range: ClosedRange<Int>, _ arguments: Arguments) throws -> Int?
  {
    guard let text = arguments[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw CommandError("--\(name) \(text) is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Forms read most values from their texts; a duration is seconds or like `1h30m`.
  private static func value(_ text: String, _ form: Form) -> Sayable {
    guard form == .duration else { return .text(text) }
    var seconds = 0.0
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative { rest = rest.dropFirst() }
    repeat {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      let unit = rest.dropFirst(digits.count).prefix(while: \.isLetter)
      guard let number = Double(digits), number < 1e9,
        let factor = ["": 1.0, "s": 1, "ms": 0.001, "m": 60, "min": 60, "h": 3600, "d": 86_400][String(unit)]
      else { return .text(text) }
      seconds += number * factor
      rest = rest.dropFirst(digits.count + unit.count).drop { $0 == " " }
    } while !rest.isEmpty
    return .duration(.milliseconds(Int64((isNegative ? -seconds : seconds) * 1000)))
  }

  func run() throws -> Int32 {
    var facts: [String: JSONValue] = [
      "language": .text(voice.language), "written": .text(words.written), "spoken": .text(words.spoken),
    ]
    guard !arguments.has("words") else {
      print(facts, nil)
      return 0
    }
    let samples = try SpeechMaker().samples([words.spoken], voice)
    let seconds = Double(samples.count) / 8000
    facts["voice"] = .text(voice.voice)
    facts["seconds"] = .number((seconds * 1000).rounded() / 1000)
    facts["level_dbm0"] = .number((Level.dBm0(samples) * 10).rounded() / 10)
    if let path = arguments["wav"] {
      do {
        try Data(WAVFile.bytes(samples)).write(to: URL(fileURLWithPath: path))
      } catch {
        throw CommandError("\(path) cannot be written: \(error.localizedDescription)")
      }
      facts["wav"] = .text(path)
      print(facts, "\(Self.shown(seconds)) s in \(path)")
      return 0
    }
    if arguments.has("json") {
      print(facts, nil)
      return 0
    }
    print(facts, "\(Self.shown(seconds)) s")
    play(samples)
    return 0
  }

  static func shown(_ seconds: Double) -> String { String((seconds * 10).rounded() / 10) }

  private func print(_ facts: [String: JSONValue], _ more: String?) {
    guard !arguments.has("json") else { return printOut(JSONValue.object(facts).pretty) }
    func line(_ name: String, _ text: String) {
      let text = DisplayWidth.printable(text)
      printOut(WrappedText.lines("\(name) " + text, width: 80, indent: 9).joined(separator: "\n"))
    }
    line("written:", words.written)
    line("spoken: ", words.spoken)
    if let more { line("sound:  ", more) }
  }

  private func play(_ samples: [Int16]) {
    let device = ProcessInfo.processInfo.environment["IVR_SOUND"] ?? "default"
    guard device != "off" else { return }
    do {
      var output = try SoundCardOutput(device: device)
      // What the device still holds when it is closed is not heard.
      try output.write(samples + [Int16](repeating: 0, count: 1600))
    } catch {
      printError("ivrctl: no sound is played: \(error); write it with --wav FILE")
    }
  }
}

/// Texts to samples, sentence by sentence, with the pauses of a player.
struct SpeechMaker {
  private let voice = EspeakSynthesizer()

  /// - Throws: `CommandError` with what the synthesiser says.
  func samples(_ texts: [String], _ choice: VoiceChoice) throws -> [Int16] {
    var samples: [Int16] = []
    for text in texts {
      let parts = SpeechPiece(text, isFixed: true).parts()
      for (index, part) in parts.enumerated() {
        do {
          samples += try voice.render(part.text, as: choice).samples
        } catch {
          throw CommandError("\(error)")
        }
        if index + 1 < parts.count, part.endsSentence {
          samples += [Int16](repeating: 0, count: SegmentPlayer.sentencePause)
        }
      }
    }
    return samples
  }
}
