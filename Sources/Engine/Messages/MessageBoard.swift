import ACD
import Session

/// All messages of the house, by their numbers. By reference, so that calls can look into it.
final class MessageBoard {
  var messages: [Int: StoredMessage] = [:]
  /// The number that was given last.
  var last = 0
  /// Below it lie the files; nil on a site that keeps none.
  var folder: String?

  func messages(in queue: String) -> [StoredMessage] {
    messages.values.filter { $0.queue == queue }.sorted { $0.number < $1.number }
  }
  func sound(_ message: StoredMessage) -> MessageSound? {
    folder.map {
      MessageSound(
        name: message.name, path: "\($0)/\(message.name)", duration: .milliseconds(message.length))
    }
  }
}
