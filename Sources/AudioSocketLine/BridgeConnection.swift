import ACD
import CEpoll
import Chronology
import Engine
import Foundation
import Media
import Session
import Synchronization
import Tones

/// One peer of the bridge: one call, from the connection to its end. Orders come from any thread and are
/// carried out at the next frame; everything else happens on the media loop's thread.
final class BridgeConnection: MediaSocket, @unchecked Sendable {
  enum Order {
    case play(PlaybackID, [Segment])
    case stop(PlaybackID)
    case join(TalkID, TalkSeat)
    case leaveTalk
    case record(RecordingOrder)
    case end
  }
  private enum Stage {
    /// Nobody has said yet which call this is.
    case nameless(until: Instant)
    case live(CallID)
    /// Our hang-up is sent; what still comes is thrown away until the peer closes too. A connection closed
    /// with input unread would be reset, which the peer takes for a fault.
    case parting(until: Instant)
    case over
  }

  let descriptor: Int32
  private let line: AudioSocketLine
  private let leg: MediaLeg
  private let orders = Mutex<[Order]>([])
  private let hasOrders = Atomic<Bool>(false)
  // Only the loop's thread touches these.
  private var waiting: [Order] = []
  private var stage: Stage
  private var reader = AudioSocketReader()
  private var intake = AudioIntake()
  private var outgoing = OutgoingFrame()
  private var keyGaps = KeyGapWatch()
  private var digits = DigitPace()
  private var heard: [Int16] = []
  /// Where this call's figures are shown.
  private var entry: LineLedger.Leg?
  /// Its time to name a call was over and something of it was still unread: it is not waited for twice.
  private var wasGraced = false
  /// Others want its place: it goes at its next tick, if it has named no call by then.
  var isCrowdedOut = false

  /// When something came last, or when it was connected.
  private var received: Instant

  init(_ descriptor: Int32, of line: AudioSocketLine, leg: MediaLeg, at instant: Instant) {
    (self.descriptor, self.line, self.leg) = (descriptor, line, leg)
    received = instant
    stage = .nameless(until: instant + AudioSocketLine.patienceForUUID)
  }

  func order(_ order: Order) {
    orders.withLock { $0.append(order) }
    hasOrders.store(true, ordering: .releasing)
  }

  // MARK: What goes out

  func tick(at due: Instant) -> Bool {
    // A frame may have been due before the call was named in it: nothing happens to a call before it is there,
    // or its end would be told before its arrival and be lost.
    let instant = max(due, received)
    if hasOrders.exchange(false, ordering: .acquiring) { carryOut(at: instant) }
    switch stage {
    case .nameless(let limit):
      if instant >= limit {
        guard !wasGraced, hasUnread else {
          refuse(.noUUID)
          break
        }
        // It may be we who are late: what lies there is read first.
        wasGraced = true
        stage = .nameless(until: instant + AudioSocketLine.graceForUUID)
      } else if isCrowdedOut {
        refuse(.crowdedOut)
      }
    case .live(let call):
      let missing = intake.silence(upTo: instant)
      if missing > 0 { leg.gap(missing) { post($0, of: call, at: instant) } }
      send(at: instant, call)
    case .parting(let limit):
      if instant >= limit {
        line.statistics.count(.neverCloses)
        end()
      }
    case .over: break
    }
    return !isOver
  }

