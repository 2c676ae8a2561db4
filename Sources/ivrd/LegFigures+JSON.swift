import AudioSocketLine
import Chronology
import Control
import Media
import Tones

extension LegFigures {
  /// As `ivrctl lines` shows them.
  /// - Parameter jitter: as it is now for one leg, over all frames for a line.
  func shown(jitter: Duration) -> [String: JSONValue] {
    [
      "frames_in": .integer(Int64(framesIn)), "frames_out": .integer(Int64(framesOut)),
      "late": .integer(Int64(late)), "lost": .integer(Int64(lost)),
      "not_taken": .integer(Int64(framesLeftOut)),
      "jitter_ms": LegFigures.tenths(Double(jitter.microseconds) / 1000),
      "longest_gap_ms": LegFigures.tenths(Double(pace.longestGap.microseconds) / 1000),
      "in_dbm0": LegFigures.tenths(incoming.lastSecond), "in_peak_dbm0": LegFigures.tenths(incoming.peakDBm0),
      "out_dbm0": LegFigures.tenths(outgoing.lastSecond),
      "out_peak_dbm0": LegFigures.tenths(outgoing.peakDBm0),
      "digits": .integer(Int64(digits.byTone + digits.byMessage)),
      "digits_by_tone": .integer(Int64(digits.byTone)),
      "digits_by_message": .integer(Int64(digits.byMessage)),
      "digits_joined": .integer(Int64(digits.joined)),
      "strange_messages": .integer(Int64(strangeMessages)),
      "digits_refused": .list(
        DTMFRefusal.Reason.allCases.filter { digits.refused[$0] > 0 }.map { reason in
          [
            "reason": .text(reason.word), "what": .text(reason.explanation),
            "count": .integer(Int64(digits.refused[reason])),
          ]
        }),
    ]
  }
  static func tenths(_ value: Double) -> JSONValue { .number((value * 10).rounded() / 10) }
}

extension LineLedger {
  /// All legs of the line since it began.
  var shown: [String: JSONValue] {
    let total = total
    return total.shown(jitter: total.pace.meanDeviation)
  }
  /// One row a leg under way.
  func shownLegs(now: Instant) -> [JSONValue] {
    legs.map { leg in
      let figures = leg.published
      return .object(
        figures.shown(jitter: figures.pace.jitter).merging([
          "call": .text(leg.call.description),
          "seconds": .integer(max(0, (now - leg.since).milliseconds / 1000)),
        ]) { $1 })
    }
  }
}
