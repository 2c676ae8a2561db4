import ACD
import Chronology
import Engine
import Foundation
import Media
import Session
import Synchronization
import Tones

/// A line behind a PBX: listens on a TCP port, and every connection is a call, by the AudioSocket protocol.
public final class AudioSocketLine: Line {
  /// How long a peer may take to name its call.
  static let patienceForUUID: Duration = .seconds(5)
  /// And what it has sent by then may lie unread: longer than ticks that are late come one after the other.
  static let graceForUUID: Duration = .milliseconds(500)
  /// So many peers may be about to name their calls; for one more the oldest of them has to go.
  static let mostNameless = 64
  /// How long a peer may leave unread what it is sent.
  static let patienceForReader: Duration = .seconds(10)
  /// How long a peer may take to close after our hang-up.
  static let patienceForParting: Duration = .seconds(2)

  /// What a line needs of the house.
  public struct House: Sendable {
    public var inbox: any EngineInbox
    public var voice: any Voice
    public var sounds: any SoundLibrary
    public var loop: MediaLoop
    /// Shared with all lines whose callers may talk with this line's.
    public var switchboard: Switchboard
    public init(
      inbox: any EngineInbox, voice: any Voice, sounds: any SoundLibrary, loop: MediaLoop,
      switchboard: Switchboard
    ) {
      (self.inbox, self.voice, self.sounds) = (inbox, voice, sounds)
      (self.loop, self.switchboard) = (loop, switchboard)
    }
  }
  /// What the site says of a line.
  public struct Settings: Hashable, Sendable {
    public var name: String
    /// `host:port`; port 0 lets the system choose.
    public var address: String
    /// Whether a UUID carries the numbers of caller and called.
    public var idsDigits: Bool
    public var flow: String?
    public var connections: Int
    /// Who may connect; everybody when empty.
    public var allowed: [AddressRange] = []
    public init(name: String, address: String, idsDigits: Bool, flow: String?, connections: Int) {
      (self.name, self.address, self.idsDigits) = (name, address, idsDigits)
      (self.flow, self.connections) = (flow, connections)
    }
  }

  public let statistics = BridgeStatistics()
  public let ledger = LineLedger()
  let inbox: any EngineInbox
  private let listener: BridgeListener
  private let state: Mutex<State>

  private struct State {
    var settings: Settings
    var house: House
    var byCall: [CallID: BridgeConnection] = [:]
    var calls: [UUIDBytes: CallID] = [:]
    var uuids: [CallID: UUIDBytes] = [:]
    var connections = 0
    /// Those that have named no call, the oldest first.
    var nameless: [BridgeConnection] = []
  }

  /// Listens from now on.
  public init(_ settings: Settings, _ house: House) throws(AudioSocketError) {
    state = Mutex(State(settings: settings, house: house))
    inbox = house.inbox
    do throws(AudioSocketError) {
      listener = try BridgeListener(address: settings.address)
    } catch {
      throw AudioSocketError("line '\(settings.name)': \(error)")
    }
    listener.take = { [weak self] descriptor, instant in
      guard let self else { close(descriptor); return }
      take(descriptor, at: instant)
    }
    house.loop.add(listener)
  }

  /// Whether an address can be understood. Listens nowhere.
  public static func check(address: String) throws(AudioSocketError) {
    freeaddrinfo(try BridgeListener.resolve(address))
  }

  public var settings: Settings { state.withLock { $0.settings } }
  public var name: String { settings.name }
  /// What calls from now on get. The address stays.
  public func refit(_ settings: Settings, _ house: House) {
    state.withLock { ($0.settings, $0.house) = (settings, house) }
  }

  /// The port it listens on.
  public var port: UInt16 { listener.port }
  /// `127.0.0.1:9092`, with the port that the system chose.
  public var address: String {
    let written = settings.address
    return "\(written.prefix(upTo: written.lastIndex(of: ":") ?? written.endIndex)):\(port)"
  }
  /// Whether only this machine reaches it.
  public var isLoopback: Bool { listener.isLoopback }
  public var callsNow: Int { state.withLock { $0.byCall.count } }
  public var connectionsNow: Int { state.withLock { $0.connections } }
  /// Whether it takes no more connections for now.
  public var isFull: Bool { state.withLock { $0.connections >= $0.settings.connections } }

  /// Takes no more calls; those under way go on.
  public func stopListening() { listener.stop() }
  /// Takes no more calls, and whoever has not named his goes.
  public func end() {
    listener.stop()
    for connection in state.withLock({ $0.nameless }) { connection.order(.end) }
  }

  public func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    connection(call)?.order(.play(playback, segments))
  }
  public func stop(_ playback: PlaybackID, for call: CallID) { connection(call)?.order(.stop(playback)) }
  public func hangUp(_ call: CallID) {
    let connection = connection(call)
    forget(call)
    connection?.order(.end)
  }
  public func join(_ talk: TalkID, as seat: TalkSeat, for call: CallID) {
    connection(call)?.order(.join(talk, seat))
  }
  public func leaveTalk(_ call: CallID) { connection(call)?.order(.leaveTalk) }
  public func record(_ order: RecordingOrder, for call: CallID) { connection(call)?.order(.record(order)) }
  private func connection(_ call: CallID) -> BridgeConnection? { state.withLock { $0.byCall[call] } }

  // MARK: From the loop's thread

  private func take(_ descriptor: Int32, at instant: Instant) {
    let allowed = state.withLock { $0.settings.allowed }
    if !allowed.isEmpty {
      let address = BridgeListener.peer(of: descriptor)
      guard allowed.contains(where: { $0.contains(address) }) else {
        statistics.count(.notAllowed)
        close(descriptor)
        return
      }
    }
    let house = state.withLock { state -> House? in
      guard state.connections < state.settings.connections else { return nil }
      state.connections += 1
      return state.house
    }
    guard let house else {
      statistics.count(.full)
      close(descriptor)
      return
    }
    let leg = MediaLeg(voice: house.voice, sounds: house.sounds, switchboard: house.switchboard)
    let connection = BridgeConnection(descriptor, of: self, leg: leg, at: instant)
    state.withLock { state in
      state.nameless.append(connection)
      guard state.nameless.count > AudioSocketLine.mostNameless else { return }
      state.nameless.removeFirst().isCrowdedOut = true
    }
    house.loop.add(connection)
  }

  /// A connection has named its call; nil when a call of that name is under way.
  func begin(_ uuid: UUIDBytes, _ connection: BridgeConnection, at instant: Instant) -> CallID? {
    let call = inbox.makeCallID(at: instant)
    let isNew = state.withLock { state in
      state.nameless.removeAll { $0 === connection }
      guard state.calls[uuid] == nil else { return false }
      state.calls[uuid] = call
      state.uuids[call] = uuid
      state.byCall[call] = connection
      return true
    }
    guard isNew else { return nil }
    statistics.count(.call)
    let settings = settings
    let numbers = settings.idsDigits ? BridgeNumbers(uuid) : nil
    inbox.post(
      .arrival(
        Arrival(line: self, ani: numbers?.ani, dnis: numbers?.dnis, leg: uuid, flow: settings.flow), call),
      at: instant)
    return call
  }

  func forget(_ call: CallID) {
    state.withLock { state in
      state.byCall[call] = nil
      if let uuid = state.uuids.removeValue(forKey: call) { state.calls[uuid] = nil }
    }
  }
  func left(_ connection: BridgeConnection) {
    state.withLock { state in
      state.connections -= 1
      state.nameless.removeAll { $0 === connection }
    }
  }
}
