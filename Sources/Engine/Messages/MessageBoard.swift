import ACD
import Chronology
import Session

/// All messages of the house, by their numbers. By reference, so that calls can look into it.
final class MessageBoard {
  var messages: [Int: StoredMessage] = [:]
  /// By their names.
  var notices: [String: StoredNotice] = [:]
  /// The number that was given last.
  var last = 0
  /// Below it lie the files; nil on a site that keeps none.
  var folder: String?

  func messages(in queue: String) -> [StoredMessage] {
    messages.values.filter { $0.queue == queue }.sorted { $0.number < $1.number }
  }
  /// Nil when its time is over.
  func notice(_ name: String, at instant: Instant) -> NoticeInForce? {
    guard let notice = notices[name], instant.milliseconds < notice.until else { return nil }
    var sound: MessageSound?
    if let file = notice.file {
      guard let folder else { return nil }
      sound = MessageSound(name: file, path: "\(folder)/\(file)", duration: .milliseconds(notice.length))
    }
    return NoticeInForce(sound: sound, text: notice.text, language: notice.language)
  }
  func sound(_ message: StoredMessage) -> MessageSound? {
    folder.map {
      MessageSound(
        name: message.name, path: "\($0)/\(message.name)", duration: .milliseconds(message.length))
    }
  }
}
