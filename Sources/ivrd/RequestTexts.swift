import Control

/// What people type into orders goes into logs, screens and what callers hear.
enum RequestTexts {
  /// Longest text by its name; others have the usual length of names.
  private static let most = ["reason": 200, "message": 1000]
  private static let usual = 200
  /// Requests with texts of another kind look at them themselves.
  private static let checked: Set<String> = [
    "agent", "dispose", "skill", "monitor", "queue", "priority", "move", "hangup", "answer", "switch",
    "explain",
    "events", "lines",
  ]

  /// Why a request is refused: a text that is far too long, or has control characters in it.
  static func problem(with request: ControlRequest) -> String? {
    guard checked.contains(request.command) else { return nil }
    for (name, value) in request.arguments.sorted(by: { $0.key < $1.key }) {
      guard let text = value.text else { continue }
      let most = most[name] ?? usual
      let count = text.unicodeScalars.count
      guard count <= most else { return "'\(name)' has \(count) characters: it may have \(most)" }
      if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        return "'\(name)' has a control character in it, such as a line break: write it in one line"
      }
    }
    return nil
  }
}
