/// The ear of one leg: its sound and its digit messages in, its presses out, each once.
///
/// Samples, gaps and messages are handed in as they arrive; what the far end did not send counts as a gap
/// before anything behind it is handed in, because tones and messages are joined by their distance. A value:
/// feeding it allocates nothing, copying it copies all that it has heard.
public struct DigitEar: Sendable {
  private var detector = DTMFDetector()
  private var joiner = DigitJoiner()
  /// On a line that echoes: what we play must not be heard as the caller's.
  private var echo: EchoGuard?
  /// Messages that were no key of a telephone; they are ignored.
  public private(set) var strangeMessages = 0
  public var counts: DigitCounts { joiner.counts }
  /// Where the tone began that sounds now: it may be told already, by a message or by its beginning.
  public var toneOnset: Int? { joiner.toneOnset }

  /// - Parameter canEcho: the line carries back what is played on it: a sound card, a bad hybrid. Such a
  ///   line tells what it plays.
  public init(canEcho: Bool = false) { echo = canEcho ? EchoGuard() : nil }

  /// Takes the samples that were sent to the far end beside those that came from it, in equal counts. Does
  /// nothing on a line that does not echo.
  public mutating func played(_ samples: Span<Int16>) { echo?.played(samples) }

  /// Samples and lost samples so far.
  public var position: Int { detector.position + (echo?.held ?? 0) }

  /// Takes the next samples, any number of them.
  public mutating func feed(_ samples: Span<Int16>, _ report: (DigitEvent) -> Void) {
    let start = position
    Self.feed(&detector, &joiner, &echo, samples, report)
    let quiet = joiner.wantedSilence.clamped(to: start..<position)
    var at = quiet.lowerBound
    while at < quiet.upperBound {
      if samples[at - start].magnitude > Self.silence {
        joiner.sounded(at: at)
        break
      }
      at += 1
    }
    joiner.advance(to: position, report)
  }
  public mutating func feed(_ samples: [Int16], _ report: (DigitEvent) -> Void) {
    feed(samples.span, report)
  }

  /// So many samples should have come and did not: up to 20 ms is a lost packet, and tones go on through it;
  /// more is silence.
  public mutating func gap(_ samples: Int, _ report: (DigitEvent) -> Void) {
    Self.gap(&detector, &joiner, &echo, samples, report)
    joiner.advance(to: position, report)
  }

  /// The bridge tells of a digit by its ASCII code. What is no key is counted and ignored.
  public mutating func message(_ byte: UInt8, _ report: (DigitEvent) -> Void) {
    guard let key = Key(ascii: byte) else {
      strangeMessages &+= 1
      return
    }
    joiner.message(key, at: position, report)
  }

  /// Nothing more will come: a key that is still down goes up.
  public mutating func finish(_ report: (DigitEvent) -> Void) {
    Self.finish(&detector, &joiner, &echo, report)
  }

  // The detector and the joiner are handed in each for itself: one is changed while the other works.
  private static func feed(
    _ detector: inout DTMFDetector, _ joiner: inout DigitJoiner, _ echo: inout EchoGuard?,
    _ samples: Span<Int16>, _ report: (DigitEvent) -> Void
  ) {
    if echo == nil {
      detector.feed(samples) { joiner.hear($0, report) }
    } else {
      echo?.feed(samples, to: &detector) { joiner.hear($0, report) }
    }
  }
  private static func gap(
    _ detector: inout DTMFDetector, _ joiner: inout DigitJoiner, _ echo: inout EchoGuard?,
    _ samples: Int, _ report: (DigitEvent) -> Void
  ) {
    if echo == nil {
      detector.gap(samples) { joiner.hear($0, report) }
    } else {
      echo?.gap(samples, to: &detector) { joiner.hear($0, report) }
    }
  }
  private static func finish(
    _ detector: inout DTMFDetector, _ joiner: inout DigitJoiner, _ echo: inout EchoGuard?,
    _ report: (DigitEvent) -> Void
  ) {
    if echo == nil {
      detector.finish { joiner.hear($0, report) }
    } else {
      echo?.finish(&detector) { joiner.hear($0, report) }
    }
  }

  /// The largest sample of a leg whose sound was taken away: a sine of −50 dBm0.
  private static let silence: UInt16 = 72
}
