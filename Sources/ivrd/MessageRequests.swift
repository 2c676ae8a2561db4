import ACD
import Chronology
import Control
import Dispatch
import Engine
import Foundation
import Session
import Synchronization
import Tones

/// Messages in mailboxes, and notices: listed, heard, marked, deleted, put up.
final class MessageRequests: Sendable {
  /// Bytes of a file in one reply, whose line is limited.
  private static let part = 36_000
  /// A minute of samples.
  private static let longestNotice: Int64 = 31 * 24 * 3_600_000
  private static let longest = 2 * 60 * Telephony.sampleRate
  private static let mostUploads = 8
  private let daemon: Daemon
  private let queue = DispatchQueue(label: "message files", qos: .userInitiated)
  /// Sound of notices that is being sent, by its token, oldest first.
  private let uploads = Mutex<[(token: String, bytes: [UInt8])]>([])
  init(daemon: Daemon) { self.daemon = daemon }

  /// - Returns: false for a request of another sort.
  func handle(_ request: ControlRequest, _ person: Person, _ sink: ControlSink) -> Bool {
    switch request.command {
    case "messages": list(request, Sight(person), sink)
    case "message": mark(request, person, sink)
    case "message.sound": sound(request, person, sink)
    case "notices": notices(sink)
    case "notice": notice(request, sink)
    case "notice.part": part(request, sink)
    default: return false
    }
    return true
  }

  // MARK: Messages

  private func list(_ request: ControlRequest, _ sight: Sight, _ sink: ControlSink) {
    daemon.runner.perform(.messages(queue: request["queue"]?.text)) { reply in
      guard case .messages(let found, let folder) = reply else {
        return sink.fail(reply.problem ?? "no messages")
      }
      sink.finish(.list(found.filter(sight.shows).map { JSONValue(message: $0, folder: folder) }))
    }
  }

  /// Looks up a message that somebody wants to hear or to mark.
  private func find(
    _ number: Int64, for person: Person, _ sink: ControlSink,
    _ use: @escaping @Sendable (StoredMessage, String?) -> Void
  ) {
    daemon.runner.perform(.messages(queue: nil)) { reply in
      guard case .messages(let found, let folder) = reply,
        let message = found.first(where: { $0.number == number })
      else { return sink.fail("there is no message \(number)") }
      guard person.role ?? .viewer > .agent || message.work?.agent.map(person.agents.contains) == true else {
        return sink.fail("message \(number) is no work of yours: this needs supervisor")
      }
      use(message, folder)
    }
  }

  private func mark(_ request: ControlRequest, _ person: Person, _ sink: ControlSink) {
    guard let number = request["number"]?.integer, let act = request["act"]?.text,
      act == "delete" || StoredMessage.State(rawValue: act) != nil
    else { return sink.fail("a message request needs 'number' and 'act': new, heard, saved, delete") }
    find(number, for: person, sink) { [daemon] message, _ in
      daemon.runner.perform(.markMessage(message.number, StoredMessage.State(rawValue: act))) { reply in
        if let problem = reply.problem { sink.fail(problem) } else { sink.finish() }
      }
    }
  }

  private func sound(_ request: ControlRequest, _ person: Person, _ sink: ControlSink) {
    guard let number = request["number"]?.integer, let offset = request["offset"]?.integer, offset >= 0 else {
      return sink.fail("a message.sound request needs 'number' and 'offset'")
    }
    find(number, for: person, sink) { [queue] message, folder in
      guard let folder else { return sink.fail("the site has no folder of recordings") }
      let path = "\(folder)/\(message.name)"
      queue.async {
        guard let handle = FileHandle(forReadingAtPath: path) else {
          return sink.fail("\(path): \(String(cString: strerror(errno)))")
        }
        defer { try? handle.close() }
        do {
          try handle.seek(toOffset: UInt64(offset))
          let data = try handle.read(upToCount: MessageRequests.part) ?? Data()
          sink.finish(["bytes": .text(data.base64EncodedString())])
        } catch {
          sink.fail("\(path) cannot be read")
        }
      }
    }
  }

  // MARK: Notices

  private func notices(_ sink: ControlSink) {
    daemon.runner.perform(.notices) { reply in
      guard case .notices(let found, _) = reply else { return sink.fail(reply.problem ?? "no notices") }
      sink.finish(
        .list(
          found.sorted { $0.key < $1.key }.map { name, notice in
            [
              "notice": .text(name), "text": notice?.text.map { .text($0) } ?? .null,
              "language": notice?.language.map { .text($0) } ?? .null,
              "seconds": notice.flatMap { $0.file == nil ? nil : .number(Double($0.length) / 1000) } ?? .null,
              "at": notice.map { .integer($0.at) } ?? .null,
              "until": notice.map { .integer($0.until) } ?? .null,
            ]
          }))
    }
  }