  private var hasUnread: Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) > 0
  }
  private var isOver: Bool { if case .over = stage { true } else { false } }

  private func send(at instant: Instant, _ call: CallID) {
    let first = leg.player.position
    outgoing.next(to: descriptor, at: instant) { frame in
      leg.pull(into: &frame, at: instant) { event in
        let at = instant + .microseconds(Int64(event.sample - first) * 125)
        line.inbox.post(.line(call, LineEvent(event)), at: at)
      }
    }
    if leg.meter.framesOut % 50 == 0 { entry?.publish(figures) }
    switch outgoing.state {
    case .flowing: break
    case .blocked(let since) where instant - since < AudioSocketLine.patienceForReader: break
    case .blocked:
      line.statistics.count(.neverReads)
      lose(call, at: instant)
    case .broken(let code):
      line.statistics.count(BridgeConnection.reason(code))
      lose(call, at: instant)
    }
  }

  /// Why a connection broke: the system gives up what is not acknowledged for as long as we wait for a reader.
  private static func reason(_ code: Int32) -> BridgeStatistics.Reason {
    code == ETIMEDOUT ? .neverReads : .reset
  }

  private var figures: LegFigures {
    var figures = leg.figures
    figures.samplesLate = intake.late
    figures.framesOut = outgoing.written
    figures.framesLeftOut = outgoing.leftOut
    return figures
  }

  private func carryOut(at instant: Instant) {
    orders.withLock { swap(&$0, &waiting) }
    defer { waiting.removeAll(keepingCapacity: true) }
    if case .nameless = stage { return refuse(.noUUID) }
    guard case .live(let call) = stage else { return }
    for order in waiting {
      switch order {
      case .play(let playback, let segments): leg.player.play(playback, segments)
      case .stop(let playback): leg.player.stop(playback)
      case .join(let talk, let seat): leg.talk.join(talk, as: seat)
      case .leaveTalk: leg.talk.leave()
      case .record(let order): record(order, call)
      case .end:
        leg.leave()
        outgoing.hangUp(descriptor)
        shutdown(descriptor, Int32(SHUT_WR))
        stage = .parting(until: instant + AudioSocketLine.patienceForParting)
        return
      }
    }
  }

  private func record(_ order: RecordingOrder, _ call: CallID) {
    let inbox = line.inbox
    leg.recording.carryOut(order) { path, duration, fault in
      inbox.post(.line(call, .recorded(path: path, duration: duration, fault: fault)), at: inbox.now)
    }
  }

  // MARK: What comes in

  func receive(at instant: Instant, scratch: UnsafeMutableRawBufferPointer) -> Bool {
    received = instant
    let count = recv(descriptor, scratch.baseAddress, scratch.count, 0)
    if count < 0 {
      let code = errno
      guard code != EAGAIN && code != EINTR else { return true }
      if case .live = stage { line.statistics.count(BridgeConnection.reason(code)) }
      hangUp(at: instant)
    } else if count == 0 {
      hangUp(at: instant)
    } else if case .parting = stage {
      // Thrown away.
    } else {
      let bytes = UnsafeRawBufferPointer(rebasing: scratch[..<count]).bindMemory(to: UInt8.self)
      read(bytes.span, at: instant)
    }
    return !isOver
  }

  private func read(_ bytes: Span<UInt8>, at instant: Instant) {
    // The reader is taken out while it runs: what it finds may end this connection.
    var reader = reader
    reader.read(bytes) { rate, samples in
      guard case .live(let call) = stage else { return }
      heard.removeAll(keepingCapacity: true)
      intake.take(samples, rate: rate, at: instant, into: &heard)
      if !heard.isEmpty { hear(call, at: instant) }
    } event: { event in
      take(event, at: instant)
    }
    self.reader = reader
  }

  private func hear(_ call: CallID, at instant: Instant) {
    let samples = heard
    leg.hear(samples.span, at: instant) { post($0, of: call, at: instant) }
  }

  private func take(_ event: AudioSocketEvent, at instant: Instant) {
    switch (stage, event) {
    case (.nameless, .uuid(let uuid)):
      guard let call = line.begin(uuid, self, at: instant) else { return refuse(.twice) }
      intake.begin(at: instant)
      entry = line.ledger.begin(call, at: instant)
      stage = .live(call)
    case (.live, .frame(let rate, let samples)):
      let length = Duration.microseconds(Int64(samples) * 1_000_000 / Int64(rate))
      leg.meter.frameCame(lasting: length, at: instant)
      if keyGaps.frame(lasting: length, at: instant) { line.statistics.count(.silentKey) }
    case (.live(let call), .digit) where digits.digit(at: instant):
      line.statistics.count(.digitFlood)
      lose(call, at: instant, .lost("digits came faster than anybody presses them"))
    case (.live(let call), .digit(let byte)):
      keyGaps.message()
      leg.message(byte) { post($0, of: call, at: instant) }
    case (.live(let call), .hangUp), (.live(let call), .failure):
      lose(call, at: instant)
    case (.nameless, .hangUp), (.nameless, .failure): refuse(.noUUID)
    case (.live, .uuid): line.statistics.count(.secondUUID)
    case (.live, .skipped): line.statistics.count(.skippedFrame)
    default: break
    }
  }

  private func post(_ event: LegEvent, of call: CallID, at instant: Instant) {
    switch event.kind {
    case .keyDown(let key, let cut, _): line.inbox.post(.line(call, .keyDown(key, cut: cut)), at: instant)
    case .keyUp(let key): line.inbox.post(.line(call, .keyUp(key)), at: instant)
    case .player(let player): line.inbox.post(.line(call, LineEvent(player)), at: instant)
    case .farEndGone(let reason): line.inbox.post(.line(call, .farEndGone(reason)), at: instant)
    case .voice(let isOn): line.inbox.post(.line(call, .voice(isOn)), at: instant)
    }
  }

  private func hangUp(at instant: Instant) {
    switch stage {
    case .live(let call): lose(call, at: instant)
    case .nameless: refuse(.noUUID)
    case .parting: end()
    case .over: break
    }
  }

  /// The peer has gone, or is as good as gone.
  private func lose(_ call: CallID, at instant: Instant, _ event: LineEvent = .hungUp) {
    leg.finish { post($0, of: call, at: instant) }
    line.inbox.post(.line(call, event), at: instant)
    end()
  }
  private func refuse(_ reason: BridgeStatistics.Reason) {
    line.statistics.count(reason)
    end()
  }
  private func end() {
    if isOver { return }
    if case .live(let call) = stage { line.forget(call) }
    stage = .over
    leg.leave()
    if intake.late > Telephony.sampleRate { line.statistics.count(.flood) }
    if let entry { line.ledger.end(entry, figures) }
    line.left(self)
    close(descriptor)
  }
}
