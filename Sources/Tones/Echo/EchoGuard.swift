/// Stands before a `DTMFDetector` on a line that echoes, and keeps from it what we play ourselves.
///
/// It is told what was played and what was heard, in equal counts, and hands the detector what was heard
/// less the echo. Of the digits that the detector reports it refuses those that our own sound explains: both
/// tones were played together within the last 320 ms, and what is heard of them is no louder than their echo
/// can be - where the echo is known, than what is usually left of it; where it is not yet, than 1 dB below
/// what was played. A refused digit that goes on when its explanation has ended is reported then.
///
/// What carries an echo has been played before: `played` comes first, by half a second at most. Pieces may
/// have any length; how far `played` runs ahead can move what is told by some milliseconds. A value.
public struct EchoGuard: Sendable {
  private var canceller = EchoCanceller()
  private var waiting = InlineArray<20, Float>(repeating: 0)
  private var waitingCount = 0
  /// Samples that were heard and have not reached the detector yet: fewer than 20.
  var held: Int { waitingCount }
  /// The detector's position less ours.
  private var offset = 0
  private var digit = Digit.none

  private enum Digit: Sendable {
    case none
    /// Reported, with this onset.
    case down(onset: Int)
    /// Our own; looked at again when so many samples are in.
    case refused(Key, next: Int, doubts: Int)
    /// Over, but not for long.
    case over(until: Int)
  }

  public init() {}

  /// Takes samples that were sent to the far end.
  public mutating func played(_ samples: Span<Int16>) { canceller.play(samples) }

  /// Hears samples through the detector.
  public mutating func feed(
    _ samples: Span<Int16>, to detector: inout DTMFDetector, _ report: (DTMFEvent) -> Void
  ) {
    for i in samples.indices {
      waiting[waitingCount] = Float(samples[i])
      waitingCount += 1
      if waitingCount == canceller.room { finishBlock(&detector, report) }
    }
  }

  /// So many samples of the far end never came. What is beyond an hour at once is left out.
  public mutating func gap(
    _ samples: Int, to detector: inout DTMFDetector, _ report: (DTMFEvent) -> Void
  ) {
    if waitingCount > 0 { finishBlock(&detector, report) }
    var left = min(max(0, samples), Self.longestGap)
    while left > 0 {
      let n = min(left, canceller.room)
      canceller.skip(n)
      offset = detector.position + n - canceller.count
      detector.gap(n) { judge($0, report) }
      reconsider(report)
      left -= n
    }
  }

  /// The call is over.
  public mutating func finish(_ detector: inout DTMFDetector, _ report: (DTMFEvent) -> Void) {
    if waitingCount > 0 { finishBlock(&detector, report) }
    detector.finish { judge($0, report) }
  }

  private mutating func finishBlock(_ detector: inout DTMFDetector, _ report: (DTMFEvent) -> Void) {
    let n = waitingCount
    waitingCount = 0
    canceller.clean(&waiting, n, barred: isBarring)
    offset = detector.position + n - canceller.count
    var block = InlineArray<20, Int16>(repeating: 0)
    for i in 0..<n { block[i] = Int16(limiting: waiting[i]) }
    detector.feed(block.span.extracting(0..<n)) { judge($0, report) }
    reconsider(report)
  }

  /// A digit of the caller sounds, or has just ended.
  private var isBarring: Bool {
    switch digit {
    case .none, .refused: false
    case .down: true
    case .over(let until): canceller.count < until
    }
  }

  private mutating func judge(_ event: DTMFEvent, _ report: (DTMFEvent) -> Void) {
    switch event {
    case .down(let key, let onset, let at):
      if isExplained(key, from: onset - offset, at: at - offset) {
        digit = .refused(key, next: at - offset + Self.interval, doubts: 0)
      } else {
        accept(onset: onset)
        report(event)
      }
    case .up(let key, let onset, let length, let at, let measure):
      if case .down(let ours) = digit {
        report(.up(key, onset: ours, length: max(0, onset + length - ours), at: at, measure: measure))
        digit = .over(until: at - offset + Self.tail)
      } else {
        digit = .none
        let refusal = DTMFRefusal(
          nearest: key, onset: onset, length: length, at: at, reason: .ownSound, measure: measure)
        report(.refused(refusal))
      }
    case .refused: report(event)
    }
  }

  private mutating func accept(onset: Int) {
    digit = .down(onset: onset)
    canceller.bar(since: onset - offset - Self.tail)
  }

  /// A refused digit may turn out to be the caller's: our own sound has ended, and it goes on.
  private mutating func reconsider(_ report: (DTMFEvent) -> Void) {
    guard case .refused(let key, let next, let doubts) = digit, canceller.count >= next else { return }
    let at = canceller.count
    let window = at - ToneMeasure.window
    if isExplained(key, from: window, at: at) {
      digit = .refused(key, next: at + Self.interval, doubts: 0)
    } else if doubts + 1 < Self.doubtsEnough {
      digit = .refused(key, next: at + Self.interval, doubts: doubts + 1)
    } else {
      accept(onset: window + offset)
      report(.down(key, onset: window + offset, at: at + offset))
    }
  }

  /// Is a digit no louder than what our own sound can have left of itself?
  private func isExplained(_ key: Key, from onset: Int, at: Int) -> Bool {
    let tones = ToneMeasure(key)
    let range = max(onset, at - ToneMeasure.window, 0)..<max(at, 1)
    guard range.count >= ToneMeasure.piece else { return false }
    let heard = tones.powers(canceller.clean, range)
    if let remaining = canceller.remaining {
      let share = max(Self.leastRemaining, min(1, Self.remainingMargin * remaining))
      let echo = tones.powers(canceller.echo, range)
      if heard.x <= share * echo.x && heard.y <= share * echo.y { return true }
      if canceller.isExperienced { return false }
    }
    return tones.wasPlayed(
      canceller.played, before: at, within: EchoCanceller.longestDelay, atLeast: heard / canceller.coupling)
  }

  private static let longestGap = 3600 * Telephony.sampleRate
  /// 10 ms.
  private static let interval = 80
  private static let doubtsEnough = 2
  /// 20 ms.
  private static let tail = 160
  /// Tones may be left 9 dB stronger than the sound as a whole.
  private static let remainingMargin: Float = 8
  private static let leastRemaining: Float = 0.06
}
