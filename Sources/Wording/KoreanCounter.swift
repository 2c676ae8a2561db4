/// Which numbers a Korean counter word takes: 세 개, but 삼 층.
enum KoreanCounter {
  /// Sino-Korean numbers; all other counters take native ones up to 99.
  static func isSino(_ counter: String) -> Bool {
    if sino.contains(counter) { return true }
    // What is said of a counter does not change its numbers: 삼 년째, 오 층짜리.
    return tails.contains { counter.hasSuffix($0) && sino.contains(String(counter.dropLast($0.count))) }
  }

  /// 분 by itself counts persons; with a word of time behind it, minutes.
  private static let sino: Set = [
    "원", "년", "월", "일", "초", "층", "호", "호선", "회", "점", "주", "주일", "주년", "개월", "개국", "학년",
    "학기", "등", "등급", "급", "도", "세", "인", "인분", "인승", "쪽", "페이지", "면", "킬로", "킬로미터", "미터",
    "센티미터", "그램", "킬로그램", "리터", "퍼센트", "프로", "배속", "번지", "번선", "번길", "차", "세기", "박", "교시",
    "단계", "위", "조", "달러", "유로", "엔", "위안", "포인트", "마일", "년생", "호점", "호차", "년차", "회차", "분기",
    "년간", "일간", "초간", "주간", "개월간", "년도", "일차", "주차", "주기", "동", "학점", "와트", "볼트", "톤", "밀리",
    "밀리리터", "메가", "메가바이트", "기가", "기가바이트", "제곱미터", "센트", "파운드", "부작", "개년", "호실", "호기", "호봉",
    "차선", "차로", "반", "단지", "관", "항", "절", "과", "강", "막", "게이트", "승강장", "대째", "인실", "인용",
    "번출구", "번홈", "번창구", "번게이트", "번승강장", "분간", "분째", "분전", "분후", "분뒤", "분동안", "분마다", "분짜리",
  ]

  private static let tails = ["간", "째", "짜리", "마다", "씩", "동안", "이상", "이하", "이내", "미만", "정도"]
}
