import struct ACD.SeededGenerator
import Foundation
import Testing
import Wording

@Suite struct `Every number` {
  private func spoken(_ number: UInt64, _ form: Form = .number, _ language: WordedLanguage) throws -> String {
    try Wording.word(.number(Decimal(number)), as: form, in: language).spoken
  }

  private func check(_ number: UInt64, _ seed: UInt64?) throws -> Bool {
    let korean = try spoken(number, .number, .ko)
    let english = try spoken(number, .number, .en)
    let hint = seed.map { ", seed \($0)" } ?? ""
    guard SpokenNumber.korean(korean) == number else {
      Issue.record("\(number) is \"\(korean)\" in Korean\(hint)")
      return false
    }
    guard SpokenNumber.english(english) == number else {
      Issue.record("\(number) is \"\(english)\" in English\(hint)")
      return false
    }
    return true
  }

  @Test func `from 0 to 20,000 is heard as the number that it is`() throws {
    for number in UInt64(0)...20_000 where try !check(number, nil) { return }
  }

  @Test func `up to 10^16 is heard as the number that it is`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      // As many short ones as long ones, some with a run of zeros inside.
      var bound: UInt64 = 10
      for _ in 0..<Int.random(in: 0...15, using: &random) { bound *= 10 }
      var number = UInt64.random(in: 0...bound, using: &random)
      if Bool.random(using: &random) {
        let unit = UInt64([1000, 10_000, 1_000_000].randomElement(using: &random) ?? 1000)
        number = number / unit * unit + UInt64.random(in: 0...9, using: &random)
      }
      number = min(number, 10_000_000_000_000_000)
      guard try check(number, seed) else { return }
    }
  }

  @Test func `of things up to 99 is a native one in Korean, from 100 on a Sino-Korean one`() throws {
    for number in UInt64(1)...99 {
      let words = try spoken(number, .count("개"), .ko)
      #expect(words.hasSuffix(" 개"))
      #expect(SpokenNumber.nativeKorean(String(words.dropLast(2))) == Int(number), "\(words)")
    }
    for number in UInt64(100)...1100 {
      let words = try spoken(number, .count("개"), .ko)
      #expect(SpokenNumber.korean(String(words.dropLast(2))) == number, "\(words)")
    }
  }

  @Test func `of won is read as the amount`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let amount = UInt64.random(in: 0...10_000_000_000, using: &random)
      let words = try spoken(amount, .currency("KRW"), .ko)
      guard words.hasSuffix(" 원"), SpokenNumber.korean(String(words.dropLast(2))) == amount else {
        Issue.record("\(amount) won are \"\(words)\", seed \(seed)")
        return
      }
    }
  }

  @Test func `is written with its thousands parted, and read back as itself`() throws {
    for number in stride(from: UInt64(0), through: 3_000_000, by: 997) {
      for language in WordedLanguage.allCases {
        let written = try Wording.word(.number(Decimal(number)), as: .number, in: language).written
        #expect(UInt64(written.filter { $0 != "," }) == number)
        #expect(try Wording.word(.text(written), as: .number, in: language).written == written)
      }
    }
  }
}

@Suite struct `The reader of the tests` {
  @Test func `refuses what nobody says`() {
    #expect(["일십", "십십", "만만", "일천", "억", "백천", "일이", "하나"].compactMap(SpokenNumber.korean).isEmpty)
    #expect(
      ["hundred", "one thousand million thousand", "and one", "foo"].compactMap(SpokenNumber.english).isEmpty)
    #expect(["스물", "한한", "열스물", ""].compactMap(SpokenNumber.nativeKorean).isEmpty)
  }
}
