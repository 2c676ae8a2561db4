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

  /// The call's leg takes a seat in a talk: beside what is played to it, it hears the others, and they hear
  /// it. It leaves the seat that it had. What is played to a leg is heard by nobody else.
  func join(_ talk: TalkID, as seat: TalkSeat, for call: CallID)
  /// The call's leg is in no talk any more.
  func leaveTalk(_ call: CallID)
  /// Starts, stops or blanks the recording of the call's leg; answered by `LineEvent.recorded`.
  func record(_ order: RecordingOrder, for call: CallID)
}

/// A line without sound has nobody to join and nothing to record.
extension Line {
  public func join(_ talk: TalkID, as seat: TalkSeat, for call: CallID) {}
  public func leaveTalk(_ call: CallID) {}
  public func record(_ order: RecordingOrder, for call: CallID) {}
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
  /// The caller begins or ceases to speak; told only while he leaves a message.
  case voice(Bool)
  /// The line has no ear for its callers' voices; told when a message begins.
  case unheard
  /// A recording or a message has ended, by an order or with the call, and how long it is; nil when it could not
  /// be kept whole, as on a full disk, which may come while the call goes on. What is in the file until then
  /// stays.
  /// - fault: why it could not.
  case recorded(path: String, duration: Duration?, fault: String? = nil)
  /// The line itself is gone, as a sound card that was unplugged, and why: nothing has to be hung up.
  case lost(String)
}

/// A call that arrives on a line.
public struct Arrival: Sendable {
  public var line: any Line
  public var ani: String?
  public var dnis: String?
  public var callerName: String?
  /// How the PBX names this leg; nil on a line without a PBX.
  public var leg: LegID?
  /// The flow the site gives to the line, `main`; nil when only `dial` rows decide.
  public var flow: String?
  /// Begins with `flow`, whatever was dialled.
  public var isFlowFixed = false
  /// The application by its start file's name; nil for the site's first that has the flow.
  public var application: String?
  public init(
    line: any Line, ani: String? = nil, dnis: String? = nil, callerName: String? = nil,
    leg: LegID? = nil, flow: String? = nil, application: String? = nil
  ) {
    (self.line, self.ani, self.dnis, self.callerName, self.leg) = (line, ani, dnis, callerName, leg)
    (self.flow, self.application) = (flow, application)
  }
}
