import struct ACD.SeededGenerator
import TestSupport
import Foundation
import Synchronization
import Testing

@testable import Control

/// A server that answers `echo` with its arguments, `later` from another thread, `count` with a stream.
private func makeServer(_ path: String, limits: ControlLimits = ControlLimits()) throws -> ControlServer {
  try ControlServer(path: path, limits: limits) { request, sink in
    switch request.command {
    case "echo": sink.finish(.object(request.arguments))
    case "later": Thread { sink.finish("at last") }.start()
    case "count":
      for number in 1...(request["to"]?.integer ?? 1) { sink.event(.integer(number)) }
      sink.finish()
    case "who":
      sink.finish(["pid": .integer(Int64(sink.peer.process)), "uid": .integer(Int64(sink.peer.user))])
    case "hold": sink.event("held")
    case "follow":
      Thread {
        var number: Int64 = 0
        while sink.unread < 1 << 20 {
          number += 1
          sink.event(.integer(number))
        }
        sink.letGo { "go on after \(($0?.integer ?? number + 1) - 1)" }
      }.start()
    default: sink.fail("there is no command \"\(request.command)\"")
    }
  }
}

/// A peer that speaks raw bytes.
private final class RawPeer {
  private let client: ControlClient
  init(_ path: String) throws { client = try ControlClient(path: path) }
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, let count = UnixSocket.send(rest, to: client.descriptor) {
      rest = rest.dropFirst(count)
    }
  }
  func send(_ text: String) { send(Array(text.utf8)) }
  func next() throws -> ControlReply? { try client.next(timeout: .seconds(20)) }
}

