import Chronology

/// Korean: 하십시오체, numbers spaced by 만.
struct Korean: LanguageRules {
  let tag = "ko"
  let minus = "마이너스"
  let point = "점"
  let percent = "퍼센트"
  let rangeWord = "에서 "
  let ratioWord = " 대 "
  let phoneSeparator = "-"
  let optionPattern = "{label} {key}번"

  static let digits = ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"]
  private static let small = ["", "십", "백", "천"]
  private static let large = ["", "만", "억", "조", "경", "해"]
  private static let nativeOnes = ["", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"]
  private static let nativeTens = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]
  private static let nativeAlone = ["", "하나", "둘", "셋", "넷"]

  // MARK: Numbers

  /// Sino-Korean, below 10^24: `오만 이천삼백`. A leading 일 falls away before 십, 백, 천, and before 만 alone.
  func cardinal(_ digits: String) -> String? {
    guard digits.count <= 24 else { return nil }
    let groups = digits.reversed().chunks(of: 4).map { $0.compactMap(\.asciiDigit) }
    var words: [String] = []
    for (power, group) in groups.enumerated() {
      var word = ""
      for (place, digit) in group.enumerated() where digit > 0 {
        word = (digit == 1 && place > 0 ? "" : Self.digits[digit]) + Self.small[place] + word
      }
      if word.isEmpty { continue }
      if word == "일" && power == 1 && groups.count == 2 { word = "" }
      words.append(word + Self.large[power])
    }
    return words.isEmpty ? "영" : words.reversed().joined(separator: " ")
  }

  /// Without spaces, as dates and small numbers are written.
  func joined(_ number: Int) -> String {
    (cardinal(String(number.magnitude)) ?? "").filter { $0 != " " }
  }

  /// 한, 두, 스무, 스물한: before a counter; nil outside 1 to 99.
  static func native(_ number: Int) -> String? {
    guard (1...99).contains(number) else { return nil }
    return number == 20 ? "스무" : nativeTens[number / 10] + nativeOnes[number % 10]
  }

  /// 하나, 둘, 스물: standing alone.
  private static func nativeAlone(_ number: Int) -> String? {
    guard (1...99).contains(number) else { return nil }
    let ones = number % 10
    return nativeTens[number / 10] + (ones < nativeAlone.count ? nativeAlone[ones] : nativeOnes[ones])
  }

  func name(ofDigit digit: Int, inNumber: Bool) -> String {
    digit == 0 && !inNumber ? "공" : Self.digits[digit % 10]
  }

  func ordinal(_ digits: String) -> Worded {
    let word: String
    switch Int(digits) {
    case 1?: word = "첫"
    case let number?: word = Self.native(number) ?? cardinal(digits) ?? digitNames(digits, inNumber: true)
    case nil: word = cardinal(digits) ?? digitNames(digits, inNumber: true)
    }
    return Worded(written: (Numeral(digits)?.written ?? digits) + "번째", spoken: word + " 번째")
  }

  func count(_ number: Numeral, counter: String?) -> Worded {
    let natural = number.natural
    guard let counter, !counter.isEmpty else {
      return Worded(written: number.written, spoken: natural.flatMap(Self.nativeAlone) ?? spoken(number))
    }
    let spokenCounter = FreeText.spoken(counter, self)
    let written = number.written + counter
    if counter == "월", let natural, (1...12).contains(natural) {
      return Worded(written: written, spoken: month(natural))
    }
    // Native hours end at twelve; signs and Latin letters, units of measure, never have native numbers.
    let isUnit = counter.unicodeScalars.first.map { !(0xAC00...0xD7A3).contains($0.value) } ?? false
    if isUnit {
      let word = counter == "%" ? percent : Self.unitWords[counter]?.many ?? spokenCounter
      return Worded(written: written, spoken: "\(spoken(number)) \(word)")
    }
    if KoreanCounter.isSino(counter) || counter == "시" && natural ?? 0 > 12 {
      return Worded(written: written, spoken: "\(spoken(number)) \(spokenCounter)")
    }
    let word = natural.flatMap { Self.native($0, before: counter) }
    return Worded(written: written, spoken: "\(word ?? spoken(number)) \(spokenCounter)")
  }

  /// With the changes of 하나, 셋 and 넷 before some counters: 첫 번째, 석 달, 너 말.
  private static func native(_ number: Int, before counter: String) -> String? {
    switch (number, counter) {
    case (1, "번째"): "첫"
    case (3, "달"), (3, "냥"), (3, "되"), (3, "섬"), (3, "자"): "석"
    case (4, "달"), (4, "냥"), (4, "되"), (4, "섬"), (4, "자"): "넉"
    case (3, "돈"), (3, "말"), (3, "발"), (3, "푼"): "서"
    case (4, "돈"), (4, "말"), (4, "발"), (4, "푼"): "너"
    default: native(number)
    }
  }

