import struct ACD.SeededGenerator
import CallFlow
import Chronology
import Foundation
import Testing

@Suite struct `Expressions` {
  static let values: [(String, Value)] = [
    ("1 + 2 * 3", .number(7)), ("(1 + 2) * 3", .number(9)), ("10 - 2 - 3", .number(5)),
    ("-balance", .number(-52_300)),
    ("7 / 2", .number(3.5)), ("7 % 3", .number(1)), ("-7 % 3", .number(-1)), ("2 - -2", .number(4)),
    ("0.1 + 0.2 == 0.3", .flag(true)), ("1.0 == 1", .flag(true)),
    ("\"a\" + \"b\"", .text("ab")), ("\"n = {balance}, {이름}님\"", .text("n = 52300, 민지님")),
    ("not vip or true and false", .flag(false)), ("not 1 == 2", .flag(true)),
    ("true or 1 / 0 == 1", .flag(true)),
    ("false and 1 / 0 == 1", .flag(false)), ("if vip then 3 else 0", .number(3)),
    ("1 + if vip then 1 else 2 + 3", .number(2)), ("if false then 1 else if true then 2 else 3", .number(2)),
    ("empty == none", .flag(true)), ("none != empty", .flag(true == false)),
    ("account == none", .flag(false)),
    ("if none then 1 else 2", .number(2)), ("empty in (\"a\")", .flag(false)),
    ("hour(now) in 9..17", .flag(true)),
    ("account in (\"A\", \"12345678\")", .flag(true)), ("balance in 1..(2 + 3)", .flag(false)),
    ("(1) in (2 - 1)..3", .flag(true)), ("3 in (3)", .flag(true)),
    ("account matches \"12XXXXXX\"", .flag(true)), ("account matches \"02XXXXXX\"", .flag(false)),
    ("caller.number matches \"8210XXXXXXXX\"", .flag(true)), ("wait + 30s == 2m", .flag(true)),
    ("wait > 1m", .flag(true)),
    ("now - call.start", .duration(.zero)), ("09:00 < 10:00", .flag(true)), ("due < 2026-03-04", .flag(true)),
    ("row.holder", .text("김민지")), ("call.order", .text("A-17")),
    ("language", .text("ko")),
    ("caller.name", .none), ("call.number", .text("call.number")),
    ("len(\"잔액\")", .number(2)), ("left(account, 3)", .text("123")),
    ("right(account, 99)", .text("12345678")),
    ("mid(account, 2, 3)", .text("234")), ("left(account, -1)", .text("")),
    ("mid(account, 0, 2)", .text("12")),
    ("upper(\"ab\") + lower(\"CD\")", .text("ABcd")), ("trim(\"  a \")", .text("a")),
    ("digits(\"+82 10-1\")", .text("82101")),
    ("keypad(\"Kim Min-ji 2\")", .text("546646542")), ("keypad(\"김 Zoë\")", .text("96")),
    ("pad(\"7\", 3)", .text("007")), ("pad(\"7\", 3, \"*\")", .text("**7")),
    ("pad(\"7\", 3, \"\")", .text("7")),
    ("replace(\"a-b-c\", \"-\", \"+\")", .text("a+b+c")), ("replace(\"abc\", \"\", \"x\")", .text("abc")),
    ("contains(account, \"345\")", .flag(true)),
    ("starts(account, \"12\") and ends(account, \"78\")", .flag(true)),
    ("text(1.50)", .text("1.5")), ("text(vip)", .text("true")), ("text(now)", .text("2026-03-03 10:15:30")),
    ("text(90s)", .text("1m30s")), ("text(09:05)", .text("09:05")), ("number(\" -1.5 \")", .number(-1.5)),
    ("number(account)", .number(12_345_678)), ("round(2.5)", .number(3)), ("round(-2.5)", .number(-3)),
    ("round(1.2345, 2)", .number(1.23)), ("round(1250, -2)", .number(1300)), ("floor(-1.2)", .number(-2)),
    ("abs(-3)", .number(3)), ("min(3, 1, 2)", .number(1)), ("max(3, 1, 2)", .number(3)),
    ("percent(1, 4)", .number(25)),
    ("luhn(\"4539578763621486\")", .flag(true)), ("luhn(\"4539578763621487\")", .flag(false)),
    ("luhn(\"\")", .flag(false)),
    ("mod11(\"0306406152\", \"10,9,8,7,6,5,4,3,2\")", .flag(true)),
    ("mod11(\"036\", \"23456\")", .flag(false)),
    ("kr_business_no(\"124-81-00998\")", .flag(true)), ("kr_business_no(\"1248100997\")", .flag(false)),
    ("year(now) * 10000 + month(now) * 100 + day(now)", .number(20_260_303)),
    ("hour(now()) * 60 + minute(now)", .number(615)),
    ("weekday(today)", .number(2)), ("time_now > 10:00", .flag(true)),
    ("date(\"2026-03-01\") < today", .flag(true)),
    ("date(\"20260303\") == today", .flag(true)), ("time(\"0930\") == 09:30", .flag(true)),
    ("date(now) == today", .flag(true)),
    ("time(now) == time_now", .flag(true)), ("add(now, 1h) > now", .flag(true)),
    ("add(today, 2d) == 2026-03-05", .flag(true)),
    ("days_between(today, 2026-03-10)", .number(7)), ("age(2000-03-03)", .number(26)),
    ("age(2000-03-04)", .number(25)),
    ("is_open(office)", .flag(true)), ("is_open(office, add(now, -1h))", .flag(false)),
    ("is_holiday(office)", .flag(false)),
    ("waiting(billing) + agents(billing)", .number(5)), ("eta(billing)", .duration(.seconds(120))),
    ("defined(account)", .flag(true)), ("defined(empty)", .flag(false)), ("defined(unset)", .flag(false)),
    ("defined(nobody)", .flag(false)),
  ]
  @Test(arguments: values.map(\.0)) func `have a value`(_ text: String) throws {
    let wanted = try #require(Self.values.first { $0.0 == text }?.1)
    let evaluation = Evaluation(text)
    #expect(evaluation.findings == [])
    #expect(evaluation.rest == [])
    #expect(evaluation.result == .success(wanted))
  }

