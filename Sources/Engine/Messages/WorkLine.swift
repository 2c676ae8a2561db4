import ACD
import Session

/// Where a message is while an agent hears it: nobody is there. What is said is played on the agent's own line.
final class WorkLine: Line {
  static let name = "message"
  var name: String { WorkLine.name }
  func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {}
  func stop(_ playback: PlaybackID, for call: CallID) {}
  func hangUp(_ call: CallID) {}
}
