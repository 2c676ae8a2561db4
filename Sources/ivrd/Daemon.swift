import ACD
import Chronology
import Control
import Engine
import Foundation
import Media
import SQLiteStore
import Session
import Site
import Synchronization

/// A running site: the engine, its lines, log and control socket.
final class Daemon: Sendable {
  let runner: EngineRunner
  let lines: [String: KeypadLine]
  let stories = Stories()
  private let path: String
  private let log: SQLiteCallLog
  private let data: SQLiteData
  private let loop: MediaLoop
  private let site: Mutex<LoadedSite>
  private let server = Mutex<ControlServer?>(nil)
  let started: Instant

  /// Opens everything; takes calls from when it returns.
  /// - Throws: `StartFault` when something is missing, broken or used by another.
  init(_ parts: Parts) throws {
    path = parts.path
    site = Mutex(parts.site)
    // The socket comes first: whoever has it owns the site.
    let box = HandlerBox()
    let control = parts.site.controlPath
    let logPath = parts.site.logPath ?? "var/calls.sqlite"
    for file in [control, logPath] { try Daemon.makeFolder(of: file) }
    let server: ControlServer
    do {
      server = try ControlServer(path: control, group: parts.site.file.controlGroup) { box.handle($0, $1) }
    } catch {
      throw StartFault("\(error)")
    }
    do {
      log = try SQLiteCallLog(path: logPath) { Ivrd.say("\($0)") }
    } catch {
      server.close()
      throw StartFault("\(error)")
    }
    if log.interruptedCalls > 0 {
      Ivrd.say("\(log.interruptedCalls) calls of an earlier run were closed as interrupted")
    }
    data = SQLiteData(dataFile: parts.site.dataPath, folder: Daemon.folder(of: parts.path))
    runner = EngineRunner(log: log, data: data, seed: UInt64.random(in: 1 ... .max))
    if let largest = log.largestCall { runner.inbox.startCallIDs(after: largest) }
    let runner = runner
    loop = MediaLoop(clock: { runner.now })
    var lines: [String: KeypadLine] = [:]
    for line in parts.site.file.lines {
      lines[line.name] = KeypadLine(
        name: line.name, inbox: runner, voice: parts.speech, sounds: parts.sounds, loop: loop)
    }
    self.lines = lines
    started = runner.now
    let stories = stories
    runner.start(parts.site.definition) { engine in
      engine.onStory = { call, instant, story, state in stories.tell(call, story, state) }
      engine.onNotice = { _, notice in
        switch notice {
        case .callEnded(let call, let ending): stories.end(call, ending)
        case .warning(let text): Ivrd.say("warning: \(text)")
        default: break
        }
      }
    }
    box.set(ControlHandler(daemon: self))
    self.server.withLock { $0 = server }
    Prerender.start(parts)
  }

  /// Loads the site again; a site with faults changes nothing.
  func reload() -> (isDone: Bool, message: String) {
    do {
      let parts = try Parts(site: path)
      let reply = runner.perform(.reload(parts.site.definition))
      if let problem = reply.problem { return (false, "not reloaded: \(problem)") }
      site.withLock { $0 = parts.site }
      return (true, "reloaded \(path): \(parts.summary); calls under way keep their flow")
    } catch let fault as StartFault {
      return (false, "not reloaded: \(fault.message)")
    } catch {
      return (false, "not reloaded: \(error)")
    }
  }

  /// Hangs up politely, closes every record and ends.
  func stop() {
    runner.stop()
    loop.stop()
    log.flush()
    log.close()
    data.close()
    server.withLock { $0 }?.close()
  }

  var sitePath: String { path }
  var logPath: String { log.path }
  var logStatus: LogStatus { log.status }
  func graphs() -> [String] {
    site.withLock { $0.applications.map { "\($0.name) \(String($0.id, radix: 16))" } }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
  private static func makeFolder(of path: String) throws {
    let folder = folder(of: path)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StartFault("\(folder): this folder cannot be made; name another one in the site, or make it")
    }
  }
}

/// Lets the socket be opened before what answers it exists.
final class HandlerBox: Sendable {
  private let handler = Mutex<ControlHandler?>(nil)
  func set(_ handler: ControlHandler) { self.handler.withLock { $0 = handler } }
  func handle(_ request: ControlRequest, _ sink: ControlSink) {
    guard let handler = handler.withLock({ $0 }) else {
      return sink.fail("ivrd is still starting; try again")
    }
    handler.handle(request, sink)
  }
}
