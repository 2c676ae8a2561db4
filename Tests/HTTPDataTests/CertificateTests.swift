import CEpoll
import Foundation
import HTTPData
import Session
import Testing

private let openssl = "/usr/bin/openssl"

/// `openssl s_server` with a certificate that it has signed itself.
private struct SelfSignedServer {
  let folder: URL
  let id: pid_t
  let port: Int

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (key, certificate) = (folder.path + "/key.pem", folder.path + "/cert.pem")
    let (maker, made) = try SelfSignedServer.start([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
      "-subj", "/CN=localhost",
    ])
    _ = made.readDataToEndOfFile()
    var status: Int32 = 0
    waitpid(maker, &status, 0)
    let (server, output) = try SelfSignedServer.start([
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

  private static func start(_ arguments: [String]) throws -> (pid_t, FileHandle) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw CocoaError(.fileReadUnknown) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    var words = ([openssl] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, openssl, &actions, nil, &words, environ)
    close(ends[1])
    guard code == 0 else { throw CocoaError(.fileReadUnknown) }
    return (id, FileHandle(fileDescriptor: ends[0], closeOnDealloc: true))
  }

  func end() {
    // A thread that has its signals blocked passes that on.
    kill(id, SIGKILL)
    var status: Int32 = 0
    waitpid(id, &status, 0)
    try? FileManager.default.removeItem(at: folder)
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
