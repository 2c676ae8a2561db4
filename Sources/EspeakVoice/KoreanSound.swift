/// Korean as it sounds, for a synthesiser that reads it too much as it is written: espeak-ng has no
/// nasalisation of ㄱ and ㅂ (합니다 is [함니다]) and no assimilation of ㄹ (신라 [실라], 독립 [동닙]), and does
/// not know that numerals take a ㄴ (십육 [심뉵]).
///
/// Rules 12, 18 to 20 and 29 of the standard pronunciation (표준 발음법). What espeak-ng does by itself, linking,
/// tension, aspiration, palatalisation, is left to it.
enum KoreanSound {
  private struct Syllable {
    /// Indices into the tables of Unicode: first consonant, vowel, final consonant.
    var first: Int
    var vowel: Int
    var last: Int

    init?(_ character: Character) {
      let scalars = character.unicodeScalars
      guard scalars.count == 1, let value = scalars.first?.value, (0xAC00...0xD7A3).contains(value) else {
        return nil
      }
      let index = Int(value - 0xAC00)
      (first, vowel, last) = (index / 588, index / 28 % 21, index % 28)
    }
    var character: Character {
      Unicode.Scalar(UInt32(0xAC00 + first * 588 + vowel * 28 + last)).map(Character.init) ?? " "
    }
  }
  private enum First { static let n = 2, l = 5, m = 6, s = 9, ss = 10, none = 11, t = 16, h = 18 }
  private enum Last { static let n = 4, l = 8, m = 16, s = 19, ng = 21, h = 27 }
  /// Finals that sound as ㄱ: ㄱ ㄲ ㄳ ㄺ ㅋ; as ㅂ: ㅂ ㅄ ㅍ ㄿ. Of ㄼ 여덟 has the ㄹ, 밟 the ㅂ.
  private static let kSounds: Set = [1, 2, 3, 9, 24]
  private static let pSounds: Set = [14, 17, 18, 26]
  /// Words in which ㄴ and ㄹ meet at a seam and stay: 의견란 [의견난].
  private static let seams: Set = ["견란", "산량", "단력", "견례", "단로"]

  /// The same text, respelled; its length may not change. Anything but Korean syllables stays.
  static func respelled(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { (0xAC00...0xD7A3).contains($0.value) }) else { return text }
    let written = Array(text)
    var result = written
    for at in written.indices {
      guard at + 1 < written.count, let here = Syllable(result[at]) else { continue }
      if let next = Syllable(written[at + 1]) {
        let (a, b) = within(here, next, written[at], written[at + 1])
        (result[at], result[at + 1]) = (a.character, b.character)
      } else if written[at + 1] == " ", at + 2 < written.count, let next = Syllable(written[at + 2]),
        next.first == First.n || next.first == First.m
      {
        // 백 명 is said in one breath: [뱅 명].
        result[at] = nasal(here).character
      }
    }
    return String(result)
  }

  private static func nasal(_ syllable: Syllable) -> Syllable {
    var syllable = syllable
    if kSounds.contains(syllable.last) { syllable.last = Last.ng }
    if pSounds.contains(syllable.last) { syllable.last = Last.m }
    return syllable
  }

  private static func within(
    _ here: Syllable, _ next: Syllable, _ a: Character, _ b: Character
  ) -> (Syllable, Syllable) {
    var (here, next) = (here, next)
    // 29: numerals take a ㄴ, which becomes ㄹ behind one: 십육, 열여섯, 서른여덟.
    if next.first == First.none {
      if b == "육", "십백천만".contains(a) { next.first = First.n }
      if b == "여", "열물".contains(a) { next.first = First.l }
      if b == "여", "른흔쉰순든".contains(a) { next.first = First.n }
    }
    switch (here.last, next.first) {
    // 18, 19: 합니다 [함니다], 독립 [동닙], 심리 [심니].
    case (_, First.n) where isStop(here.last), (_, First.m) where isStop(here.last): here = nasal(here)
    case (_, First.l) where isStop(here.last):
      here = nasal(here)
      next.first = First.n
    case (Last.m, First.l), (Last.ng, First.l): next.first = First.n
    // 20: 신라 [실라], 설날 [설랄].
    case (Last.n, First.l):
      if seams.contains(String([a, b])) { next.first = First.n } else { here.last = Last.l }
    case (Last.l, First.n): next.first = First.l
    // 12: 좋습니다 [조씀니다], 놓는 [논는]; 못하다 [모타다].
    case (Last.h, First.s): (here.last, next.first) = (0, First.ss)
    case (Last.h, First.n): here.last = Last.n
    case (Last.s, First.h): (here.last, next.first) = (0, First.t)
    default: break
    }
    return (here, next)
  }

  private static func isStop(_ last: Int) -> Bool { kSounds.contains(last) || pSounds.contains(last) }
}