  func numberInText(
    _ number: Numeral, after said: String, before rest: Substring
  ) -> (spoken: String, taken: Int) {
    // 제1장, 제2권: the ordinal prefix takes Sino-Korean numbers whatever the counter is.
    let isOrdinal = said.last == "제" && said.dropLast().last?.isLetter != true
    if let natural = number.natural, !isOrdinal {
      if rest.hasPrefix("월"), (1...12).contains(natural) { return (String(month(natural).dropLast()), 0) }
      let gap = rest.first == " " ? 1 : 0
      if let counter = counterInText(natural, rest.dropFirst(gap)),
        let native = Self.native(natural, before: counter)
      {
        return (native + " ", gap)
      }
    }
    return (spoken(number), 0)
  }

  /// 1~2명: 한 명에서 두 명, because a native number wants its counter.
  func startOfRange(_ number: Numeral, before rest: Substring) -> String? {
    guard let natural = number.natural else { return nil }
    if rest.hasPrefix("월"), (1...12).contains(natural) { return month(natural) }
    let after = rest.first == " " ? rest.dropFirst() : rest
    guard let counter = counterInText(natural, after), let native = Self.native(natural, before: counter)
    else { return nil }
    return "\(native) \(counter)"
  }

  /// The counter that stands behind a number in a running text, if it takes native numbers there.
  private func counterInText(_ natural: Int, _ after: Substring) -> String? {
    if after.hasPrefix("번째") { return "번째" }
    if after.hasPrefix("시간") { return natural < 20 ? "시간" : nil }
    if after.hasPrefix("시") {
      let isOther = after.dropFirst().first.map { "험즌민장군설행".contains($0) } ?? false
      return natural <= 12 && !isOther ? "시" : nil
    }
    if after.hasPrefix("대"), natural >= 10 || isRatio(after.dropFirst()) { return nil }
    if after.hasPrefix("배"), natural >= 20 { return nil }
    guard !Self.notCounters.contains(where: { after.hasPrefix($0) }) else { return nil }
    return Self.nativeCounters.first { after.hasPrefix($0) }
  }

  /// `1 대 1`, `3대 1로`: what stands behind 대 is a number without a counter of its own. `3대 1시간` is none.
  private func isRatio(_ behind: Substring) -> Bool {
    let number = behind.drop { $0 == " " }
    let rest = number.drop { $0.asciiDigit != nil }
    guard rest.startIndex > number.startIndex else { return false }
    return rest.first?.isLetter != true || Self.particlesOfRatios.contains { rest.hasPrefix($0) }
  }
  private static let particlesOfRatios = [
    "로", "으로", "의", "은", "는", "이", "가", "을", "를", "과", "와", "입니다",
  ]

  /// 일사분기, the first of four.
  func fractionInText(_ numerator: Int, _ denominator: Int, before rest: Substring) -> String {
    rest.drop { $0 == " " }.hasPrefix("분기")
      ? joined(numerator) + joined(denominator) : fraction(numerator, denominator)
  }

  /// 백이십삼 다시 사십오 번지: a house behind a house.
  func hyphenInText(before rest: Substring) -> String? {
    rest.drop { $0 == " " }.hasPrefix("번지") ? " 다시 " : nil
  }

  func timeInText(
    _ time: ClockTime, after said: String, before rest: Substring
  ) -> (spoken: String, taken: Int) {
    let words = self.time(time).spoken
    let before = said.split(separator: " ").last.map(String.init) ?? ""
    guard ["오전", "오후", "새벽", "아침", "낮", "저녁", "밤"].contains(before) else { return (words, 0) }
    if time.minute == 0 && time.second == 0 && time.hour % 12 == 0 { return ("열두 시", 0) }
    return (String(words.drop { $0 != " " }.dropFirst()), 0)
  }

  /// Counters that are recognised in a running text, where 번 is a key (일번) and 분 a minute.
  private static let nativeCounters = [
    "개", "명", "살", "가지", "마리", "잔", "병", "권", "장", "대", "송이", "켤레", "벌", "군데", "곳", "사람", "달", "통",
    "건", "그루", "자루", "채", "척", "배",
  ]
  private static let notCounters = [
    "개월", "개국", "개년", "개소", "대역", "명령", "장기", "달러", "건물", "통신", "장애", "장기간", "통화", "대 보험", "대 명절", "대 강",
    "대리", "대표", "대째", "대결", "대상", "대학", "대회", "대형", "배송", "배달", "배속", "배정", "배당", "배럴",
  ]

  // MARK: Money

