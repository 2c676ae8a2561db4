import struct ACD.SeededGenerator
import Chronology
import Foundation
import Testing
import Wording

@Suite struct `Forms` {
  @Test func `give back the words they were read from`() {
    let lines = [
      "digits", "number", "ordinal", "count", "count 번", "currency KRW", "date", "date short", "time",
      "instant",
      "duration", "birthdate", "phone", "name", "spell", "text",
    ]
    #expect(lines.map { Form(words: $0.split(separator: " ").map(String.init))?.description ?? "" } == lines)
  }

  @Test(arguments: ["", "digit", "digits 3", "currency", "currency WON1", "date long", "count 번 호", "hours"])
  func `are refused when the words are no form`(words: String) {
    #expect(Form(words: words.split(separator: " ").map(String.init)) == nil)
  }

  @Test func `take language tags with regions`() {
    #expect(WordedLanguage(tag: "ko-KR") == .ko)
    #expect(WordedLanguage(tag: "en-gb") == .en)
    #expect(WordedLanguage(tag: "EN_us") == .en)
    #expect(WordedLanguage(tag: "vi") == nil)
    #expect(WordedLanguage(tag: "") == nil)
  }
}

@Suite struct `Values that do not fit` {
  private func fault(_ value: Sayable, _ form: Form) -> WordingFault? {
    do throws(WordingFault) {
      _ = try Wording.word(value, as: form, in: .en)
      return nil
    } catch {
      return error
    }
  }

  @Test func `are refused with the reason`() throws {
    let day = try #require(Day("2026-03-01"))
    #expect(fault(.text("many"), .currency("KRW")) == .notANumber(.currency("KRW")))
    #expect(fault(.number(.nan), .number) == .notANumber(.number))
    #expect(fault(.number(Decimal(string: "1.5") ?? 0), .ordinal) == .notWhole(.ordinal))
    #expect(fault(.number(-1), .digits) == .negative(.digits))
    #expect(fault(.date(day), .number) == .unfit(type: "date", form: .number))
    #expect(fault(.text("20260231"), .date(short: true)) == .notADay(.date(short: true)))
    #expect(fault(.text("2530"), .time) == .notATime(.time))
    #expect(fault(.text("2026-03-03T15:00:00Z"), .instant) == .notATime(.instant))
    #expect(WordingFault.notATime(.instant).description.contains("a day and a time such as 2026-03-01 09:30"))
    #expect(fault(.date(day), .instant) == .unfit(type: "date", form: .instant))
    #expect(fault(.number(5), .duration) == .unfit(type: "number", form: .duration))
    #expect(fault(.text("900231"), .birthdate) == .notADay(.birthdate))
    #expect(fault(.text("000229"), .birthdate) == nil)
    #expect(fault(.number(900301), .birthdate) == .unfit(type: "number", form: .birthdate))
    #expect(fault(.date(day), .name) == .unfit(type: "date", form: .name))
    #expect(fault(.text("abc"), .phone) == .nothingToSay(.phone))
    #expect(fault(.text("-5"), .digits) == .negative(.digits))
    #expect(fault(.text("−5"), .phone) == .negative(.phone))
    #expect(fault(.text("3.5"), .digits) == .notWhole(.digits))
    #expect(fault(.text("12.50"), .phone) == .notWhole(.phone))
    #expect(fault(.text("12^50"), .digits) == .notOnlyDigits(.digits))
    #expect(fault(.text("02 123 4567 ext 5"), .phone) == .notOnlyDigits(.phone))
    #expect(fault(.text("02-123-4567~8"), .phone) == .notOnlyDigits(.phone))
    #expect(fault(.text(" - "), .digits) == .nothingToSay(.digits))
    #expect(fault(.text(" "), .name) == .nothingToSay(.name))
    #expect(fault(.text(""), .phone) == nil)
    #expect(fault(.flag(true), .phone) == .unfit(type: "flag", form: .phone))
    #expect(
      WordingFault.notANumber(.currency("KRW")).description
        == "the value is not a number, so it cannot be said as currency KRW")
  }

  @Test(arguments: [
    "(02) 123-4567", "02.123.4567", "+82-2-123-4567", "(+82) 10 1234 5678", "02/123/4567", "*21#",
    "1588.1234",
  ])
  func `are not the ways in which telephone numbers are written`(text: String) {
    #expect(fault(.text(text), .phone) == nil)
  }

  @Test(arguments: ["\u{200E}", "\u{202E}\u{2066}\u{2069}", "\u{200B} \u{FEFF}", "\u{3164}"])
  func `are refused where nobody would see or hear anything of them`(text: String) {
    #expect(fault(.text(text), .digits) == .nothingToSay(.digits))
    #expect(throws: WordingFault.nothingToSay(.text)) {
      try Wording.word(.text(text), as: nil, in: .ko)
    }
  }

  @Test func `are said without the marks that turn the direction of writing`() throws {
    let name = try Wording.word(.text("\u{2067}Kim\u{2069} 민\u{200B}지"), as: nil, in: .ko)
    #expect(name.written == "Kim 민지" && name.spoken.visible == name.spoken)
    let digits = try Wording.word(.text("12\u{200E}34"), as: .digits, in: .en)
    #expect(digits == (try Wording.word(.text("1234"), as: .digits, in: .en)))
  }
}

