import Chronology
import Engine
import Session
import Tones

/// What one exchange of frames brought, with the leg's sample position at which it happened.
public struct LegEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// `onset`: where the tone began, as near as can be told.
    case keyDown(Key, cut: Cut?, onset: Int)
    case keyUp(Key)
    case player(PlayerEvent)
    /// Told once: what the far end sends says that nobody is there.
    case farEndGone(FarEndWatch.Reason)
    /// While a message is taken: somebody begins or ceases to speak.
    case voice(Bool)
  }
  public var kind: Kind
  public var sample: Int
  public init(kind: Kind, sample: Int) { (self.kind, self.sample) = (kind, sample) }
}

/// One leg's sound, both ways: what the far end sends, samples, gaps and digit messages, goes through the
/// leg's ear and to those it talks with; what it hears comes from them and from the player, which is silenced
/// at a key while an open segment sounds. Belongs to one thread.
public final class MediaLeg {
  public let player: SegmentPlayer
  public let talk: TalkEnd
  public let recording: LegRecording
  private var ear: DigitEar
  private var watch: FarEndWatch?
  /// Where the last tone began that was kept from those who talk with the leg.
  private var lastOnset: Int?

  /// Digit messages that were no key of a telephone; they are ignored.
  public var strangeMessages: Int { ear.strangeMessages }

  /// What this leg's thread has counted; `figures` has the digits too.
  public var meter = LegFigures()
  public var figures: LegFigures {
    var figures = meter
    (figures.digits, figures.strangeMessages) = (ear.counts, ear.strangeMessages)
    return figures
  }

  /// - Parameters:
  ///   - watch: for a line that has no signal for a far end that hangs up; nil where one comes.
  ///   - canEcho: what the leg hears may carry back what is played on it, as on a sound card.
  ///   - switchboard: that of the house, where it finds those it talks with.
  public init(
    voice: any Voice, sounds: any SoundLibrary, switchboard: Switchboard, musicOffset: Int = 0,
    watch: FarEndWatch? = nil, canEcho: Bool = false
  ) {
    talk = TalkEnd(switchboard)
    recording = LegRecording(switchboard)
    self.watch = watch
    ear = DigitEar(canEcho: canEcho)
    player = SegmentPlayer(voice: voice, sounds: sounds, musicOffset: musicOffset)
  }

  /// Takes a frame that has arrived and fills the one to be sent now. A key found in the first cuts the
  /// second.
  public func exchange(
    incoming: Span<Int16>, outgoing: inout MutableSpan<Int16>, at instant: Instant,
    _ report: (LegEvent) -> Void
  ) {
    hear(incoming, at: instant, report)
    pull(into: &outgoing, at: instant) { report(LegEvent(kind: .player($0), sample: $0.sample)) }
    ear.played(outgoing.span)
  }

  /// Fills a frame with what the leg hears at that instant: what is played to it, and who talks with it.
  public func pull(
    into frame: inout MutableSpan<Int16>, at instant: Instant, _ report: (PlayerEvent) -> Void
  ) {
    let wasSounding = player.isSounding
    player.pull(into: &frame, report)
    talk.hear(into: &frame, isUnderPrompt: wasSounding || player.isSounding, at: instant)
    meter.frameWent(frame.span)
    recording.heard(frame.span, at: instant)
  }

  /// Samples that arrived at that instant.
  public func hear(_ incoming: Span<Int16>, at instant: Instant, _ report: (LegEvent) -> Void) {
    meter.heard(incoming)
    var onset: Int?
    ear.feed(incoming) { event in
      if case .down(_, by: .tone, let began, _) = event { onset = began }
      tell(event, report)
    }
    // A tone whose press a message has told is a tone all the same.
    if let sounding = ear.toneOnset, sounding != lastOnset { onset = sounding }
    talk.say(incoming, at: instant)
    if let isOn = recording.sent(incoming, at: instant) {
      report(LegEvent(kind: .voice(isOn), sample: ear.position))
    }
    if let onset {
      lastOnset = onset
      talk.heardKey(length: ear.position - onset)
      recording.heardKey(length: ear.position - onset)
    }
    if ear.toneOnset == nil { keyIsUp() }
    if let reason = watch?.feed(incoming) { farEndGone(reason, report) }
  }

  /// So many samples should have arrived and did not: told before anything that came behind them.
  public func gap(_ samples: Int, _ report: (LegEvent) -> Void) {
    meter.missed(samples)
    ear.gap(samples) { tell($0, report) }
    if let isOn = recording.gap(samples) { report(LegEvent(kind: .voice(isOn), sample: ear.position)) }
    if ear.toneOnset == nil { keyIsUp() }
    if let reason = watch?.gap(samples) { farEndGone(reason, report) }
  }

  /// The bridge tells of a digit by its ASCII code. The press counts once, be its tone heard too or not.
  public func message(_ byte: UInt8, _ report: (LegEvent) -> Void) {
    ear.message(byte) { tell($0, report) }
  }

  /// The far end sends nothing more: a key still down goes up.
  public func finish(_ report: (LegEvent) -> Void) { ear.finish { tell($0, report) } }

  /// The call is over: the leg leaves its seat, and its recording ends.
  public func leave() {
    talk.leave()
    recording.finish()
  }

  private func keyIsUp() {
    talk.keyIsUp()
    recording.keyIsUp()
  }

  private func farEndGone(_ reason: FarEndWatch.Reason, _ report: (LegEvent) -> Void) {
    report(LegEvent(kind: .farEndGone(reason), sample: watch?.detector.position ?? 0))
  }

  private func tell(_ event: DigitEvent, _ report: (LegEvent) -> Void) {
    switch event {
    case .down(let key, let way, let onset, let at):
      if way == .message { talk.pressed(key) }
      report(LegEvent(kind: .keyDown(key, cut: player.keyDown(), onset: onset), sample: at))
    case .up(let key, _, let at):
      report(LegEvent(kind: .keyUp(key), sample: at))
    }
  }
}
