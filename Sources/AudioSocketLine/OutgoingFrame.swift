import Chronology
import Foundation
import Tones

/// One frame of 20 ms on its way out: header and samples in one write. A frame that the socket took in part
/// is finished before the next one begins; while it cannot be finished, later ones are left out, so that a
/// peer which stalls hears nothing old.
struct OutgoingFrame: Sendable {
  enum State: Sendable {
    case flowing
    case blocked(since: Instant)
    /// By an `errno`.
    case broken(Int32)
  }
  private static let headerSize = 3
  private static let size = headerSize + 2 * Telephony.frameLength

  private var bytes: [UInt8]
  private var sent = OutgoingFrame.size
  private(set) var state = State.flowing
  /// Frames written, and left out because the peer did not read.
  private(set) var written = 0
  private(set) var leftOut = 0

  init() {
    bytes = [UInt8](repeating: 0, count: OutgoingFrame.size)
    (bytes[0], bytes[1], bytes[2]) = (AudioSocketKind.audio, 0x01, 0x40)
  }

  /// Has a frame filled, in any case, and writes what the socket takes.
  mutating func next(
    to descriptor: Int32, at instant: Instant, fill: (inout MutableSpan<Int16>) -> Void
  ) {
    var samples = InlineArray<160, Int16>(repeating: 0)
    var span = samples.mutableSpan
    fill(&span)
    if sent < bytes.count { write(to: descriptor, at: instant) }
    guard sent == bytes.count else {
      leftOut += 1
      return
    }
    bytes.withUnsafeMutableBytes {
      for i in 0..<Telephony.frameLength {
        $0.storeBytes(
          of: samples[i].littleEndian, toByteOffset: OutgoingFrame.headerSize + 2 * i, as: Int16.self)
      }
    }
    sent = 0
    written += 1
    write(to: descriptor, at: instant)
  }

  /// The end of a call as the protocol has it. Left out in the middle of a frame that cannot be finished.
  mutating func hangUp(_ descriptor: Int32) {
    if sent < bytes.count { write(to: descriptor, at: Instant(microseconds: 0)) }
    guard sent == bytes.count else { return }
    let frame: [UInt8] = [AudioSocketKind.hangUp, 0, 0]
    _ = Foundation.send(descriptor, frame, frame.count, Int32(MSG_NOSIGNAL))
  }

  private mutating func write(to descriptor: Int32, at instant: Instant) {
    let start = sent
    let count = bytes.withUnsafeBytes {
      Foundation.send(descriptor, $0.baseAddress! + start, $0.count - start, Int32(MSG_NOSIGNAL))
    }
    if count < 0 {
      let code = errno
      guard code == EAGAIN || code == EINTR else { return state = .broken(code) }
    } else {
      sent += count
    }
    if sent == bytes.count {
      state = .flowing
    } else if case .flowing = state {
      state = .blocked(since: instant)
    }
  }
}
