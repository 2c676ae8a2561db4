import CallFlow
import Foundation

/// A small application to begin from, with the keys of a profile: hours, an agent, a message, a call-back.
struct StarterApplication {
  var profile: DesignProfile

  /// Its texts by the ending of their files.
  private func texts(named name: String) -> [(ending: String, text: String)] {
    [(".callflow", Self.flow), (".call", Self.calls), (".site", Self.site)].map { ending, text in
      let own = text.replacing("NAME", with: name).replacing("PROFILE", with: profile.rawValue)
        .replacing("KEYCALLS", with: keyCalls).replacing("KEYS", with: keys)
      return (ending, own + "\n")
    }
  }

  func write(to folder: String, named name: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (ending, text) in texts(named: name) {
      try text.write(
        toFile: CheckTargets.join(folder, name + ending), atomically: true, encoding: .utf8)
    }
  }

  private var keys: String {
    switch profile {
    case .iso: "    key * -> back\n    key # -> repeat\n    key 9 -> main.bye"
    case .kr: "    key * -> repeat\n    key # -> back"
    case .custom: "    key * -> repeat\n    key 9 -> back"
    }
  }

  private var keyCalls: String {
    let (again, back, end) =
      switch profile {
      case .iso: ("#", "*", "press 9\nexpect say goodbye")
      case .kr: ("*", "#", "hang up")
      case .custom: ("*", "9", "hang up")
      }
    return """
      caller 0212345678 dials 1000
      press \(again)
      expect say welcome
      press \(back)
      expect say welcome
      \(end)
      """
  }

  private static let flow = #"""
    callflow 1
    profile PROFILE

    // Say here what it is, and whom it serves. A caller hears the opening hours, or comes to an agent; when none
    // is there he leaves a message, which an agent hears as one more call, and who waits may be called back.

    language en default voice "en-gb" { option "for {label}, press {key}"; pause 250ms }
    language ko voice "ko"            { option "{label} {key}번"; pause 250ms }

    dial 1000 -> main
    dial 1001 -> main in ko

    skill help "Questions of every kind"

    calendar office { timezone "Asia/Seoul"; open mon-fri 09:00-18:00 }

    queue help {
        need help
        calendar office
        max-wait 10m
        no-agents 30s
        announce options every 60s
        key 1 called_back -> main.call_me
    }

    // The keys that mean the same everywhere.
    defaults {
        key 0 -> main.to_agent
    KEYS
        tries 3 -> main.to_agent
        on no-input { say didnt_hear }
        on no-match { say bad_key }
        on error -> main.to_agent
    }

    prompt welcome     { en "Welcome."; ko "안녕하십니까." }
    prompt didnt_hear  { en "I did not hear a key."; ko "입력이 없습니다." }
    prompt bad_key     { en "That key has no meaning here."; ko "없는 번호입니다." }
    prompt hours_are   { en "We are open {office as hours}."; ko "상담 시간은 {office as hours}입니다." }
    prompt notices     { en "The law protects our agents from abuse. Supervisors may listen."
                         ko "상담원에 대한 폭언은 법으로 금지되어 있으며, 통화 내용은 청취될 수 있습니다." }
    prompt called_back { en "a call back"; ko "전화를 다시 받으시려면" }
    prompt leave_word  { en "Nobody can take your call now.",
                            "After the tone say your name, number and wish, then press hash."
                         ko "지금은 전화를 받을 수 없습니다. 삐 소리 후 성함과 연락처, 용건을 말씀하시고 우물정자를 눌러 주십시오." }
    prompt goodbye     { en "Thank you for calling."; ko "전화해 주셔서 감사합니다." }

    flow main {
        menu top_menu {
            say welcome, options
            key 1 "our opening hours" ko "상담 시간 안내" -> tell_hours
            key 2 "an agent" ko "상담원 연결" -> to_agent
        }

        do tell_hours {
            say hours_are
            outcome hours_told
            -> top_menu
        }

        route to_agent {
            say notices barge-in hold
            queue help
            talked -> bye
            overflow -> take_message
        }

        callback call_me { to caller.number; within 4h; done -> bye }

        record take_message {
            say leave_word
            max 3m
            deliver help as work
            done -> bye
        }

        do bye { say goodbye; hangup }
    }
    """#

  private static let calls = #"""
    // `ivrctl test FOLDER` plays these calls in virtual time; add one for whatever you change.

    call "the opening hours, then an agent"
    flow "NAME.callflow"
    at 2026-03-03 10:15 "Asia/Seoul"
    agent kim skills help 3 ready

    caller 0212345678 dials 1000
    expect say welcome
    press 1
    expect say contains "Monday to Friday"
    press 2
    expect say notices
    agent kim answers after 4s
    expect connected kim
    agent kim hangs up after 30s
    expect say goodbye
    expect log outcome=agent
    expect no error

    call "at night a message, in Korean"
    flow "NAME.callflow"
    at 2026-03-03 22:15 "Asia/Seoul"

    caller 0212345678 dials 1001
    press 0
    expect say leave_word in ko
    say "김민지입니다. 청구서에 대해 여쭈어볼 것이 있습니다."
    press #
    expect say goodbye
    expect log outcome=message

    call "who waits is called back"
    flow "NAME.callflow"
    at 2026-03-03 10:15 "Asia/Seoul"
    agent kim skills help 3 busy until +10m

    caller 0212345678 dials 1000
    press 2
    expect queue help
    press 1
    expect say goodbye
    expect log outcome=callback

    call "the keys that mean the same everywhere"
    flow "NAME.callflow"
    at 2026-03-03 10:15 "Asia/Seoul"

    KEYCALLS

    call "wrong keys lead to an agent, whom nobody is"
    flow "NAME.callflow"
    at 2026-03-03 10:15 "Asia/Seoul"

    caller 0212345678 dials 1000
    press 7
    expect say bad_key
    press 8
    expect say bad_key
    press 7
    expect state main.to_agent
    expect say leave_word
    hang up

    call "nobody presses a key"
    flow "NAME.callflow"
    at 2026-03-03 10:15 "Asia/Seoul"

    caller 0212345678 dials 1000
    expect say didnt_hear
    expect say didnt_hear
    expect say contains "Goodbye"
    expect hangup by system

    call "without a voice the way leads to an agent all the same"
    flow "NAME.callflow"
    at 2026-03-03 10:15 "Asia/Seoul"
    replace speech fails

    caller 0212345678 dials 1000
    expect error error.speech
    expect state main.to_agent
    """#

  private static let site = #"""
    site 1

    // One line and one agent, to try it with. Paths are relative to this file.
    profile PROFILE
    timezone "Asia/Seoul"

    flows "NAME.callflow"
    recordings "recordings"
    log "calls.sqlite"
    control "ivrd.sock"

    // For call-backs: ivrctl pbx --help says how.
    dial "ivrctl" "pbx" "ring-manager" "--config" "pbx.conf"

    line front keypad flow main

    agent kim { number 101; name "Kim"; skills help 3 }
    """#
}
