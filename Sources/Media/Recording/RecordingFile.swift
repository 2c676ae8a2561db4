import Foundation
import Tones

/// A WAV file in one channel or two that grows: at any moment what is in it can be played.
struct RecordingFile: ~Copyable {
  private let descriptor: Int32
  /// Bytes of sound.
  private(set) var length = 0
  private let channels: Int
  /// What a WAV file can hold.
  static let limit = Int(UInt32.max) - 64 << 10

  /// Makes the file, which must not be there, and the folders it lies in.
  /// - Throws: the system's error number.
  init(path: String, channels: Int = 2) throws(RecordingFault) {
    self.channels = channels
    RecordingFile.makeFolders(of: path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    descriptor = open(path, flags, 0o640)
    guard descriptor >= 0 else { throw RecordingFault(code: errno) }
    do throws(RecordingFault) {
      try RecordingFile.write(header, at: 0, to: descriptor)
    } catch {
      close(descriptor)
      unlink(path)
      throw error
    }
  }
  deinit { close(descriptor) }

  /// What cannot be made is told by the file, which cannot be made then either.
  private static func makeFolders(of path: String) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    guard access(folder, F_OK) != 0 else { return }
    makeFolders(of: folder)
    mkdir(folder, 0o750)
  }

  private var header: [UInt8] { WAVFile.header(sampleCount: length / 2, channels: channels) }

  /// Appends samples, the channels by turns, `gap` bytes of silence before them.
  mutating func append(_ bytes: [UInt8], after gap: Int = 0) throws(RecordingFault) {
    guard length + gap + bytes.count <= RecordingFile.limit else { throw RecordingFault(code: EFBIG) }
    // What is not written is zero.
    try RecordingFile.write(bytes, at: WAVFile.headerLength + length + gap, to: descriptor)
    length += gap + bytes.count
  }
  /// The header follows the sound: it never tells of more than is there.
  func settle() throws(RecordingFault) { try RecordingFile.write(header, at: 0, to: descriptor) }

  private static func write(
    _ bytes: [UInt8], at offset: Int, to descriptor: Int32
  ) throws(RecordingFault) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written, offset + written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw RecordingFault(code: count < 0 ? errno : ENOSPC) }
      written += count
    }
  }
}

/// Why a recording could not be kept, by the system's number.
struct RecordingFault: Error, CustomStringConvertible {
  var code: Int32
  var description: String { String(cString: strerror(code)) }
}
