/// Reads numbers in words as a listener does, to check what was said: written from the grammar of the two
/// languages, not from the code that speaks them.
enum SpokenNumber {
  /// Sino-Korean; nil for anything that a Korean would not say.
  static func korean(_ text: String) -> UInt64? {
    if text == "영" { return 0 }
    let digits: [Character: UInt64] = [
      "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9,
    ]
    let small: [Character: UInt64] = ["십": 10, "백": 100, "천": 1000]
    let large: [Character: UInt64] = [
      "만": 10_000, "억": 100_000_000, "조": 1_000_000_000_000, "경": 10_000_000_000_000_000,
    ]
    var total: UInt64 = 0
    var group: UInt64 = 0
    var digit: UInt64?
    var lastSmall = UInt64.max
    var lastLarge = UInt64.max
    for character in text where character != " " {
      if let value = digits[character] {
        guard digit == nil else { return nil }
        digit = value
      } else if let unit = small[character] {
        // 일십, 일백, 일천 are not said.
        guard digit != 1, unit < lastSmall else { return nil }
        group += (digit ?? 1) * unit
        (digit, lastSmall) = (nil, unit)
      } else if let unit = large[character] {
        guard unit < lastLarge else { return nil }
        group += digit ?? 0
        if group == 0 {
          guard unit == 10_000, total == 0 else { return nil }
          group = 1
        }
        total += group * unit
        (group, digit, lastSmall, lastLarge) = (0, nil, .max, unit)
      } else {
        return nil
      }
    }
    return total + group + (digit ?? 0)
  }

  /// Native numbers before a counter, 1 to 99.
  static func nativeKorean(_ text: String) -> Int? {
    let tens = ["열": 10, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90]
    let ones = ["한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9]
    if text == "스무" { return 20 }
    if let one = ones[text] { return one }
    for (word, ten) in tens where text.hasPrefix(word) {
      let rest = String(text.dropFirst(word.count))
      if rest.isEmpty { return ten == 20 ? nil : ten }
      return ones[rest].map { ten + $0 }
    }
    return nil
  }

  /// British English on the short scale.
  static func english(_ text: String) -> UInt64? {
    let ones = [
      "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
      "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    let scales: [String: UInt64] = [
      "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000,
      "quadrillion": 1_000_000_000_000_000,
    ]
    var total: UInt64 = 0
    var group: UInt64 = 0
    var last = UInt64.max
    for word in text.split(separator: " ").flatMap({ $0.split(separator: "-") }).map(String.init) {
      if word == "and" {
        guard group > 0 || total > 0 else { return nil }
      } else if let one = ones.firstIndex(of: word) {
        group += UInt64(one)
      } else if let ten = tens.firstIndex(of: word) {
        group += UInt64(ten + 2) * 10
      } else if word == "hundred" {
        guard (1...9).contains(group) else { return nil }
        group *= 100
      } else if let scale = scales[word] {
        guard (1...999).contains(group), scale < last else { return nil }
        total += group * scale
        (group, last) = (0, scale)
      } else {
        return nil
      }
    }
    return group < 1000 ? total + group : nil
  }
}
