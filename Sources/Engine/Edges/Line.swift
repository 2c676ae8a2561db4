import ACD
import Chronology
import Session
import Tones

/// A leg on which one call is: the engine gives orders, the line posts `LineEvent`s to the engine's inbox.
/// All its methods return at once; sound is the line's own business.
public protocol Line: AnyObject, Sendable {
  /// The site's name of the line.
  var name: String { get }
  /// Plays segments one after the other. While an open one plays, the line stops by itself at a key down.
  func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID)
  /// Silences that playback; ignored when it is not the one that plays.
  func stop(_ playback: PlaybackID, for call: CallID)
  func hangUp(_ call: CallID)
}

/// What a line tells the engine of one call.
public enum LineEvent: Sendable {
  case keyDown(Key, cut: Cut?)
  case keyUp(Key)
  case segmentStarted(PlaybackID, Int)
  case segmentFinished(PlaybackID, Int)
  case segmentFailed(PlaybackID, Int, CallFault)
  case hungUp
  /// The line has no signal for it, but what it hears says that the far end is gone. It has still to be hung
  /// up.
  case farEndGone(FarEndWatch.Reason)
  /// The line itself is gone, as a sound card that was unplugged, and why: nothing has to be hung up.
  case lost(String)
}

/// A call that arrives on a line.
public struct Arrival: Sendable {
  public var line: any Line
  public var ani: String?
  public var dnis: String?
  public var callerName: String?
  /// The flow the site gives to the line, `main`; nil when only `dial` rows decide.
  public var flow: String?
  /// The application by its start file's name; nil for the site's first that has the flow.
  public var application: String?
  public init(
    line: any Line, ani: String? = nil, dnis: String? = nil, callerName: String? = nil,
    flow: String? = nil, application: String? = nil
  ) {
    (self.line, self.ani, self.dnis, self.callerName) = (line, ani, dnis, callerName)
    (self.flow, self.application) = (flow, application)
  }
}
