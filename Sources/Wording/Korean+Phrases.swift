import Chronology

extension Korean {
  private static let letters = [
    "에이", "비", "씨", "디", "이", "에프", "지", "에이치", "아이", "제이", "케이", "엘", "엠", "엔", "오", "피", "큐", "알",
    "에스", "티", "유", "브이", "더블유", "엑스", "와이", "제트",
  ]
  private static let signs: [Character: String] = [
    "*": "별표", "#": "우물정자", "+": "플러스", "-": "하이픈", "_": "밑줄", ".": "점", ",": "쉼표", "@": "골뱅이",
    "/": "슬래시", "\\": "역슬래시", ":": "콜론", ";": "세미콜론", "&": "앤드", "%": "퍼센트", "=": "이퀄", "!": "느낌표",
    "?": "물음표", "(": "괄호 열고", ")": "괄호 닫고", "'": "작은따옴표", "\"": "큰따옴표", "~": "물결", "$": "달러",
    "₩": "원", "€": "유로", "£": "파운드",
  ]

  /// The letters of the alphabet, when they stand alone.
  static let jamo: [Character: String] = [
    "ㄱ": "기역", "ㄲ": "쌍기역", "ㄴ": "니은", "ㄷ": "디귿", "ㄸ": "쌍디귿", "ㄹ": "리을", "ㅁ": "미음", "ㅂ": "비읍",
    "ㅃ": "쌍비읍", "ㅅ": "시옷", "ㅆ": "쌍시옷", "ㅇ": "이응", "ㅈ": "지읒", "ㅉ": "쌍지읒", "ㅊ": "치읓", "ㅋ": "키읔",
    "ㅌ": "티읕", "ㅍ": "피읖", "ㅎ": "히읗", "ㅏ": "아", "ㅐ": "애", "ㅑ": "야", "ㅒ": "얘", "ㅓ": "어", "ㅔ": "에",
    "ㅕ": "여", "ㅖ": "예", "ㅗ": "오", "ㅘ": "와", "ㅙ": "왜", "ㅚ": "외", "ㅛ": "요", "ㅜ": "우", "ㅝ": "워",
    "ㅞ": "웨", "ㅟ": "위", "ㅠ": "유", "ㅡ": "으", "ㅢ": "의", "ㅣ": "이",
  ]

  static let unitWords: [String: Unit] = [
    "km": Unit("킬로미터"), "m": Unit("미터"), "cm": Unit("센티미터"), "mm": Unit("밀리미터"),
    "kg": Unit("킬로그램"), "g": Unit("그램"), "mg": Unit("밀리그램"), "t": Unit("톤"),
    "L": Unit("리터"), "l": Unit("리터"), "ℓ": Unit("리터"), "ml": Unit("밀리리터"), "mL": Unit("밀리리터"),
    "㎞": Unit("킬로미터"), "㎝": Unit("센티미터"), "㎜": Unit("밀리미터"), "㎏": Unit("킬로그램"),
    "㎎": Unit("밀리그램"), "㎖": Unit("밀리리터"), "㎡": Unit("제곱미터"), "m²": Unit("제곱미터"),
    "㎥": Unit("세제곱미터"), "m³": Unit("세제곱미터"), "°": Unit("도"), "℃": Unit("도"), "°C": Unit("도"),
    "℉": Unit("화씨 도"), "KB": Unit("킬로바이트"), "MB": Unit("메가바이트"), "GB": Unit("기가바이트"),
    "TB": Unit("테라바이트"), "Mbps": Unit("메가비피에스"), "Gbps": Unit("기가비피에스"), "Hz": Unit("헤르츠"),
    "kHz": Unit("킬로헤르츠"), "W": Unit("와트"), "kW": Unit("킬로와트"), "kWh": Unit("킬로와트시"),
    "%p": Unit("퍼센트포인트"),
  ]
  var units: [String: Unit] { Self.unitWords }

  /// espeak-ng reads these in English.
  var signsInText: [Character: String] { ["&": "앤드", "+": "플러스", "=": "이퀄", "@": "골뱅이", "/": ","] }

  func isUnitOfTime(_ character: Character) -> Bool { "시분일월년".contains(character) }

  /// `#` is 샵 to some authors and 우물정자 to the voice: what stands behind it follows the voice.
  func particle(after name: String, before rest: Substring) -> String? {
    guard let pair = Self.pairs.first(where: { rest.hasPrefix($0.0) || rest.hasPrefix($0.1) }) else {
      return nil
    }
    let written = rest.hasPrefix(pair.0) ? pair.0 : pair.1
    let chosen = Particle.choose(pair, after: name)
    let next = rest.dropFirst(written.count).first
    // The same number of characters, so that what is taken is what is said.
    return chosen.count == written.count && next?.isLetter != true ? chosen : nil
  }
  private static let pairs = [("은", "는"), ("이", "가"), ("을", "를"), ("과", "와")]