  private static let units: [String: (unit: String, minor: String?)] = [
    "KRW": ("원", nil), "USD": ("달러", "센트"), "EUR": ("유로", "센트"), "GBP": ("파운드", "펜스"),
    "JPY": ("엔", nil), "CNY": ("위안", nil), "CHF": ("스위스 프랑", nil), "CAD": ("캐나다 달러", "센트"),
    "AUD": ("호주 달러", "센트"), "HKD": ("홍콩 달러", "센트"), "SGD": ("싱가포르 달러", "센트"),
    "TWD": ("대만 달러", nil), "VND": ("동", nil), "THB": ("바트", nil), "NZD": ("뉴질랜드 달러", "센트"),
    "MYR": ("링깃", nil), "MNT": ("투그릭", nil), "PHP": ("필리핀 페소", nil), "IDR": ("루피아", nil),
    "INR": ("루피", "파이사"), "RUB": ("루블", nil), "UZS": ("숨", nil), "SEK": ("스웨덴 크로나", nil),
    "NOK": ("노르웨이 크로네", nil), "DKK": ("덴마크 크로네", nil), "MXN": ("멕시코 페소", nil),
    "BRL": ("브라질 헤알", nil), "TRY": ("튀르키예 리라", nil), "AED": ("디르함", nil),
  ]

  func currency(_ number: Numeral, code: String) -> Worded {
    guard let (unit, minor) = Self.units[code] else {
      let name = code.map(anyName(of:)).joined(separator: " ")
      return Worded(written: "\(code) \(number.written)", spoken: "\(name) \(spoken(number))")
    }
    let sign = Worded(
      written: number.isNegative ? "-" : "", spoken: number.isNegative ? minus + " " : "")
    guard let minor, (1...2).contains(number.fraction.count) else {
      let separator = unit.contains(" ") ? " " : ""
      return Worded(written: number.written + separator + unit, spoken: "\(spoken(number)) \(unit)")
    }
    let cents = Numeral(Int(number.fraction.padded(to: 2)) ?? 0)
    var parts = [Worded(written: cents.written + minor, spoken: "\(spoken(cents)) \(minor)")]
    if number.whole != "0", let whole = Numeral(number.whole) {
      let separator = unit.contains(" ") ? " " : ""
      parts.insert(
        Worded(written: whole.written + separator + unit, spoken: "\(spoken(whole)) \(unit)"), at: 0)
    }
    return sign + parts.joined(" ")
  }

  // MARK: Days and times

  private func month(_ month: Int) -> String {
    switch month {
    case 6: "유월"
    case 10: "시월"
    default: joined(month) + "월"
    }
  }

  /// The year as people born in it say it: 구십년, 공오년.
  func birthdate(year: Int, month: Int, day: Int) -> Worded {
    let two = year < 10 ? "0\(year)" : String(year)
    let words = year < 10 ? two.map(anyName(of:)).joined() : joined(year)
    return Worded(
      written: "\(two)년 \(month)월 \(day)일",
      spoken: "\(words)년 \(self.month(month)) \(joined(day))일")
  }

  func date(_ day: Day, short: Bool) -> Worded {
    let date = Worded(
      written: "\(day.month)월 \(day.day)일", spoken: "\(month(day.month)) \(joined(day.day))일")
    return short ? date : Worded(written: "\(day.year)년 ", spoken: "\(joined(day.year))년 ") + date
  }

  /// In twelve hours, with 자정 and 정오 for the two that would be misheard.
  func time(_ time: ClockTime) -> Worded {
    if time.minute == 0 && time.second == 0 && time.hour % 12 == 0 {
      let word = time.hour == 12 ? "정오" : "자정"
      return Worded(written: word, spoken: word)
    }
    let half = time.hour < 12 ? "오전" : "오후"
    let hour = (time.hour + 11) % 12 + 1
    var parts = [Worded(written: half, spoken: half)]
    parts.append(Worded(written: "\(hour)시", spoken: "\(Self.native(hour) ?? "") 시"))
    if time.minute > 0 || time.second > 0 {
      parts.append(Worded(written: "\(time.minute)분", spoken: "\(joined(time.minute)) 분"))
    }
    if time.second > 0 {
      parts.append(Worded(written: "\(time.second)초", spoken: "\(joined(time.second)) 초"))
    }
    return parts.joined(" ")
  }

  func instant(_ day: Day, _ time: ClockTime) -> Worded {
    [date(day, short: false), self.time(time)].joined(" ")
  }

  func duration(_ duration: DurationParts) -> Worded {
    var parts: [Worded] = []
    if duration.isNegative { parts.append(Worded(written: minus, spoken: minus)) }
    if duration.days == 1 {
      parts.append(Worded(written: "1일", spoken: "하루"))
    } else if duration.days > 0 {
      let days = Numeral(duration.days)
      parts.append(Worded(written: days.written + "일", spoken: spoken(days) + " 일"))
    }
    if duration.hours > 0 {
      parts.append(
        Worded(written: "\(duration.hours)시간", spoken: "\(Self.native(duration.hours) ?? "") 시간"))
    }
    if duration.minutes > 0 {
      parts.append(Worded(written: "\(duration.minutes)분", spoken: "\(joined(duration.minutes)) 분"))
    }
    if duration.seconds > 0 || parts.isEmpty {
      parts.append(Worded(written: "\(duration.seconds)초", spoken: "\(joined(duration.seconds)) 초"))
    }
    return parts.joined(" ")
  }

  func flag(_ flag: Bool) -> Worded {
    Worded(written: flag ? "예" : "아니요", spoken: flag ? "예" : "아니요")
  }
}
