import Control
import Foundation

/// A keypad caller of a running `ivrd`, through its control socket.
final class RemoteCall: KeypadCall, @unchecked Sendable {
  // One thread uses it.
  private let client: ControlClient
  private let screen: KeypadScreen
  private let speaker: (@Sendable ([Int16]) -> Void)?
  var descriptor: Int32 { client.descriptor }

  init(line: String, from ani: String?, to dnis: String?, arguments: Arguments, screen: KeypadScreen) throws {
    client = try Live(arguments).client
    self.screen = screen
    speaker = Speaker.open(screen)
    do {
      try client.send(.openLiveCall(line: line, from: ani, to: dnis, withSound: speaker != nil))
    } catch {
      throw Live.failure(error)
    }
  }

  func press(_ keys: String) { try? client.send(.liveKeys(keys)) }
  func hangUp() { try? client.send(.liveHangUp) }

  func serve() throws -> Bool {
    while true {
      switch try take() {
      case .more: continue
      case .nothing: return true
      case .over: return false
      }
    }
  }

  private enum Taken { case more, nothing, over }

  private func take() throws -> Taken {
    let reply: ControlReply?
    do {
      reply = try client.next(timeout: .zero)
    } catch {
      if error.reason == .timeout { return .nothing }
      throw Live.failure(error)
    }
    guard let reply else { throw CommandError("ivrd has closed the connection; the call is over", status: 3) }
    // Answers to keys carry another id than those of the call itself.
    guard reply.id == 1 || reply.id == 0 else {
      if let ignored = reply.value["ignored"]?.text { screen.note("ignored: \(ignored)") }
      if reply.kind == .failed { screen.note(reply.message ?? "ivrd refused the key") }
      return .more
    }
    switch reply.kind {
    case .event where reply.value["kind"] == "sound":
      if let speaker, let bytes = Data(base64Encoded: reply.value["pcm"]?.text ?? "") {
        speaker(
          stride(from: 0, to: bytes.count / 2 * 2, by: 2).map {
            Int16(truncatingIfNeeded: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
          })
      }
      return .more
    case .event:
      screen.show(reply.value)
      return .more
    case .done:
      screen.show(reply.value)
      screen.note("its record: ivrctl show \(reply.value.cell("call"))")
      return .over
    case .failed: throw CommandError(reply.message ?? "ivrd refused the call", status: 1)
    }
  }
}
