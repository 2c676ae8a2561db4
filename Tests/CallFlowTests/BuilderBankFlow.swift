/// The application of the language reference, within the kinds of this version.
enum BankFlow {
  static let text = #"""
    callflow 1

    language ko default voice "ko"    { option "{label} {key}번" }
    language en voice "en-gb"         { option "for {label}, press {key}" }

    dial 1000, 15881000 -> main

    skill billing
    skill ko
    skill en

    calendar office {
        timezone "Asia/Seoul"
        open mon-fri 09:00-18:00
        open sat 09:00-13:00
        holidays "kr-2026.holidays"
    }

    table accounts (number text key, holder text, balance number, vip flag)
    table survey_results (call_id text, agent text, score number)

    queue billing {
        need billing 2
        prefer language 3
        after 60s need billing 1
        pick longest-idle
        calendar office
        max-wait 15m
        max-callers 20
        music "hold.wav"
        announce position every 60s, eta every 120s, options every 60s
        key 1 called_back -> main.call_me
    }

    defaults {
        tries 3 -> main.to_billing
        key 0 -> main.to_billing
        key * -> repeat
        key # -> back
        on no-input { say didnt_hear }
        on no-match { say bad_key }
        on error -> main.to_billing
    }

    answers faq {
        topic hours {
            label { ko "상담 시간"; en "opening hours" }
            say closed
        }
        topic fees {
            label { ko "수수료"; en "fees" }
            say { ko "수수료는 없습니다."; en "There are no fees." }
        }
    }

    prompt welcome        { ko "안녕하세요, 바다은행입니다."; en "Welcome to Bada Bank." }
    prompt didnt_hear     { ko "입력이 없습니다.";            en "I did not hear a key." }
    prompt bad_key        { ko "없는 번호입니다.";            en "That key has no meaning here." }
    prompt closed         { ko "지금은 상담 시간이 아닙니다. 상담 시간은 {office as hours}입니다."
                            en "We are closed now. We are open {office as hours}." }
    prompt ask_number     { ko "계좌번호를 누르고 우물정자를 눌러 주십시오."; en "Enter your account number, then hash." }
    prompt read_back      { ko "{value as digits}. 맞으면 1번, 다시 입력하시려면 2번."; en "{value as digits}. If that is right press 1, to try again press 2." }
    prompt no_account     { ko "그런 계좌가 없습니다.";       en "There is no such account." }
    prompt tell_balance   { ko "{holder}님의 잔액은 {balance as currency KRW}입니다."; en "{holder}, your balance is {balance as currency KRW}." }
    prompt called_back    { ko "전화를 다시 받으시려면";      en "a call back" }
    prompt goodbye        { ko "이용해 주셔서 감사합니다.";   en "Thank you for calling." }

    flow main {
        set vip = false

        menu pick_language {
            say welcome
            say "한국어는 1번." in ko, "For English, press 2." in en
            key 1 { language ko; -> check_hours }
            key 2 { language en; -> check_hours }
            tries 2 -> check_hours
        }

        hours check_hours {
            calendar office
            open -> top_menu
            closed { say closed; -> top_menu_closed }
        }

        menu top_menu {
            say options
            key 1 "잔액 조회" en "your balance"      -> ask_account
            key 2 "상담원"    en "a billing agent"   -> to_billing
        }

        menu top_menu_closed {
            say options
            key 1 "잔액 조회"     en "your balance"      -> ask_account
            key 2 "질문" en "questions" -> questions
        }

        collect ask_account into account {
            say ask_number
            digits 8-12
            terminator #
            confirm read_back
            mask 4
            done -> find
        }

        lookup find {
            from accounts where number == account
            read holder, balance, vip
            found { if holder == none or balance == none -> to_billing else -> tell }
            missing { say no_account; retry ask_account }
        }

        do tell {
            say tell_balance
            outcome balance_told
            -> after_balance
        }

        menu after_balance {
            say options
            key 1 "잔액 다시 듣기" en "your balance again" -> tell
            key 2 "상담원"         en "a billing agent"    -> to_billing
            key 3 "처음으로"       en "the main menu"      -> check_hours
        }

        answer questions {
            from faq
            solved -> bye
            unsolved -> to_billing
        }

        route to_billing {
            queue billing
            priority if vip then 3 else 0
            talked -> bye
            overflow closed { say closed; -> questions }
            overflow -> bye
        }
        do call_me { -> bye }

        do bye { say goodbye; hangup }
    }
    """#
}