@Suite struct `Particles` {
  @Test(arguments: [
    ("상담원", "은"), ("잔액 조회", "는"), ("물", "은"), ("1", "은"), ("2", "는"), ("3", "은"), ("10", "은"),
    ("100", "은"), ("10,000", "은"), ("1,000,000,000,000", "는"), ("0", "은"), ("52,300원", "은"),
    ("1234 5678", "은"), ("KT", "는"), ("SMS", "는"), ("ATM", "은"), ("URL", "은"), ("Internet", "은"),
    ("Apple", "은"), ("line", "은"), ("desk", "는"), ("book", "은"), ("50%", "는"), ("#", "는"), ("*", "는"),
    ("₩", "은"), ("‘상담’", "은"), ("(주)바다", "는"), ("상담.", "은"), ("", "는"), ("１", "은"),
    ("\u{1109}\u{1161}\u{11BC}", "은"), ("3.5", "는"), ("5km", "는"), ("3kg", "은"), ("84㎡", "는"), ("20℃", "는"),
    ("①", "은"), ("Ⅱ", "는"), ("ㄱ", "은"), ("ㅏ", "는"), ("Jack", "은"),
    ("LG U+", "는"), ("카카오(주)", "는"), ("app", "은"), ("Kim Minji", "는"), ("119", "는"), ("15,000", "은"),
  ])
  func `follow the final sound`(text: String, topic: String) {
    #expect(Wording.particle(("은", "는"), after: text) == topic)
    #expect(Wording.particle(("는", "은"), after: text) == topic)
  }

  @Test(arguments: [
    ("서울", "로"), ("부산", "으로"), ("제주", "로"), ("1번", "으로"), ("8", "로"), ("3", "으로"), ("URL", "로"),
  ])
  func `of direction take 로 after ㄹ`(text: String, particle: String) {
    #expect(Wording.particle(("으로", "로"), after: text) == particle)
    #expect(Wording.particle(("로", "으로"), after: text) == particle)
  }

  @Test func `follow a name with its honorific`() throws {
    let name = try Wording.word(.text("김민지"), as: .name, in: .ko).written
    #expect(name + Wording.particle(("은", "는"), after: name) == "김민지 님은")
  }

  @Test func `come in all the usual pairs`() {
    let pairs = [("이", "가"), ("을", "를"), ("과", "와"), ("이나", "나"), ("이에요", "예요"), ("아", "야")]
    #expect(pairs.map { Wording.particle($0, after: "김민준") } == ["이", "을", "과", "이나", "이에요", "아"])
    #expect(pairs.map { Wording.particle(($0.1, $0.0), after: "민지") } == ["가", "를", "와", "나", "예요", "야"])
  }
}

