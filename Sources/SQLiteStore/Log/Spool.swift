import Engine
import Foundation

/// Records that the log could not take, in a file beside it until it can: `LOG-spool`, bounded, synced.
///
/// A header of 16 bytes (a mark, a random id), then per record its length, a checksum and its bytes. A
/// record that a crash cut short fails its checksum and ends the file.
final class Spool: @unchecked Sendable {
  struct Failure: Error {
    var message: String
    var isDiskFull = false
    init(message: String) { self.message = message }
    /// - Parameter code: an `errno`.
    init(_ path: String, _ code: Int32) {
      message = "\(path): \(systemMessage(code))"
      isDiskFull = SQLiteError.isDiskFull(code)
    }
  }
  /// What `read` found: records, and the offset after the last of them.
  struct Chunk {
    var records: [LogRecord]
    var end: Int
  }

  static let headerSize = 16
  private static let mark = Array("ivrspl1\n".utf8)
  private let path: String
  private let limit: Int
  private let descriptor: Int32
  /// Chosen when the file was begun: tells the log which spool it has taken over, and how far.
  let id: UInt64
  /// Bytes of whole records, header included.
  private(set) var size: Int

  /// The spool that an earlier run left, if any.
  static func existing(_ path: String, limit: Int) throws(Failure) -> Spool? {
    guard access(path, F_OK) == 0 else { return nil }
    return try Spool(path, limit: limit)
  }

  /// Opens the file, or begins it.
  init(_ path: String, limit: Int) throws(Failure) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw Failure(path, errno) }
    (self.path, self.limit) = (path, limit)
    var header = [UInt8](repeating: 0, count: Spool.headerSize)
    let count = pread(descriptor, &header, header.count, 0)
    if count == Spool.headerSize, Array(header.prefix(8)) == Spool.mark {
      id = header.suffix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
      size = Int(lseek(descriptor, 0, SEEK_END))
    } else if count >= Spool.headerSize {
      close(descriptor)
      throw Failure(message: "\(path): is not a spool of the call log; move it away")
    } else {
      id = UInt64.random(in: 1...UInt64(Int64.max))
      size = Spool.headerSize
      var bytes = Spool.mark
      bytes.put(id)
      guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count,
        fdatasync(descriptor) == 0
      else {
        let code = errno
        close(descriptor)
        throw Failure(path, code)
      }
    }
    // Stored last: `deinit` closes what is stored, after a throw as well.
    self.descriptor = descriptor
  }
  deinit { close(descriptor) }

  /// How many of the records fit and are safely on the disk: all, or none when the write fails.
  func append(_ records: ArraySlice<LogRecord>) throws(Failure) -> Int {
    var bytes: [UInt8] = []
    var taken = 0
    var body: [UInt8] = []
    for record in records {
      body.removeAll(keepingCapacity: true)
      record.write(to: &body)
      guard size + bytes.count + body.count + 8 <= limit else { break }
      bytes.put(UInt64(UInt32(truncatingIfNeeded: body.count)) | UInt64(Spool.checksum(body[...])) << 32)
      bytes.append(contentsOf: body)
      taken += 1
    }
    guard taken > 0 else { return 0 }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map {
          pwrite(descriptor, $0 + written, buffer.count - written, off_t(size + written))
        }
          ?? 0
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        _ = ftruncate(descriptor, off_t(size))
        throw Failure(path, code)
      }
      written += count
    }
    guard fdatasync(descriptor) == 0 else { throw Failure(path, errno) }
    size += bytes.count
    return taken
  }

  /// Up to `count` records from that offset; none at the end, or where the rest is not whole.
  func read(from offset: Int, count: Int) -> Chunk {
    var chunk = Chunk(records: [], end: max(offset, Spool.headerSize))
    while chunk.records.count < count, chunk.end < size {
      guard let header = bytes(8, at: chunk.end) else { break }
      let length = header.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      let sum = header.suffix(4).reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
      guard chunk.end + 8 + length <= size, let body = bytes(length, at: chunk.end + 8),
        Spool.checksum(body[...]) == sum, let record = LogRecord(bytes: body[...])
      else { break }
      chunk.records.append(record)
      chunk.end += 8 + length
    }
    return chunk
  }

  /// Everything has been taken over.
  func remove() { unlink(path) }

  private func bytes(_ count: Int, at offset: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return pread(descriptor, &bytes, count, off_t(offset)) == count ? bytes : nil
  }

  /// FNV-1a, 32 bits.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}
