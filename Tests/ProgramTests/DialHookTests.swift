import TestSupport
import Foundation
import Synchronization
import Testing

@Suite struct `Telephones that ivrd rings` {
  static func hasSound(_ samples: [Int16]) -> Bool { `A line behind a PBX`.hasSound(samples[...]) }

  /// A site whose program is that script, with a named pipe for what it has to tell.
  static func site(
    _ script: String, pipes: String...
  ) async throws -> (site: RunningSite, port: UInt16, pipes: [Fifo]) {
    var made: [Fifo] = []
    let (site, port) = try await PBXSite.start("dial \"./ring\" \"first argument\" \"$(touch never)\"") {
      folder in
      try folder.write("#!/bin/sh\n\(script)\n", to: "ring")
      chmod(folder["ring"], 0o755)
      made = try pipes.map { try Fifo(folder[$0]) }
    }
    return (site, port, made)
  }

  @Test func `are rung by a program without a shell, and whoever answers is the call`() async throws {
    let (site, port, pipes) = try await Self.site(
      "printf '%s\\n' \"$@\" \"$IVRD_SOCKET\" > rung", pipes: "rung")
    let ringing = try RunningProgram(
      Programs.ivrctl, ["ring", "202", "--flow", "sales", "--seconds", "120"], in: site.folder.path,
      environment: site.folder.environment)
    let words = try await pipes[0].lines()
    let leg = words.count > 3 ? words[3] : ""
    #expect(
      words == [
        "first argument", "$(touch never)", "ring", leg, "202", "120", site.folder["ivrd.sock"],
      ])
    let peer = try BridgePeer(port: port, .init(leg: leg))
    let ended = try await ringing.ended()
    #expect(ended == .init(status: 0, out: "202 has answered\n", err: ""))
    #expect(try await peer.ended() == .hungUp)
    #expect(Self.hasSound(peer.heard))
    #expect(try await site.stop().status == 0)
    #expect(try Records.rows(site.log, "SELECT dnis FROM calls") == [["202"]])
    #expect(try site.events("state") == ["sales.bye"])
    #expect(!FileManager.default.fileExists(atPath: site.folder["never"]))
  }

  @Test(arguments: [
    ("exit 1", "202 is busy"), ("exit 2", "202 does not answer"),
    ("echo 'no route' >&2; echo more >&2; exit 7", "no route"),
    ("kill -9 $$", "was ended by a signal"), ("exit 64", "ended with status 64"),
  ])
  func `are busy, or not answered, or cannot be rung`(script: String, says: String) async throws {
    let (site, _, _) = try await Self.site(script)
    let result = try await site.ivrctl("ring", "202")
    #expect(result.status == 1 && result.err.contains(says), "\(result)")
    #expect(try await site.stop().status == 0)
  }

  @Test func `are rung by a program that says more than anybody reads, and its status counts`() async throws {
    let (site, _, _) = try await Self.site("echo 'no route' >&2; timeout 2 yes 'no route at all' >&2; exit 1")
    func bytesRead() throws -> Int {
      let text = try String(contentsOfFile: "/proc/\(site.ivrd.id)/io", encoding: .utf8)
      let line = text.split(separator: "\n").first { $0.hasPrefix("rchar: ") }
      return Int(line?.dropFirst(7) ?? "") ?? 0
    }
    let before = try bytesRead()
    let result = try await site.ivrctl("ring", "202", "--seconds", "60")
    #expect(result.status == 1 && result.err.contains("202 is busy"), "\(result)")
    // At a measured pace: a pipe's worth in 20 ms.
    #expect(try bytesRead() - before < 20 << 20)
    #expect(try await site.stop().status == 0)
  }

  @Test func `stop ringing when nobody answers, and with ivrd`() async throws {
    // Whoever is rung holds the pipe of his number open for as long as he is there.
    let (site, _, pipes) = try await Self.site(
      "if [ $3 = cancel ]; then echo $4 > cancelled; exit 0; fi; exec 3> $5; echo $4 >&3; exec sleep 600",
      pipes: "202", "203", "cancelled")
    let result = try await site.ivrctl("ring", "202", "--seconds", "1")
    #expect(result.status == 1 && result.err.contains("does not answer"))
    let leg = try await pipes[2].line()
    #expect(try await pipes[0].lines() == [leg])
    let ringing = try RunningProgram(
      Programs.ivrctl, ["ring", "203"], in: site.folder.path, environment: site.folder.environment)
    #expect(try await pipes[1].line() != leg)
    #expect(try await site.stop().status == 0)
    #expect(try await pipes[1].lines() == [])
    #expect(try await ringing.ended().status != 0)
  }

  @Test func `need a program that is there`() async throws {
    let folder = try TestFolder()
    try folder.write(PBXSite.flow, to: "pbx.callflow")
    for (dial, says) in [
      ("dial \"no-such-program\"", "there is no program 'no-such-program' that can be run"),
      ("dial \"./pbx.callflow\"", "there is no program './pbx.callflow' that can be run"),
      ("dial", "a program in quotes was expected"), ("dial \"\"", "this text is empty"),
    ] {
      try folder.write("site 1\nflows \"pbx.callflow\"\n\(dial)\nline test keypad flow main\n", to: "a.site")
      let result = try await RunningProgram(Programs.ivrd, ["a.site", "--check"], in: folder.path).ended()
      #expect(result.status != 0 && result.err.contains(says), "\(result)")
    }
  }

  // MARK: Ready-made for Asterisk

  @Test func `are rung by a file in a spool folder`() async throws {
    let (site, port) = try await PBXSite.start(
      "dial \"ivrctl\" \"pbx\" \"ring-spool\" \"--config\" \"pbx.conf\""
    ) {
      for name in ["spool", "tmp"] {
        try FileManager.default.createDirectory(atPath: $0[name], withIntermediateDirectories: true)
      }
      try $0.write(
        "spool \($0["spool"]) # here\nchannel Local/{number}@ivr-phones/n\nbridge 127.0.0.1:9093\ncaller 1000\n",
        to: "pbx.conf")
    }
    let ringing = try RunningProgram(
      Programs.ivrctl, ["ring", "202"], in: site.folder.path, environment: site.folder.environment)
    let spool = site.folder["spool"]
    let file = try await onThread {
      try FolderWatch(spool).wait(for: "call file") {
        try FileManager.default.contentsOfDirectory(atPath: spool).first
      }
    }
    let leg = String(file.dropFirst(5).dropLast(5))
    #expect(
      try site.folder.text("spool/\(file)") == """
        Channel: Local/202@ivr-phones/n
        MaxRetries: 0
        WaitTime: 20
        Application: AudioSocket
        Data: \(leg),127.0.0.1:9093
        CallerID: 1000

        """)
    #expect(try FileManager.default.contentsOfDirectory(atPath: site.folder["tmp"]) == [])
    let taken = try await ivrctl(
      ["pbx", "ring-spool", "--config", "pbx.conf", "cancel", leg], in: site.folder.path)
    #expect(taken.status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: site.folder["spool"]) == [])
    let peer = try BridgePeer(port: port, .init(leg: leg))
    #expect(try await ringing.ended().status == 0)
    peer.hangUp()
    #expect(try await site.stop().status == 0)
  }

  @Test(arguments: [("4", "Success", 0), ("5", "Failure", 1), ("3", "Failure", 2), ("0", "Failure", 3)])
  func `are rung by the manager interface`(reason: String, response: String, status: Int) async throws {
    let folder = try TestFolder()
    let manager = try FakeManager(reason: reason, response: response)
    try folder.write(Self.config(manager.port), to: "pbx.conf")
    chmod(folder["pbx.conf"], 0o600)
    let leg = PBXSite.uuid()
    let result = try await ivrctl(
      ["pbx", "ring-manager", "--config", "pbx.conf", "ring", leg, "202", "20"], in: folder.path)
    #expect(Int(result.status) == status && result.err.isEmpty == (status < 3), "\(result)")
    #expect(
      manager.actions.last == [
        "Action: Originate", "ActionID: \(leg)", "Channel: PJSIP/202", "ChannelId: ivrd-\(leg)",
        "Application: AudioSocket", "Data: \(leg),127.0.0.1:9093", "Timeout: 20000", "Async: true",
      ])
    #expect(
      try await ivrctl(["pbx", "ring-manager", "--config", "pbx.conf", "cancel", leg], in: folder.path).status
        == 0)
    #expect(
      manager.actions.last
        == ["Action: Hangup", "ActionID: \(leg)", "Channel: ivrd-\(leg)", "Cause: 16"])
  }

  @Test func `are not rung with what is no number, a secret that others read or a manager that says no`()
    async throws
  {
    let folder = try TestFolder()
    let manager = try FakeManager(reason: "4", response: "Success", secret: "other")
    try folder.write(Self.config(manager.port), to: "pbx.conf")
    chmod(folder["pbx.conf"], 0o600)
    let leg = PBXSite.uuid()
    func ring(_ words: String...) async throws -> RunningProgram.Output {
      try await ivrctl(["pbx", "ring-manager", "--config", "pbx.conf"] + words, in: folder.path)
    }
    for words in [
      ["ring", leg, "20\r\nAction: Command", "20"], ["ring", leg, "202;", "20"], ["ring", leg, "", "20"],
      ["ring", leg, "202", "0"], ["ring", "x", "202", "20"], ["ring", leg], ["sing", leg], ["cancel", "x"],
    ] {
      let result = try await ivrctl(
        ["pbx", "ring-manager", "--config", "pbx.conf"] + words, in: folder.path)
      #expect(result.status == 64 && !result.err.isEmpty, "\(words): \(result)")
    }
    #expect(try await ring("--bogus").status == 64)
    #expect(manager.actions == [])
    let refused = try await ring("ring", leg, "202", "20")
    #expect(refused.status == 3 && refused.err.contains("does not let us in: Authentication failed"))
    chmod(folder["pbx.conf"], 0o644)
    let shown = try await ring("ring", leg, "202", "20")
    #expect(shown.status == 64 && shown.err.contains("chmod 600"))
  }

  static func config(_ port: UInt16) -> String {
    """
    # how telephones are rung
    manager 127.0.0.1:\(port)
    user ivrd
    secret hush
    channel PJSIP/{number}
    bridge 127.0.0.1:9093
    """
  }
}

