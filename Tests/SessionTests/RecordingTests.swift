import CallFlow
import Chronology
import Session
import Testing

@Suite struct `A recorded call` {
  static let flow = """
    flow main {
        do recorded { recording start "Recorded."; -> ask }
        collect ask into code { say "Your code."; digits 4; secret; fresh; done -> menu_again }
        menu menu_again {
            say "Fourteen signs"
            key 1 -> recorded
            key 2 { recording pause; -> ask }
            key 3 { recording resume; stay }
            key 4 { recording stop; stay }
        }
    }
    """
  private func recording(_ call: TestCall) -> [RecordingStep] {
    call.effects.compactMap { if case .record(let step) = $0 { step } else { nil } }
  }

  @Test func `begins with a notice that no key cuts`() throws {
    var call = try TestCall(flow: Self.flow)
    call.answer()
    call.wait(until: .milliseconds(600))
    call.press("9")
    call.listen()
    #expect(call.said == ["Recorded."])
    #expect(!call.story.contains { $0.contains("cut") })
    #expect(recording(call) == [.start, .pause])
  }
  @Test func `is blank from a secret's question until its last key is up`() throws {
    var call = try TestCall(flow: Self.flow)
    call.answer()
    call.wait(.seconds(10))
    call.press("123")
    call.wait(.milliseconds(200))
    call.keyDown(.four)
    #expect(recording(call) == [.start, .pause])
    call.wait(.milliseconds(80))
    call.keyUp(.four)
    #expect(recording(call) == [.start, .pause, .resume])
  }
  @Test func `gives no second notice, and starts only once`() throws {
    var call = try TestCall(flow: Self.flow)
    call.answer()
    call.wait(.seconds(10))
    call.press("1234")
    call.listen()
    call.press("1")
    call.listen()
    #expect(call.said.filter { $0 == "Recorded." }.count == 1)
    #expect(recording(call) == [.start, .pause, .resume, .pause])
  }
  @Test func `stays paused over a secret until the flow resumes it`() throws {
    var call = try TestCall(flow: Self.flow)
    call.answer()
    call.wait(.seconds(10))
    call.press("1234")
    call.listen()
    call.press("2")
    call.listen()
    call.press("1234")
    call.listen()
    #expect(recording(call) == [.start, .pause, .resume, .pause])
    call.press("3")
    #expect(recording(call) == [.start, .pause, .resume, .pause, .resume])
    call.press("4")
    #expect(recording(call).last == .stop)
  }
}
