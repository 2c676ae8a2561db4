import Chronology
import Session

/// Counts wrong logins by the number that was entered, whether anybody has it or not: whoever hangs up and
/// calls again gets no further tries.
struct LoginGuard {
  private struct Record {
    var failures: Int
    var last: Instant
  }
  private var records: [String: Record] = [:]
  /// Numbers remembered; the oldest are forgotten.
  private static let most = 1000

  func isLocked(_ number: String, at instant: Instant) -> Bool {
    failures(number, at: instant) >= DeskNews.tries
  }

  func failures(_ number: String, at instant: Instant) -> Int {
    guard let record = records[number], instant - record.last < DeskNews.pause else { return 0 }
    return record.failures
  }

  mutating func failed(_ number: String, at instant: Instant) {
    records[number] = Record(failures: failures(number, at: instant) + 1, last: instant)
    guard records.count > LoginGuard.most else { return }
    records = records.filter { instant - $0.value.last < DeskNews.pause }
    while records.count > LoginGuard.most, let oldest = records.min(by: { $0.value.last < $1.value.last }) {
      records[oldest.key] = nil
    }
  }
  mutating func succeeded(_ number: String) { records[number] = nil }
}