@Suite struct `Keys and sentences` {
  @Test func `have the names that callers know`() {
    #expect(
      "0123456789*#".map { Wording.keyName($0, in: .ko) }.joined(separator: " ")
        == "영번 일번 이번 삼번 사번 오번 육번 칠번 팔번 구번 별표 우물정자")
    #expect("019*#A".map { Wording.keyName($0, in: .en) } == ["zero", "one", "nine", "star", "hash", "A"])
    #expect(Wording.keyName("?", in: .en) == "")
  }

  @Test func `of the engine exist in both languages`() {
    #expect(
      BuiltInText.queuePosition(3).text(in: .ko)
        == Worded(written: "고객님의 대기 순서는 3번째입니다.", spoken: "고객님의 대기 순서는 세 번째입니다."))
    #expect(BuiltInText.queuePosition(1).text(in: .en).spoken == "You are next in the queue.")
    #expect(
      BuiltInText.queuePosition(3).text(in: .en)
        == Worded(written: "You are number 3 in the queue.", spoken: "You are number three in the queue."))
    #expect(
      BuiltInText.queueETA(minutes: 5).text(in: .ko)
        == Worded(written: "예상 대기 시간은 약 5분입니다.", spoken: "예상 대기 시간은 약 오 분입니다."))
    #expect(
      BuiltInText.queueETA(minutes: 1).text(in: .en)
        == Worded(
          written: "The expected wait is about 1 minute.", spoken: "The expected wait is about one minute."))
    #expect(
      BuiltInText.queueETAOver(minutes: 10).text(in: .ko).written == "예상 대기 시간은 10분 이상입니다.")
    #expect(
      BuiltInText.queueETAOver(minutes: 10).text(in: .en).spoken
        == "The expected wait is more than ten minutes.")
    #expect(BuiltInText.goodbye.text(in: .en).spoken == "Thank you for calling. Goodbye.")
    #expect(BuiltInText.technicalFault.text(in: .ko).written == "죄송합니다. 일시적인 오류가 발생했습니다.")
    #expect(
      BuiltInText.queueETA(minutes: .min).text(in: .en).spoken == "The expected wait is about one minute.")
  }
}

@Suite struct `A message in a mailbox` {
  private func words(_ day: String, _ language: WordedLanguage) throws -> Worded {
    BuiltInText.message(
      .message(
        number: 1, of: 8, from: nil, try #require(Day(day)), try #require(ClockTime("15:54:11")),
        today: try #require(Day("2026-11-23")))
    ).text(in: language)
  }

  @Test func `of today is told by its hour and minute`() throws {
    #expect(
      try words("2026-11-23", .en)
        == Worded(
          written: "Message 1 of 8, today at 3:54 pm.",
          spoken: "Message one of eight, today at three fifty-four in the afternoon."))
    #expect(
      try words("2026-11-23", .ko)
        == Worded(
          written: "8건 중 1번째 메시지, 오늘 오후 3시 54분에 남기셨습니다.",
          spoken: "여덟 건 중 첫 번째 메시지, 오늘 오후 세 시 오십사 분에 남기셨습니다."))
  }

  @Test func `of another day has its day, and the year only of another year`() throws {
    #expect(try words("2026-11-22", .en).written == "Message 1 of 8, 22 November, 3:54 pm.")
    #expect(try words("2026-11-22", .ko).written == "8건 중 1번째 메시지, 11월 22일 오후 3시 54분에 남기셨습니다.")
    #expect(try words("2025-12-31", .en).written == "Message 1 of 8, 31 December 2025, 3:54 pm.")
    #expect(
      try words("2025-12-31", .ko).written == "8건 중 1번째 메시지, 2025년 12월 31일 오후 3시 54분에 남기셨습니다.")
  }
}

