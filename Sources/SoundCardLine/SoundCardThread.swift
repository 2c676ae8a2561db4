import ACD
import Chronology
import Engine
import Foundation
import Media
import Session
import Tones

/// A line's thread: opens the device, exchanges a frame with it each 20 ms, and begins and ends calls.
/// In steady state a frame allocates nothing and takes no lock.
final class SoundCardThread {
  private let line: SoundCardLine
  private var house: SoundCardLine.House
  private var settings: SoundCardLine.Settings
  private var isClosing = false
  private var pause = RetryPause()
  private var wasGone = false
  /// The device is lost, and that has been told.
  private var isGone = false
  private var wait: Duration = .zero

  private var call: CallID?
  private var leg: MediaLeg?
  /// Where this call's figures are shown, and what the device had left out before it.
  private var entry: LineLedger.Leg?
  private var leftOutBefore = 0
  private var hook: HookWatch
  /// Hears the line's keys while there is no call, and until the key that began one is up.
  private var ear: DigitEar?
  private var incoming = [Int16](repeating: 0, count: Telephony.frameLength)
  private var outgoing = [Int16](repeating: 0, count: Telephony.frameLength)
  private let quiet = [Int16](repeating: 0, count: Telephony.frameLength)
  private var orders: [SoundCardLine.Order] = []
  /// The mean squares of the frames of this second.
  private var power: Float = 0
  private var frames = 0
  /// What devices before this one came to.
  private var before = (xruns: 0, leftOut: 0)
  private var balance = PlaybackBalance()

  init(_ line: SoundCardLine) {
    self.line = line
    (house, settings) = line.state.withLock { ($0.house, $0.settings) }
    hook = HookWatch(settings.rules)
    ear = DigitEar()
    orders.reserveCapacity(16)
  }

  func run() {
    while !isClosing {
      do throws(SoundCardError) {
        try serve()
      } catch {
        if !isGone { lose(error) }
        waitForNextTry()
      }
    }
    line.state.withLock { $0.stage = .ended }
  }

  /// Opens the device and serves it until the line is closed.
  private func serve() throws(SoundCardError) {
    var device = try open()
    opened(device.formats)
    defer {
      before.xruns += device.xruns
      before.leftOut += device.leftOut
    }
    do throws(SoundCardError) {
      try serve(&device)
    } catch {
      // Before it is closed: a sound server that hangs may hold that up, and the call with it.
      lose(error)
      throw error
    }
  }

  private func serve(_ device: inout DevicePair) throws(SoundCardError) {
    var pace = DevicePace()
    balance = PlaybackBalance()
    while true {
      try device.read(into: &incoming)
      if line.hasNews.exchange(false, ordering: .acquiring) { takeNews() }
      if isClosing, call == nil { return }
      exchange()
      switch balance.next(held: device.held(), prefill: settings.device.prefill, isQuiet: isQuiet) {
      case .once: try device.write(outgoing)
      case .leaveOut: break
      }
      count(device.xruns, device.leftOut)
      if let ahead = pace.frame(at: house.inbox.now) {
        usleep(UInt32(clamping: ahead.microseconds))
      }
    }
  }

  /// A sound server refuses connections while many come at once: that is no reason to give up.
  private func open() throws(SoundCardError) -> DevicePair {
    let device = settings.device
    // The library's threads are as urgent as this one; what a call starts later is not.
    RealTime.begin(handingOn: true)
    defer { RealTime.begin(handingOn: false) }
    var tries = 0
    while true {
      do throws(SoundCardError) {
        return try DevicePair(playback: device.playback, capture: device.capture, prefill: device.prefill)
      } catch {
        tries += 1
        guard error.isBusyServer, tries < 5, !isClosing else { throw error }
        usleep(UInt32.random(in: 50_000...200_000))
      }
    }
  }

  private func opened(_ formats: (capture: DeviceFormat, playback: DeviceFormat)) {
    let format =
      formats.capture.rate == formats.playback.rate && formats.capture.channels == formats.playback.channels
      ? "\(formats.playback)" : "in \(formats.capture), out \(formats.playback)"
    pause.reset()
    line.state.withLock { state in
      state.format = format
      state.stage = .idle
      // What was ordered for a call that is gone.
      state.orders = []
    }
    if wasGone { house.say("line \(settings.name): the sound device is there again: \(format)") }
    wasGone = false
    reset()
  }

  private func lose(_ error: SoundCardError) {
    isGone = true
    if let call {
      leg?.finish { post($0, of: call, at: house.inbox.now) }
      leg?.leave()
      house.inbox.post(.line(call, .lost("\(error)")), at: house.inbox.now)
      forgetCall()
    }
    line.figures.losses.set(line.figures.losses.value + 1)
    wait = pause.next()
    let next = house.inbox.now + wait
    line.state.withLock { state in
      state.stage = .gone(error, next: next)
      state.orders = []
    }
    if !wasGone { house.say("line \(settings.name): \(error). It is tried again until it is there") }
    wasGone = true
  }

  private func waitForNextTry() {
    isGone = false
    _ = line.wake.wait(timeout: .now() + .microseconds(Int(clamping: wait.microseconds)))
    takeNews()
  }

  // MARK: Frames

  /// Whether a frame can be left out. A prompt is played to its last bit; people who talk are never as silent
  /// as that, and 40 dB below them nobody misses a frame.
  private var isQuiet: Bool {
    let limit = leg?.talk.seat == nil ? 0 : 100
    return outgoing.allSatisfy { abs(Int($0)) <= limit }
  }

