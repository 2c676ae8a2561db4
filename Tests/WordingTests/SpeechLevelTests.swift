import Chronology
import Testing

@testable import Wording

@Suite struct `The engine's own sentences in Korean` {
  /// Each once, with values where it has some.
  private static let all: [BuiltInText] =
    [
      .queuePosition(1), .queuePosition(3), .queueETA(minutes: 5), .queueETA(minutes: 120),
      .queueETAOver(minutes: 10), .technicalFault, .goodbye, .wasThatYourQuestion, .nextPage,
    ] + DeskPhrase.fixed.map(BuiltInText.desk)
    + [.desk(.consultation(agent: "김민지"))] + DialledPhrase.fixed.map(BuiltInText.dialled)
    + [.dialled(.takeCall(from: "0212345678"))] + MessagePhrase.fixed.map(BuiltInText.message)
    + [
      .message(.summary(new: 0, old: 0)), .message(.summary(new: 2, old: 0)),
      .message(.summary(new: 0, old: 3)), .message(.summary(new: 2, old: 3)),
      .message(
        .message(
          number: 1, of: 2, from: nil, Day(daysSince1970: 20_515), ClockTime(hour: 9, minute: 0)!,
          today: Day(daysSince1970: 20_150))),
    ]

  /// What follows the level, each sentence in both.
  private static let table = """
    고객님의 대기 순서는 첫 번째입니다. | 고객님의 대기 순서는 첫 번째예요.
    고객님의 대기 순서는 3번째입니다. | 고객님의 대기 순서는 3번째예요.
    예상 대기 시간은 약 5분입니다. | 예상 대기 시간은 약 5분이에요.
    예상 대기 시간은 약 2시간입니다. | 예상 대기 시간은 약 2시간이에요.
    예상 대기 시간은 10분 이상입니다. | 예상 대기 시간은 10분 이상이에요.
    죄송합니다. 일시적인 오류가 발생했습니다. | 죄송해요. 일시적인 오류가 발생했어요.
    이용해 주셔서 감사합니다. 안녕히 계십시오. | 이용해 주셔서 감사해요. 안녕히 계세요.
    궁금하신 점이 해결되셨으면 1번, 아니면 2번을 눌러 주십시오. | 궁금하신 점이 해결되셨으면 1번, 아니면 2번을 눌러 주세요.
    다음 항목 | 다음 항목
    상담원 번호를 누르고 우물정자를 눌러 주십시오. | 상담원 번호를 누르고 우물정자를 눌러 주세요.
    비밀번호를 누르고 우물정자를 눌러 주십시오. | 비밀번호를 누르고 우물정자를 눌러 주세요.
    번호나 비밀번호가 맞지 않습니다. | 번호나 비밀번호가 맞지 않아요.
    세 번 틀리셨습니다. 삼십 초 후에 다시 시도하실 수 있습니다. | 세 번 틀리셨어요. 삼십 초 후에 다시 시도하실 수 있어요.
    대기 중입니다. | 대기 중이에요.
    쉬는 중입니다. | 쉬는 중이에요.
    후처리 시간입니다. | 후처리 시간이에요.
    받지 않은 전화가 있어 배분이 멈췄습니다. 다시 받으시려면 일번을 눌러 주십시오. | 받지 않은 전화가 있어 배분이 멈췄어요. 다시 받으시려면 일번을 눌러 주세요.
    로그아웃되었습니다. | 로그아웃되었어요.
    전화를 받지 않으셨습니다. | 전화를 받지 않으셨어요.
    전화가 끊어졌습니다. | 전화가 끊어졌어요.
    받을 번호를 누르고 우물정자를 눌러 주십시오. | 받을 번호를 누르고 우물정자를 눌러 주세요.
    보류했습니다. | 보류했어요.
    고객과 연결되었습니다. | 고객과 연결되었어요.
    연결하고 있습니다. | 연결하고 있어요.
    연결되었습니다. | 연결되었어요.
    녹음을 시작합니다. | 녹음을 시작해요.
    녹음을 마쳤습니다. | 녹음을 마쳤어요.
    고객이 입력하고 있습니다. | 고객이 입력하고 있어요.
    입력이 끝났습니다. | 입력이 끝났어요.
    입력하지 못했습니다. | 입력하지 못했어요.
    관리자를 불렀습니다. | 관리자를 불렀어요.
    듣고 있습니다. | 듣고 있어요.
    상담원에게만 들립니다. | 상담원에게만 들려요.
    모두에게 들립니다. | 모두에게 들려요.
    청취를 마쳤습니다. | 청취를 마쳤어요.
    없는 번호입니다. | 없는 번호예요.
    지금 받을 수 없습니다. | 지금 받을 수 없어요.
    지금은 할 수 없습니다. | 지금은 할 수 없어요.
    사용할 수 없는 기능입니다. | 사용할 수 없는 기능이에요.
    다른 회선에서 통화 중이십니다. | 다른 회선에서 통화 중이세요.
    지금부터 통화가 녹음됩니다. | 지금부터 통화가 녹음돼요.
    처리 코드를 누르고 우물정자를 눌러 주십시오. | 처리 코드를 누르고 우물정자를 눌러 주세요.
    처리 코드를 저장했습니다. | 처리 코드를 저장했어요.
    김민지 상담원의 협의 요청입니다. | 김민지 상담원의 협의 요청이에요.
    전화가 왔습니다. 받으시려면 1번, 받지 않으시려면 2번을 눌러 주십시오. | 전화가 왔어요. 받으시려면 1번, 받지 않으시려면 2번을 눌러 주세요.
    전화 받으실 번호를 누르고 우물정자를 눌러 주십시오. | 전화 받으실 번호를 누르고 우물정자를 눌러 주세요.
    요청하신 전화입니다. 상담원과 연결하시려면 1번, 필요하지 않으시면 2번을 눌러 주십시오. | 요청하신 전화예요. 상담원과 연결하시려면 1번, 필요하지 않으시면 2번을 눌러 주세요.
    다시 전화드리지 않겠습니다. | 다시 전화드리지 않을게요.
    02-1234-5678에서 전화가 왔습니다. 받으시려면 1번, 받지 않으시려면 2번을 눌러 주십시오. | 02-1234-5678에서 전화가 왔어요. 받으시려면 1번, 받지 않으시려면 2번을 눌러 주세요.
    남기신 메시지를 들으시려면 1번, 다시 녹음하시려면 2번, 저장하시려면 3번, 삭제하시려면 4번을 눌러 주십시오. | 남기신 메시지를 들으시려면 1번, 다시 녹음하시려면 2번, 저장하시려면 3번, 삭제하시려면 4번을 눌러 주세요.
    메시지함 비밀번호를 누르고 우물정자를 눌러 주십시오. | 메시지함 비밀번호를 누르고 우물정자를 눌러 주세요.
    비밀번호가 맞지 않습니다. | 비밀번호가 맞지 않아요.
    비밀번호가 맞지 않습니다. 지금은 다시 시도하실 수 없습니다. | 비밀번호가 맞지 않아요. 지금은 다시 시도하실 수 없어요.
    다시 들으시려면 1번, 다음 메시지는 2번, 저장하시려면 3번, 삭제하시려면 4번, 끝내시려면 우물정자를 눌러 주십시오. | 다시 들으시려면 1번, 다음 메시지는 2번, 저장하시려면 3번, 삭제하시려면 4번, 끝내시려면 우물정자를 눌러 주세요.
    다시 들으시려면 1번, 다음 메시지는 2번, 저장하시려면 3번, 삭제하시려면 4번, 전화하시려면 5번, 끝내시려면 우물정자를 눌러 주십시오. | 다시 들으시려면 1번, 다음 메시지는 2번, 저장하시려면 3번, 삭제하시려면 4번, 전화하시려면 5번, 끝내시려면 우물정자를 눌러 주세요.
    저장하였습니다. | 저장했어요.
    삭제하였습니다. | 삭제했어요.
    메시지가 더 없습니다. | 메시지가 더 없어요.
    메시지가 없습니다. | 메시지가 없어요.
    새 메시지가 2건 있습니다. | 새 메시지가 2건 있어요.
    새 메시지는 없고, 들으신 메시지가 3건 있습니다. | 새 메시지는 없고, 들으신 메시지가 3건 있어요.
    새 메시지가 2건, 들으신 메시지가 3건 있습니다. | 새 메시지가 2건, 들으신 메시지가 3건 있어요.
    2건 중 1번째 메시지, 2026년 3월 3일 오전 9시에 남기셨습니다. | 2건 중 1번째 메시지, 2026년 3월 3일 오전 9시에 남기셨어요.
    """

  @Test func `are said in 하십시오체 and in 해요체, each as Koreans do`() {
    let rows = Self.table.split(separator: "\n").map {
      $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    #expect(rows.allSatisfy { $0.count == 2 })
    let expected = Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { a, _ in a })
    for text in Self.all {
      let formal = text.text(in: .ko), polite = text.text(in: .ko, .polite)
      #expect(expected[formal.written] == polite.written, "\(formal.written)")
      // What is spoken is what is written, with its numbers in words.
      #expect(polite.spoken.suffix(2) == polite.written.suffix(2), "\(polite.spoken)")
      #expect(!polite.spoken.contains("니다") && !polite.spoken.contains("십시오"), "\(polite.spoken)")
    }
    #expect(Set(Self.all.map { $0.text(in: .ko).written }).count == rows.count)
  }

  @Test func `have one level in a language that knows no other`() {
    for text in Self.all { #expect(text.text(in: .en, .polite) == text.text(in: .en)) }
  }
}
