import Foundation

/// Limits of a control socket.
public struct ControlLimits: Hashable, Sendable {
  public var connections = 64
  /// Connections of one user that owe a request: beyond, the one that has been idle for longest goes, or the
  /// newcomer. The program's own user and root have no such limit.
  public var idlePerUser = 16
  /// All connections of one user, those that wait for answers or follow events too; the program's own user and
  /// root have no such limit.
  public var perUser: Int { max(1, (connections - reserved) / 2) }
  /// One that came less long ago is not closed for a newcomer: its request may be on its way.
  public var settling: Duration = .seconds(1)
  /// The last so many of all connections are kept for the program's own user and root.
  public var reserved = 8
  /// Who has no limit of his own, by number.
  public var trusted: Set<UInt32> = [0, getuid()]
  /// A connection that owes a request, or the rest of one, is closed after so long.
  public var idle: Duration = .seconds(10)
  /// Bytes of answers that a peer has not read.
  public var unread = 8 << 20
  public init() {}
}

/// The control socket of a running program: one thread, one JSON object a line, peers that misbehave are
/// told once and closed.
public final class ControlServer: @unchecked Sendable {
  public typealias Handler = @Sendable (ControlRequest, ControlSink) -> Void

  public let path: String
  private let limits: ControlLimits
  private let handler: Handler
  private let listener: Int32
  private let inode: UInt64
  private let wakeOut: Int32
  private let wakeIn: Int32
  private let stopped = NSCondition()
  private var isStopping = false
  private var isDone = false

  /// Listens from now on. A socket file that a dead server left is replaced.
  ///
  /// - Parameters:
  ///   - group: may use the socket as well (mode 0660); nil for the owner alone (0600).
  ///   - isOpenToAll: everybody may connect (mode 0666), and whoever answers looks who it is.
  ///   - handler: called on the server's thread for every request; answers through the sink, now or later.
  /// - Throws: when the path is taken by a living server or by a file, or cannot be made.
  public init(
    path: String, group: String? = nil, isOpenToAll: Bool = false, limits: ControlLimits = ControlLimits(),
    handler: @escaping Handler
  ) throws(ControlError) {
    (self.path, self.limits, self.handler) = (path, limits, handler)
    // Between two servers that start at once, neither may take the other's socket, bound but not yet
    // listening, for a dead one.
    let turn = try ControlServer.lockFolder(of: path)
    defer { Glibc.close(turn) }
    let listener = try UnixSocket.open()
    do throws(ControlError) {
      try ControlServer.bind(listener, to: path)
      do throws(ControlError) {
        // Nobody can connect before `listen`, so the mode is right from the first connection on.
        try ControlServer.setAccess(path, group: group, isOpenToAll: isOpenToAll)
        guard listen(listener, 64) == 0 else {
          throw ControlError(.unusable, "\(path): cannot listen: \(systemMessage(errno))")
        }
      } catch {
        unlink(path)
        throw error
      }
    } catch {
      Glibc.close(listener)
      throw error
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      Glibc.close(listener)
      unlink(path)
      throw ControlError(.unusable, "\(path): no pipe can be made: \(systemMessage(errno))")
    }
    for descriptor in ends + [listener] { UnixSocket.setNonBlocking(descriptor) }
    (wakeOut, wakeIn) = (ends[0], ends[1])
    self.listener = listener
    inode = ControlServer.inode(of: path) ?? 0
    let thread = Thread { [self] in run() }
    thread.name = "control"
    thread.start()
  }

  /// Whether a socket could be made there, its folder apart: the path's length, what lies there now, and the
  /// group. Makes nothing, and does not care whether a server runs there now.
  public static func check(path: String, group: String? = nil) throws(ControlError) {
    _ = try UnixSocket.withAddress(path) { _, _ in 0 }
    try refuseFile(at: path)
    if let group { _ = try number(ofGroup: group, for: path) }
  }

  /// Sends what is still due where it can be sent at once, closes all connections and removes the socket.
  public func close() {
    stopped.lock()
    isStopping = true
    wake()
    while !isDone { stopped.wait() }
    stopped.unlock()
  }

  // MARK: Making the socket

