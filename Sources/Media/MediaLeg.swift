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
  }
  public var kind: Kind
  public var sample: Int
  public init(kind: Kind, sample: Int) { (self.kind, self.sample) = (kind, sample) }
}

/// One leg's sound, both ways: what the far end sends goes through the DTMF detector, what it hears comes
/// from the player, which is silenced at a key while an open segment sounds. Belongs to one thread.
public final class MediaLeg {
  public let player: SegmentPlayer
  private var detector = DTMFDetector()

  public init(voice: any Voice, sounds: any SoundLibrary, musicOffset: Int = 0) {
    player = SegmentPlayer(voice: voice, sounds: sounds, musicOffset: musicOffset)
  }

  /// Takes a frame that has arrived and fills the one to be sent now. A key found in the first cuts the
  /// second.
  public func exchange(
    incoming: Span<Int16>, outgoing: inout MutableSpan<Int16>, _ report: (LegEvent) -> Void
  ) {
    hear(incoming, report)
    player.pull(into: &outgoing) { report(LegEvent(kind: .player($0), sample: $0.sample)) }
  }

  /// A frame that has arrived.
  public func hear(_ incoming: Span<Int16>, _ report: (LegEvent) -> Void) {
    detector.feed(incoming) { event in
      switch event {
      case .down(let key, let onset, let at):
        report(LegEvent(kind: .keyDown(key, cut: player.keyDown(), onset: onset), sample: at))
      case .up(let key, _, _, let at, _):
        report(LegEvent(kind: .keyUp(key), sample: at))
      case .refused:
        break
      }
    }
  }

  /// The far end sends nothing more: a key still down goes up.
  public func finish(_ report: (LegEvent) -> Void) {
    detector.finish { event in
      if case .up(let key, _, _, let at, _) = event { report(LegEvent(kind: .keyUp(key), sample: at)) }
    }
  }
}
