import Testing

@testable import EspeakVoice

@Suite struct `Korean as it sounds` {
  @Test(arguments: [
    // Nasalisation.
    ("감사합니다", "감사함니다"), ("입니까", "임니까"), ("백만", "뱅만"), ("국내", "궁내"), ("없는", "엄는"),
    ("읽는", "잉는"), ("앞문", "암문"), ("백 명", "뱅 명"), ("십 년", "심 년"), ("박 님", "방 님"),
    // ㄹ.
    ("독립", "동닙"), ("협력", "혐녁"), ("대통령", "대통녕"), ("심리", "심니"), ("종로", "종노"), ("신라", "실라"),
    ("연락", "열락"), ("설날", "설랄"), ("스물네", "스물레"), ("의견란", "의견난"),
    // ㅎ.
    ("좋습니다", "조씀니다"), ("놓는", "논는"), ("못하다", "모타다"),
    // Numerals.
    ("십육", "심뉵"), ("백육", "뱅뉵"), ("만 육천", "만 육천"), ("육십육만", "육심늉만"), ("열여섯", "열려섯"),
    ("서른여덟", "서른녀덟"), ("스물여섯", "스물려섯"), ("일 육 육", "일 육 육"), ("유월", "유월"),
    // What is left alone.
    ("여덟 명", "여덟 명"), ("있는", "있는"), ("한국어는", "한국어는"), ("많이", "많이"), ("백, 만", "백, 만"),
    ("ㄱ 국민 abc 1", "ㄱ 궁민 abc 1"), ("", ""), ("\u{1100}\u{1161}\u{11A8}나", "\u{1100}\u{1161}\u{11A8}나"),
  ])
  func `is respelled where a synthesiser would read letters`(written: String, sound: String) {
    #expect(KoreanSound.respelled(written) == sound)
  }

  @Test func `keeps its length whatever it is`() {
    let seed = UInt64.random(in: 0 ... .max)
    var state = seed
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let value = UInt32(state >> 33)
        let scalar = value % 8 == 0 ? 0x20 : 0xAC00 + value / 8 % 11172
        text.unicodeScalars.append(Unicode.Scalar(scalar) ?? " ")
      }
      let sound = KoreanSound.respelled(text)
      guard sound.count == text.count, sound.filter({ $0 == " " }).count == text.filter({ $0 == " " }).count
      else {
        Issue.record("\(text) became \(sound), seed \(seed)")
        return
      }
    }
  }
}
