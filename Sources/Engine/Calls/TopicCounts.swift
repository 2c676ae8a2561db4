/// How often each topic of answers was chosen lately. Belongs to the engine's thread.
final class TopicCounts {
  var times: [String: Int] = [:]
}
