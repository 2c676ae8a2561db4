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
  public static let notes = [
    "Times in seconds. miss: rung out; ref: refused; ans: accepted / (accepted",
    "+ missed + refused); occ: handle time / (handle time + ready time).",
    "adh: ready, offered, talking, holding or in wrap-up / time of his shifts.",
  ]
}
