import ACD
import Chronology
import Engine

/// Records as bytes, for the spool: a tag, then fields in order. Numbers are little-endian, texts carry
/// their length, what may be missing a byte of its own.
extension LogRecord {
  func write(to bytes: inout [UInt8]) {
    switch self {
    case .callOpened(let row):
      bytes.append(1)
      bytes.put(row.call.number)
      bytes.put(row.graph)
      bytes.put(row.flow)
      bytes.put(row.line)
      bytes.put(row.ani)
      bytes.put(row.dnis)
      bytes.put(row.offered)
    case .event(let row):
      bytes.append(2)
      bytes.put(row.call.number)
      bytes.put(Int64(row.number))
      bytes.put(row.at)
      bytes.put(row.kind)
      bytes.put(row.state)
      bytes.put(row.detail)
    case .queueVisit(let row):
      // 3 is that of earlier versions, which knew no segment and no priority.
      bytes.append(10)
      bytes.put(row.call.number)
      bytes.put(Int64(row.number))
      bytes.put(row.queue)
      bytes.put(row.enqueued)
      bytes.put(row.left)
      bytes.put(row.how)
      bytes.put(row.agent)
      bytes.put(row.talk.microseconds)
      bytes.put(row.hold.microseconds)
      bytes.put(row.wrapUp.microseconds)
      bytes.put(row.segment)
      bytes.append(row.priority == nil ? 0 : 1)
      if let priority = row.priority {
        bytes.put(Int64(priority.own))
        bytes.put(Int64(priority.added))
        bytes.put(priority.perMinute.bitPattern)
        bytes.append(priority.most == nil ? 0 : 1)
        if let most = priority.most { bytes.put(Int64(most)) }
        bytes.put(priority.atEnd.bitPattern)
      }
    case .callClosed(let row):
      bytes.append(4)
      bytes.put(row.call.number)
      bytes.put(row.language)
      bytes.append(row.answered == nil ? 0 : 1)
      if let answered = row.answered { bytes.put(answered) }
      bytes.put(row.ended)
      bytes.put(row.endedBy)
      bytes.put(row.outcome)
      bytes.put(row.ownOutcome)
    case .agent(let row):
      bytes.append(5)
      bytes.put(row.agent)
      bytes.put(row.at)
      bytes.put(row.state)
      bytes.put(row.reason)
      bytes.append(row.call == nil ? 0 : 1)
      if let call = row.call { bytes.put(call.number) }
    case .disposition(let row):
      bytes.append(6)
      bytes.put(row.call.number)
      bytes.put(row.agent)
      bytes.put(row.title)
    case .kept(let row):
      bytes.append(7)
      bytes.put(row.kind)
      bytes.put(row.name)
      bytes.put(row.at)
      bytes.put(row.value)
    case .audit(let row):
      bytes.append(8)
      bytes.put(row.at)
      bytes.put(UInt64(row.user))
      bytes.put(row.name)
      bytes.put(row.role)
      bytes.put(row.act)
      bytes.put(row.result)
    case .published(let row):
      bytes.append(9)
      bytes.put(row.number)
      bytes.put(row.at)
      bytes.put(row.body)
    }
  }

