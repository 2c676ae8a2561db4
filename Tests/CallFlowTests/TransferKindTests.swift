import CallFlow
import Chronology
import Testing

@Suite struct `Transfers and call-backs as flows write them` {
  private func compile(_ state: String, more: String = "queue q { need s }\nskill s\n") -> CompiledText {
    let text =
      "callflow 1\nlanguage en default\n\(more)flow main {\n\(state)\ndo bye { hangup }\n"
      + "route r { queue q; talked -> bye; overflow -> bye }\n}\n"
    let compiled = Compiler.compile([SourceText(name: "t.callflow", text: text)])
    return CompiledText(
      faults: compiled.diagnostics.filter { $0.code != "CF232" }.map { "\($0.code) \($0.message)" },
      kind: compiled.applications.first?.content.states.first?.kind)
  }
  private struct CompiledText {
    var faults: [String]
    var kind: StateKind?
  }

  @Test func `a bridge has its ring, its time and its ending keys`() throws {
    let compiled = compile(
      "transfer t { to \"5201\"; mode ask; ring 20s; max 10m; key *#, 9 ends; done -> bye }")
    #expect(compiled.faults == [])
    guard case .transfer(let spec)? = compiled.kind else {
      Issue.record("no transfer")
      return
    }
    #expect(spec.mode == .ask && spec.ring == .seconds(20) && spec.max == .minutes(10))
    #expect(spec.endKeys == [KeyPattern.parse("*#"), KeyPattern.parse("9")])
  }

  @Test(arguments: [
    ("transfer t { to \"5201\"; mode loud }", "CF206 'mode' is blind, bridge or ask"),
    ("transfer t { to \"5201\"; ring 20s }", "CF203 a blind transfer has no 'ring': the call has left us"),
    ("transfer t { to \"5201\"; mode bridge; ring 1s }", "CF206 'ring' is from 5s to 5m"),
    ("transfer t { to \"5201\"; mode bridge; key 1 -> bye }", "CF206 a key of a transfer ends it"),
    ("callback c { done -> bye }", "CF204 a callback needs a line 'to'"),
    ("callback c { to caller.number }", "CF204 a callback needs a line 'done'"),
    ("callback c { to 5; done -> bye }", "CF301 'to' is a text, this is a number"),
    ("callback c { to \"home\"; done -> bye }", "CF206 'home' is no telephone number"),
    ("callback c { to caller.number; queue nobody; done -> bye }", "CF221 there is no queue 'nobody'"),
  ]) func `what is wrong is told`(state: String, fault: String) {
    #expect(compile(state).faults == [fault])
  }

  @Test func `a call-back has its time, its attempts and its hours`() throws {
    let compiled = compile(
      "callback c { to caller.number; within 2h; ring 40s; attempts 5 every 10m; slots office; done -> bye }",
      more: "queue q { need s }\nskill s\ncalendar office { timezone \"UTC\"; open mon-fri 09:00-18:00 }\n")
    #expect(compiled.faults == [])
    guard case .callBack(let spec)? = compiled.kind else {
      Issue.record("no call-back")
      return
    }
    #expect(spec.within == .hours(2) && spec.ring == .seconds(40) && spec.slots != nil)
    #expect(spec.attempts == 5 && spec.every == .minutes(10) && spec.queue == nil)
  }
}
