import Chronology

/// What the callers of a segment are promised: a site's `policy`, kept with the log so that reports know it.
public struct ServicePolicy: Hashable, Sendable {
  /// From the queue to an agent.
  public var answer: Duration?
  /// From the order to be called back to the talk.
  public var callBack: Duration?
  /// From the message to the first who hears it.
  public var message: Duration?
  /// An alert is raised when so much of a promise's time has passed; percent.
  public var alertAt: Int?
  public init(
    answer: Duration? = nil, callBack: Duration? = nil, message: Duration? = nil, alertAt: Int? = nil
  ) {
    (self.answer, self.callBack, self.message, self.alertAt) = (answer, callBack, message, alertAt)
  }

  /// The policy for whom no other one is written.
  public static let otherwise = "default"

  private struct Row: Codable {
    var answer: Int64?
    var callback: Int64?
    var message: Int64?
    var alert: Int?
  }

  public func row(segment: String, at instant: Instant) -> KeptRow {
    let row = Row(
      answer: answer?.milliseconds, callback: callBack?.milliseconds, message: message?.milliseconds,
      alert: alertAt)
    return KeptRow("policy", segment, at: instant, KeptText.encode(row))
  }
  /// Nil for another sort of row.
  public init?(_ row: KeptRow) {
    guard row.kind == "policy", let kept: Row = KeptText.decode(row.value) else { return nil }
    func length(_ milliseconds: Int64?) -> Duration? {
      milliseconds.flatMap { (0...Int64(366 * 86_400_000)).contains($0) ? .milliseconds($0) : nil }
    }
    self.init(
      answer: length(kept.answer), callBack: length(kept.callback), message: length(kept.message),
      alertAt: kept.alert)
  }
}
