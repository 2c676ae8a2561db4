import ACD
import CallFlow
import Chronology
import Engine
import Rehearsal
import Session

/// A line without sound on which any number of callers are: what is played to one lasts as long as it would.
///
/// Belongs to the thread that runs the engine.
final class CrowdLine: Line, @unchecked Sendable {
  let name = "simulated"
  private let inbox: any EngineInbox
  private let lengths = SegmentLengths()
  init(inbox: any EngineInbox) { self.inbox = inbox }

  func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    var begin = inbox.now
    for index in segments.indices {
      switch lengths.answer(segments[index]) {
      case .length(let length):
        inbox.post(.line(call, .segmentStarted(playback, index)), at: begin)
        begin += length
        inbox.post(.line(call, .segmentFinished(playback, index)), at: begin)
      case .endless:
        inbox.post(.line(call, .segmentStarted(playback, index)), at: begin)
        return
      case .fault(let fault):
        inbox.post(.line(call, .segmentFailed(playback, index, fault)), at: begin)
      }
    }
  }
  // What comes late from a playback that was stopped, or for a call that is over, is ignored by the engine.
  func stop(_ playback: PlaybackID, for call: CallID) {}
  func hangUp(_ call: CallID) {}
}
