import Chronology

/// Times as transcripts and reports write them.
enum TimeText {
  /// `00:03.043`, minutes unbounded; rounded to the nearest millisecond.
  static func elapsed(_ duration: Duration) -> String {
    let milliseconds = max(0, (duration.microseconds + 500) / 1000)
    let minutes = milliseconds / 60_000
    return "\(pad(minutes, 2)):\(pad(milliseconds / 1000 % 60, 2)).\(pad(milliseconds % 1000, 3))"
  }
  /// `2.1s`.
  static func seconds(_ duration: Duration) -> String {
    let tenths = (duration.microseconds + 50_000) / 100_000
    return "\(tenths / 10).\(abs(tenths % 10))s"
  }
  /// `100ms`, `1.5s`, `20s`, `2m`.
  static func short(_ duration: Duration) -> String {
    let milliseconds = duration.milliseconds
    if milliseconds % 60_000 == 0, milliseconds > 0 { return "\(milliseconds / 60_000)m" }
    if milliseconds % 1000 == 0 { return "\(milliseconds / 1000)s" }
    if milliseconds < 1000 { return "\(milliseconds)ms" }
    return
      "\(milliseconds / 60_000 == 0 ? "" : "\(milliseconds / 60_000)m")\(fraction(milliseconds % 60_000))s"
  }
  private static func fraction(_ milliseconds: Int64) -> String {
    var text = "\(milliseconds / 1000).\(pad(milliseconds % 1000, 3))"
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }
  /// `2026-03-03 10:15:00+09:00`.
  static func stamp(_ instant: Instant, _ zone: Zone) -> String {
    let (day, time) = zone.local(instant)
    let offset = zone.offset(at: instant)
    let minutes = abs(offset) / 60
    let clock = "\(pad(Int64(time.hour), 2)):\(pad(Int64(time.minute), 2)):\(pad(Int64(time.second), 2))"
    let sign = offset < 0 ? "-" : "+"
    return "\(day) \(clock)\(sign)\(pad(Int64(minutes / 60), 2)):\(pad(Int64(minutes % 60), 2))"
  }
  static func pad(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