  static let faults: [(String, ExpressionFault)] = [
    ("1 / 0", .divisionByZero), ("1 % 0", .divisionByZero), ("missing + 1", .noneUsed),
    ("empty + \"a\"", .noneUsed),
    ("missing < 1", .noneUsed), ("len(empty)", .noneUsed), ("text(missing)", .noneUsed),
    ("missing in 1..2", .noneUsed),
    ("unset + 1", .undefined), ("number(\"1e5\")", .unreadable), ("number(\"\")", .unreadable),
    ("number(\"١\")", .unreadable),
    ("number(\"1.2.3\")", .unreadable), ("date(\"2026-02-30\")", .unreadable),
    ("date(\"한글한글\")", .unreadable),
    ("time(\"25:00\")", .unreadable), ("time(\"24:01\")", .unreadable),
    ("99999999999999999999 * 99999999999999999999", .overflow),
    ("number(\"9999999999999999999999999999999999\")", .overflow),
    ("3650d + 3650d", .overflow), ("pad(\"\", 999999)", .overflow),
    ("replace(pad(\"\", 60000), \"0\", \"0123456789\")", .overflow),
    ("not (anything == 7 and anything)", .wrongType),
  ]
  @Test(arguments: faults.map(\.0)) func `fail by a fault, never by a trap`(_ text: String) throws {
    let evaluation = Evaluation(text)
    #expect(evaluation.findings == [])
    #expect(evaluation.result == .failure(try #require(Self.faults.first { $0.0 == text }?.1)))
  }

  @Test func `stop before what cannot continue them`() {
    #expect(Evaluation("vip -> x").rest == ["->", "x"])
    #expect(Evaluation("vip else say p").rest == ["else", "say", "p"])
    #expect(Evaluation("if vip then 1 else 2 else x").rest == ["else", "x"])
    #expect(Evaluation("balance + 1 as currency").rest == ["as", "currency"])
    #expect(Evaluation("1 .. 2").rest == ["..", "2"])
    #expect(Evaluation("1 == -> x").rest == ["->", "x"])
    #expect(Evaluation("(1, 2) else x").rest == ["else", "x"])
  }
  @Test func `have a type`() {
    #expect(Evaluation("balance * 2").checked?.type == .number)
    #expect(Evaluation("if vip then none else account").checked?.type == .text)
    #expect(Evaluation("none").checked?.type == nil)
    #expect(Evaluation("add(due, 1d)").checked?.type == .date)
    #expect(Evaluation("anything").checked?.type == nil)
  }

  /// Any mixture of operations on any numbers gives a number within bounds or a fault.
  @Test(arguments: [1, 2, 3] as [UInt64]) func `survive any arithmetic`(_ seed: UInt64) {
    var noise = SeededGenerator(seed: seed)
    func number() -> String {
      let digits = Int.random(in: 1...29, using: &noise)
      let text = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &noise)) }.joined()
      return Bool.random(using: &noise) ? text : "0." + text
    }
    for _ in 0..<300 {
      var text = number()
      for _ in 0..<Int.random(in: 1...5, using: &noise) {
        text = "(\(text)) \(["+", "-", "*", "/", "%"].randomElement(using: &noise) ?? "+") \(number())"
      }
      let evaluation = Evaluation(text)
      switch evaluation.result {
      case .success(.number(let value)):
        #expect(value.isFinite && value.magnitude < Decimal(sign: .plus, exponent: 30, significand: 1))
      case .failure(let fault):
        #expect([.divisionByZero, .overflow].contains(fault), "seed \(seed): \(text)")
      default: Issue.record("seed \(seed): \(text) \(evaluation.findings)")
      }
    }
  }
  /// x == (x / y) * y + x % y, with x / y cut to a whole number.
  @Test func `agree with whole-number arithmetic`() {
    var noise = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let x = Int.random(in: -1_000_000_000...1_000_000_000, using: &noise)
      let y = Int.random(in: 1...100_000, using: &noise) * (Bool.random(using: &noise) ? 1 : -1)
      #expect(Evaluation("\(x) % \(y)").result == .success(.number(Decimal(x % y))), "\(x) % \(y)")
      #expect(Evaluation("\(x) * \(y)").result == .success(.number(Decimal(x * y))), "\(x) * \(y)")
      #expect(Evaluation("\(x) - \(y)").result == .success(.number(Decimal(x - y))), "\(x) - \(y)")
    }
  }
}
