/// `report flows`, `lines`, `self-service` and `answers`: what calls did before any agent.
public enum FlowReport {
  public static let columns: [Figure] = QueueReport.named([
    "calls", "entered", "contained", "containment", "heard-and-left rate", "naive containment",
    "IVR abandon rate",
    "zero-out rate",
  ])
  public static let details: [Figure] = QueueReport.named([
    "refused", "under way", "estimated ends", "confirmed", "heard and left", "gave up", "transferred",
    "transfer rate of calls", "true containment", "FCR-1d", "FCR-7d",
  ])
  public static let selfService: [Figure] = QueueReport.named([
    "calls", "entered", "contained", "confirmed", "heard and left", "gave up", "containment",
    "heard-and-left rate",
    "naive containment", "identified", "provisional", "true containment", "FCR-1d", "FCR-7d",
    "self-service score", "withheld numbers", "shared numbers", "partial automation",
    "handle time with notes", "handle time without notes", "agent seconds saved",
    "answers heard", "answers solved", "answers unsolved", "answers then queue", "solved rate",
    "queue rate after answers", "IVR abandoned", "IVR abandon rate", "zero-out rate",
  ])
  public static let answers: [Figure] = QueueReport.named([
    "answers heard", "answers solved", "answers unsolved", "answers then queue", "solved rate",
    "queue rate after answers",
  ])

  public static func notes(_ rules: ReportRules) -> [String] {
    [
      "Calls by the time they were offered. cont.: a goal reached without a queue, of",
      "those entered; heard: heard an answer and left; naive: all that ended without a",
      "queue. Anonymous callers" + (rules.sharedNumbers.isEmpty ? "" : " and shared numbers")
        + " are left out of true containment and FCR.",
    ]
  }
}