  private static func lockFolder(of path: String) throws(ControlError) -> Int32 {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ControlError(
        .unusable, "\(path): \(systemMessage(errno)); check that its folder exists and may be read")
    }
    // A file system without locks still serves, without this protection.
    _ = flock(descriptor, LOCK_EX)
    return descriptor
  }

  private static func bind(_ descriptor: Int32, to path: String) throws(ControlError) {
    for attempt in 1...2 {
      let code = try UnixSocket.withAddress(path) { Glibc.bind(descriptor, $0, $1) }
      if code == 0 { return }
      guard code == EADDRINUSE, attempt == 1 else {
        throw ControlError(
          .unusable, "\(path): \(systemMessage(code)); check that its folder exists and may be written")
      }
      try refuseFile(at: path)
      let probe = try UnixSocket.open()
      UnixSocket.setNonBlocking(probe)
      let answer = try UnixSocket.withAddress(path) { connect(probe, $0, $1) }
      Glibc.close(probe)
      guard answer == ECONNREFUSED else {
        // EAGAIN, too, means that somebody listens.
        throw ControlError(
          .inUse, "\(path): another server is running there; stop it, or choose another path")
      }
      unlink(path)
    }
  }

  private static func refuseFile(at path: String) throws(ControlError) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK else { return }
    throw ControlError(.unusable, "\(path): is a file and no socket; choose another path")
  }

  private static func setAccess(
    _ path: String, group: String?, isOpenToAll: Bool
  ) throws(ControlError) {
    if let group {
      guard chown(path, uid_t.max, try number(ofGroup: group, for: path)) == 0 else {
        throw ControlError(
          .notAllowed,
          "\(path): cannot be given to group \"\(group)\" (\(systemMessage(errno))); be a member of it")
      }
    }
    guard chmod(path, group != nil ? 0o660 : isOpenToAll ? 0o666 : 0o600) == 0 else {
      throw ControlError(.unusable, "\(path): \(systemMessage(errno))")
    }
  }

  private static func number(ofGroup group: String, for path: String) throws(ControlError) -> gid_t {
    var buffer = [CChar](repeating: 0, count: 16 << 10)
    var entry = Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    getgrnam_r(group, &entry, &buffer, buffer.count, &found)
    guard found != nil else {
      throw ControlError(.unusable, "\(path): there is no group \"\(group)\"; make it, or name another")
    }
    return entry.gr_gid
  }

  private static func inode(of path: String) -> UInt64? {
    var status = stat()
    return lstat(path, &status) == 0 ? UInt64(status.st_ino) : nil
  }

  // MARK: The server's thread

  private func wake() {
    var byte: UInt8 = 1
    // A full pipe wakes as well.
    _ = write(wakeIn, &byte, 1)
  }

  private func run() {
    var connections: [ControlConnection] = []
    var serial: UInt64 = 0
    while true {
      stopped.lock()
      let isLast = isStopping
      stopped.unlock()
      if isLast { break }

      let now = UnixSocket.now
      var polled = [
        pollfd(fd: wakeOut, events: Int16(POLLIN), revents: 0),
        // A full house leaves newcomers in the kernel's queue.
        pollfd(fd: connections.count < limits.connections ? listener : -1, events: Int16(POLLIN), revents: 0),
      ]
      var pause: Int64 = 60_000
      for connection in connections {
        let events = POLLIN | (connection.outgoing.isEmpty ? 0 : POLLOUT)
        polled.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
        if let due = connection.deadline(idle: limits.idle) { pause = min(pause, max(0, due - now)) }
      }
      guard poll(&polled, nfds_t(polled.count), Int32(clamping: pause)) >= 0 || errno == EINTR else { break }

      var bytes = [UInt8](repeating: 0, count: 256)
      if polled[0].revents != 0 { while read(wakeOut, &bytes, bytes.count) == bytes.count {} }
      let after = UnixSocket.now
      for (connection, entry) in zip(connections, polled.dropFirst(2)) {
        connection.serve(isReadable: entry.revents != 0, now: after, limits: limits, handler: handler)
      }
      connections.removeAll { connection in
        if connection.isFinished { connection.close() }
        return connection.isFinished
      }
      if polled[1].revents != 0 {
        while connections.count < limits.connections {
          let descriptor = accept(listener, nil, nil)
          guard descriptor >= 0 else { break }
          UnixSocket.setNonBlocking(descriptor)
          serial += 1
          let newcomer = ControlConnection(
            descriptor, number: serial, now: after,
            outgoing: Outgoing(limit: limits.unread, wake: { [weak self] in self?.wake() }))
          if let refusal = makeRoom(for: newcomer, among: &connections, now: after) {
            newcomer.turnAway(refusal)
            newcomer.close()
          } else {
            connections.append(newcomer)
          }
        }
      }
    }
    for connection in connections {
      _ = connection.outgoing.flush(to: connection.descriptor)
      connection.close()
    }
    // A successor may have replaced the file already.
    if ControlServer.inode(of: path) == inode { unlink(path) }
    Glibc.close(listener)
    stopped.lock()
    isDone = true
    stopped.broadcast()
    stopped.unlock()
  }

  /// Whoever holds connections and asks nothing takes room from himself alone.
  ///
  /// - Returns: why there is none.
  private func makeRoom(
    for newcomer: ControlConnection, among connections: inout [ControlConnection], now: Int64
  ) -> String? {
    if limits.trusted.contains(newcomer.user) { return nil }
    if connections.count >= limits.connections - limits.reserved {
      return "there are too many connections now; try again in a while"
    }
    let held = connections.count { $0.user == newcomer.user }
    let idle = connections.indices.filter { connections[$0].user == newcomer.user && connections[$0].owes }
    guard idle.count >= limits.idlePerUser || held >= limits.perUser && !idle.isEmpty else {
      return held < limits.perUser
        ? nil
        : "user \(newcomer.user) has \(held) connections open, as many as one user may; close some first"
    }
    let settling = limits.settling.components.seconds * 1000
    if let oldest = idle.min(by: { connections[$0].owedSince < connections[$1].owedSince }),
      now - connections[oldest].owedSince >= settling
    {
      let connection = connections.remove(at: oldest)
      connection.turnAway("it asked nothing, and its user opened others")
      connection.close()
      return nil
    }
    return "user \(newcomer.user) has \(idle.count) connections open that ask nothing; close some first"
  }

  deinit {
    Glibc.close(wakeIn)
    Glibc.close(wakeOut)
  }
}
