import ACD
import Chronology
import Media
import Testing
import Tones

@Suite struct `What a line tells of itself` {
  static let frame: Duration = .milliseconds(20)
  static func instant(_ milliseconds: Int64) -> Instant { Instant(microseconds: milliseconds * 1000) }

  @Test func `frames on their beat have no jitter, whatever their length`() {
    var pace = ArrivalPace()
    for n in 0..<50 { pace.frame(lasting: .milliseconds(60), at: Self.instant(Int64(60 * n))) }
    #expect(pace.jitter == .zero && pace.meanDeviation == .zero)
    #expect(pace.longestGap == .milliseconds(60))
  }

  @Test func `deviations are their mean, and the smoothed one comes near it`() {
    var pace = ArrivalPace()
    // Each second frame 4 ms late: every gap is 4 ms off.
    for n in 0..<400 { pace.frame(lasting: Self.frame, at: Self.instant(Int64(20 * n + n % 2 * 4))) }
    #expect(pace.meanDeviation == .milliseconds(4))
    #expect(pace.jitter > .microseconds(3990) && pace.jitter <= .milliseconds(4))
    #expect(pace.longestGap == .milliseconds(24))
  }

  @Test func `a silence that is not sent is no jitter`() {
    var pace = ArrivalPace()
    for n in 0..<10 { pace.frame(lasting: Self.frame, at: Self.instant(Int64(20 * n))) }
    pace.pause()
    for n in 0..<10 { pace.frame(lasting: Self.frame, at: Self.instant(Int64(5000 + 20 * n))) }
    #expect(pace.meanDeviation == .zero && pace.longestGap == .milliseconds(20))
  }

  @Test func `levels are those of the last whole second, the peak that of all`() {
    var meter = LevelMeter()
    #expect(meter.lastSecond == Level.silence)
    let tone = Array(ToneGenerator.samples(of: .dtmf([.five], milliseconds: 1000, pause: 0)).prefix(8000))
    meter.take(tone.span)
    #expect(abs(meter.lastSecond - Level.dBm0(tone)) < 0.01)
    let peak = meter.peakDBm0
    for _ in 0..<50 { meter.takeSilence(160) }
    #expect(meter.lastSecond == Level.silence && meter.peakDBm0 == peak)
    let loudest = [Int16](repeating: .min, count: 8000)
    meter.take(loudest.span)
    #expect(meter.peak == 32768)
    #expect(abs(meter.lastSecond - Level.dBm0(rms: 32768)) < 0.001)
  }

  @Test func `a line keeps what its calls came to`() {
    let ledger = LineLedger()
    let first = ledger.begin(CallID(1), at: Self.instant(0))
    let second = ledger.begin(CallID(2), at: Self.instant(10))
    var figures = LegFigures()
    for n in 0..<50 { figures.frameCame(lasting: Self.frame, at: Self.instant(Int64(20 * n))) }
    figures.missed(320)
    figures.samplesLate = 160
    let sound = [Int16](repeating: 1000, count: 8000)
    figures.incoming.take(sound.span)
    first.publish(figures)
    #expect(ledger.total.framesIn == 50 && ledger.total.lost == 2 && ledger.total.late == 1)
    #expect(ledger.total.incoming.lastSecond > -40)
    ledger.end(first, figures)
    ledger.end(first, figures)
    #expect(ledger.legs.map(\.call) == [CallID(2)])
    second.publish(figures)
    // Both, the one that is over as well; what is over sounds no more.
    #expect(ledger.total.framesIn == 100)
    ledger.end(second, figures)
    #expect(ledger.total.framesIn == 100 && ledger.legs.isEmpty)
    #expect(ledger.total.incoming.lastSecond == Level.silence)
    #expect(ledger.total.incoming.peak == 1000)
  }
}
