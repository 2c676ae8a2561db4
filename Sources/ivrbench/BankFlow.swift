import CallFlow

/// The flow that the simulated calls go through.
enum BankFlow {
  static func compile() throws -> FlowGraph {
    let made = Compiler.compile([SourceText(name: "bench.callflow", text: text)])
    guard let graph = made.applications.first, !made.hasErrors else {
      throw BenchFault(made.diagnostics.map { "\($0)" }.joined(separator: "\n"))
    }
    return graph
  }

  static let text = """
    callflow 1
    language ko default { option "{label} {key}번" }
    language en { option "for {label}, press {key}" }
    dial 1000 -> main
    table accounts (number text key, holder text, balance number)

    defaults {
        tries 3 -> main.bye
        key 0 -> main.bye
        key * -> repeat
        on no-input { say "입력이 없습니다." in ko, "I did not hear a key." in en }
        on no-match { say "없는 번호입니다." in ko, "That key has no meaning here." in en }
    }

    prompt ask_number   { ko "계좌번호를 누르고 우물정자를 눌러 주십시오."; en "Enter your account number, then hash." }
    prompt tell_balance { ko "{holder}님의 잔액은 {balance as currency KRW}입니다."
                          en "{holder}, your balance is {balance as currency KRW}." }
    prompt goodbye      { ko "이용해 주셔서 감사합니다."; en "Thank you for calling." }

    flow main {
        menu pick_language {
            say "한국어는 1번." in ko, "For English, press 2." in en
            key 1 { language ko; -> top_menu }
            key 2 { language en; -> top_menu }
        }
        menu top_menu {
            say options
            key 1 "잔액 조회" en "your balance" -> ask_account
            key 2 "통화 종료" en "the end of the call" -> bye
        }
        collect ask_account into account {
            say ask_number
            digits 4-12
            terminator #
            done -> find
        }
        lookup find {
            from accounts where number == account
            read holder, balance
            found { outcome balance_told; say tell_balance; -> after_balance }
            missing { retry ask_account }
        }
        menu after_balance {
            say options
            key 1 "처음으로" en "the main menu" -> top_menu
            key 2 "통화 종료" en "the end of the call" -> bye
        }
        do bye { say goodbye; hangup }
    }
    """
}
