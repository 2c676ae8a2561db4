import TestSupport
import Foundation
import Testing
import Tones

@Suite struct `ivrctl say` {
  struct Said: Sendable, CustomTestStringConvertible {
    var words: [String]
    var written: String
    var spoken: String
    init(_ words: [String], _ written: String, _ spoken: String) {
      (self.words, self.written, self.spoken) = (words, written, spoken)
    }
    var testDescription: String { words.joined(separator: " ") }
  }
  @Test(arguments: [
    Said(["3번을 누르세요"], "3번을 누르세요", "삼번을 누르세요"),
    Said(["52300", "--as", "currency KRW", "--lang", "ko"], "52,300원", "오만 이천삼백 원"),
    Said(["20", "--as", "count 살", "--lang=ko"], "20살", "스무 살"),
    Said(["2026-06-10", "--as", "date"], "10 June 2026", "the tenth of June, twenty twenty-six"),
    Said(
      ["1h30m", "--as", "duration", "--lang", "en-us"], "1 hour 30 minutes", "one hour and thirty minutes"),
    Said(["0212345678", "--as", "phone", "--lang", "ko"], "02-1234-5678", "공 이, 일 이 삼 사, 오 육 칠 팔"),
    Said(["Xin chào 5", "--lang", "vi"], "Xin chào 5", "Xin chào 5"),
    Said(["--", "-3.5"], "-3.5", "minus three point five"),
  ])
  func `puts a text or a value in words`(_ said: Said) async throws {
    let result = try await ivrctl(["say", "--words"] + said.words)
    #expect(result.status == 0 && result.err == "", "\(result.err)")
    #expect(result.out == "written: \(said.written)\nspoken:  \(said.spoken)\n")
  }

  @Test func `writes a telephone's WAV file, slower and softer as told`() async throws {
    let folder = try TestFolder()
    var counts: [Int] = []
    var levels: [Double] = []
    for (name, more) in [("a", []), ("b", ["--speed", "90"]), ("c", ["--volume=-10"])] {
      let result = try await ivrctl(
        ["say", "이용해 주셔서 감사합니다.", "--wav", "\(name).wav"] + more, in: folder.path)
      #expect(result.status == 0, "\(result.err)")
      #expect(result.out.contains(" s in \(name).wav"))
      let wav = try WAVFile(bytes: [UInt8](Data(contentsOf: URL(fileURLWithPath: folder["\(name).wav"]))))
      #expect(wav.sampleRate == 8000 && wav.channels == 1)
      counts.append(wav.samples.count)
      levels.append(Level.dBm0(wav.samples))
    }
    #expect(counts[1] > counts[0] * 3 / 2)
    #expect(abs(levels[0] - levels[2] - 10) < 0.5)
  }

  @Test func `prints JSON, and needs no sound device`() async throws {
    let result = try await ivrctl(["say", "열 개", "--json"])
    #expect(result.status == 0 && result.err == "")
    for part in ["\"language\" : \"ko\"", "\"spoken\" : \"열 개\"", "\"seconds\" : "] {
      #expect(result.out.contains(part), "\(result.out)")
    }
  }

  @Test(arguments: [
    (["say"], "something is missing"), (["say", "x", "--as", "numbr"], "did you mean 'number'?"),
    (["say", "x", "--lang", "vi", "--as", "digits"], "languages are ko, en"),
    (["say", "x", "--voice", "koo"], "has no voice \"koo\""),
    (["say", "x", "--speed", "9"], "--speed 9 is not a number from 80 to 450"),
    (["say", "x", "--wav", "/no/such/folder/x.wav"], "cannot be written"),
    (["say", String(repeating: "a", count: 4001)], "is too long"),
  ])
  func `says in one line what is wrong`(words: [String], says: String) async throws {
    let result = try await ivrctl(words)
    #expect(result.status == 2 && result.out == "")
    #expect(result.err.contains(says) && result.err.split(separator: "\n").count == 1, "\(result.err)")
  }

  @Test func `says no when a value does not fit its form`() async throws {
    let result = try await ivrctl(["say", "abc", "--as", "number"])
    #expect(result.status == 1)
    #expect(result.err.contains("the value is not a number"))
    let nothing = try await ivrctl(["say", "abc", "--as", "phone", "--words"])
    #expect(nothing.status == 1 && nothing.err.contains("nothing in the value can be said as phone"))
  }
}
