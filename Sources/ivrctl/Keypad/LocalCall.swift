import ACD
import Chronology
import Control
import Engine
import EspeakVoice
import Foundation
import LiveView
import Media
import SQLiteStore
import Session
import Site
import Synchronization
import Tones

/// A keypad caller of an engine of its own, in real time: the same engine, log and routing as in `ivrd`,
/// with agents who answer by themselves.
final class LocalCall: KeypadCall, Sendable {
  /// How the simulated agents behave.
  static let answerAfter: Duration = .seconds(3)
  static let talkFor: Duration = .seconds(20)

  let call: CallID
  let descriptor: Int32
  private let wake: Int32
  private let screen: KeypadScreen
  private let runner: EngineRunner
  private let loop: MediaLoop
  private let line: KeypadLine
  private let log: SQLiteCallLog
  private let hasEnded = Atomic<Bool>(false)
  private let events = Mutex<[JSONValue]>([])

  /// - Parameter zone: whose clocks a flow without a calendar goes by.
  init(
    _ parts: CallParts, from ani: String?, to dnis: String?, log path: String, clock: SystemClock,
    zone: Zone, screen: KeypadScreen
  ) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw CommandError("no pipe can be made") }
    (descriptor, wake) = (ends[0], ends[1])
    self.screen = screen
    do {
      log = try SQLiteCallLog(path: path)
    } catch {
      throw CommandError("\(error)")
    }
    runner = EngineRunner(
      log: log, data: try parts.data(screen), seed: UInt64.random(in: 1 ... .max), clock: clock,
      dialer: TriedDialer { screen.note($0) })
    if let largest = log.largestCall { runner.inbox.startCallIDs(after: largest) }
    let runner = runner
    loop = MediaLoop(clock: { runner.now })
    line = KeypadLine(
      name: "keypad", inbox: runner, voice: parts.voice,
      sounds: SoundStore(clips: parts.clips), loop: loop, switchboard: Switchboard())
    call = runner.makeCallID(at: runner.now)
    var definition = parts.site.definition
    definition.applications = definition.applications.map { $0.name == parts.graph.name ? parts.graph : $0 }
    definition.zone = zone
    // Messages that are left in a trial go with it.
    definition.messages = definition.messages ?? definition.recordings ?? path + "-messages"
    runner.start(definition) { [weak self] engine in
      engine.onStory = { [weak self] _, _, story, state in
        if let event = JSONValue(story, state: state) { self?.tell(event) }
      }
      engine.onNotice = { [weak self] _, notice in self?.take(notice) }
    }
    for agent in parts.site.file.agents { _ = runner.perform(.agentLogin(agent.name)) }
    line.call(
      call, from: ani, to: dnis, flow: parts.flow, application: parts.graph.name,
      listener: Speaker.open(screen))
  }

  private func tell(_ event: JSONValue) {
    events.withLock { $0.append(event) }
    var byte: UInt8 = 1
    _ = write(wake, &byte, 1)
  }

  private func take(_ notice: EngineNotice) {
    switch notice {
    case .agentChanged(let name, .offered):
      runner.post(.command(.agentAnswer(name), reply: nil), at: runner.now + LocalCall.answerAfter)
    case .agentChanged(let name, .talking):
      runner.post(.command(.agentHangUp(name), reply: nil), at: runner.now + LocalCall.talkFor)
    case .callEnded(let ended, let ending) where ended == call:
      tell(JSONValue(ending, of: call.description))
    case .warning(let text): tell(["kind": "warning", "text": .text(text)])
    default: break
    }
  }

  func press(_ keys: String) {
    for character in keys { if let key = Key(character) { line.press(key, on: call) } }
  }
  func hangUp() { line.callerHangsUp(call) }

  func serve() throws -> Bool {
    var bytes = [UInt8](repeating: 0, count: 256)
    _ = read(descriptor, &bytes, bytes.count)
    for event in events.withLock({ events in
      defer { events = [] }; return events
    }) {
      screen.show(event)
      if event["kind"] == "end" { return false }
    }
    return true
  }

  /// Ends the engine and writes the log.
  func close() {
    runner.stop()
    loop.stop()
    log.flush()
    log.close()
    Foundation.close(descriptor)
    Foundation.close(wake)
  }
}
