import Control

/// An alert that is on, as a person reads it.
enum AlertLine {
  static func text(_ alert: JSONValue) -> String {
    let whose = (alert["queue"]?.text ?? alert["agent"]?.text).map { "\($0) " } ?? ""
    return "alert: \(whose)\(alert.cell("text")), for \(clockText(seconds: alert["seconds"]?.integer ?? 0))"
  }
}
