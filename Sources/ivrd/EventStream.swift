import Chronology
import Control
import Engine
import Foundation
import LiveView
import Synchronization

/// The latest events, numbered for ever, and whoever follows them. One who reads too slowly is told where he
/// was and let go: it costs nobody else anything.
final class EventStream: Sendable {
  private struct Entry {
    var number: Int64
    var agent: String?
    /// As JSON: a tree of values would take several times as much.
    var body: String

    var value: JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(body.utf8)) }
  }
  private struct Follower {
    var id: Int
    var agent: String?
    var sink: ControlSink
  }
  private struct State {
    /// In order, without gaps; `first` is its start.
    var ring: [Entry] = []
    var start = 0
    var next: Int64 = 1
    var followers: [Follower] = []
    var lastFollower = 0

    mutating func keep(_ entry: Entry) {
      ring.append(entry)
      guard ring.count - start > PublishedRow.most else { return }
      start += 1
      if start > PublishedRow.most / 4 {
        ring.removeFirst(start)
        start = 0
      }
    }
  }
  private let state: Mutex<State>
  private let log: any CallLog
  /// Of earlier runs.
  let unfinished: UnfinishedEvents
  /// Bytes that a follower may leave unread.
  private static let most = 1 << 20

  /// - Parameter published: what earlier runs have left.
  init(log: any CallLog, published: [PublishedRow]) {
    self.log = log
    var unfinished = UnfinishedEvents()
    var kept = State()
    for row in published {
      guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(row.body.utf8)) else {
        continue
      }
      // A row that was lost makes all before it too old: numbers are without gaps.
      if let last = kept.ring.last, last.number + 1 != row.number { kept.ring.removeAll() }
      kept.ring.append(Entry(number: row.number, agent: value["agent"]?.text, body: row.body))
      kept.next = row.number + 1
      unfinished.take(value)
    }
    state = Mutex(kept)
    self.unfinished = unfinished
  }

  func publish(_ event: CentreEvent) {
    state.withLock { state in
      let number = state.next
      state.next += 1
      let value = JSONValue(event, number: number)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let body = (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
      state.keep(Entry(number: number, agent: event.agent, body: body))
      log.append(.published(PublishedRow(number: number, at: event.at, body: body)))
      state.followers.removeAll { follower in
        guard follower.sink.isOpen else { return true }
        guard follower.agent == nil || follower.agent == event.agent else { return false }
        guard follower.sink.unread < EventStream.most else {
          follower.sink.letGo { unsent in
            let next = unsent?["n"]?.integer ?? number
            return "events are not read as fast as they come; go on with --since \(next - 1)"
          }
          return true
        }
        follower.sink.event(value)
        return false
      }
    }
  }

  /// What came after that number, then whatever comes.
  ///
  /// What is kept is told some at a time, so that nothing that happens meanwhile waits for it.
  func serve(since: Int64?, agent: String?, follows: Bool, _ sink: ControlSink) {
    var after = since
    while sink.isOpen {
      let some = state.withLock { state -> [Entry]? in
        let kept = state.ring[state.start...]
        let oldest = kept.first?.number ?? state.next
        let from = after ?? (follows ? state.next - 1 : oldest - 1)
        after = from
        if let fault = EventStream.fault(after: from, oldest: oldest, next: state.next) {
          sink.fail(fault)
          return nil
        }
        let some = kept.dropFirst(Int(from - oldest + 1)).prefix(EventStream.atOnce)
        if some.isEmpty, follows {
          state.lastFollower += 1
          state.followers.append(Follower(id: state.lastFollower, agent: agent, sink: sink))
        } else if some.isEmpty {
          sink.finish(["last": .integer(state.next - 1)])
        }
        return Array(some)
      }
      guard let some, let last = some.last else { return }
      for entry in some where agent == nil || entry.agent == agent {
        if let value = entry.value { sink.event(value) }
      }
      after = last.number
    }
  }

  /// How many of those that are kept are told at once.
  private static let atOnce = 500

  private static func fault(after: Int64, oldest: Int64, next: Int64) -> String? {
    if after < oldest - 1 {
      return "events up to \(oldest - 1) are not kept any more: the oldest after \(after) are lost; "
        + "go on with --since \(oldest - 1)"
    }
    if after >= next {
      return "there is no event \(after) yet, the last one is \(next - 1); is this another site or log?"
    }
    return nil
  }
}
