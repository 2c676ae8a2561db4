/// `report csat` and `report surveys`: what callers answered.
public enum SurveyReport {
  public static let columns: [Figure] = QueueReport.named([
    "asked", "responses", "skipped", "response rate", "rated", "CSAT", "mean rating",
  ])
  public static let notes = [
    "CSAT: answers of 4 and 5 / answers, of questions with a scale of 1-5. asked =",
    "answered + skipped by key + met by silence or a hang-up. The agent is the last",
    "one that the caller talked to before the question.",
  ]
}

/// `report waits-told`: what callers were told of their wait, and what came true.
public enum ToldReport {
  public static let columns: [Figure] = QueueReport.named([
    "waits told", "told and answered", "wait told", "wait come true", "told and kept rate",
  ])
  public static let notes = [
    "Each announcement counts once. told: the wait that was announced; true: from",
    "then to the answer. Callers who left, and who were told \"more than\", are in",
    "told alone. Expected waits are 80th percentiles: 80 % kept is what they aim at.",
  ]
}