  func fraction(_ numerator: Int, _ denominator: Int) -> String {
    "\(joined(denominator)) 분의 \(joined(numerator))"
  }

  /// With 님, unless the name brings an address with it.
  func name(ofPerson name: String) -> Worded {
    let spoken = FreeText.spoken(name, self)
    let hasAddress =
      ["님", "씨", "귀하"].contains { name.hasSuffix($0) }
      || ["군", "양"].contains { name.hasSuffix(" " + $0) }
    return hasAddress
      ? Worded(written: name, spoken: spoken) : Worded(written: name + " 님", spoken: spoken + " 님")
  }

  func name(of character: Character) -> String? {
    if let letter = Self.jamo[character] { return letter }
    if character.isASCIILetter, let value = character.uppercased().utf8.first {
      return Self.letters[Int(value) - 0x41]
    }
    return Self.signs[character]
  }

  func keyName(_ key: Character) -> String? {
    if let digit = key.asciiDigit { return Self.digits[digit] + "번" }
    return "*#ABCDabcd".contains(key) ? name(of: key) : nil
  }

  // MARK: Opening hours

  private static let weekdays = ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"]

  func hours(_ schedule: Schedule) -> Worded {
    guard !schedule.lines.isEmpty else { return "운영 시간 없음" }
    var lines = schedule.lines.map { line in
      [days(line.days), periods(line.periods)].joined(" ")
    }
    if !schedule.lunch.isEmpty {
      lines.append("점심시간은 " + periods(schedule.lunch))
    }
    return lines.joined(", ")
  }

  private func days(_ days: Schedule.Days) -> Worded {
    let words: String
    switch days {
    case .every: words = "매일"
    case .range(let first, let last):
      words = "\(Self.weekdays[first.rawValue])부터 \(Self.weekdays[last.rawValue])까지"
    case .some(let days):
      let names = days.map { Self.weekdays[$0.rawValue] }
      words = names.joined(separator: names.count == 2 ? "과 " : ", ")
    case .day(let day): return date(day, short: false)
    }
    return Worded(written: words, spoken: words)
  }

  private func periods(_ periods: [OpeningHours.Period]) -> Worded {
    periods.map { period in
      if period.isWholeDay && period.from == .midnight {
        return Worded(written: "24시간", spoken: "이십사 시간")
      }
      let nextDay = period.crossesMidnight && period.to != .midnight
      let from = time(period.from) + "부터 "
      let next = nextDay ? "다음 날 " : ""
      return from + Worded(written: next, spoken: next) + time(period.to) + "까지"
    }.joined(written: ", ", spoken: ", ")
  }

  // MARK: Sentences of the engine

  func atLevel(_ level: SpeechLevel, _ sentence: Worded) -> Worded {
    level == .formal
      ? sentence
      : Worded(
        written: KoreanEnding.polite(sentence.written), spoken: KoreanEnding.polite(sentence.spoken))
  }

  func builtIn(_ text: BuiltInText) -> Worded {
    switch text {
    case .queuePosition(let position) where position <= 1:
      return "고객님의 대기 순서는 첫 번째입니다."
    case .queuePosition(let position):
      return "고객님의 대기 순서는 " + ordinal(String(position)) + "입니다."
    case .queueETA(let n): return "예상 대기 시간은 약 " + minutes(n) + "입니다."
    case .queueETAOver(let n): return "예상 대기 시간은 " + minutes(n) + " 이상입니다."
    case .technicalFault: return "죄송합니다. 일시적인 오류가 발생했습니다."
    case .goodbye: return "이용해 주셔서 감사합니다. 안녕히 계십시오."
    case .wasThatYourQuestion:
      return Worded(
        written: "궁금하신 점이 해결되셨으면 1번, 아니면 2번을 눌러 주십시오.",
        spoken: "궁금하신 점이 해결되셨으면 일번, 아니면 이번을 눌러 주십시오.")
    case .nextPage: return "다음 항목"
    case .desk(let phrase): return Worded(phrase.korean)
    case .dialled(let phrase): return dialledKorean(phrase)
    case .message(let phrase): return messageKorean(phrase)
    }
  }
}

extension String {
  /// Filled up with zeros behind: the fraction `5` of two places is `50`.
  func padded(to count: Int) -> String {
    self + String(repeating: "0", count: Swift.max(0, count - self.count))
  }
}
