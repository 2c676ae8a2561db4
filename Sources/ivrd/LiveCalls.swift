import ACD
import Control
import Engine
import Media
import Synchronization
import Tones

/// Keypad callers on the control socket: one call a connection, hung up when the connection goes.
final class LiveCalls: Sendable {
  private struct Live {
    var call: CallID
    var line: KeypadLine
  }
  private let daemon: Daemon
  private let live = Mutex<[UInt64: Live]>([:])
  init(daemon: Daemon) { self.daemon = daemon }

  func handle(_ request: ControlRequest, _ sink: ControlSink) {
    switch request["act"]?.text {
    case "open": open(request, sink)
    case "key": keys(request, sink)
    case "hangup":
      guard let live = live.withLock({ $0[sink.connection] }) else {
        return sink.fail("no call is open here")
      }
      live.line.callerHangsUp(live.call)
      sink.finish()
    default: sink.fail("a live call can open, key and hangup")
    }
  }

  private func open(_ request: ControlRequest, _ sink: ControlSink) {
    guard live.withLock({ $0[sink.connection] }) == nil else {
      return sink.fail("a call is open on this connection already")
    }
    let name = request["line"]?.text ?? ""
    let lines = daemon.lines.keypads
    guard let line = lines[name] else {
      let names = lines.keys.sorted().joined(separator: ", ")
      return sink.fail("there is no keypad line '\(name)'; the site has \(names.isEmpty ? "none" : names)")
    }
    for (what, number) in [("from", request["from"]?.text), ("to", request["to"]?.text)] {
      guard let number else { continue }
      guard number.utf8.count <= 32, number.allSatisfy({ "+0123456789*#".contains($0) }) else {
        return sink.fail("'\(what)' is no telephone number: digits, with + in front if you like")
      }
    }
    let call = daemon.runner.makeCallID(at: daemon.runner.now)
    live.withLock { $0[sink.connection] = Live(call: call, line: line) }
    daemon.stories.watch(call) { [weak self] value, isOver in
      guard isOver else { return sink.event(value) }
      self?.live.withLock { _ = $0.removeValue(forKey: sink.connection) }
      sink.finish(value)
    }
    sink.onClose { [weak self] in
      guard let self, let gone = live.withLock({ $0.removeValue(forKey: sink.connection) }) else { return }
      daemon.stories.forget(gone.call)
      gone.line.callerHangsUp(gone.call)
    }
    sink.event(["kind": "call", "call": .text(call.description), "line": .text(name)])
    var listener: (@Sendable ([Int16]) -> Void)?
    if request["sound"]?.flag == true {
      let sound = LiveSound(sink)
      listener = { sound.take($0) }
    }
    line.call(call, from: request["from"]?.text, to: request["to"]?.text, listener: listener)
  }

  private func keys(_ request: ControlRequest, _ sink: ControlSink) {
    guard let live = live.withLock({ $0[sink.connection] }) else { return sink.fail("no call is open here") }
    guard let typed = request["keys"]?.text, typed.utf8.count <= 64 else {
      return sink.fail("'keys' is a text of at most 64 keys")
    }
    var ignored = ""
    for character in typed {
      if let key = Key(character) { live.line.press(key, on: live.call) } else { ignored.append(character) }
    }
    sink.finish(ignored.isEmpty ? .null : ["ignored": .text(ignored)])
  }
}
