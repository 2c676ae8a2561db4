/// Finds DTMF digits in telephone audio: 8 kHz, 16-bit linear, any number of samples at a time.
///
/// Blocks of 2.5 ms are correlated with the eight frequencies (`ToneBlocks`), where there may be a digit by
/// what is below and above 2 kHz; elsewhere no more is done than to part these. Every block is a step of a
/// sliding window of 30 ms, over which the strongest row and column are followed in phase (`DTMFPair`): that
/// gives their frequency, their level, and the share of the window's energy that is theirs. A digit is down
/// when that share says that the pair is nearly all there is and has been there for nearly the whole window;
/// it is up when the pair has been gone for longer than a lost packet of 20 ms (`DTMFDecision`).
///
/// A value of 3.7 kB without references: copying it copies the ear. Feeding it allocates nothing.
public struct DTMFDetector: Sendable {
  private var ear = DTMFFrontEnd()
  private var decision = DTMFDecision()
  /// Samples of a gap that may still be bridged.
  private var missing = 0
  private var doubtful = 0
  /// The gap is longer than that.
  private var isSilent = false

  public init() {}

  /// Samples fed so far, and missing ones.
  public var position: Int { ear.position + missing }
  /// The digit that is down now.
  public var digit: Key? { decision.digit }

  /// Hears samples and reports each digit that goes down or up, in order.
  public mutating func feed(_ samples: Span<Int16>, _ report: (DTMFEvent) -> Void) {
    guard !samples.isEmpty else { return }
    let table = FilterTable.numbers
    if missing > 0 { bridge(table.span, report) }
    isSilent = false
    hear(samples, table.span, report)
  }
  private mutating func hear(
    _ samples: Span<Int16>, bridging: Bool = false, _ table: Span<Float>, _ report: (DTMFEvent) -> Void
  ) {
    var i = 0
    while i < samples.count {
      for _ in 0..<ear.take(samples, from: &i) {
        ear.blocks.next()
        if bridging || doubtful > 0 {
          // What was made up holds a digit that is down, but is no reason for a new one.
          doubtful = bridging ? Self.doubt : doubtful &- 1
          if doubtful > 0, decision.digit == nil {
            decision.wait(&ear.blocks, table)
            continue
          }
        }
        decision.decide(&ear.blocks, table, report)
      }
    }
  }

  /// Passes over samples that never came: a lost packet, or silence that was not sent.
  ///
  /// Up to 20 ms in a row are bridged, and up to 60 ms while a digit is down, by as many calls as it takes: a
  /// pair of tones goes on as it was, so that a digit with a hole in it is one digit; nothing else does. All of a
  /// longer gap is silence, and a digit that was down ends in it; if its tones do not go on after a shorter one,
  /// it has ended where that began. Silence that is not sent at all is told by this call as time passes.
  /// - Parameter samples: how many; less than 1 is no gap. Any number is passed in bounded time.
  public mutating func gap(_ samples: Int, _ report: (DTMFEvent) -> Void) {
    guard samples > 0 else { return }
    missing += min(samples, max(0, Self.longest - position))
    guard isSilent || missing > (decision.digit == nil ? Self.bridged : Self.bridgedInDigit) else { return }
    isSilent = true
    let table = FilterTable.numbers
    while missing > 0 {
      for _ in 0..<ear.passSilence(&missing) {
        ear.blocks.next()
        decision.decide(&ear.blocks, table.span, report)
      }
    }
  }

  private mutating func bridge(_ table: Span<Float>, _ report: (DTMFEvent) -> Void) {
    var tones = ear.continuation(table)
    var samples = InlineArray<480, Int16>(repeating: 0)
    for i in 0..<missing { samples[i] = tones?.next() ?? 0 }
    let count = missing
    missing = 0
    decision.beginBridge()
    hear(samples.span.extracting(first: count), bridging: true, table, report)
    decision.endBridge(at: ear.blocks.count)
  }

  /// Blocks for which no new digit is believed, since tones were made up.
  private static let doubt = 4
  /// 20 ms, the usual packet, and 60 ms, the longest.
  static let bridged = 160, bridgedInDigit = 480
  /// Positions stay below this, some millions of years.
  private static let longest = 1 << 60

  public mutating func feed(_ samples: [Int16], _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }
  public mutating func feed(_ samples: ArraySlice<Int16>, _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }
  public mutating func feed(_ samples: UnsafeBufferPointer<Int16>, _ report: (DTMFEvent) -> Void) {
    feed(samples.span, report)
  }

  /// Reports the digit that is still down as ended: the call is over.
  public mutating func finish(_ report: (DTMFEvent) -> Void) {
    decision.finish(at: position, report)
  }
}
