import Testing

@testable import CallFlow

@Suite struct `Politeness in Korean` {
  @Test(arguments: [
    ("감사합니다.", [Politeness.Level.formal]), ("눌러 주십시오.", [.formal]), ("무엇을 도와드릴까요?", [.polite]),
    ("며칠 쉬십니까?", [.formal]), ("눌러 주세요.", [.polite]), ("잠시만 기다려 줘요", [.polite]),
    ("안녕하세요, 바다은행입니다.", [.formal]), ("안녕하세요.", []), ("아니요.", []), ("잔액 조회", []), ("한국어는 1번.", []),
    ("입력이 없습니다. 다시 눌러 주세요.", [.formal, .polite]), ("{office as hours}입니다.", [.formal]), ("상담이 필요", []),
    ("그렇죠?", [.polite]), ("Press 1.", []), ("", []),
  ])
  func `is seen at the ends of sentences`(text: String, levels: [Politeness.Level]) {
    #expect(Politeness.levels(of: text) == levels)
  }

  @Test(arguments: [
    ("번호를 눌러라.", true), ("고마워.", true), ("잠시 기다려!", true), ("그런 번호는 없다.", true), ("번호를 눌러 주십시오.", false),
    ("잔액 조회는 1번.", false), ("눌러", false), ("눌러, 그리고", false), ("바다.", false), ("감사합니다.", false),
    ("Press 1.", false),
  ])
  func `is missed by 반말`(text: String, isPlain: Bool) {
    #expect(Politeness.isPlain(text) == isPlain)
  }

  private func findings(_ flow: String) -> [String] {
    Compiler.compile([
      SourceText(name: "a.callflow", text: "callflow 1\nlanguage ko\nlanguage en\n" + flow)
    ]).diagnostics.map { "\($0.range.start.line):\($0.range.start.column) \($0.code) \($0.message)" }
  }

  @Test func `is one level in an application, whichever it is`() {
    #expect(
      findings(
        """
        prompt hello { ko "안녕하세요, 은행입니다."; en "Hello." }
        prompt one { ko "1번을 누르세요."; en "Press 1." }
        flow main {
          menu start { say hello, one; key 1 "잔액" en "balance" -> bye }
          do bye { say { ko "감사합니다."; en "Bye." }; log "끝났어요"; hangup }
        }
        """) == ["5:17 CF248 this is 해요체, and the application speaks 하십시오체 elsewhere"])
    #expect(
      findings(
        """
        flow main {
          do start { say { ko "잠시만 기다려 주세요. 연결해 드릴게요."; en "One moment." }; -> bye }
          do bye { say { ko "감사합니다."; en "Bye." }; hangup }
        }
        """) == ["6:21 CF248 this is 하십시오체, and the application speaks 해요체 elsewhere"])
    #expect(
      findings(
        """
        flow main {
          do start { say { ko "잠시만 기다려라."; en "One moment." }; -> bye }
          do bye { say { ko "감사합니다."; en "Bye." }; hangup }
        }
        """) == ["5:23 CF248 this is 반말, and the application speaks 하십시오체 elsewhere"])
    #expect(findings("flow main { do bye { say { ko \"잘 가라.\"; en \"Bye.\" }; hangup } }") == [])
    #expect(findings("flow main { do bye { say { ko \"감사해요.\"; en \"Bye.\" }; hangup } }") == [])
  }
}
