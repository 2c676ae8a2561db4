import ACD
import CallFlow
import Chronology
import Foundation
import Session
import Testing
import Tones

@testable import Engine

@Suite struct `Recordings of calls` {
  /// A caller whose keys are orders to the recording.
  struct RecordingWalker: Walker {
    mutating func handle(
      _ event: WalkerEvent, in context: some WalkerContext, into effects: inout [WalkerEffect]
    ) {
      switch event {
      case .keys(let entry):
        switch entry.keys {
        case [.one]: effects.append(.recording(.start))
        case [.two]: effects.append(.recording(.pause))
        case [.three]: effects.append(.recording(.stop))
        default: break
        }
      case .hungUp: return
      default: break
      }
      let keys = KeyGrammar(choices: [.init([KeyPattern([.init(.digits)])], tag: 1)])
      effects.append(.collect(CollectRequest(grammar: keys, timeout: .minutes(5), interdigit: .seconds(1))))
    }
  }

  private func centre(recordings: String?) -> Centre {
    let centre = Centre()
    centre.engine.core.makeWalker = { _ in RecordingWalker() }
    var site = Centre.site()
    site.recordings = recordings
    centre.engine.load(site, at: Centre.start)
    return centre
  }

  @Test func `each has a file of its own, by the day of the call`() {
    let centre = centre(recordings: "/var/rec")
    let call = centre.call()
    for key in [Key.one, .two, .three, .one] { centre.press(key, call) }
    let folder = "/var/rec/2026-03-03/\(call)"
    #expect(
      centre.line.orders(call) == [
        .record(.start(path: "\(folder)-1.wav")), .record(.pause), .record(.stop),
        .record(.start(path: "\(folder)-2.wav")),
      ])
    centre.engine.schedule(
      .line(call, .recorded(path: "\(folder)-1.wav", duration: .seconds(93))), at: centre.now)
    centre.wait(.zero)
    #expect(
      centre.log.events(call).filter { $0.hasPrefix("recording") } == [
        "recording started \(folder)-1.wav", "recording paused", "recording started \(folder)-2.wav",
        "recording 93.0s \(folder)-1.wav",
      ])
  }

  @Test func `without a folder a call goes on unrecorded, and says so`() {
    let centre = centre(recordings: nil)
    let call = centre.call()
    centre.press(.one, call)
    #expect(centre.line.orders(call) == [])
    #expect(
      centre.log.events(call).contains(
        "warning the call is not recorded: the site file names no 'recordings' folder"))
  }

  @Test func `one that cannot be kept is not begun, and says why`() {
    let centre = centre(recordings: "/var/rec")
    nonisolated(unsafe) var fault: String? = "/var/rec: No space left on device"
    centre.engine.recordingFault = { fault }
    let call = centre.call()
    centre.press(.one, call)
    #expect(centre.line.orders(call) == [])
    let why = "warning the call is not recorded: /var/rec: No space left on device"
    #expect(centre.log.events(call).contains(why))
    fault = nil
    centre.press(.three, call)
    centre.press(.one, call)
    #expect(centre.line.orders(call).count == 1)
  }

  @Test func `nobody is told of one that cannot be kept`() throws {
    let centre = try DeskCentre()
    nonisolated(unsafe) var fault: String? = "rec: Permission denied"
    centre.engine.recordingFault = { fault }
    let kim = centre.agent("kim"), call = centre.call()
    centre.press("1", kim)
    let before = centre.said(call).count
    centre.press("*4", kim)
    #expect(centre.said(kim).last == "That is not available here.")
    #expect(centre.said(call).count == before)
    #expect(centre.log.events(call).contains("warning the call is not recorded: rec: Permission denied"))
    fault = nil
    centre.press("*4", kim)
    #expect(centre.said(call).last == "From now on this call is recorded.")
    centre.hangUp(kim, call)
    centre.checkAfterAll()
  }

  @Test func `one that dies in a talk is told to the agent, and may be tried again`() throws {
    let centre = try DeskCentre()
    let kim = centre.agent("kim"), call = centre.call()
    centre.press("1", kim)
    centre.press("*4", kim)
    centre.wait(2)
    guard
      case .record(.start(let path))? = centre.orders(call).last(where: {
        if case .record = $0 { true } else { false }
      })
    else {
      Issue.record("no recording")
      return
    }
    func told() -> Int { centre.said(kim).count { $0 == "Recording has ended." } }
    #expect(told() == 0)
    let died = LineEvent.recorded(path: path, duration: nil, fault: "No space left on device")
    centre.engine.schedule(.line(call, died), at: centre.now)
    centre.wait(1)
    #expect(told() == 1, "\(centre.said(kim))")
    #expect(centre.seat(call) != nil)
    // Once more: it is another one, of which a late word about the first says nothing.
    centre.press("*4", kim)
    centre.engine.schedule(.line(call, died), at: centre.now)
    centre.wait(1)
    #expect(told() == 1)
    centre.press("*4", kim)
    centre.wait(1)
    #expect(told() == 2)
    centre.hangUp(kim, call)
    centre.checkAfterAll()
  }

  @Test func `a flow's notice is said only of one that can be kept`() throws {
    for fault in ["full", nil] {
      let bank = DeskCentre.bank.replacingOccurrences(
        of: "do start { say \"Second.\";",
        with: "do start { recording start \"This call is recorded.\"; say \"Second.\";")
      let centre = try DeskCentre(bank: bank)
      centre.engine.recordingFault = { fault }
      let kim = centre.agent("kim"), call = centre.call()
      centre.press("1", kim)
      centre.press("*12000#", kim)
      centre.wait(1)
      let said = centre.said(call).joined(separator: "|")
      #expect(said.contains("This call is recorded.") == (fault == nil), "\(said)")
      #expect(said.contains("Second."))
      centre.hangUp(kim, call)
      centre.checkAfterAll()
    }
  }

  @Test func `one that could not be kept is a warning, and may be tried again`() {
    let centre = centre(recordings: "/var/rec")
    let call = centre.call()
    centre.press(.one, call)
    let path = "/var/rec/2026-03-03/\(call)-1.wav"
    centre.engine.schedule(
      .line(call, .recorded(path: path, duration: nil, fault: "No space left on device")), at: centre.now)
    centre.wait(.zero)
    centre.press(.one, call)
    #expect(
      centre.log.events(call).contains(
        "warning the recording could not be kept (No space left on device): \(path)"))
    #expect(centre.line.orders(call).count == 2)
  }
}
