import TestSupport
import CEpoll
import Foundation
import HTTPData
import Session
import Testing

private let openssl = "/usr/bin/openssl"

/// `openssl s_server` with a certificate that it has signed itself.
private struct SelfSignedServer {
  let folder: TestFolder
  let id: pid_t
  let port: Int

  init() throws {
    folder = try TestFolder()
    let (key, certificate) = (folder["key.pem"], folder["cert.pem"])
    let (maker, made) = try SelfSignedServer.start(
      in: folder,
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
        "-subj", "/CN=localhost",
      ])
    _ = made.readDataToEndOfFile()
    _ = waitForEnd(of: maker)
    let (server, output) = try SelfSignedServer.start(
      in: folder,
      [
        "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www",
      ])
    id = server
    var told = ""
    // It says on which port it listens.
    while !told.contains("\n") || !told.contains("ACCEPT") {
      let data = output.availableData
      if data.isEmpty { break }
      told += String(decoding: data, as: UTF8.self)
    }
    let line = told.split(separator: "\n").first { $0.hasPrefix("ACCEPT") } ?? ""
    guard let number = line.split(separator: ":").last.flatMap({ Int($0) }) else {
      throw CocoaError(.fileReadUnknown)
    }
    port = number
  }

  private static func start(in folder: TestFolder, _ arguments: [String]) throws -> (pid_t, FileHandle) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw CocoaError(.fileReadUnknown) }
    defer { close(ends[1]) }
    let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    let id = try spawn(
      openssl, arguments, in: folder.path, environment: ProcessInfo.processInfo.environment
    ) { actions in
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    return (id, output)
  }

  func end() {
    // A thread that has its signals blocked passes that on.
    kill(id, SIGKILL)
    _ = waitForEnd(of: id)
  }
}

@Suite struct `A certificate that nobody has signed` {
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: openssl), "openssl is not installed"))
  func `is refused`() async throws {
    let server = try SelfSignedServer()
    defer { server.end() }
    let fetcher = WebFetcher()
    defer { fetcher.close() }
    let request = FetchRequest(
      state: "main.find", address: "https://localhost:\(server.port)/", shown: "GET …", limit: .seconds(20))
    let answer = await withCheckedContinuation { continuation in
      fetcher.fetch(request) { continuation.resume(returning: $0) }
    }
    guard case .failed(.failed(let why)) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(why == "the server's certificate is not trusted")
  }
}
