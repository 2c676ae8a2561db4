import Engine
import Foundation

/// Rings by Asterisk's manager interface: it is asked to dial, and tells what became of it.
struct ManagerRinger {
  let config: RingConfig
  init(_ config: RingConfig) { self.config = config }

  func run(_ wish: RingWish) throws -> Int32 {
    switch wish {
    case .ring(let leg, let number, let seconds):
      let manager = try login(seconds: seconds + 5, events: "call")
      var action = [
        ("Action", "Originate"), ("ActionID", leg.description), ("Channel", try config.channel(number)),
        ("ChannelId", name(leg)), ("Application", "AudioSocket"), ("Data", "\(leg),\(try config["bridge"])"),
        ("Timeout", String(seconds * 1000)), ("Async", "true"),
      ]
      if let caller = config.caller { action.append(("CallerID", caller)) }
      try manager.send(action)
      while true {
        let message = try manager.next()
        guard message["ActionID"] == leg.description else { continue }
        if message["Event"] == "OriginateResponse" { return try outcome(message, number) }
        if message["Response"] == "Error" {
          throw CommandError("Asterisk does not dial: \(message["Message"] ?? "no reason given")", status: 3)
        }
      }
    case .cancel(let leg):
      let manager = try login(seconds: 5, events: "off")
      // Known by the id that it was given. Gone already is as good.
      try manager.send([
        ("Action", "Hangup"), ("ActionID", leg.description), ("Channel", name(leg)), ("Cause", "16"),
      ])
      while try manager.next()["ActionID"] != leg.description {}
      return 0
    }
  }

  private func name(_ leg: LegID) -> String { "ivrd-\(leg)" }

  /// Reasons are numbers of Asterisk's control frames.
  private func outcome(_ message: [String: String], _ number: String) throws -> Int32 {
    if message["Response"] == "Success" { return 0 }
    switch message["Reason"] {
    case "1", "3": return 2
    case "5": return 1
    case let reason:
      throw CommandError(
        "Asterisk cannot reach \(try config.channel(number)) (reason \(reason ?? "none"))",
        hint: "is that telephone registered?", status: 3)
    }
  }

  private func login(seconds: Int, events: String) throws -> ManagerConnection {
    let manager = try ManagerConnection(address: try config["manager"], seconds: seconds)
    try manager.send([
      ("Action", "Login"), ("ActionID", "login"), ("Username", try config["user"]),
      ("Secret", try config["secret"]), ("Events", events),
    ])
    while true {
      let message = try manager.next()
      guard message["ActionID"] == "login" else { continue }
      if message["Response"] == "Success" { return manager }
      throw CommandError(
        "Asterisk's manager does not let us in: \(message["Message"] ?? "no reason given")",
        hint: "compare user and secret with manager.conf", status: 3)
    }
  }
}

/// A connection to Asterisk's manager interface: messages of lines `Key: value`, an empty one behind each.
final class ManagerConnection {
  private let descriptor: Int32
  private let address: String
  private let deadline: ContinuousClock.Instant
  private var bytes: [UInt8] = []
  private static let longestMessage = 64 << 10

  init(address: String, seconds: Int) throws {
    self.address = address
    deadline = ContinuousClock().now + .seconds(seconds)
    guard let colon = address.lastIndex(of: ":") else {
      throw CommandError("\(address): an address is host:port", hint: "manager 127.0.0.1:5038", status: 64)
    }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(
      String(address[..<colon]), String(address[address.index(after: colon)...]), &hints, &found)
    guard code == 0, let found else {
      throw CommandError("\(address): \(String(cString: gai_strerror(code)))", status: 3)
    }
    defer { freeaddrinfo(found) }
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(found.pointee.ai_family, type, 0)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard connect(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else {
      let why = String(cString: strerror(errno))
      close(descriptor)
      throw CommandError(
        "\(address): \(why)", hint: "is Asterisk running, and is its manager enabled?", status: 3)
    }
    self.descriptor = descriptor
    // A line of greeting.
    while !bytes.contains(0x0A) { try receive() }
    bytes.removeSubrange(...(bytes.firstIndex(of: 0x0A) ?? 0))
  }
  deinit { close(descriptor) }

  /// - Throws: for a value with a line end in it: it would be another line.
  func send(_ lines: [(String, String)]) throws {
    var text = ""
    for (key, value) in lines {
      guard value.unicodeScalars.allSatisfy({ $0.value >= 32 }) else {
        throw CommandError("'\(key)' has a control character in it", status: 64)
      }
      text += "\(key): \(value)\r\n"
    }
    let all = Array((text + "\r\n").utf8)
    var sent = 0
    while sent < all.count {
      let count = all[sent...].withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw CommandError("\(address): Asterisk has closed the connection", status: 3) }
      sent += count
    }
  }

  /// The next message; of a key that comes twice the first.
  func next() throws -> [String: String] {
    while true {
      if let message = takeMessage() { return message }
      try receive()
    }
  }

  private func takeMessage() -> [String: String]? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    bytes.removeFirst(text[..<end.upperBound].utf8.count)
    var message: [String: String] = [:]
    for line in text[..<end.lowerBound].components(separatedBy: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      if message[String(line[..<colon])] == nil { message[String(line[..<colon])] = value }
    }
    return message
  }

  private func receive() throws {
    let left = deadline - ContinuousClock().now
    let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
    guard milliseconds > 0, bytes.count < ManagerConnection.longestMessage else {
      throw CommandError("\(address): Asterisk does not say what became of it", status: 3)
    }
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, Int32(clamping: milliseconds)) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { throw CommandError("\(address): Asterisk has closed the connection", status: 3) }
    bytes += buffer[..<count]
  }
}
