import Control

/// What is going on at this moment, in the text format of Prometheus.
public enum LiveMetrics {
  /// - Parameters:
  ///   - figures: what the request `figures` gives.
  ///   - seconds: since 1970, of the writing.
  public static func text(_ figures: JSONValue, writtenAt seconds: Int64) -> String {
    var text = head(isUp: true, writtenAt: seconds)
    func gauge(_ name: String, _ help: String, _ rows: [(labels: [(String, String)], value: Double?)]) {
      let lines = rows.compactMap { row in
        row.value.map { value in
          let labels = row.labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
          let shown = value == value.rounded() ? String(Int64(value)) : String(value)
          return "ivrd_live_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(shown)\n"
        }
      }
      guard !lines.isEmpty else { return }
      text += "# HELP ivrd_live_\(name) \(help)\n# TYPE ivrd_live_\(name) gauge\n" + lines.joined()
    }
    let queues = figures["queues"]?.list ?? []
    func queue(_ name: String, _ key: String, _ help: String) {
      gauge(name, help, queues.map { ([("queue", nameOf($0))], $0[key]?.number) })
    }
    gauge("uptime_seconds", "since the start", [([], figures["uptime"]?.number)])
    gauge("calls", "under way", [([], Double(figures["calls"]?.list?.count ?? 0))])
    gauge("calls_taken", "since the start", [([], figures["calls_taken"]?.number)])
    gauge("alerts", "that are on", [([], Double(figures["alerts"]?.list?.count ?? 0))])
    queue("queue_waiting", "waiting", "calls that wait")
    queue("queue_at_key", "at_key", "of the calls that wait, callers at a key of the queue")
    gauge(
      "queue_longest_wait_seconds", "of the calls that wait",
      queues.map { ([("queue", nameOf($0))], $0["longest_wait"]?.number ?? 0) })
    queue(
      "queue_service_level_percent", "service_level",
      "SL-Genesys-Bs of the last half hour: A_T / (A + B - Bs)")
    queue(
      "queue_occupancy_percent", "occupancy",
      "of the agents able to serve it, in the last half hour: handle time / (handle time + ready)")
    queue("queue_answered", "answered", "in the last half hour")
    queue("queue_abandoned", "abandoned", "in the last half hour")
    var states: [(labels: [(String, String)], value: Double?)] = []
    for entry in queues {
      guard case .object(let counts)? = entry["agents_by_state"] else { continue }
      for (state, count) in counts.sorted(by: { $0.key < $1.key }) {
        states.append(([("queue", nameOf(entry)), ("state", state)], count.number))
      }
    }
    gauge("queue_agents", "able to serve it, by state", states)
    return text
  }

  /// Of a file that stays when what is going on is over.
  public static func ended(at seconds: Int64) -> String { head(isUp: false, writtenAt: seconds) }

  /// Who reads a file sees by it that nobody writes it any more.
  private static func head(isUp: Bool, writtenAt seconds: Int64) -> String {
    "# HELP ivrd_up 1 while ivrd runs, 0 after it was ended\n# TYPE ivrd_up gauge\nivrd_up \(isUp ? 1 : 0)\n"
      + written(at: seconds)
  }
  /// When figures were made.
  public static func written(at seconds: Int64) -> String {
    "# HELP ivrd_metrics_timestamp_seconds when these figures were written, since 1970\n"
      + "# TYPE ivrd_metrics_timestamp_seconds gauge\nivrd_metrics_timestamp_seconds \(seconds)\n"
  }

  private static func nameOf(_ queue: JSONValue) -> String { queue["name"]?.text ?? "-" }
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
