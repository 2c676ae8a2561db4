/// `report agents`: how agents spent their time, and what became of their offers.
public enum AgentReport {
  public static let columns: [Figure] = QueueReport.named([
    "logged in", "ready", "talk", "wrap-up", "paused", "calls talked to", "missed", "refused offers",
    "agent answer rate", "occupancy",
  ])
  public static let details: [Figure] = QueueReport.named([
    "adherence", "held", "offered", "not answering", "line gone", "offers", "accepted", "withdrawn",
    "utilisation", "CPH",
    "scheduled", "adherent",
  ])
  /// Columns of the same agents beside their shifts.
  public static let adherence: [Figure] = QueueReport.named([
    "scheduled", "adherent", "adherence", "logged in", "ready", "paused",
  ])
  public static let adherenceDetails: [Figure] = QueueReport.named([
    "not answering", "line gone", "utilisation",
  ])
  public static let adherenceNotes = [
    "Times in seconds. adh: in his shifts, ready, offered a call, talking, holding or",
    "in wrap-up; by the `shift` and `leave` lines of the site as they are now.",
  ]
  public static let notes = [
    "Times in seconds. miss: rung out; ref: refused; ans: accepted / (accepted",
    "+ missed + refused); occ: handle time / (handle time + ready time).",
  ]
  /// Of `details`.
  public static let detailNotes = [
    "adh: ready, offered, talking, holding or in wrap-up / time of his shifts."
  ]
}
