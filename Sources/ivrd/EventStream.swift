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
    var value: JSONValue
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
  }
  private let state = Mutex(State())
  private let log: any CallLog
  /// Bytes that a follower may leave unread.
  private static let most = 1 << 20

  /// - Parameter published: what earlier runs have left.
  init(log: any CallLog, published: [PublishedRow]) {
    self.log = log
    state.withLock { state in
      for row in published {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(row.body.utf8)) else {
          continue
        }
        // A row that was lost makes all before it too old: numbers are without gaps.
        if let last = state.ring.last, last.number + 1 != row.number { state.ring.removeAll() }
        state.ring.append(Entry(number: row.number, agent: value["agent"]?.text, value: value))
        state.next = row.number + 1
      }
    }
  }

  func publish(_ event: CentreEvent) {
    state.withLock { state in
      let number = state.next
      state.next += 1
      let value = JSONValue(event, number: number)
      state.ring.append(Entry(number: number, agent: event.agent, value: value))
      if state.ring.count - state.start > PublishedRow.most {
        state.start += 1
        if state.start > PublishedRow.most / 4 {
          state.ring.removeFirst(state.start)
          state.start = 0
        }
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      if let body = try? encoder.encode(value) {
        log.append(
          .published(PublishedRow(number: number, at: event.at, body: String(decoding: body, as: UTF8.self))))
      }
      state.followers.removeAll { follower in
        guard follower.sink.isOpen else { return true }
        guard follower.agent == nil || follower.agent == event.agent else { return false }
        guard follower.sink.unread < EventStream.most else {
          follower.sink.fail("events are not read as fast as they come; go on with --since \(number - 1)")
          return true
        }
        follower.sink.event(value)
        return false
      }
    }
  }

  /// What came after that number, then whatever comes.
  func serve(since: Int64?, agent: String?, follows: Bool, _ sink: ControlSink) {
    state.withLock { state in
      let kept = state.ring[state.start...]
      let oldest = kept.first?.number ?? state.next
      let after = since ?? (follows ? state.next - 1 : oldest - 1)
      guard after >= oldest - 1 else {
        return sink.fail(
          "events up to \(oldest - 1) are not kept any more: the oldest after \(after) are lost; "
            + "go on with --since \(oldest - 1)")
      }
      guard after < state.next else {
        return sink.fail(
          "there is no event \(after) yet, the last one is \(state.next - 1); is this another site or log?")
      }
      for entry in kept.dropFirst(Int(after - oldest + 1)) where agent == nil || entry.agent == agent {
        sink.event(entry.value)
      }
      guard follows else { return sink.finish(["last": .integer(state.next - 1)]) }
      state.lastFollower += 1
      state.followers.append(Follower(id: state.lastFollower, agent: agent, sink: sink))
    }
  }
}