@Suite struct `The control socket` {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }
  var path: String { folder["ivrd.sock"] }

  @Test func `answers, at once, later and in streams`() throws {
    let server = try makeServer(path)
    defer { server.close() }
    let client = try ControlClient(path: path)
    let agent = ControlRequest.agent("kim", "pause", reason: "lunch")
    #expect(
      try client.ask(ControlRequest("echo", agent.arguments, id: 7))
        == ControlReply(.done, id: 7, value: ["name": "kim", "act": "pause", "reason": "lunch"]))
    #expect(try client.ask(ControlRequest("later")).value == "at last")
    try client.send(ControlRequest("count", ["to": 1000]))
    for number in 1...1000 {
      #expect(try client.next() == ControlReply(.event, id: 1, value: .integer(Int64(number))))
    }
    #expect(try client.next() == ControlReply(.done, id: 1))
    let failed = try client.ask(ControlRequest("dance"))
    #expect(failed.kind == .failed && failed.message == "there is no command \"dance\"")
    #expect(
      try client.ask(ControlRequest("who")).value
        == ["pid": .integer(Int64(getpid())), "uid": .integer(Int64(getuid()))])
  }

  @Test func `is the owner's alone`() throws {
    let server = try makeServer(path)
    defer { server.close() }
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(throws: ControlError.self) {
      try ControlServer(path: folder["other"], group: "no such group here") { _, _ in }
    }
    #expect(!FileManager.default.fileExists(atPath: folder["other"]))
  }

  @Test(
    arguments: [
      "hello\n", "\n", "[1,2]\n", "{\"do\":\"echo\"}\n", "{\"v\":1}\n", "{\"v\":1,\"do\":5}\n",
      "{\"v\":\"1\",\"do\":\"echo\"}\n", String(repeating: "[", count: 30_000) + "\n",
      "{\"v\":1,\"do\":\"echo\",\"x\":" + String(repeating: "{\"a\":", count: 8_000) + "\n", "\u{0}\u{1}\n",
      "{\"v\":99999999999999999999,\"do\":\"echo\"}\n",
    ])
  func `tells garbage once and closes it, others unaffected`(_ garbage: String) throws {
    let server = try makeServer(path)
    defer { server.close() }
    let good = try ControlClient(path: path)
    let peer = try RawPeer(path)
    peer.send(garbage + "{\"v\":1,\"do\":\"echo\"}\n")
    #expect(try peer.next()?.kind == .failed)
    #expect(try peer.next() == nil)
    #expect(try good.ask(ControlRequest("echo")).kind == .done)
  }

  @Test func `random bytes never stop it`() throws {
    let seed = UInt64.random(in: 0...(.max))
    var random = SeededGenerator(seed: seed)
    let server = try makeServer(path)
    defer { server.close() }
    for _ in 0..<200 {
      let peer = try RawPeer(path)
      peer.send(
        (0..<Int.random(in: 1...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
          + [10])
      #expect(try peer.next()?.kind == .failed, "seed \(seed)")
    }
    #expect(try ControlClient(path: path).ask(ControlRequest("echo")).kind == .done)
  }

  @Test func `a line beyond the limit is refused`() throws {
    let server = try makeServer(path)
    defer { server.close() }
    let peer = try RawPeer(path)
    // As much as is sure to be read; what comes after the refusal finds a closed door.
    peer.send([UInt8](repeating: UInt8(ascii: "x"), count: ControlProtocol.lineLimit + 1))
    #expect(try peer.next()?.message == "a request is longer than 65536 bytes")
    #expect(throws: ControlError.self) {
      try ControlClient(path: path).send(
        ControlRequest("echo", ["x": .text(String(repeating: "y", count: ControlProtocol.lineLimit))]))
    }
  }

  @Test func `half a request and none at all are closed in time, a held one is not`() throws {
    var limits = ControlLimits()
    limits.idle = .milliseconds(50)
    let server = try makeServer(path, limits: limits)
    defer { server.close() }
    let held = try ControlClient(path: path)
    try held.send(ControlRequest("hold", id: 5))
    let half = try RawPeer(path)
    half.send("{\"v\":1,")
    let silent = try RawPeer(path)
    #expect(try half.next()?.message == "the rest of a request did not come in time")
    #expect(try half.next() == nil)
    #expect(try silent.next()?.message == "no request came in time")
    #expect(try silent.next() == nil)
    #expect(try held.next() == ControlReply(.event, id: 5, value: "held"))
    #expect(try held.ask(ControlRequest("echo", id: 6)).kind == .done)
  }

  @Test func `another version is told so`() throws {
    let server = try makeServer(path)
    defer { server.close() }
    let reply = try ControlClient(path: path).ask(ControlRequest("echo", version: 2))
    #expect(reply.kind == .failed)
    #expect(reply.message?.contains("version 2") == true)
  }

  @Test func `many clients at once, more than it serves at one time`() async throws {
    var limits = ControlLimits()
    limits.connections = 8
    let server = try makeServer(path, limits: limits)
    defer { server.close() }
    let path = path
    let answers = try await withThrowingTaskGroup(of: JSONValue.self) { group in
      for number in 0..<40 {
        group.addTask {
          try ControlClient(path: path).ask(
            ControlRequest("echo", ["n": .integer(Int64(number))]), timeout: .seconds(30)
          ).value
        }
      }
      return try await group.reduce(into: Set<JSONValue>()) { $0.insert($1) }
    }
    #expect(answers.count == 40)
  }

  @Test func `a user who holds connections and asks nothing takes room from himself alone`() throws {
    var limits = ControlLimits()
    (limits.trusted, limits.idlePerUser, limits.settling) = ([], 3, .zero)
    let server = try makeServer(path, limits: limits)
    defer { server.close() }
    // Those that wait for an answer count for nothing.
    let holding = try (0..<5).map { _ in
      let client = try ControlClient(path: path)
      try client.send(ControlRequest("hold"))
      #expect(try client.next()?.value == "held")
      return client
    }
    let silent = try (0..<3).map { _ in try RawPeer(path) }
    let fourth = try ControlClient(path: path)
    #expect(try silent[0].next()?.message == "it asked nothing, and its user opened others")
    #expect(try silent[0].next() == nil)
    #expect(try fourth.ask(ControlRequest("echo", id: 2)).kind == .done)
    #expect(try holding[0].ask(ControlRequest("echo", id: 2)).kind == .done)
    _ = silent[1...]
  }

  @Test func `a user who follows many things leaves half of the room to others`() throws {
    var limits = ControlLimits()
    (limits.connections, limits.reserved, limits.trusted) = (12, 4, [])
    let server = try makeServer(path, limits: limits)
    defer { server.close() }
    let holding = try (0..<4).map { _ in
      let client = try ControlClient(path: path)
      try client.send(ControlRequest("hold"))
      #expect(try client.next()?.value == "held")
      return client
    }
    let fifth = try RawPeer(path)
    #expect(
      try fifth.next()?.message
        == "user \(getuid()) has 4 connections open, as many as one user may; close some first")
    #expect(try holding[0].ask(ControlRequest("echo", id: 2)).kind == .done)
  }

  @Test
  func `or is turned away while all of them are new, as is whoever comes when only what is kept is left`()
    throws
  {
    var limits = ControlLimits()
    (limits.trusted, limits.idlePerUser, limits.settling) = ([], 2, .seconds(600))
    limits.idle = .seconds(600)
    let server = try makeServer(path, limits: limits)
    let silent = try (0..<2).map { _ in try RawPeer(path) }
    let third = try RawPeer(path)
    #expect(
      try third.next()?.message
        == "user \(getuid()) has 2 connections open that ask nothing; close some first")
    #expect(try third.next() == nil)
    server.close()
    _ = silent
    (limits.connections, limits.reserved, limits.idlePerUser) = (4, 3, 9)
    let full = try makeServer(path, limits: limits)
    defer { full.close() }
    let first = try RawPeer(path)
    #expect(
      try RawPeer(path).next()?.message == "there are too many connections now; try again in a while")
    _ = first
  }

  @Test func `one who does not read what he asks for is closed, others go on`() throws {
    var limits = ControlLimits()
    limits.unread = 100_000
    let server = try makeServer(path, limits: limits)
    defer { server.close() }
    let greedy = try ControlClient(path: path)
    try greedy.send(ControlRequest("count", ["to": 20_000]))
    #expect(
      try ControlClient(path: path).ask(ControlRequest("echo"), timeout: .seconds(60)).kind == .done)
    var events = 0
    while try greedy.next() != nil { events += 1 }
    #expect(events < 20_000)
  }

  @Test func `one who is let go reads what he was sent and why, when the server has long closed`() throws {
    let server = try makeServer(path)
    defer { server.close() }
    let slow = try ControlClient(path: path)
    try slow.send(ControlRequest("follow"))
    // Closed by the server: nothing has been read until then.
    var end = pollfd(fd: slow.descriptor, events: 0, revents: 0)
    #expect(poll(&end, 1, 20_000) == 1 && end.revents & Int16(POLLHUP) != 0)
    var numbers: [Int64] = []
    var told: String?
    while let reply = try slow.next() {
      if reply.kind == .failed { told = reply.message } else { numbers.append(reply.value.integer ?? 0) }
    }
    #expect(numbers.count > 100 && numbers == Array(1...Int64(numbers.count)))
    #expect(told == "go on after \(numbers.count)")
  }

  @Test func `a client that goes away is noticed`() throws {
    let gone = DispatchSemaphore(value: 0)
    let server = try ControlServer(path: path) { _, sink in
      sink.onClose { gone.signal() }
      sink.event("open")
    }
    defer { server.close() }
    do {
      let client = try ControlClient(path: path)
      try client.send(ControlRequest("call.live"))
      #expect(try client.next()?.value == "open")
    }
    #expect(gone.wait(timeout: .now() + 20) == .success)
  }

  @Test func `a connection that fails closes nothing of anybody else`() throws {
    // A number closed twice is by then, now and then, a file that another thread has just opened.
    let path = folder["nobody"]
    let isOver = Atomic(false)
    let lost = Atomic(0)
    let openers = DispatchGroup()
    for _ in 0..<3 {
      openers.enter()
      Thread {
        while !isOver.load(ordering: .relaxed) {
          let files = (0..<8).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
          for file in files where close(file) != 0 { lost.add(1, ordering: .relaxed) }
        }
        openers.leave()
      }.start()
    }
    for _ in 0..<20_000 { #expect(throws: ControlError.self) { try ControlClient(path: path) } }
    isOver.store(true, ordering: .relaxed)
    openers.wait()
    #expect(lost.load(ordering: .relaxed) == 0)
  }

  @Test func `a dead server's socket is replaced, a living one's is not`() throws {
    // What a killed server leaves: a bound socket that nobody listens to.
    let dead = try UnixSocket.open()
    #expect(try UnixSocket.withAddress(path) { bind(dead, $0, $1) } == 0)
    close(dead)
    do {
      _ = try ControlClient(path: path)
      Issue.record("nobody listens there")
    } catch {
      #expect(error.reason == .notRunning)
      #expect(error.exitStatus == 3)
    }
    let server = try makeServer(path)
    do {
      _ = try makeServer(path)
      Issue.record("two servers on one socket")
    } catch let error as ControlError {
      #expect(error.reason == .inUse)
      #expect(error.exitStatus == 2)
    }
    #expect(try ControlClient(path: path).ask(ControlRequest("echo")).kind == .done)
    server.close()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `of many that start at once over a dead one's socket, one serves`() async throws {
    for _ in 0..<20 {
      let dead = try UnixSocket.open()
      #expect(try UnixSocket.withAddress(path) { bind(dead, $0, $1) } == 0)
      close(dead)
      let path = path
      let servers = await withTaskGroup(of: ControlServer?.self) { group in
        for _ in 0..<8 { group.addTask { try? makeServer(path) } }
        return await group.reduce(into: [ControlServer]()) { if let server = $1 { $0.append(server) } }
      }
      #expect(servers.count == 1)
      #expect(try ControlClient(path: path).ask(ControlRequest("echo")).kind == .done)
      for server in servers { server.close() }
    }
  }

  @Test func `paths that cannot be sockets are told`() throws {
    func reason(_ path: String) -> ControlError.Reason? {
      do {
        try makeServer(path).close()
        return nil
      } catch { return (error as? ControlError)?.reason }
    }
    #expect(FileManager.default.createFile(atPath: folder["file"], contents: Data("mine".utf8)))
    #expect(reason(folder["file"]) == .unusable)
    #expect(FileManager.default.contents(atPath: folder["file"]) == Data("mine".utf8))
    #expect(reason(folder["none/ivrd.sock"]) == .unusable)
    #expect(reason(folder[String(repeating: "x", count: 200)]) == .unusable)
    #expect(reason("") == .unusable)
    #expect(throws: ControlError.self) { try ControlClient(path: folder["nobody"]) }
  }

  @Test func `a server that is closed closes its clients`() throws {
    let server = try makeServer(path)
    let client = try ControlClient(path: path)
    #expect(try client.ask(ControlRequest("echo")).kind == .done)
    server.close()
    #expect(try client.next() == nil)
  }

  @Test func `the socket is the option's, the environment's, or the usual one`() {
    #expect(ControlClient.path(option: "a", environment: ["IVRD_SOCKET": "b"]) == "a")
    #expect(ControlClient.path(option: nil, environment: ["IVRD_SOCKET": "b"]) == "b")
    #expect(ControlClient.path(option: nil, environment: ["IVRD_SOCKET": ""]) == "run/ivrd.sock")
  }
}

@Suite struct `JSON values` {
  struct Sample: Codable, Equatable {
    var name = "김민지"; var levels = ["billing": 3]; var score: Double? = 0.5
  }

  @Test func `carry any codable value`() throws {
    let value = try JSONValue(encoding: Sample())
    #expect(value == ["name": "김민지", "levels": ["billing": 3], "score": .number(0.5)])
    #expect(try value.decoded(as: Sample.self) == Sample())
    #expect(try JSONValue(encoding: [true, false]) == [true, false])
    #expect(try JSONValue(encoding: [1, 0]) == [1, 0])
  }
}
