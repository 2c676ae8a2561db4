import Chronology
import Tones

/// What one leg, or all legs of a line, came to. Counted in plain fields by the thread that serves the leg.
public struct LegFigures: Hashable, Sendable {
  /// Frames that came, of whatever length, and that were sent.
  public var framesIn = 0, framesOut = 0
  /// Samples that came behind their time and were dropped, and that never came.
  public var samplesLate = 0, samplesLost = 0
  /// Frames that the far end did not take.
  public var framesLeftOut = 0
  public var pace = ArrivalPace()
  public var incoming = LevelMeter(), outgoing = LevelMeter()
  public var digits = DigitCounts()
  /// Digit messages that were no key of a telephone.
  public var strangeMessages = 0
  public init() {}

  /// In frames of 20 ms.
  public var late: Int { LegFigures.frames(samplesLate) }
  public var lost: Int { LegFigures.frames(samplesLost) }
  private static func frames(_ samples: Int) -> Int {
    (samples + Telephony.frameLength / 2) / Telephony.frameLength
  }

  public mutating func heard(_ samples: Span<Int16>) { incoming.take(samples) }
  public mutating func missed(_ samples: Int) {
    incoming.takeSilence(samples)
    samplesLost += samples
    pace.pause()
  }
  public mutating func frameCame(lasting duration: Duration, at instant: Instant) {
    framesIn += 1
    pace.frame(lasting: duration, at: instant)
  }
  public mutating func frameWent(_ samples: Span<Int16>) {
    framesOut += 1
    outgoing.take(samples)
  }

  /// Adds those of another leg of the same line.
  public static func += (sum: inout Self, more: Self) {
    sum.framesIn += more.framesIn
    sum.framesOut += more.framesOut
    sum.samplesLate += more.samplesLate
    sum.samplesLost += more.samplesLost
    sum.framesLeftOut += more.framesLeftOut
    sum.pace += more.pace
    sum.incoming = .louder(sum.incoming, more.incoming)
    sum.outgoing = .louder(sum.outgoing, more.outgoing)
    sum.digits += more.digits
    sum.strangeMessages += more.strangeMessages
  }
  /// As they stand when the leg has gone: nothing sounds any more.
  var over: Self {
    var figures = self
    (figures.incoming, figures.outgoing) = (incoming.over, outgoing.over)
    return figures
  }
}