  private func part(_ request: ControlRequest, _ sink: ControlSink) {
    guard let token = request["token"]?.text, !token.isEmpty, token.utf8.count <= 64,
      let data = request["samples"]?.text.flatMap({ Data(base64Encoded: $0) })
    else { return sink.fail("a notice.part request needs 'token' and 'samples'") }
    let isTooLong = uploads.withLock { uploads in
      let place = uploads.firstIndex { $0.token == token }
      var bytes = place.map { uploads.remove(at: $0).bytes } ?? []
      bytes += data
      guard bytes.count <= MessageRequests.longest else { return true }
      if uploads.count >= MessageRequests.mostUploads { uploads.removeFirst() }
      uploads.append((token, bytes))
      return false
    }
    if isTooLong { return sink.fail("a notice is at most a minute long") }
    sink.finish()
  }

  private func notice(_ request: ControlRequest, _ sink: ControlSink) {
    guard let name = request["name"]?.text, let act = request["act"]?.text, ["set", "off"].contains(act)
    else {
      return sink.fail("a notice request needs 'name' and 'act': set, off")
    }
    guard act == "set" else { return put(name, nil, sink) }
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    guard let until = request["until"]?.integer, until > now else {
      return sink.fail("a notice needs 'until', a time to come")
    }
    guard until <= now + MessageRequests.longestNotice else {
      return sink.fail("a notice is in force for 31 days at most")
    }
    let language = request["language"]?.text
    if let text = request["text"]?.text {
      let shown = text.shownPlain
      guard (1...1000).contains(shown.count) else {
        return sink.fail("a notice's text is 1 to 1000 characters")
      }
      return put(
        name,
        StoredNotice(name: name, text: shown, language: language, at: now, until: until), sink)
    }
    guard let token = request["token"]?.text,
      let bytes = uploads.withLock({ uploads in
        uploads.firstIndex { $0.token == token }.map { uploads.remove(at: $0).bytes }
      }), bytes.count >= 2
    else { return sink.fail("a notice needs a text or its sound") }
    guard let folder = daemon.recordingsPath else {
      return sink.fail("the site has no folder of recordings, where the sound of notices is kept")
    }
    // The name is looked for before anything is written.
    daemon.runner.perform(.notices) { [queue, self] reply in
      guard case .notices(let known, _) = reply, known[name] != nil else {
        return put(name, StoredNotice(name: name, at: now, until: until), sink)
      }
      queue.async {
        let samples = stride(from: 0, to: bytes.count - 1, by: 2).map { i in
          Int16(bitPattern: UInt16(bytes[i]) | UInt16(bytes[i + 1]) << 8)
        }
        let file = "notices/\(name)-\(now).wav"
        do {
          try FileManager.default.createDirectory(
            atPath: "\(folder)/notices", withIntermediateDirectories: true)
          try Data(WAVFile.bytes(samples)).write(to: URL(filePath: "\(folder)/\(file)"))
        } catch {
          return sink.fail("\(folder)/\(file) cannot be written")
        }
        self.put(
          name,
          StoredNotice(
            name: name, file: file, length: Int64(samples.count) * 1000 / Int64(Telephony.sampleRate),
            language: language, at: now, until: until), sink)
      }
    }
  }

  private func put(_ name: String, _ notice: StoredNotice?, _ sink: ControlSink) {
    daemon.runner.perform(.setNotice(name, notice)) { reply in
      if let problem = reply.problem { sink.fail(problem) } else { sink.finish() }
    }
  }
}

extension JSONValue {
  init(message: StoredMessage, folder: String?) {
    self = [
      "number": .integer(Int64(message.number)), "queue": .text(message.queue),
      "from": message.from.map { .text($0) } ?? .null,
      "name": message.callerName.map { .text($0) } ?? .null, "language": .text(message.language),
      "at": .integer(message.at), "seconds": .number(Double(message.length) / 1000),
      "state": .text(message.state.rawValue), "call": .text(CallID(message.call).description),
      "file": folder.map { .text("\($0)/\(message.name)") } ?? .null,
      "work": message.work.map { .text($0.state.rawValue) } ?? .null,
      "until": message.work.map { .integer($0.until) } ?? .null,
      "agent": message.work?.agent.map { .text($0) } ?? .null,
    ]
  }
}
