import ACD
import Chronology
import Engine
import Foundation
import Media
import Session
import Synchronization
import Tones

/// A line on a sound card: one call at a time, on a thread of its own, in step with the device. A device that
/// cannot be opened, or goes away, is tried again with growing pauses.
public final class SoundCardLine: Line {
  /// What a line needs of the house.
  public struct House: Sendable {
    public var inbox: any EngineInbox
    public var voice: any Voice
    public var sounds: any SoundLibrary
    /// Shared with all lines whose callers may talk with this line's.
    public var switchboard: Switchboard
    /// Takes one line for the operator.
    public var say: @Sendable (String) -> Void
    public init(
      inbox: any EngineInbox, voice: any Voice, sounds: any SoundLibrary, switchboard: Switchboard,
      say: @escaping @Sendable (String) -> Void
    ) {
      (self.inbox, self.voice, self.sounds) = (inbox, voice, sounds)
      (self.switchboard, self.say) = (switchboard, say)
    }
  }
  /// ALSA's names, and how much the playback device holds before it is heard.
  public struct Device: Hashable, Sendable {
    public var playback: String
    public var capture: String
    /// Frames of 20 ms, 1 to 25.
    public var prefill: Int
    public init(playback: String, capture: String? = nil, prefill: Int = 3) {
      (self.playback, self.capture) = (playback, capture ?? playback)
      self.prefill = max(1, min(25, prefill))
    }
  }
  /// What the site says of a line.
  public struct Settings: Hashable, Sendable {
    public var name: String
    public var device: Device
    public var flow: String?
    public var rules: CallRules
    public init(name: String, device: Device, flow: String?, rules: CallRules = CallRules()) {
      (self.name, self.device, self.flow, self.rules) = (name, device, flow, rules)
    }
  }

  public enum Stage: Hashable, Sendable {
    case opening
    case idle
    case inCall(CallID)
    /// The device is not there; it is tried again at that time.
    case gone(SoundCardError, next: Instant)
    case ended
  }
  /// How a line is doing.
  public struct Status: Hashable, Sendable {
    public var stage: Stage
    /// `8000 Hz mono`; nil until the device was open once.
    public var format: String?
    public var callsTaken: Int
    /// Times that the device ran dry or over.
    public var xruns: Int
    /// Frames that the device did not take.
    public var leftOut: Int
    /// Times that the device was lost.
    public var losses: Int
    /// Of the last second of sound that came in.
    public var inputDBm0: Double
    public var buffered: Duration
  }
  /// Why a line cannot be answered now.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String
  }

  enum Order {
    case begin(CallID)
    case play(CallID, PlaybackID, [Segment])
    case stop(CallID, PlaybackID)
    case join(CallID, TalkID, TalkSeat)
    case leaveTalk(CallID)
    case record(CallID, RecordingOrder)
    case end(CallID)
  }
  struct State {
    var settings: Settings
    var house: House
    var stage = Stage.opening
    var format: String?
    var orders: [Order] = []
    var callsTaken = 0
    /// No more calls; the thread ends when there is none.
    var isClosing = false
  }
  let state: Mutex<State>
  /// Whether the thread has something to look at under the lock.
  let hasNews = Atomic<Bool>(false)
  let figures = SoundCardFigures()
  public let ledger = LineLedger()
  /// Wakes the thread while it waits for a device.
  let wake = DispatchSemaphore(value: 0)
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Opens the device on its thread; returns at once.
  public init(_ settings: Settings, _ house: House) {
    state = Mutex(State(settings: settings, house: house))
    let ended = hasEnded
    let thread = Thread { [weak self] in
      if let self { SoundCardThread(self).run() }
      ended.signal()
    }
    thread.name = "line \(settings.name)"
    thread.qualityOfService = .userInteractive
    thread.start()
  }

  public var name: String { settings.name }
  public var settings: Settings { state.withLock { $0.settings } }

  /// What calls from now on get. The device stays.
  public func refit(_ settings: Settings, _ house: House) {
    change { state in
      let device = state.settings.device
      (state.settings, state.house) = (settings, house)
      state.settings.device = device
    }
  }

  /// The engine's time, to compare instants of the status with.
  public var now: Instant { state.withLock(\.house).inbox.now }

  public var status: Status {
    state.withLock { state in
      Status(
        stage: state.stage, format: state.format, callsTaken: state.callsTaken, xruns: figures.xruns.value,
        leftOut: figures.leftOut.value, losses: figures.losses.value,
        inputDBm0: Double(figures.level.value) / 10,
        buffered: .milliseconds(20) * state.settings.device.prefill)
    }
  }

  /// Begins a call, as an operator orders it.
  public func answer() throws(Refusal) -> CallID {
    let name = name
    let call = state.withLock(\.house).inbox
    let id = call.makeCallID(at: call.now)
    let problem: String? = state.withLock { state in
      switch state.stage {
      case .idle where !state.isClosing:
        state.stage = .inCall(id)
        state.orders.append(.begin(id))
        hasNews.store(true, ordering: .releasing)
        return nil
      case .idle, .ended: return "line \(name) takes no more calls"
      case .opening: return "line \(name) is still being opened; try again"
      case .inCall(let other): return "line \(name) is in call \(other); hang that up first"
      case .gone(let error, _): return "line \(name) has no device: \(error)"
      }
    }
    if let problem { throw Refusal(description: problem) }
    return id
  }

  /// Takes no more calls; a call under way goes on, and then the device is closed.
  public func close() {
    change { $0.isClosing = true }
    wake.signal()
  }
  /// The same, and waits for it for a moment.
  public func closeAndWait() {
    close()
    _ = hasEnded.wait(timeout: .now() + 1)
  }

  public func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    change { $0.orders.append(.play(call, playback, segments)) }
  }
  public func stop(_ playback: PlaybackID, for call: CallID) {
    change { $0.orders.append(.stop(call, playback)) }
  }
  public func join(_ talk: TalkID, as seat: TalkSeat, for call: CallID) {
    change { $0.orders.append(.join(call, talk, seat)) }
  }
  public func leaveTalk(_ call: CallID) { change { $0.orders.append(.leaveTalk(call)) } }
  public func record(_ order: RecordingOrder, for call: CallID) {
    change { $0.orders.append(.record(call, order)) }
  }
  public func hangUp(_ call: CallID) { change { $0.orders.append(.end(call)) } }

  private func change(_ body: (inout State) -> Void) {
    state.withLock { body(&$0) }
    hasNews.store(true, ordering: .releasing)
  }
}

/// Counted by a line's thread, read by anybody.
final class SoundCardFigures: Sendable {
  struct Count: ~Copyable, Sendable {
    private let atomic: Atomic<Int>
    init(_ value: Int = 0) { atomic = Atomic(value) }
    var value: Int { atomic.load(ordering: .relaxed) }
    func set(_ value: Int) { atomic.store(value, ordering: .relaxed) }
  }
  let xruns = Count(), leftOut = Count(), losses = Count()
  /// Tenths of a dBm0.
  let level = Count(Int(Level.silence) * 10)
}