@Suite struct `Opening hours in words` {
  private func calendar(_ weekly: [Weekday: [OpeningHours.Period]], lunch: [OpeningHours.Period] = [])
    -> OpeningHours
  {
    OpeningHours(zone: .utc, weekly: weekly, lunch: lunch)
  }
  private func period(_ from: String, _ to: String) throws -> OpeningHours.Period {
    try .init(from: #require(ClockTime(from)), to: #require(ClockTime(to)))
  }

  @Test func `put days with the same hours together`() throws {
    let day = [try period("09:00", "18:00")]
    let office = calendar([
      .monday: day, .tuesday: day, .wednesday: day, .thursday: day, .friday: day,
      .saturday: [try period("09:00", "13:00")],
    ])
    #expect(
      Wording.hours(office, in: .ko)
        == Worded(
          written: "월요일부터 금요일까지 오전 9시부터 오후 6시까지, 토요일 오전 9시부터 오후 1시까지",
          spoken: "월요일부터 금요일까지 오전 아홉 시부터 오후 여섯 시까지, 토요일 오전 아홉 시부터 오후 한 시까지"))
    #expect(
      Wording.hours(office, in: .en)
        == Worded(
          written: "Monday to Friday 9 am to 6 pm, Saturday 9 am to 1 pm",
          spoken: "Monday to Friday nine in the morning to six in the evening, "
            + "Saturday nine in the morning to one in the afternoon"))
  }

  @Test func `tell of lunch, nights, whole days and days apart`() throws {
    let night = [try period("22:00", "02:00")]
    let shifts = [try period("13:00", "18:00"), try period("09:00", "12:00")]
    let bar = calendar([
      .monday: shifts, .friday: night, .saturday: night, .wednesday: shifts, .sunday: shifts,
    ])
    #expect(
      Wording.hours(bar, in: .en).written
        == "Monday, Wednesday and Sunday 9 am to noon and 1 pm to 6 pm, "
        + "Friday and Saturday 10 pm to 2 am the next day")
    #expect(
      Wording.hours(bar, in: .ko).written
        == "월요일, 수요일, 일요일 오전 9시부터 정오까지, 오후 1시부터 오후 6시까지, "
        + "금요일과 토요일 오후 10시부터 다음 날 오전 2시까지")
    let always = calendar(
      Dictionary(
        uniqueKeysWithValues: Weekday.allCases.map { ($0, [.init(from: .midnight, to: .endOfDay)]) }),
      lunch: [try period("12:00", "13:00")])
    #expect(
      Wording.hours(always, in: .ko)
        == Worded(written: "매일 24시간, 점심시간은 정오부터 오후 1시까지", spoken: "매일 이십사 시간, 점심시간은 정오부터 오후 한 시까지"))
    #expect(
      Wording.hours(always, in: .en).written == "every day 24 hours, closed for lunch noon to 1 pm")
  }

  @Test(arguments: [
    ([Weekday.friday, .saturday, .sunday, .monday], "Friday to Monday"),
    ([.sunday, .monday], "Sunday and Monday"),
    ([.monday, .wednesday, .friday], "Monday, Wednesday and Friday"),
    ([.monday, .tuesday, .wednesday], "Monday to Wednesday"),
  ])
  func `name days in a row in their order, over the end of the week too`(days: [Weekday], words: String)
    throws
  {
    let hours = try [period("09:00", "18:00")]
    let week = calendar(Dictionary(uniqueKeysWithValues: days.map { ($0, hours) }))
    #expect(Wording.hours(week, in: .en).written == words + " 9 am to 6 pm")
  }

  @Test func `tell of single days where no weekday has hours, and of none`() throws {
    var fair = OpeningHours(zone: .utc)
    #expect(Wording.hours(fair, in: .en).written == "never")
    fair.exceptions = [try #require(Day("2026-05-02")): [try period("10:00", "15:30")]]
    #expect(Wording.hours(fair, in: .en).written == "2 May 2026 10 am to 3:30 pm")
    #expect(Wording.hours(fair, in: .ko).spoken == "이천이십육년 오월 이일 오전 열 시부터 오후 세 시 삼십 분까지")
  }
}

@Suite struct `Whatever is said` {
  @Test func `never holds a digit, and never traps`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789019*#+-.,:/~ $%₩&=@aAbZkmpé한월시개분번대을１²½①Ⅳ℃〜\u{0301}\n\0\u{FE0F}\u{20E3}pm")
    let forms: [Form?] = [
      nil, .digits, .number, .ordinal, .count("3개"), .count(nil), .count("calls"), .currency("USD"),
      .currency("K1W"), .date(short: true), .time, .instant, .duration, .birthdate, .phone, .name, .spell,
      .text,
    ]
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...14, using: &random)
      let text = String((0..<length).map { _ in alphabet.randomElement(using: &random) ?? "0" })
      let exponent = Int.random(in: -128...127, using: &random)
      let values: [Sayable] = [
        .text(text),
        .number(
          Decimal(
            sign: .minus, exponent: exponent,
            significand: Decimal(Int64.random(in: .min ... .max, using: &random)))),
        .duration(
          Duration(secondsComponent: .random(in: .min ... .max, using: &random), attosecondsComponent: 0)),
      ]
      let form = forms.randomElement(using: &random) ?? nil
      for language in WordedLanguage.allCases {
        for value in values {
          guard let worded = try? Wording.word(value, as: form, in: language) else { continue }
          if worded.spoken.unicodeScalars.contains(where: { ("0"..."9").contains($0) }) {
            Issue.record(
              "\(value) as \(form?.description ?? "-") in \(language): \(worded.spoken), seed \(seed)")
            return
          }
        }
        _ = Wording.particle(("은", "는"), after: text)
      }
    }
  }
}
