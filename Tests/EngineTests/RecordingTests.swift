import ACD
import CallFlow
import Chronology
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

  @Test func `one that could not be kept is a warning, and may be tried again`() {
    let centre = centre(recordings: "/var/rec")
    let call = centre.call()
    centre.press(.one, call)
    let path = "/var/rec/2026-03-03/\(call)-1.wav"
    centre.engine.schedule(.line(call, .recorded(path: path, duration: nil)), at: centre.now)
    centre.wait(.zero)
    centre.press(.one, call)
    #expect(centre.log.events(call).contains("warning the recording could not be kept: \(path)"))
    #expect(centre.line.orders(call).count == 2)
  }
}
