import ACD
import CallFlow
import Chronology
import Engine
import Media
import Session
import Tones

/// A line without sound, for one call at a time: segments last as long as estimated, and all that will
/// happen while they play is put on the engine's agenda when they begin.
///
/// Belongs to the thread that runs the engine, which is why it may be shared without a lock.
public final class SimulatedLine: Line, @unchecked Sendable {
  public let name: String
  /// Read when a prompt queue begins.
  public var lengths: SegmentLengths
  /// The engine has hung up, or the caller has.
  public private(set) var isOver = false
  private let inbox: any EngineInbox
  private var call: CallID?

  private struct Slot {
    var begin: Instant
    var end: Instant
    var isOpen: Bool
  }
  private var playback: PlaybackID?
  private var slots: [Slot] = []
  /// The message that is taken.
  private var message: (path: String, began: Instant)?

  public init(name: String, inbox: any EngineInbox, lengths: SegmentLengths = SegmentLengths()) {
    (self.name, self.inbox, self.lengths) = (name, inbox, lengths)
  }

  /// The call that the next events belong to. A line that was used before begins anew.
  public func attach(_ call: CallID) {
    self.call = call
    isOver = false
    playback = nil
    message = nil
  }

  public func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    guard !isOver else { return }
    self.call = call
    self.playback = playback
    slots.removeAll(keepingCapacity: true)
    var begin = inbox.now
    for index in segments.indices {
      var end = begin
      switch lengths.answer(segments[index]) {
      case .length(let length):
        end = begin + length
        inbox.post(.line(call, .segmentStarted(playback, index)), at: begin)
        inbox.post(.line(call, .segmentFinished(playback, index)), at: end)
      case .endless:
        end = Instant(microseconds: .max)
        inbox.post(.line(call, .segmentStarted(playback, index)), at: begin)
      case .fault(let fault):
        inbox.post(.line(call, .segmentFailed(playback, index, fault)), at: begin)
      }
      slots.append(Slot(begin: begin, end: end, isOpen: segments[index].isCutByKeys))
      if end.microseconds == .max { break }
      begin = end
    }
  }

  public func stop(_ playback: PlaybackID, for call: CallID) {
    if self.playback == playback { self.playback = nil }
  }

  public func hangUp(_ call: CallID) {
    isOver = true
    playback = nil
    message = nil
  }

  /// Of a message only its length is kept; nothing is recorded of the call.
  public func record(_ order: RecordingOrder, for call: CallID) {
    switch order {
    case .message(let path): if !isOver { message = (path, inbox.now) }
    case .endMessage: endMessage(at: inbox.now)
    case .start, .pause, .resume, .stop: break
    }
  }
  private func endMessage(at instant: Instant) {
    guard let message, let call else { return }
    self.message = nil
    inbox.post(.line(call, .recorded(path: message.path, duration: instant - message.began)), at: instant)
  }

  /// The caller speaks for so long.
  public func speak(for length: Duration, at instant: Instant) {
    guard let call, !isOver else { return }
    inbox.post(.line(call, .voice(true)), at: instant)
    inbox.post(.line(call, .voice(false)), at: instant + length + MessageRequest.hangover)
  }

  /// The caller holds a key down for that long. At the last instant of a segment it still meets that
  /// segment: keys come before prompt ends.
  public func press(_ key: Key, hold: Duration = .milliseconds(100), at instant: Instant) {
    guard let call, !isOver else { return }
    var cut: Cut?
    if let playback, let index = playing(at: instant), slots[index].isOpen {
      cut = Cut(playback: playback, segment: index, heard: instant - slots[index].begin)
      self.playback = nil
    }
    inbox.post(.line(call, .keyDown(key, cut: cut)), at: instant)
    inbox.post(.line(call, .keyUp(key)), at: instant + hold)
  }

  /// The caller hangs up.
  public func callerHangsUp(at instant: Instant) {
    guard let call, !isOver else { return }
    isOver = true
    playback = nil
    endMessage(at: instant)
    inbox.post(.line(call, .hungUp), at: instant)
  }

  private func playing(at instant: Instant) -> Int? {
    slots.firstIndex { $0.begin <= instant && instant <= $0.end && $0.begin < $0.end }
  }
}
