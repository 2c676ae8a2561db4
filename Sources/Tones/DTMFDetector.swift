/// Finds DTMF digits in telephone audio: 8 kHz, 16-bit linear, any number of samples at a time.
///
/// Blocks of 2.5 ms are correlated with the eight frequencies (`DTMFFrontEnd`). Every block is a step of a
/// sliding window of 30 ms, over which the strongest row and column are followed in phase (`DTMFPair`): that
/// gives their frequency, their level, and the share of the window's energy that is theirs. A digit is down
/// when that share says that the pair is nearly all there is and has been there for nearly the whole window;
/// it is up when the pair has been gone for longer than a lost packet of 20 ms (`DTMFDecision`).
///
/// A value of 1.5 kB without references: copying it copies the ear. Feeding it allocates nothing.
public struct DTMFDetector: Sendable {
  private var ear = DTMFFrontEnd()
  private var decision = DTMFDecision()

  public init() {}

  /// Samples fed so far.
  public var position: Int { ear.position }
  /// The digit that is down now.
  public var digit: Key? { decision.digit }

  /// Hears samples and reports each digit that goes down or up, in order.
  public mutating func feed(_ samples: Span<Int16>, _ report: (DTMFEvent) -> Void) {
    var filtered = FilteredBlocks()
    var i = 0
    while i < samples.count {
      ear.take(samples, from: &i, &filtered)
      for block in 0..<filtered.count {
        ear.hear(&filtered, block)
        decision.decide(&ear.blocks, report)
      }
    }
  }
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