  private func exchange() {
    let now = house.inbox.now
    let input = SoundCardThread.power(incoming)
    var output: Float = 0
    if let call, let leg {
      let muted = ear != nil
      if muted { listen() }
      let first = leg.player.position
      let heard = muted ? quiet : incoming
      var samples = InlineArray<160, Int16>(repeating: 0)
      var span = samples.mutableSpan
      leg.exchange(incoming: heard.span, outgoing: &span, at: now) { event in
        var at = now
        if case .player(let player) = event.kind {
          at += .microseconds(Int64(max(0, player.sample - first)) * 125)
        }
        post(event, of: call, at: at)
      }
      leg.meter.frameCame(lasting: MediaLoop.frame, at: now)
      for i in outgoing.indices { outgoing[i] = samples[i] }
      if muted, !hook.isKeyDown { ear = nil }
      output = SoundCardThread.power(outgoing)
    } else {
      listen()
      for i in outgoing.indices { outgoing[i] = 0 }
    }
    switch hook.frame(input: input, output: output) {
    case nil: break
    case .begin(let cause): begin(cause)
    case .silent(let length):
      guard let call else { break }
      house.inbox.post(
        .line(call, .farEndGone(.silence(milliseconds: Int(clamping: length.milliseconds)))), at: now)
    }
    measure(input)
  }

  private func listen() {
    let heard = incoming
    ear?.feed(heard.span) { hook.take($0) }
  }

  private func post(_ event: LegEvent, of call: CallID, at instant: Instant) {
    switch event.kind {
    case .keyDown(let key, let cut, _): house.inbox.post(.line(call, .keyDown(key, cut: cut)), at: instant)
    case .keyUp(let key): house.inbox.post(.line(call, .keyUp(key)), at: instant)
    case .player(let player): house.inbox.post(.line(call, LineEvent(player)), at: instant)
    case .farEndGone(let reason): house.inbox.post(.line(call, .farEndGone(reason)), at: instant)
    case .voice(let isOn): house.inbox.post(.line(call, .voice(isOn)), at: instant)
    }
  }

  private func measure(_ input: Float) {
    power += input
    frames += 1
    guard frames == 50 else { return }
    let level = Level.dBm0(rms: Double(power / Float(frames)).squareRoot())
    line.figures.level.set(Int((level * 10).rounded()))
    (power, frames) = (0, 0)
    if let entry, let figures = callFigures { entry.publish(figures) }
  }
  private func count(_ xruns: Int, _ leftOut: Int) {
    line.figures.xruns.set(before.xruns + xruns)
    line.figures.leftOut.set(before.leftOut + leftOut)
  }

  /// The mean square.
  private static func power(_ frame: [Int16]) -> Float {
    var sum = 0
    for sample in frame { sum += Int(sample) * Int(sample) }
    return Float(sum) / Float(frame.count)
  }

  // MARK: Calls

  /// What was ordered, and what a reload changed.
  private func takeNews() {
    line.state.withLock { state in
      swap(&state.orders, &orders)
      house = state.house
      isClosing = state.isClosing
      if state.settings != settings {
        settings = state.settings
        if call == nil { hook = HookWatch(settings.rules) }
      }
    }
    for order in orders {
      switch order {
      case .begin(let call): arrive(call)
      case .play(let of, let playback, let segments) where of == call: leg?.player.play(playback, segments)
      case .stop(let of, let playback) where of == call: leg?.player.stop(playback)
      case .join(let of, let talk, let seat) where of == call: leg?.talk.join(talk, as: seat)
      case .leaveTalk(let of) where of == call: leg?.talk.leave()
      case .record(let of, let order) where of == call:
        let inbox = house.inbox
        leg?.recording.carryOut(order) { path, duration, fault in
          inbox.post(.line(of, .recorded(path: path, duration: duration, fault: fault)), at: inbox.now)
        }
      case .end(let of) where of == call: end()
      case .play, .stop, .join, .leaveTalk, .record, .end: break  // of a call that is over
      }
    }
    orders.removeAll(keepingCapacity: true)
  }

  private func begin(_ cause: HookWatch.Cause) {
    guard !isClosing else { return }
    let id = house.inbox.makeCallID(at: house.inbox.now)
    let isFree = line.state.withLock { state in
      guard case .idle = state.stage else { return false }
      state.stage = .inCall(id)
      return true
    }
    if isFree { arrive(id) }
  }

  private func arrive(_ id: CallID) {
    call = id
    leg = MediaLeg(
      voice: house.voice, sounds: house.sounds, switchboard: house.switchboard, watch: FarEndWatch(),
      canEcho: true)
    entry = line.ledger.begin(id, at: house.inbox.now)
    leftOutBefore = line.figures.leftOut.value
    hook.callBegan()
    line.state.withLock { $0.callsTaken += 1 }
    house.inbox.post(.arrival(Arrival(line: line, flow: settings.flow), id), at: house.inbox.now)
  }

  private var callFigures: LegFigures? {
    guard var figures = leg?.figures else { return nil }
    figures.framesLeftOut = line.figures.leftOut.value - leftOutBefore
    return figures
  }
  private func forgetCall() {
    if let entry, let figures = callFigures { line.ledger.end(entry, figures) }
    (call, leg, entry) = (nil, nil, nil)
  }

  private func end() {
    leg?.leave()
    forgetCall()
    line.state.withLock { $0.stage = .idle }
    reset()
    hook.callEnded()
  }

  private func reset() {
    hook = HookWatch(settings.rules)
    ear = DigitEar()
  }
}
