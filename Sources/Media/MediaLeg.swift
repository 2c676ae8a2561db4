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
  }
  public var kind: Kind
  public var sample: Int
  public init(kind: Kind, sample: Int) { (self.kind, self.sample) = (kind, sample) }
}

/// One leg's sound, both ways: what the far end sends, samples, gaps and digit messages, goes through the
/// leg's ear; what it hears comes from the player, which is silenced at a key while an open segment sounds.
/// Belongs to one thread.
public final class MediaLeg {
  public let player: SegmentPlayer
  private var ear: DigitEar
  private var watch: FarEndWatch?

  /// Digit messages that were no key of a telephone; they are ignored.
  public var strangeMessages: Int { ear.strangeMessages }

  /// - Parameters:
  ///   - watch: for a line that has no signal for a far end that hangs up; nil where one comes.
  ///   - canEcho: what the leg hears may carry back what is played on it, as on a sound card.
  public init(
    voice: any Voice, sounds: any SoundLibrary, musicOffset: Int = 0, watch: FarEndWatch? = nil,
    canEcho: Bool = false
  ) {
    self.watch = watch
    ear = DigitEar(canEcho: canEcho)
    player = SegmentPlayer(voice: voice, sounds: sounds, musicOffset: musicOffset)
  }

  /// Takes a frame that has arrived and fills the one to be sent now. A key found in the first cuts the
  /// second.
  public func exchange(
    incoming: Span<Int16>, outgoing: inout MutableSpan<Int16>, _ report: (LegEvent) -> Void
  ) {
    hear(incoming, report)
    player.pull(into: &outgoing) { report(LegEvent(kind: .player($0), sample: $0.sample)) }
    ear.played(outgoing.span)
  }

  /// A frame that has arrived.
  public func hear(_ incoming: Span<Int16>, _ report: (LegEvent) -> Void) {
    ear.feed(incoming) { tell($0, report) }
    if let reason = watch?.feed(incoming) { farEndGone(reason, report) }
  }

  /// So many samples should have arrived and did not: told before anything that came behind them.
  public func gap(_ samples: Int, _ report: (LegEvent) -> Void) {
    ear.gap(samples) { tell($0, report) }
    if let reason = watch?.gap(samples) { farEndGone(reason, report) }
  }

  /// The bridge tells of a digit by its ASCII code. The press counts once, be its tone heard too or not.
  public func message(_ byte: UInt8, _ report: (LegEvent) -> Void) {
    ear.message(byte) { tell($0, report) }
  }

  /// The far end sends nothing more: a key still down goes up.
  public func finish(_ report: (LegEvent) -> Void) { ear.finish { tell($0, report) } }

  private func farEndGone(_ reason: FarEndWatch.Reason, _ report: (LegEvent) -> Void) {
    report(LegEvent(kind: .farEndGone(reason), sample: watch?.detector.position ?? 0))
  }

  private func tell(_ event: DigitEvent, _ report: (LegEvent) -> Void) {
    switch event {
    case .down(let key, _, let onset, let at):
      report(LegEvent(kind: .keyDown(key, cut: player.keyDown(), onset: onset), sample: at))
    case .up(let key, _, let at):
      report(LegEvent(kind: .keyUp(key), sample: at))
    }
  }
}