  /// Nil for bytes that are no record, or more than one.
  init?(bytes: ArraySlice<UInt8>) {
    var reader = ByteReader(rest: bytes)
    do throws(ByteReader.Fault) {
      switch try reader.byte() {
      case 1:
        self = .callOpened(
          CallOpening(
            call: try reader.call(), graph: try reader.text(), flow: try reader.text(),
            line: try reader.text(), ani: try reader.optionalText(), dnis: try reader.optionalText(),
            offered: try reader.instant()))
      case 2:
        self = .event(
          CallEventRow(
            call: try reader.call(), number: Int(try reader.integer()), at: try reader.instant(),
            kind: try reader.text(), state: try reader.text(), detail: try reader.text()))
      case 3: self = .queueVisit(try reader.visit())
      case 10:
        var row = try reader.visit()
        row.segment = try reader.optionalText()
        if try reader.byte() != 0 { row.priority = try reader.priority() }
        self = .queueVisit(row)
      case 4:
        self = .callClosed(
          CallClosing(
            call: try reader.call(), language: try reader.text(),
            answered: try reader.byte() == 0 ? nil : try reader.instant(), ended: try reader.instant(),
            endedBy: try reader.text(), outcome: try reader.text(), ownOutcome: try reader.optionalText()))
      case 5:
        self = .agent(
          AgentEventRow(
            agent: try reader.text(), at: try reader.instant(), state: try reader.text(),
            reason: try reader.optionalText(), call: try reader.byte() == 0 ? nil : try reader.call()))
      case 6:
        self = .disposition(
          DispositionRow(call: try reader.call(), agent: try reader.text(), title: try reader.text()))
      case 7:
        let (kind, name, at) = (try reader.text(), try reader.text(), try reader.instant())
        self = .kept(KeptRow(kind, name, at: at, try reader.optionalText()))
      case 8:
        self = .audit(
          AuditRow(
            at: try reader.instant(), user: UInt32(truncatingIfNeeded: try reader.unsigned()),
            name: try reader.optionalText(), role: try reader.text(), act: try reader.text(),
            result: try reader.text()))
      case 9:
        self = .published(
          PublishedRow(number: try reader.integer(), at: try reader.instant(), body: try reader.text()))
      default: return nil
      }
    } catch { return nil }
    guard reader.rest.isEmpty else { return nil }
  }
}

extension [UInt8] {
  mutating func put(_ number: UInt64) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
  fileprivate mutating func put(_ number: Int64) { put(UInt64(bitPattern: number)) }
  fileprivate mutating func put(_ instant: Instant) { put(instant.microseconds) }
  fileprivate mutating func put(_ text: String) {
    put(UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }
  fileprivate mutating func put(_ text: String?) {
    append(text == nil ? 0 : 1)
    if let text { put(text) }
  }
}

private struct ByteReader {
  struct Fault: Error {}
  var rest: ArraySlice<UInt8>

  mutating func byte() throws(Fault) -> UInt8 {
    guard let byte = rest.popFirst() else { throw Fault() }
    return byte
  }
  mutating func unsigned() throws(Fault) -> UInt64 {
    guard rest.count >= 8 else { throw Fault() }
    let number = rest.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    rest = rest.dropFirst(8)
    return number
  }
  mutating func integer() throws(Fault) -> Int64 { Int64(bitPattern: try unsigned()) }
  mutating func instant() throws(Fault) -> Instant { Instant(microseconds: try integer()) }
  mutating func call() throws(Fault) -> CallID { CallID(try unsigned()) }
  mutating func text() throws(Fault) -> String {
    let count = try unsigned()
    guard count <= UInt64(rest.count) else { throw Fault() }
    defer { rest = rest.dropFirst(Int(count)) }
    return String(decoding: rest.prefix(Int(count)), as: UTF8.self)
  }
  mutating func optionalText() throws(Fault) -> String? { try byte() == 0 ? nil : try text() }
  mutating func number() throws(Fault) -> Double { Double(bitPattern: try unsigned()) }
  mutating func visit() throws(Fault) -> QueueVisitRow {
    QueueVisitRow(
      call: try call(), number: Int(try integer()), queue: try text(), enqueued: try instant(),
      left: try instant(), how: try text(), agent: try optionalText(), talk: .microseconds(try integer()),
      hold: .microseconds(try integer()), wrapUp: .microseconds(try integer()))
  }
  mutating func priority() throws(Fault) -> VisitPriority {
    VisitPriority(
      own: Int(try integer()), added: Int(try integer()), perMinute: try number(),
      most: try byte() == 0 ? nil : Int(try integer()), atEnd: try number())
  }
}
