import TestSupport
import ACD
import CallFlow
import Engine
import Foundation
import HTTPData
import Session
import Synchronization
import Testing
import Tones

/// A line on which everything has been heard at once.
private final class QuickLine: Line {
  let name = "quick"
  private let inbox: any EngineInbox
  private let heard = Mutex<[CallID: [String]]>([:])
  init(_ inbox: any EngineInbox) { self.inbox = inbox }

  func said(_ call: CallID) -> [String] { heard.withLock { $0[call] ?? [] } }
  func play(_ playback: PlaybackID, _ segments: [Segment], for call: CallID) {
    for (index, segment) in segments.enumerated() {
      if !segment.written.isEmpty {
        let speed = segment.voice.speed.map { " at \($0)" } ?? ""
        heard.withLock { $0[call, default: []].append(segment.written + speed) }
      }
      inbox.post(.line(call, .segmentStarted(playback, index)), at: inbox.now)
      if case .music = segment.content { return }
      inbox.post(.line(call, .segmentFinished(playback, index)), at: inbox.now)
    }
  }
  func stop(_ playback: PlaybackID, for call: CallID) {}
  func hangUp(_ call: CallID) {}
}

/// Cards by their numbers; the column is where a server knows the rest.
private final class Cards: DataSource {
  let paths: [String: String]
  init(_ paths: [String: String]) { self.paths = paths }
  func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    guard case .binary(.equal, _, .constant(.text(let number))) = request.query.condition,
      let path = paths[number]
    else { return answer(.noRow) }
    answer(.row([.text(path)]))
  }
  func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void) { answer(.saved) }
}

/// A caller is known by the number on his card, and by what a server says of it.
@Suite struct `A profile by loyalty number and from a server` {
  private static func serve(_ path: String, _ connection: Connection) {
    switch path {
    case "/well": connection.answer("200 OK", #"{"name": "김민지 \"VIP\"", "rate": 80}"#)
    case "/nameless": connection.answer("200 OK", #"{"rate": null}"#)
    case "/none": connection.answer("404 Not Found", "{}")
    case "/broken": connection.answer("500 Internal Server Error", "{}")
    case "/noise": connection.send("\u{1}\u{7f}garbage\r\n\r\n")
    case "/loop": connection.answer("302 Found", "", "Location: /loop\r\n")
    case "/large":
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
      let part = String(repeating: "x", count: 65536)
      for _ in 0..<800 { if !connection.send(part) { break } }
    default: connection.waitForEnd()
    }
  }

  @Test func `is used when it comes well, and never holds up a call when it comes late, bad or not at all`()
    async throws
  {
    let server = try TinyServer(Self.serve)
    // An answer that comes is waited for however busy the machine is.
    func fetch(_ name: String, limit: String) -> String {
      """
      fetch \(name) {
        get "http://127.0.0.1:\(server.port)/{place}"
        read name -> who
        read rate -> pace number
        limit \(limit)
        found {
          set call.rate = pace
          if who == none { say "Good day." } else { say "Good day, {who}." }
          hangup
        }
        missing { say "Nobody knows it."; hangup }
        timeout { say "Too late."; hangup }
        error { say "Broken."; hangup }
      }
      """
    }
    let flow = """
      callflow 1
      language en
      table cards (number text key, place text key)
      flow main {
        collect ask into card { say "Your card."; digits 4; done -> find }
        lookup find {
          from cards where number == card
          read place
          found { if place == "never" -> profile_that_never_comes else -> profile }
          missing { say "There is no such card."; hangup }
        }
        \(fetch("profile", limit: "30s"))
        \(fetch("profile_that_never_comes", limit: "3s"))
      }
      """
    let compilation = Compiler.compile([SourceText(name: "p.callflow", text: flow)])
    let graph = try #require(compilation.applications.first, "\(compilation.diagnostics)")
    let expected = [
      "well": "Good day, 김민지 \"VIP\". at 140", "nameless": "Good day.", "none": "Nobody knows it.",
      "broken": "Broken.", "noise": "Broken.", "loop": "Broken.", "large": "Broken.", "never": "Too late.",
    ]
    let places = expected.keys.sorted()
    let numbers = Dictionary(
      uniqueKeysWithValues: places.enumerated().map { (String(1000 + $0.offset), $0.element) })
    let web = WebFetcher()
    defer { web.close() }
    let runner = EngineRunner(log: NoLog(), data: SiteData(rows: Cards(numbers), web: web), seed: 1)
    let (ended, told) = AsyncStream<CallID>.makeStream()
    runner.start(SiteDefinition(applications: [graph], agents: [])) { engine in
      engine.onNotice = { _, notice in if case .callEnded(let call, _) = notice { told.yield(call) } }
    }
    let line = QuickLine(runner)
    var cards: [CallID: String] = [:]
    for card in numbers.keys.sorted() + ["4711"] {
      let call = runner.makeCallID(at: runner.now)
      cards[call] = card
      runner.post(.arrival(Arrival(line: line, ani: "1", dnis: "1", flow: "main"), call), at: runner.now)
      for character in card {
        guard let key = Key(character) else { continue }
        runner.post(.line(call, .keyDown(key, cut: nil)), at: runner.now)
        runner.post(.line(call, .keyUp(key)), at: runner.now)
      }
    }
    var open = Set(cards.keys)
    for await call in ended {
      open.remove(call)
      if open.isEmpty { break }
    }
    for (call, card) in cards {
      let wanted = numbers[card].flatMap { expected[$0] } ?? "There is no such card."
      #expect(line.said(call).last == wanted, "\(numbers[card] ?? card): \(line.said(call))")
    }
    runner.stop()
  }
}
