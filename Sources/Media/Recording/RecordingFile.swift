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
    let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
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

  /// Leaves out the silence before a message and behind it, but for a breath; one without a sound stays whole.
  mutating func trim(sounding isMessage: Bool) throws(RecordingFault) {
    guard isMessage, length >= 2, length <= RecordingFile.longestTrimmed else { return }
    var bytes = [UInt8](repeating: 0, count: length)
    let count = bytes.withUnsafeMutableBytes {
      pread(descriptor, $0.baseAddress, $0.count, WAVFile.headerLength)
    }
    guard count == length else { return }
    let samples = stride(from: 0, to: length - 1, by: 2).map {
      Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
    }
    let sounding = Level.sounding(samples, above: RecordingFile.quietDBm0, margin: 0)
    guard !sounding.isEmpty else { return }
    let start = max(0, sounding.lowerBound - RecordingFile.breath)
    let end = min(samples.count, sounding.upperBound + RecordingFile.breath)
    guard samples.count - (end - start) >= RecordingFile.breath else { return }
    try RecordingFile.write(Array(bytes[(2 * start)..<(2 * end)]), at: WAVFile.headerLength, to: descriptor)
    length = 2 * (end - start)
    try settle()
    // Longer than its header says, were it to fail, it still plays right.
    ftruncate(descriptor, off_t(WAVFile.headerLength + length))
  }
  private static let breath = Telephony.samples(milliseconds: 500)
  /// Below it nobody speaks.
  private static let quietDBm0 = -45.0
  /// Half an hour and a little, which is the longest message.
  private static let longestTrimmed = 31 * 60 * 16_000

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
