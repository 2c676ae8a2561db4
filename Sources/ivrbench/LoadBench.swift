import CallFlow

/// From the bytes of a flow file of 1,000 states to a checked application.
enum LoadBench: Bench {
  static let name = "load"
  static let summary = "load time of a flow file of 1,000 states, all checks included"
  static let usualRuns = 15
  static let states = 1000

  static func run(_ options: BenchOptions) throws -> BenchReport {
    let runs = options.runs ?? usualRuns
    let bytes = Array(text(states: states).utf8)
    var wall: [Double] = []
    var user: [Double] = []
    for run in 0...runs {
      let watch = Stopwatch()
      let made = Compiler.compile([SourceText(name: "large.callflow", bytes: bytes)])
      let elapsed = watch.elapsed
      guard let graph = made.applications.first, !made.hasErrors, graph.content.states.count == states
      else { throw BenchFault(made.diagnostics.prefix(5).map { "\($0)" }.joined(separator: "\n")) }
      if run == 0 { continue }
      wall.append(elapsed.wall * 1000)
      user.append(elapsed.user * 1000)
    }
    let lines = bytes.count { $0 == UInt8(ascii: "\n") }
    return BenchReport(
      name: name, work: "\(states) states in \(lines) lines, \(bytes.count / 1024) KB",
      figures: [Figure("load", "ms", wall), Figure("of it user time", "ms", user)])
  }

  /// Groups of ten states, as applications have them: menus, entries, lookups, small steps; two languages.
  static func text(states: Int) -> String {
    var text = """
      callflow 1
      language ko default { option "{label} {key}번" }
      language en { option "for {label}, press {key}" }
      dial 1000 -> main.menu_0
      table accounts (number text key, holder text, balance number)
      calendar office { timezone "Asia/Seoul"; open mon-fri 09:00-18:00 }
      skill billing "Accounts"
      queue billing { need billing 2; calendar office; max-wait 15m; ring 10s }
      defaults {
          tries 3 -> main.bye
          key 0 -> main.bye
          key * -> repeat
          on no-input { say didnt_hear }
          on no-match { say "없는 번호입니다." in ko, "That key has no meaning here." in en }
      }
      prompt didnt_hear { ko "입력이 없습니다."; en "I did not hear a key." }
      flow main {
          do bye { say "감사합니다." in ko, "Thank you." in en; hangup }

      """
    let groups = (states - 1) / 9
    for group in 0..<groups {
      let next = group + 1 < groups ? "menu_\(group + 1)" : "bye"
      text += """
            menu menu_\(group) {
                say "\(group)번 안내입니다." in ko, "This is number \(group)." in en, options
                key 1 "잔액" en "your balance" -> ask_\(group)
                key 2 "상담 시간" en "opening hours" -> hours_\(group)
                key 3 "상담원" en "an agent" -> route_\(group)
                key 4 "다음" en "the next one" -> \(next)
            }
            collect ask_\(group) into account_\(group) {
                mask 4
                say "계좌번호를 누르십시오." in ko, "Enter your account number, then hash." in en
                digits 8-12
                terminator #
                check account_\(group) != "00000000" else say "없는 번호입니다." in ko, "No such number." in en
                done -> find_\(group)
            }
            lookup find_\(group) {
                from accounts where number == account_\(group)
                read holder, balance
                found { if balance == none -> route_\(group) else -> tell_\(group) }
                missing { retry ask_\(group) }
            }
            do tell_\(group) {
                say "{holder}님의 잔액은 {balance as currency KRW}입니다." in ko,
                    "{holder}, your balance is {balance as currency KRW}." in en
                if balance > 1000000 -> rich_\(group) else -> poor_\(group)
            }
            do rich_\(group) { note rich = balance; -> after_\(group) }
            do poor_\(group) { log "poor {balance}"; -> after_\(group) }
            menu after_\(group) {
                say options
                key 1 "다시" en "it again" -> tell_\(group)
                key 2 "다음" en "the next one" -> \(next)
                key 3 "통화 종료" en "the end of the call" -> bye
            }
            hours hours_\(group) {
                calendar office
                open -> \(next)
                closed { say "지금은 상담 시간이 아닙니다." in ko, "We are closed." in en; -> \(next) }
            }
            route route_\(group) { queue billing; talked -> bye; overflow { -> bye } }

        """
    }
    return text + "}\n"
  }
}