/// Asterisk's manager interface as far as ringing goes; says the outcome of every call it is asked for.
final class FakeManager: Sendable {
  let port: UInt16
  private let descriptor: Int32
  private let seen = Mutex<[[String]]>([])
  /// But for the logins.
  var actions: [[String]] { seen.withLock { $0 } }

  init(reason: String, response: String, secret: String = "hush") throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(descriptor, place, size) == 0 && listen(descriptor, 5) == 0
          && getsockname(descriptor, place, &size) == 0
      }
    }
    guard isBound else { throw TooLate(description: "no port for the manager") }
    self.descriptor = descriptor
    port = address.sin_port.bigEndian
    Thread.detachNewThread { [weak self] in
      while true {
        let peer = accept(descriptor, nil, nil)
        guard peer >= 0 else { return }
        self?.serve(peer, reason, response, secret)
        close(peer)
      }
    }
  }
  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  private func serve(_ peer: Int32, _ reason: String, _ response: String, _ secret: String) {
    func say(_ lines: String...) {
      let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
      _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
    let greeting = Array("Asterisk Call Manager/11.0.0\r\n".utf8)
    _ = send(peer, greeting, greeting.count, Int32(MSG_NOSIGNAL))
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(peer, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      text += String(decoding: buffer[..<count], as: UTF8.self)
      while let end = text.range(of: "\r\n\r\n") {
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        text = String(text[end.upperBound...])
        let id = lines.first { $0.hasPrefix("ActionID: ") } ?? ""
        if lines.first == "Action: Login" {
          if lines.contains("Secret: \(secret)") {
            say("Response: Success", id, "Message: Authentication accepted")
            say("Event: FullyBooted", "Privilege: system,all", "Status: Fully Booted")
          } else {
            say("Response: Error", id, "Message: Authentication failed")
          }
          continue
        }
        seen.withLock { $0.append(lines) }
        if lines.first == "Action: Originate" {
          say("Response: Success", id, "Message: Originate successfully queued")
          say("Event: Newchannel", "Channel: PJSIP/202-00000001", "Uniqueid: other")
          say("Event: OriginateResponse", "ActionID: other", "Response: Failure", "Reason: 5")
          say("Event: OriginateResponse", id, "Response: \(response)", "Reason: \(reason)")
        } else {
          say("Response: Error", id, "Message: No such channel")
        }
      }
    }
  }
}
