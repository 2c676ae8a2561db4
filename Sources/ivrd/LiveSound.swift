import Control
import Foundation

/// What a caller at a keypad hears, sent to him through the control socket, a frame an event. The media
/// thread only hands it over.
final class LiveSound: Sendable {
  private let sink: ControlSink
  private let queue = DispatchQueue(label: "live sound")
  init(_ sink: ControlSink) { self.sink = sink }

  func take(_ frame: [Int16]) {
    queue.async { [sink] in
      guard sink.isOpen else { return }
      var bytes = Data(capacity: 2 * frame.count)
      for sample in frame {
        bytes.append(UInt8(truncatingIfNeeded: sample))
        bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
      }
      sink.event(["kind": "sound", "pcm": .text(bytes.base64EncodedString())])
    }
  }
}
